// Calls through a value: pointers, std::function, std::bind, std::invoke.
// What is assigned once is seen through; what is not known stays silent.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <functional>
#include <unistd.h>

void nap() { usleep(5); }
void quick() {}
void nap_for(int n) { usleep(n); }
bool chance();

struct service {
  void nap() { usleep(5); }
  void quick() {}
  void nap_for(int n) { usleep(n); }
};

mock::task<> pointers() {
  void (*a)() = nap;
  a(); // BAD: sleep
  void (*b)() = &quick;
  b(); // OK: does nothing
  (*a)(); // BAD: sleep
  auto *c = &nap;
  c(); // BAD: sleep
  void (&d)() = nap;
  d(); // BAD: sleep
  void (&e)() = quick;
  e(); // OK: does nothing
  int (*f)(useconds_t) = usleep;
  f(5); // BAD: sleep
  f(0); // OK: zero
  void (*g)(int) = nap_for;
  g(5); // BAD: sleep
  g(0); // OK: zero
  auto *h = a;
  h(); // BAD: sleep
  a; // OK: is not called
  co_return;
}

void (*const constant)() = nap;
void (*const quick_constant)() = quick;
void (*variable)();

mock::task<> globals() {
  constant();       // BAD: sleep
  quick_constant(); // OK: does nothing
  variable();       // OK: not known what it is
  co_return;
}

mock::task<> members(service s, service *p) {
  void (service::*a)() = &service::nap;
  (s.*a)();  // BAD: sleep
  (p->*a)(); // BAD: sleep
  void (service::*b)() = &service::quick;
  (s.*b)();  // OK: does nothing
  (p->*b)(); // OK: does nothing
  auto c = &service::nap_for;
  (s.*c)(5); // BAD: sleep
  (s.*c)(0); // OK: zero
  co_return;
}

mock::task<> functions(service s) {
  std::function<void()> a = nap;
  a(); // BAD: sleep
  std::function<void()> b = quick;
  b(); // OK: does nothing
  std::function<void()> c([] { usleep(5); });
  c(); // BAD: sleep
  std::function<void()> d([] {});
  d(); // OK: does nothing
  std::function<void(service &)> e = &service::nap;
  e(s); // BAD: sleep
  std::function<void()> f;
  f = nap;
  f(); // BAD: sleep
  std::function<void()> never_called = nap; // OK: is not called
  co_return;
}

mock::task<> bound(service s) {
  auto a = std::bind(nap);
  a(); // BAD: sleep
  auto b = std::bind(quick);
  b(); // OK: does nothing
  auto c = std::bind_front(nap_for, 5);
  c(); // BAD: sleep
  auto d = std::bind(&service::nap, &s);
  d(); // BAD: sleep
  auto e = std::bind_front(&service::quick, &s);
  e(); // OK: does nothing
  auto f = std::mem_fn(&service::nap);
  f(s); // BAD: sleep
  auto g = std::mem_fn(&service::quick);
  g(s); // OK: does nothing
  std::bind(nap)(); // BAD: sleep
  std::bind(nap); // OK: is not called
  co_return;
}

mock::task<> invoked(service s) {
  std::invoke(nap);                // BAD: sleep
  std::invoke(quick);              // OK: does nothing
  std::invoke(&service::nap, s);   // BAD: sleep
  std::invoke(&service::quick, s); // OK: does nothing
  std::invoke(usleep, 5);          // BAD: sleep
  std::invoke(usleep, 0);          // OK: zero
  std::invoke(nap_for, 5);         // BAD: sleep
  std::invoke(nap_for, 0);         // OK: zero
  std::invoke([] { usleep(5); });  // BAD: sleep
  std::invoke([] {});              // OK: does nothing
  co_return;
}

// Pointers that are handed on: judged where the function is given.
void call(void (*f)()) { f(); }
void call_member(service &s, void (service::*f)()) { (s.*f)(); }
void call_twice_removed(void (*f)()) { call(f); }
void keep(void (*)()) {}

mock::task<> handed_on(service s) {
  call(nap);                         // BAD: sleep
  call(quick);                       // OK: does nothing
  call_twice_removed(nap);           // BAD: sleep
  call_twice_removed(quick);         // OK: does nothing
  call_member(s, &service::nap);     // BAD: sleep
  call_member(s, &service::quick);   // OK: does nothing
  keep(nap);                         // OK: never calls it
  co_return;
}

mock::task<> reassigned() {
  void (*a)() = chance() ? quick : nap;
  a(); // BAD: sleep
  void (*table[])() = {nap, nap};
  table[0](); // BAD: sleep
  void (*quick_table[])() = {quick, quick};
  quick_table[0](); // OK: does nothing
  void (*b)() = nap;
  b = quick;
  b(); // OK: quick by now
  co_return;
}

// A field: what every place that assigns it gives.
struct client {
  std::function<void()> on_message;
  std::function<void()> on_close;
  client() : on_message(nap), on_close(quick) {}
  mock::task<> run() {
    on_message(); // BAD: sleep
    on_close();   // OK: does nothing
    co_return;
  }
};
