// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: hiredis
// Resilience library: with_retry, timed, transactional, on_each - user-written higher-order functions.
#include <hiredis/hiredis.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <concepts>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace resilience {

// Calls f up to n times, no pauses.
template <class F>
auto with_retry(int n, F&& f) {
  auto r = f();
  while (!r && --n > 0) r = f();
  return r;
}

// Calls f up to n times and sleeps in between.
template <class F>
auto with_backoff(int n, F f) {
  auto r = f();
  for (int i = 1; !r && i < n; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10 << i));
    r = f();
  }
  return r;
}

template <std::invocable F>
std::chrono::nanoseconds timed(F&& f) {
  auto t0 = std::chrono::steady_clock::now();
  std::forward<F>(f)();
  return std::chrono::steady_clock::now() - t0;
}

void run_now(const std::function<void()>& f) { f(); }
bool run_ptr(bool (*f)(int), int v) { return f(v); }

// Keeps f for later; some worker thread calls it.
class Deferred {
 public:
  void add(std::function<void()> f) { q_.push_back(std::move(f)); }
  std::size_t size() const { return q_.size(); }
  void start() {
    std::thread([q = q_] { for (auto& f : q) f(); }).detach();  // OK: dedicated thread
  }

 private:
  std::deque<std::function<void()>> q_;
};

template <class F>
void defer_to(rt::thread_pool& pool, F f) {
  pool.submit(std::move(f));
}

template <class F>
class ScopeExit {
 public:
  explicit ScopeExit(F f) : f_(std::move(f)) {}
  ~ScopeExit() { f_(); }

 private:
  F f_;
};

template <class R, class F>
void on_each(const R& range, F&& f) {
  for (const auto& x : range) f(x);
}

template <class F, class G>
auto compose(F f, G g) {
  return [f, g](auto x) { return g(f(x)); };
}

template <class T>
struct Maybe {
  std::optional<T> v;
  template <class F>
  Maybe and_then(F f) const {
    return v ? Maybe{f(*v)} : *this;
  }
};

bool ping(int fd) { return ::send(fd, "p", 1, 0) == 1; }
bool positive(int v) { return v > 0; }
int load(int k) { return ::system(k ? "a" : "b"); }
int twice(int k) { return 2 * k; }

rt::task<> retries(int fd, redisContext* c) {
  with_retry(3, [&] { return ping(fd); }); // BAD: socket
  with_retry(3, [&] { return positive(fd); });                     // OK: compares
  with_retry(3, [&] { return redisCommand(c, "PING") != nullptr; }); // BAD: database
  with_backoff(3, [&] { return positive(fd); }); // BAD: sleep
  with_backoff(3, [&] { return ping(fd); }); // BAD: sleep socket
  timed([] { ::sleep(1); }); // BAD: sleep
  timed([&] { positive(fd); });                                    // OK: compares
  co_return;
}

rt::task<> erased(int fd) {
  run_now([&] { ping(fd); }); // BAD: socket
  run_now([] {});                                                  // OK: empty
  run_ptr(ping, fd); // BAD: socket
  run_ptr(positive, fd);                                           // OK: compares
  run_ptr([](int s) { return ::sleep(unsigned(s)) == 0; }, 1); // BAD: sleep
  run_ptr([](int s) { return s == 0; }, 1);                        // OK: compares
  co_return;
}

rt::task<> deferred(int fd, rt::thread_pool& pool) {
  Deferred d;
  d.add([fd] { ping(fd); });                                       // OK: stored for another thread
  d.add([] { ::sleep(1); });                                       // OK: stored for another thread
  d.start();                                                       // OK: another thread runs them
  defer_to(pool, [fd] { ping(fd); });                              // OK: a worker runs it
  defer_to(pool, [] { ::system("gc"); });                          // OK: a worker runs it
  co_await pool.run([fd] { return ping(fd); });                    // OK: a worker runs it
}

rt::task<> scope_exits(int fd) {
  ScopeExit quiet([&] { ++fd; });                                  // OK: counts
  ScopeExit loud([&] { ping(fd); }); // BAD: socket
  {
    ScopeExit inner([] { ::sync(); }); // BAD: file
    co_await rt::async_sleep(std::chrono::milliseconds(1));
  }
}

rt::task<int> combinators(std::vector<int> v) {
  on_each(v, ping); // BAD: socket
  on_each(v, positive);                                            // OK: compares
  on_each(v, [](int s) { std::this_thread::sleep_for(std::chrono::seconds(s)); }); // BAD: sleep
  auto both = compose(twice, load);                                // OK: makes a closure
  int n = both(3); // BAD: process
  auto pure = compose(twice, twice);
  n += pure(3);                                                    // FALSE: process: another closure of the same lambda
  Maybe<int> m{4};
  m.and_then(load); // BAD: process
  m.and_then(twice);                                               // OK: multiplies
  co_return n;
}

// A higher-order coroutine: calls f in its own body.
template <class F>
rt::task<> every(std::chrono::milliseconds d, int n, F f) {
  while (n-- > 0) {
    f(); // BAD: process
    co_await rt::async_sleep(d);                                   // OK: asynchronous timer
  }
}

rt::task<> uses_every() {
  co_await every(std::chrono::milliseconds(5), 2, [] { load(1); });
}

int main_loop(int fd) {
  with_retry(5, [&] { return ping(fd); });                         // OK: plain function, called by no coroutine
  run_now([] { ::sleep(1); });                                     // OK: plain function, called by no coroutine
  return 0;
}

}  // namespace resilience
