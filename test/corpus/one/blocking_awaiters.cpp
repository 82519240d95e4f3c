// RUN: %check_marks %s -- %flags -I%S/Inputs
// Awaitables of a proxy: some really suspend, some block in one of the three hooks.
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <coroutine>
#include <cstring>
#include <future>
#include <string>
#include <thread>

#include "task.h"

namespace prox {

// await_ready() polls with a timeout.
struct ReadableNow {
  int fd;
  int ms;
  bool await_ready() const {
    pollfd p{fd, POLLIN, 0};
    return ::poll(&p, 1, ms) == 1;
  }
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const {}
};

// await_suspend() resolves the name before it registers anything.
struct Connect {
  std::string host;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    addrinfo* ai = nullptr;
    ::getaddrinfo(host.c_str(), "http", nullptr, &ai);
    start(ai, h);
  }
  int await_resume() const { return fd; }
  void start(addrinfo*, std::coroutine_handle<>);
  int fd = -1;
};

// await_resume() does the (blocking) read.
struct Recv {
  int fd;
  char* buf;
  std::size_t n;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  ssize_t await_resume() { return ::recv(fd, buf, n, 0); }
};

struct RecvNow {
  int fd;
  char* buf;
  std::size_t n;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  ssize_t await_resume() { return ::recv(fd, buf, n, MSG_DONTWAIT); }
};

// Looks asynchronous, is a sleep.
struct FakeSleep {
  std::chrono::milliseconds d;
  bool await_ready() const noexcept {
    std::this_thread::sleep_for(d);
    return true;
  }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  void await_resume() const noexcept {}
};

// Resumes from a helper thread: fine.
struct ThreadSleep {
  std::chrono::milliseconds d;
  bool await_ready() const noexcept { return d.count() <= 0; }
  void await_suspend(std::coroutine_handle<> h) const {
    std::thread([h, d = d] {
      std::this_thread::sleep_for(d);                // OK: dedicated thread
      h.resume();
    }).detach();
  }
  void await_resume() const noexcept {}
};

// Awaits a std::future by blocking.
template <class T>
struct FutureAwaiter {
  std::future<T> f;
  bool await_ready() const { return f.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }
  void await_suspend(std::coroutine_handle<> h) {
    f.wait();
    h.resume();
  }
  T await_resume() { return f.get(); }
};

// A type with operator co_await that returns one of the above.
struct Delay {
  int ms;
  FakeSleep operator co_await() const { return {std::chrono::milliseconds(ms)}; }
};
struct GoodDelay {
  int ms;
  ThreadSleep operator co_await() const { return {std::chrono::milliseconds(ms)}; }
};

// operator co_await itself blocks.
struct Eager {
  unsigned s;
  std::suspend_never operator co_await() const {
    ::sleep(s);
    return {};
  }
};

struct Handle {
  int fd;
};
// Free operator.
inline Recv operator co_await(Handle h) {
  static char scratch[64];
  return {h.fd, scratch, sizeof scratch};
}

FakeSleep fake_sleep(int ms) { return {std::chrono::milliseconds(ms)}; }
ThreadSleep good_sleep(int ms) { return {std::chrono::milliseconds(ms)}; }

rt::task<int> connect(std::string host) {
  int fd = co_await Connect{host}; // BAD: dns
  co_await ReadableNow{fd, 100}; // BAD: wait
  char b[64];
  ssize_t n = co_await Recv{fd, b, sizeof b}; // BAD: socket
  n += co_await RecvNow{fd, b, sizeof b};            // OK: await_resume uses MSG_DONTWAIT
  co_await rt::readable(fd);                         // OK: waits on the loop
  co_return int(n);
}

rt::task<> delays() {
  co_await FakeSleep{std::chrono::milliseconds(5)}; // BAD: sleep
  co_await ThreadSleep{std::chrono::milliseconds(5)};  // OK: another thread sleeps
  co_await fake_sleep(10); // MISSED: sleep: see docs/limitations.md
  co_await good_sleep(10);                           // OK: another thread sleeps
  co_await Delay{5}; // MISSED: sleep: see docs/limitations.md
  co_await GoodDelay{5};                             // OK: another thread sleeps
  co_await Eager{1}; // MISSED: sleep: see docs/limitations.md
  co_await Handle{4}; // MISSED: socket: see docs/limitations.md
  Connect later{"x"};                                // OK: not awaited
  Delay unused{3};                                   // OK: not awaited
  co_await std::suspend_never{};                     // OK: does nothing
}

rt::task<int> futures(std::future<int> f) {
  FutureAwaiter<int> w{std::move(f)};                // OK: not awaited yet
  int v = co_await w; // BAD: wait
  v += co_await FutureAwaiter<int>{std::async(std::launch::async, [] { return 1; })}; // BAD: wait
  co_return v;
}

// A custom event used properly.
rt::task<> proper(rt::async_event& e, rt::async_mutex& m) {
  co_await e.wait();                                 // OK: awaited event
  auto g = co_await m.lock();                        // OK: asynchronous mutex
  co_await rt::writable(1);                          // OK: waits on the loop
}

void manual_check(int fd) {
  ReadableNow r{fd, 1000};
  r.await_ready();                                   // OK: plain function, called by no coroutine
  FakeSleep{std::chrono::milliseconds(1)}.await_ready();  // OK: plain function, called by no coroutine
}

}  // namespace prox
