// Objects of one class hold different callables: each is judged by its own.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

void slow_handler() { usleep(1000); }

class Topics {
public:
  using Handler = std::function<void(int)>;
  Topics() = default;
  explicit Topics(Handler h) : fallback_(std::move(h)) {}
  void on(std::string name, Handler h) { table_[std::move(name)] = std::move(h); }
  void on_any(Handler h) { on("*", std::move(h)); }
  void on_log() {
    table_["log"] = [](int) { slow_handler(); };
  }
  void deliver(const std::string &name, int what) const {
    auto it = table_.find(name);
    if (it != table_.end())
      it->second(what);
    else if (fallback_)
      fallback_(what);
  }

private:
  std::map<std::string, Handler> table_;
  Handler fallback_;
};

// ---- fields, from a function elsewhere ----

struct Broker {
  Topics fast, slow_ones, logged, both;
  std::unique_ptr<Topics> owned = std::make_unique<Topics>();
  std::unique_ptr<Topics> owned_slow = std::make_unique<Topics>();
  std::shared_ptr<Topics> shared = std::make_shared<Topics>();
};

void on_all(Topics &t, Topics::Handler h) { t.on("all", std::move(h)); }

void set_up(Broker &b) {
  int seen = 0;
  b.fast.on("temperature", [&seen](int) { ++seen; });
  b.slow_ones.on_any([](int) { slow_handler(); });
  b.logged.on_log();
  on_all(b.both, [](int) { slow_handler(); });
  on_all(b.fast, [](int) {});
  b.owned->on("x", [](int) {});
  b.owned_slow->on("x", [](int) { slow_handler(); });
  b.shared->on("x", [](int) {});
}

mock::task<> publish(Broker &b) {
  b.fast.deliver("temperature", 1);      // OK: its handlers count
  b.slow_ones.deliver("temperature", 1); // BAD: sleep
  b.logged.deliver("log", 1);            // BAD: sleep
  b.both.deliver("all", 1);              // BAD: sleep
  b.owned->deliver("x", 1);              // OK: does nothing
  b.owned_slow->deliver("x", 1);         // BAD: sleep
  b.shared->deliver("x", 1);             // BAD: sleep
  co_return;
}

// ---- whoever is not known by name may hold anything ----

struct View {
  Topics &of;
};

void forward(const Topics &t) { t.deliver("x", 1); }

mock::task<> look(View v, Broker &b, Topics &given) {
  v.of.deliver("x", 1);  // BAD: sleep
  given.deliver("x", 1); // BAD: sleep
  Topics &alias = b.fast;
  alias.deliver("x", 1); // OK: another name for fast
  forward(b.fast);       // OK
  forward(b.slow_ones);  // BAD: sleep
  co_return;
}

// ---- global objects, constructors, methods of the owner ----

Topics counters, timers;

struct Setup {
  Setup() {
    counters.on("n", [](int) {});
    timers.on("t", [](int) { slow_handler(); });
  }
} setup;

class Hub {
public:
  Hub() : told([](int) { slow_handler(); }), plain([](int) {}) {}
  mock::task<> run() {
    told.deliver("x", 1);     // BAD: sleep
    plain.deliver("x", 1);    // OK: built with one that does nothing
    counters.deliver("n", 1); // OK: a global of its own
    timers.deliver("t", 1);   // BAD: sleep
    co_return;
  }

private:
  Topics told, plain;
};

// ---- whose callables come from a local or from another slot ----

class Fanout {
public:
  void add(std::function<void()> f) { all_.push_back(std::move(f)); }
  void take(Fanout &other) { all_ = std::move(other.all_); }
  void run() {
    for (auto &f : all_)
      f();
  }

private:
  std::vector<std::function<void()>> all_;
};

struct Pair {
  Fanout first, second;
};

Fanout make_slow() {
  Fanout f;
  f.add(slow_handler);
  return f;
}
Fanout make_empty() { return Fanout{}; }
Fanout make_quick() {
  Fanout f = make_empty();
  f.add([] {});
  return f;
}

mock::task<> both(Pair &p) {
  p.first.run();  // BAD: sleep
  p.second.run(); // OK: a quick one
  Fanout slow_one = make_slow(), quick = make_quick(), empty = make_empty();
  slow_one.run(); // BAD: sleep
  quick.run();    // OK: the factory adds a lambda that does nothing
  empty.run();    // OK: nothing in it
  Fanout replaced = make_empty();
  replaced = make_slow();
  replaced.run(); // BAD: sleep
  Fanout filled = make_empty();
  filled.add(slow_handler);
  filled.run(); // BAD: sleep
  co_return;
}
Pair pair_of() { return {make_slow(), make_quick()}; }

// A chain of calls on a temporary, and fields that factories fill.
class Steps {
public:
  Steps &then(std::function<void()> f) {
    all_.push_back(std::move(f));
    return *this;
  }
  void operator()() const {
    for (auto &f : all_)
      f();
  }

private:
  std::vector<std::function<void()>> all_;
};
Steps slow_steps() { return Steps().then([] {}).then(slow_handler); }
Steps quick_steps() { return Steps().then([] {}).then([] {}); }
class Job {
public:
  mock::task<> run() {
    slow_();  // BAD: sleep
    quick_(); // OK: nothing waits
    co_return;
  }

private:
  Steps slow_ = slow_steps(), quick_ = quick_steps();
};
Job job;

// Nobody is seen to make one, or to fill it.
class Unmade {
public:
  mock::task<> run() {
    slow_(); // BAD: sleep
    co_return;
  }

private:
  Steps slow_ = slow_steps();
};
