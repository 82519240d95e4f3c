// Callables that functions hand out, and those that they hand on to a loop.
// RUN: rm -rf %t && %split_file %s %t
// RUN: %check_marks %t/main.cpp --config=%t/rows.yaml -- %flags

//--- rows.yaml
functions:
  - name: loop::post
    runs_on_loop: all
//--- main.cpp
#include "coroutine.h"
#include <functional>
#include <unistd.h>
#include <variant>

using Action = std::function<void(int)>;

Action quiet() {
  return [](int) {};
}
Action sleepy() {
  return [](int) { usleep(5); };
}
Action chosen() { return sleepy(); }

struct Row {
  const char *name;
  void (*run)();
};
void nap() { usleep(5); }
void none() {}
const Row sleeping[] = {{"nap", &nap}};
const Row harmless[] = {{"none", &none}};
const Row *sleepers() { return sleeping; }
const Row *others() { return harmless; }
void run_first(bool) { sleepers()[0].run(); }
void run_other(bool) { others()[0].run(); }

struct Holder {
  Action loud = chosen();
  Action still = quiet();
};

mock::task<> kept(Holder &h) {
  h.loud(1);       // MISSED: sleep: a call initialises the field
  h.still(1);      // OK: does nothing
  run_first(true); // BAD: sleep
  run_other(true); // OK: its table has no slow one
  auto f = chosen();
  f(1); // BAD: sleep
  auto g = quiet();
  g(1); // OK: does nothing
  co_return;
}

// A helper hands its parameter to the loop.
struct loop {
  void post(void (*)());
};
void later(loop &l, void (*f)()) { l.post(f); }
void on_loop() {
  usleep(5); // BAD: sleep
}
void not_on_loop() {
  usleep(5); // OK: nobody hands it over
}
void start(loop &l) { later(l, on_loop); }

// A visitor runs the overload for what the variant may hold.
struct Sleep {};
struct Note {};
struct Visitor {
  void operator()(const Sleep &) const { usleep(5); }
  void operator()(const Note &) const {}
};
template <class... Fs> struct overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs> overloaded(Fs...) -> overloaded<Fs...>;

mock::task<> visits(std::variant<Note, Sleep> all, std::variant<Note> notes) {
  std::visit(Visitor{}, all);   // BAD: sleep
  std::visit(Visitor{}, notes); // OK: no Sleep in it
  overloaded both{[](const Sleep &) { usleep(5); }, [](const Note &) {}};
  std::visit(both, all);   // BAD: sleep
  std::visit(both, notes); // OK: no Sleep in it
  co_return;
}

// What is written in a macro's argument is reported there.
#define CALL(name, f) f
mock::task<> macros() {
  CALL("a",
       usleep(5)); // BAD: sleep
  CALL("b",
       usleep(0)); // OK: zero
  co_return;
}
