// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: 1 finding at 'resolve()' (or at the co_await):
// async_simple demo asio_coro_util.hpp:281: sync DNS in a lambda kept in the
// awaiter's std::function member (generic lambda) and called from
// await_suspend
#include <unistd.h>
#include <coroutine>
#include <functional>
#include <netdb.h>
#include <utility>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
struct awaiter {
  using fn = std::function<void(std::coroutine_handle<>, std::function<void(int)>)>;
  fn f;
  awaiter(fn g) : f(std::move(g)) {}
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { f(h, [](int) {}); }
  void await_resume() {}
};
task connect(const char *host, addrinfo *&res) {
  co_await awaiter{[&](std::coroutine_handle<> h, auto set) { set(::getaddrinfo(host, "80", nullptr, &res)); h.resume(); }}; // BAD: dns
}
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
