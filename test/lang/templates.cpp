// Templates are judged as they are instantiated; their text stands in only
// where nothing instantiates it.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

struct slow {
  void work() { usleep(5); }
  static void static_work() { usleep(5); }
};
struct quick {
  void work() {}
  static void static_work() {}
};

template <typename T> void run(T t) { t.work(); }
template <typename T> void run_static() { T::static_work(); }
template <typename... T> void run_all(T... t) { (t.work(), ...); }
template <void (*F)()> void run_constant() { F(); }
template <int N> void nap_for() { usleep(N); }
template <typename T> requires requires(T t) { t.work(); } void constrained(T t) { t.work(); }

mock::task<> functions() {
  run(slow());                       // BAD: sleep
  run(quick());                      // OK: another instantiation
  run_static<slow>();                // BAD: sleep
  run_static<quick>();               // OK: another instantiation
  run_all(quick(), quick(), slow()); // BAD: sleep
  run_all(quick(), quick());         // OK: none of them blocks
  run_all();                         // OK: empty
  run_constant<slow::static_work>(); // BAD: sleep
  run_constant<quick::static_work>(); // OK: does nothing
  nap_for<5>();                      // BAD: sleep
  nap_for<0>();                      // OK: zero
  constrained(slow());               // BAD: sleep
  constrained(quick());              // OK: another instantiation
  co_return;
}

template <typename T> struct box {
  void work() { t.work(); }
  template <typename U> void with(U u) { u.work(); }
  T t;
};
template <> struct box<int> {
  void work() { usleep(5); }
};
template <> struct box<char> {
  void work() {}
};

mock::task<> classes(box<slow> a, box<quick> b, box<int> c, box<char> d) {
  a.work();        // BAD: sleep
  b.work();        // OK: another instantiation
  c.work();        // BAD: sleep
  d.work();        // OK: the other specialisation
  b.with(slow());  // BAD: sleep
  b.with(quick()); // OK: another instantiation
  co_return;
}

template <bool Slow> void choose() {
  if constexpr (Slow)
    usleep(5);
}
void overloaded(int) { usleep(5); }
void overloaded(char) {}
template <typename T> void picks(T t) { overloaded(t); }

mock::task<> choices() {
  choose<true>();  // BAD: sleep
  choose<false>(); // OK: the branch is discarded
  picks(1);        // BAD: sleep
  picks('c');      // OK: the other overload
  co_return;
}

template <typename Derived> struct crtp {
  void start() { static_cast<Derived *>(this)->work(); }
};
struct slow_derived : crtp<slow_derived> {
  void work() { usleep(5); }
};
struct quick_derived : crtp<quick_derived> {
  void work() {}
};

mock::task<> curiously(slow_derived s, quick_derived q) {
  s.start(); // BAD: sleep
  q.start(); // OK: the other class
  co_return;
}

// The coroutine itself is a template.
template <typename T> mock::task<> coroutine(T t) {
  t.work(); // BAD: sleep
  usleep(0); // OK: zero
  if constexpr (sizeof(T) > 1000)
    usleep(5); // OK: discarded in each instantiation
  co_return;
}
template <typename T> mock::task<> quick_coroutine(T t) {
  t.work(); // OK: only made with what does not block
  co_return;
}
mock::task<> makes_both() {
  co_await coroutine(slow());
  co_await coroutine(quick());
  co_await quick_coroutine(quick());
}

// Nothing instantiates these.
template <typename T> void text_only(T) { usleep(5); }
template <typename T> mock::task<> never_made(T t) {
  usleep(5);    // BAD: sleep
  text_only(1); // BAD: sleep
  t.work();     // OK: not known what it is
  usleep(0);    // OK: zero
  co_return;
}
