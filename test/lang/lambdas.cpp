// A lambda is judged where it runs, not where it stands.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <unistd.h>
#include <vector>

mock::task<> called() {
  auto slow = [] { usleep(5); };
  auto quick = [] {};
  slow();  // BAD: sleep
  quick(); // OK: does nothing
  [] { usleep(5); }(); // BAD: sleep
  [] {}();             // OK: does nothing
  auto parameter = [](int n) { usleep(n); };
  parameter(5); // BAD: sleep
  parameter(0); // OK: zero
  auto generic = [](auto n) { usleep(n); };
  generic(5); // BAD: sleep
  generic(0); // OK: zero
  auto nested = [] { return [] { usleep(5); }; };
  nested();   // OK: only makes the inner one
  nested()(); // BAD: sleep
  auto captures = [slow] { slow(); };
  captures(); // BAD: sleep
  auto refers = [&] { slow(); };
  refers(); // BAD: sleep
  auto captures_quick = [quick] { quick(); };
  captures_quick(); // OK: does nothing
  auto initialises = [x = usleep(5)] { return x; }; // BAD: sleep
  auto initialises_quick = [x = usleep(0)] { return x; }; // OK: zero
  auto *pointer = +[] { usleep(5); };
  pointer(); // BAD: sleep
  co_return;
}

std::vector<std::function<void()>> later;
void keep(std::function<void()> f) { later.push_back(std::move(f)); }

struct button {
  std::function<void()> on_click;
};

mock::task<> stored(button &b) {
  later.push_back([] { usleep(5); });  // OK: who calls it answers
  keep([] { usleep(5); });             // OK: only kept
  b.on_click = [] { usleep(5); };      // OK: only kept
  auto p = std::make_unique<std::function<void()>>([] { usleep(5); }); // OK: only kept
  co_return;
}

mock::task<> other_threads() {
  std::thread([] { usleep(5); }).detach(); // OK: another thread
  std::thread t([] { usleep(5); });        // OK: another thread
  t.detach();
  auto work = [] { usleep(5); };
  std::thread u(work);                     // OK: another thread
  u.join();                                // BAD: wait
  auto f = std::async(work);               // BAD: wait
  co_return;
}

mock::task<> algorithms(std::vector<int> v) {
  std::for_each(v.begin(), v.end(), [](int) { usleep(5); });   // BAD: sleep
  std::for_each(v.begin(), v.end(), [](int) {});               // OK: does nothing
  std::sort(v.begin(), v.end(), [](int a, int b) { usleep(5); return a < b; }); // BAD: sleep
  std::sort(v.begin(), v.end(), [](int a, int b) { return a < b; }); // OK: does nothing
  std::ranges::for_each(v, [](int) { usleep(5); });            // BAD: sleep
  std::ranges::for_each(v, [](int) {});                        // OK: does nothing
  std::ranges::find_if(v, [](int) { usleep(5); return true; }); // BAD: sleep
  std::erase_if(v, [](int) { usleep(5); return true; });       // BAD: sleep
  std::erase_if(v, [](int) { return true; });                  // OK: does nothing
  co_return;
}

template <typename F> void run(F f) { f(); }
template <typename F> void run_reference(F &&f) { std::forward<F>(f)(); }
template <typename F> void run_invoke(F &&f) { std::invoke(std::forward<F>(f)); }
template <typename F> void run_through(F &&f) { run_reference(std::forward<F>(f)); }
template <typename F, typename... A> void run_with(F f, A... a) { f(a...); }
template <typename F> void run_on_thread(F f) { std::thread(f).detach(); }
template <typename F> void run_if(bool b, F f) {
  if (b)
    f();
}
template <typename F> void drop(F) {}
void run_function(std::function<void()> f) { f(); }
void run_function_reference(const std::function<void()> &f) { f(); }
void run_function_through(std::function<void()> f) { run_function(std::move(f)); }
void run_pointer(void (*f)()) { f(); }
void run_later(std::function<void()> f) {
  std::thread([f] { f(); }).detach();
}
template <typename F> auto locked(F f) { return f() + 1; }
struct retry {
  template <typename F> void operator()(F f) { f(); }
  void run(std::function<void()> f) { f(); }
};

mock::task<> own_higher_order(retry r) {
  run([] { usleep(5); });                  // BAD: sleep
  run([] {});                              // OK: does nothing
  run_reference([] { usleep(5); });        // BAD: sleep
  run_reference([] {});                    // OK: does nothing
  run_invoke([] { usleep(5); });           // BAD: sleep
  run_invoke([] {});                       // OK: does nothing
  run_through([] { usleep(5); });          // BAD: sleep
  run_through([] {});                      // OK: does nothing
  run_with([](int n) { usleep(n); }, 5);   // BAD: sleep
  run_with([](int n) { usleep(n); }, 0);   // OK: zero
  run_on_thread([] { usleep(5); });        // OK: another thread
  run_if(true, [] { usleep(5); });         // BAD: sleep
  run_if(true, [] {});                     // OK: does nothing
  drop([] { usleep(5); });                 // OK: never called
  locked([] { return usleep(5); });        // BAD: sleep
  locked([] { return 1; });                // OK: does nothing
  r([] { usleep(5); });                    // BAD: sleep
  r([] {});                                // OK: does nothing
  run_function([] { usleep(5); });         // BAD: sleep
  run_function([] {});                     // OK: does nothing
  run_function_reference([] { usleep(5); }); // BAD: sleep
  run_function_reference([] {});           // OK: does nothing
  run_function_through([] { usleep(5); }); // BAD: sleep
  run_function_through([] {});             // OK: does nothing
  run_later([] { usleep(5); });            // OK: another thread
  r.run([] { usleep(5); });                // BAD: sleep
  r.run([] {});                            // OK: does nothing
  run_pointer([] { usleep(5); });          // BAD: sleep
  run_pointer([] {});                      // OK: does nothing
  co_return;
}

// A lambda that is a coroutine has findings of its own.
mock::task<> coroutine_lambdas() {
  auto inner = []() -> mock::task<> {
    usleep(5); // BAD: sleep
    co_return;
  };
  co_await inner(); // OK: the lambda's body has the finding
  std::thread([] {
    usleep(5); // OK: another thread
  }).detach();
}
