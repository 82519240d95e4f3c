// Sleeping in a coroutine of nostall's runtime.
// RUN: %check_fixes %t %s -- -std=c++20 -I%source/runtime/include | %filecheck_only %s
// CHECK: fixed, {{[0-9]+}} left, 1 headers

#include <chrono>
#include <mutex>
#include <nostall/task.hpp>
#include <thread>
#include <time.h>
#include <unistd.h>

using namespace std::chrono_literals;

#define DELAY 5
#define NAP usleep(5)
#define SLEEP usleep
#define RUN(statement) statement

nostall::task<> durations(std::chrono::milliseconds d) {
  std::this_thread::sleep_for(1s); // FIX: co_await nostall::sleep(1s);
  std::this_thread::sleep_for(d * 2 + 5ms); // FIX: co_await nostall::sleep(d * 2 + 5ms);
  std::this_thread::sleep_for(std::chrono::duration<double>(0.5)); // OK: not an integer
  std::this_thread::sleep_for(std::chrono::duration<int, std::ratio<1, 60>>(1)); // OK: no whole nanoseconds
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + d); // OK: has no fix
  co_return;
}

nostall::task<int> number();
nostall::task<> numbers(unsigned n) {
  usleep(n + 1); // FIX: co_await nostall::sleep(std::chrono::microseconds(n + 1));
  ::sleep(n); // FIX: co_await nostall::sleep(std::chrono::seconds(n));
  (void)sleep(2); // FIX: (void)co_await nostall::sleep(std::chrono::seconds(2));
  unsigned left = sleep(3); // OK: the result is used
  usleep(2.5); // OK: not an integer
  usleep({5}); // OK: braces would say something else there
  usleep((n)); // FIX: co_await nostall::sleep(std::chrono::microseconds((n)));
  usleep(co_await number()); // FIX: co_await nostall::sleep(std::chrono::microseconds(co_await number()));
  timespec time{1, 0};
  nanosleep(&time, nullptr); // OK: an argument would be lost
  co_await nostall::task<>(numbers(left));
}

nostall::task<int> statements(int n) {
  if (n) usleep(1); // FIX: if (n) co_await nostall::sleep(std::chrono::microseconds(1));
  else usleep(2); // FIX: else co_await nostall::sleep(std::chrono::microseconds(2));
  for (int i = 0; i < n; ++i) usleep(3); // FIX: for (int i = 0; i < n; ++i) co_await nostall::sleep(std::chrono::microseconds(3));
  while (n-- > 0) usleep(4); // FIX: while (n-- > 0) co_await nostall::sleep(std::chrono::microseconds(4));
  switch (n) {
  case 1: usleep(5); // FIX: case 1: co_await nostall::sleep(std::chrono::microseconds(5));
  default: usleep(6); // FIX: default: co_await nostall::sleep(std::chrono::microseconds(6));
  }
  for (int i = 0; i < n; usleep(7)) // OK: part of a statement
    ++i;
  if (sleep(1)) // OK: the result is used
    ++n;
  n++, usleep(8); // OK: part of a statement
  n ? (void)usleep(9) : (void)0; // OK: part of a statement
  co_return usleep(10); // OK: the result is used
}

nostall::task<> text() {
  usleep(DELAY); // FIX: co_await nostall::sleep(std::chrono::microseconds(DELAY));
  usleep ( 5 ); // FIX: co_await nostall::sleep(std::chrono::microseconds(5));
  usleep(5 /* five */ + 1); // FIX: co_await nostall::sleep(std::chrono::microseconds(5 /* five */ + 1));
  NAP; // OK: in a macro
  SLEEP(5); // OK: its name is in a macro
  RUN(usleep(5)); // OK: in an argument of a macro
  usleep(/* why */ 5); // OK: the comment would be lost
  (usleep)(5); // OK: not just the name
  std::this_thread::sleep_for<long, std::milli>(5ms); // OK: not just the name
  co_return;
}

nostall::task<> handlers() {
  try {
    usleep(1); // FIX: co_await nostall::sleep(std::chrono::microseconds(1));
  } catch (int) {
    usleep(2); // OK: nothing can be awaited here
  }
  co_return;
}
nostall::task<> function_handler() try {
  usleep(1); // FIX: co_await nostall::sleep(std::chrono::microseconds(1));
  co_return;
} catch (int) {
  usleep(2); // OK: nothing can be awaited here
}

nostall::task<> locks(std::mutex &m) {
  std::lock_guard lock(m);
  usleep(1); // OK: others would wait for the lock all the while
  co_return;
}
nostall::task<> try_locks(std::mutex &m) {
  std::unique_lock lock(m, std::try_to_lock);
  usleep(1); // OK: the same, with a lock that does not wait itself
  co_return;
}
nostall::task<> given_locks(std::unique_lock<std::mutex>) {
  usleep(1); // OK: the same, with a lock of the caller
  co_return;
}
struct guard {
  explicit guard(std::mutex &m) : m(m) { m.lock(); }
  ~guard() { m.unlock(); }
  std::mutex &m;
};
nostall::task<> own_locks(std::mutex &m) {
  guard g(m);
  usleep(1); // OK: the same, with a guard of the project
  co_return;
}

nostall::task<> lambdas() {
  auto plain = [] { usleep(1); };
  plain(); // OK: what blocks is in a function that cannot await
  auto coroutine = []() -> nostall::task<> {
    usleep(2); // FIX: co_await nostall::sleep(std::chrono::microseconds(2));
    co_return;
  };
  co_await coroutine();
}

template <typename Duration> nostall::task<> templates(Duration d) {
  usleep(1); // FIX: co_await nostall::sleep(std::chrono::microseconds(1));
  std::this_thread::sleep_for(d); // OK: fits into one instance only
  co_return;
}
template <typename... Numbers> nostall::task<> packs(Numbers... n) {
  usleep(n...); // OK: the pack would be lost
  co_return;
}
nostall::task<> instances() {
  co_await templates(1s);
  co_await templates(std::chrono::duration<double>(0.5));
  co_await packs(1u);
}
