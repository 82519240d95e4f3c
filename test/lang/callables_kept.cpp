// Callables that are kept in fields, containers, tables and guards.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"
#include <functional>
#include <map>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

using Action = std::function<void()>;
void slow_action() { usleep(1000); }
void quick() {}

// ---- fields ----

class Session {
public:
  explicit Session(Action on_close) : on_close_(std::move(on_close)) {}
  void on_data(Action f) { on_data_ = std::move(f); }
  Action on_close_, on_data_, on_idle_ = quick;
  void (*log_)() = nullptr;
};

void set_up(Session &s) {
  s.on_data([] {});
  s.log_ = &slow_action;
}
Session make() { return Session([] { slow_action(); }); }

mock::task<> use(Session &s) {
  s.on_close_(); // BAD: sleep
  s.on_data_();  // OK: only the empty lambda is kept there
  s.on_idle_();  // OK: quick
  s.log_();      // BAD: sleep
  auto later = std::exchange(s.on_close_, nullptr);
  later(); // BAD: sleep
  co_return;
}

// ---- containers ----

class Registry {
public:
  void add(std::string name, Action f) { all_[std::move(name)] = std::move(f); }
  void watch(Action f) { watchers_.push_back(std::move(f)); }
  std::map<std::string, Action> all_;
  std::vector<Action> watchers_;
};

void fill(Registry &r) {
  r.add("slow_action", slow_action);
  r.watch(quick);
}

mock::task<> dispatch(Registry &r) {
  if (auto it = r.all_.find("slow_action"); it != r.all_.end())
    it->second(); // BAD: sleep
  for (auto &[name, f] : r.all_)
    f(); // BAD: sleep
  for (auto &f : r.watchers_)
    f(); // OK: none of them waits
  co_return;
}

// ---- tables ----

struct Command {
  const char *name;
  void (*run)();
};
static const Command safe[] = {{"quick", quick}, {"nothing", [] {}}};
static const Command all[] = {{"quick", &quick}, {"slow_action", &slow_action}};

void run_all(const Command *first, const Command *last) {
  for (; first != last; ++first)
    first->run();
}

mock::task<> tables() {
  run_all(std::begin(safe), std::end(safe)); // OK: a table without stalls
  run_all(std::begin(all), std::end(all));   // BAD: sleep
  for (const Command &c : safe)
    c.run(); // OK: a table without stalls
  all[1].run(); // BAD: sleep
  co_return;
}

// ---- what a lambda captures ----

template <typename F> void call(F f) { f(); }

mock::task<> captured(Action unknown) {
  void (*waits)() = slow_action;
  Action harmless = quick;
  call([waits] { waits(); });           // BAD: sleep
  call([&harmless] { harmless(); });    // OK: quick
  call([f = Action(slow_action)] { f(); });    // BAD: sleep
  call([&unknown] { unknown(); });      // OK: nobody is seen to call this
  co_return;
}

// ---- guards ----

class Guard {
public:
  explicit Guard(Action f) : f_(std::move(f)) {}
  ~Guard() { f_(); }

private:
  Action f_;
};

mock::task<> guarded() {
  Guard harmless([] {}); // OK: this one only
  Guard waits(slow_action);     // BAD: sleep
  co_return;
}
