// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: 1 finding at the closing of 'accept' (destructor of
// 'c'): a REAL bug in libcoro net/tls/server.cpp:59, found by the 10:06
// binary, lost since the moved-from rule. The move does not make the
// destructor inert: its condition tests a member that the move leaves as it
// was
#include <unistd.h>
#include <condition_variable>
#include <coroutine>
#include <mutex>
#include <utility>
struct client {
  bool shut_down = false; // never set by a move
  client() = default;
  client(client &&) noexcept {}
  ~client() { if (!shut_down) { std::mutex m; std::condition_variable cv; std::unique_lock l(m); cv.wait(l); } }
};
struct task {
  struct promise_type {
    client *value;
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(client &&c) { value = new client(std::move(c)); } void unhandled_exception() {}
  };
};
task accept() { client c; co_await std::suspend_never{}; co_return std::move(c); } // BAD: wait
void elsewhere() {} // OK: nothing waits
