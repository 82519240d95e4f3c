// Objects that are filled with what factories make: each is judged by its own.
// RUN: %check_marks %s -- %flags
// RUN: %nostall summarize %s -o %t.nsum -- %flags
// RUN: %nostall link --exit-zero --quiet %t.nsum > %t.out
#include "coroutine.h"
#include <functional>
#include <memory>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace callables_of_factories {

// ---- a factory for each callable ----

using writer = std::function<void(int)>;
writer to_file(std::string path) {
  return [path](int) { usleep(1000); };
}
writer to_memory(std::vector<int> &out) {
  return [&out](int n) { out.push_back(n); };
}

class recorder {
public:
  void add(writer w) { writers_.push_back(std::move(w)); }
  void add_file() { add(to_file("own")); }
  void record(int n) {
    for (auto &w : writers_)
      w(n);
  }

private:
  std::vector<writer> writers_;
};

struct station {
  recorder live, scope, both, own;
  std::vector<int> plot;
};
void prepare(station &s) {
  s.live.add(to_file("live"));
  s.scope.add(to_memory(s.plot));
  s.both.add(to_memory(s.plot));
  s.both.add(to_file("both"));
  s.own.add_file();
}

mock::task<> run(station &s, recorder &any) {
  s.live.record(1);  // BAD: sleep
  s.scope.record(1); // OK: its writer keeps numbers in memory
  s.both.record(1);  // BAD: sleep
  s.own.record(1);   // BAD: sleep
  any.record(1);     // BAD: sleep
  recorder quick, slow;
  quick.add(to_memory(s.plot));
  quick.record(1); // OK: in memory
  slow.add(to_file("x"));
  slow.record(1); // BAD: sleep
  co_return;
}

// ---- plans that a factory chains together ----

class plan {
public:
  plan &then(std::function<void()> step) {
    steps_.push_back(std::move(step));
    return *this;
  }
  void operator()() const {
    for (auto &step : steps_)
      step();
  }

private:
  std::vector<std::function<void()>> steps_;
};
void fetch() { usleep(1000); }
plan empty_plan() { return plan(); }
plan update_plan() { return plan().then(fetch).then([] {}); }
plan short_plan() { return plan().then([] {}); }
plan named_plan() {
  plan p;
  p.then([] {}).then(fetch);
  return p;
}

class mirror {
public:
  mock::task<> cycle() {
    update_();  // BAD: sleep
    nothing_(); // OK: no steps
    short_();   // OK: a step that does nothing
    named_();   // BAD: sleep
    plan update = update_plan(), nothing = empty_plan();
    update();      // BAD: sleep
    nothing();     // OK: no steps
    empty_plan()(); // OK: no steps
    update_plan()(); // BAD: sleep
    plan own;
    own.then([] {});
    own(); // OK: a step that does nothing
    auto chained = plan().then([] {}), waits = plan().then(fetch);
    chained(); // OK: a step that does nothing
    waits();   // BAD: sleep
    plan copy = waits, moved = std::move(chained);
    copy();  // BAD: sleep
    moved(); // OK: a step that does nothing
    co_return;
  }

private:
  plan nothing_ = empty_plan(), update_ = update_plan(), short_ = short_plan(),
       named_ = named_plan();
};

// ---- whoever is given one has it ----

class batch {
public:
  batch &then(std::function<void()> step) {
    steps_.push_back(std::move(step));
    return *this;
  }
  batch &then_fetch() { return then(fetch); }
  void run() const {
    for (auto &step : steps_)
      step();
  }

private:
  std::vector<std::function<void()>> steps_;
};
class jobs {
public:
  void set(batch p) { plan_ = std::move(p); }
  void run() { plan_.run(); }

private:
  batch plan_;
};
struct desk {
  jobs busy, copied, handed;
};
void give(desk &d) {
  d.busy.set(batch().then(fetch));
  batch one;
  one.then_fetch();
  batch two = one;
  d.copied.set(two);
  d.handed.set(std::move(one));
}
mock::task<> use(desk &d) {
  d.busy.run();   // BAD: sleep
  d.copied.run(); // BAD: sleep
  d.handed.run(); // BAD: sleep
  co_return;
}
mirror made;

} // namespace callables_of_factories
