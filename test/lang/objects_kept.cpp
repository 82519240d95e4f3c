// Virtual calls on objects that fields and containers hold: the classes of
// those that the program puts there.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"
#include <map>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

class Filter {
public:
  virtual ~Filter() = default;
  virtual int score(int mail) = 0;
};
class SizeFilter : public Filter {
public:
  int score(int mail) override { return mail > 10; }
};
class RemoteFilter : public Filter {
public:
  int score(int mail) override {
    usleep(1000);
    return mail;
  }
};
class CachedFilter : public RemoteFilter {
public:
  int score(int) override { return 0; }
};

// ---- containers, told apart by the object that has them ----

class Pipeline {
public:
  template <typename F> Pipeline &with() {
    filters_.push_back(std::make_unique<F>());
    return *this;
  }
  void add(std::unique_ptr<Filter> f) { filters_.push_back(std::move(f)); }
  int run(int mail) const {
    for (auto &f : filters_)
      if (int s = f->score(mail))
        return s;
    return 0;
  }

private:
  std::vector<std::unique_ptr<Filter>> filters_;
};

struct Server {
  Pipeline cheap, full, added, empty;
};

void set_up(Server &s) {
  s.cheap.with<SizeFilter>().with<CachedFilter>();
  s.full.with<SizeFilter>().with<RemoteFilter>();
  s.added.add(std::make_unique<RemoteFilter>());
  s.empty.add(std::make_unique<SizeFilter>());
}

mock::task<> filter(Server &s, Pipeline &any) {
  s.cheap.run(1); // OK: neither of its filters waits
  s.full.run(1);  // BAD: sleep
  s.added.run(1); // BAD: sleep
  s.empty.run(1); // OK: a size filter
  any.run(1);     // BAD: sleep
  co_return;
}

// ---- fields, whoever fills them ----

std::unique_ptr<Filter> make_filter(bool remote);
void fill(std::vector<std::shared_ptr<Filter>> &all);

class Desk {
public:
  explicit Desk(Filter &lent, Filter *other)
      : size_(std::make_unique<SizeFilter>()), lent_(lent), other_(other),
        unknown_(make_filter(true)) {
    shared_.push_back(std::make_shared<CachedFilter>());
    named_["size"] = std::make_unique<SizeFilter>();
    named_.emplace("cached", std::make_unique<CachedFilter>());
    slow_["size"] = new SizeFilter;
    slow_["remote"] = new RemoteFilter;
    fill(filled_);
    filled_.push_back(std::make_shared<SizeFilter>());
    pairs_.insert({"size", std::make_shared<SizeFilter>()});
  }
  void use_remote() { switched_ = std::make_unique<RemoteFilter>(); }

  mock::task<> check(const std::string &name) {
    size_->score(1);     // OK: a size filter
    lent_.score(1);      // BAD: sleep
    other_->score(1);    // OK: those that make desks give it a cached one
    unknown_->score(1);  // BAD: sleep
    switched_->score(1); // BAD: sleep
    for (auto &f : shared_)
      f->score(1); // OK: cached
    if (auto it = named_.find(name); it != named_.end())
      it->second->score(1); // OK: size or cached
    slow_.at(name)->score(1); // BAD: sleep
    for (auto &f : filled_)
      f->score(1); // BAD: sleep
    for (auto &[key, f] : pairs_)
      f->score(1); // OK: size
    co_return;
  }

private:
  std::unique_ptr<Filter> size_;
  Filter &lent_;
  Filter *other_;
  std::unique_ptr<Filter> unknown_;
  std::unique_ptr<Filter> switched_ = std::make_unique<SizeFilter>();
  std::vector<std::shared_ptr<Filter>> shared_, filled_;
  std::map<std::string, std::unique_ptr<Filter>> named_;
  std::map<std::string, Filter *> slow_;
  std::map<std::string, std::shared_ptr<Filter>> pairs_;
};

CachedFilter one;
Desk make_desk(Filter &f) { return Desk(f, &one); }

// ---- a table that everybody adds to ----

std::vector<Filter *> &all_filters() {
  static std::vector<Filter *> all;
  return all;
}
std::vector<Filter *> &quick_filters() {
  static std::vector<Filter *> all;
  return all;
}
struct Registration {
  Registration() {
    all_filters().push_back(new RemoteFilter);
    quick_filters().push_back(new SizeFilter);
  }
} registration;

mock::task<> everybody() {
  for (Filter *f : all_filters())
    f->score(1); // BAD: sleep
  for (Filter *f : quick_filters())
    f->score(1); // OK: size
  co_return;
}

// ---- a slot is filled from another one, or not at all ----

class Switch {
public:
  void swap_in() { current_ = spare_; }
  mock::task<> run() {
    current_->score(1); // BAD: sleep
    spare_->score(1);   // BAD: sleep
    nobody_->score(1);  // BAD: sleep
    co_return;
  }

private:
  Filter *current_ = nullptr, *spare_ = new RemoteFilter, *nobody_ = nullptr;
};
Switch make_switch() { return {}; }

// ---- references to other objects ----

class Both : public Filter {
public:
  Both(Filter &a, Filter &b) : a_(a), b_(b) {}
  int score(int mail) override { return a_.score(mail) + b_.score(mail); }

private:
  Filter &a_, &b_;
};

class Front {
public:
  mock::task<> run() {
    cheap_.score(1); // OK: both are quick
    full_.score(1);  // BAD: sleep
    co_return;
  }

private:
  SizeFilter size_;
  CachedFilter cached_;
  RemoteFilter remote_;
  Both cheap_{size_, cached_}, full_{size_, remote_};
};
Front front;
