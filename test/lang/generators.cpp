// A synchronous generator is no async context: who takes the next value runs
// it, and answers for it.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

using mock::generator;

generator<int> slow() {
  usleep(5); // OK: the consumer answers
  co_yield 1;
}
generator<int> quick() {
  co_yield 1; // OK: does nothing
}
generator<int> only_made() {
  usleep(5); // OK: nobody runs it
  co_yield 1;
}

mock::task<> consumes() {
  for (int x : slow()) // BAD: sleep
    (void)x;
  for (int x : quick()) // OK: does nothing
    (void)x;
  only_made(); // OK: makes it and does not run it
  auto g = slow();  // OK: makes it
  auto i = g.begin(); // BAD: sleep
  ++i;                // BAD: sleep
  *i;                 // OK: looks at the value
  auto h = quick();
  auto j = h.begin(); // OK: does nothing
  ++j;                // OK: does nothing
  (void)g.end();      // OK: does not run it
  co_return;
}

void plain_consumer() {
  for (int x : slow()) // OK: not in a coroutine
    (void)x;
}

mock::task<> through_a_helper() {
  plain_consumer(); // BAD: sleep
  co_return;
}

// A generator of a generator.
generator<int> doubles() {
  for (int x : slow()) // OK: the consumer answers
    co_yield 2 * x;
}
generator<int> doubles_quickly() {
  for (int x : quick())
    co_yield 2 * x;
}
mock::task<> consumes_doubles() {
  for (int x : doubles()) // BAD: sleep
    (void)x;
  for (int x : doubles_quickly()) // OK: does nothing
    (void)x;
  co_return;
}

int sum(generator<int> g) {
  int s = 0;
  for (int x : g)
    s += x;
  return s;
}
mock::task<> handed_on() {
  sum(slow());  // BAD: sleep
  sum(quick()); // OK: does nothing
  co_return;
}

// One that is pulled from with operators, not with iterators.
template <typename T> struct stream {
  struct promise_type {
    T value;
    bool has = false;
    stream get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) {
      value = v;
      has = true;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  explicit operator bool() {
    handle.promise().has = false;
    handle.resume();
    return handle.promise().has;
  }
  T operator()() { return handle.promise().value; }
  std::coroutine_handle<promise_type> handle;
};
stream<int> pulled_slowly() {
  usleep(5); // OK: the consumer answers
  co_yield 1;
}
stream<int> pulled_quickly() {
  co_yield 1; // OK: does nothing
}
template <typename S, typename F> void each(S s, F f) {
  while (s)
    f(s());
}
mock::task<> pulls() {
  auto s = pulled_slowly(); // OK: makes it
  while (s)                 // BAD: sleep
    (void)s();              // OK: takes the value that is there
  auto q = pulled_quickly();
  while (q)  // OK: does nothing
    (void)q(); // OK: does nothing
  each(pulled_slowly(), [](int) {});  // BAD: sleep
  each(pulled_quickly(), [](int) {}); // OK: does nothing
  co_return;
}

// One that awaits runs on the loop itself.
struct async_generator {
  struct promise_type {
    async_generator get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
async_generator awaits_and_yields() {
  co_await mock::yield(); // OK: does nothing
  usleep(5);              // BAD: sleep
  co_yield 1;
}
