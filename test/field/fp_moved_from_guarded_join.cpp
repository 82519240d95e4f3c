// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean (or a low tier). cobalt test/thread.cpp:59:
// temp whose std::thread was moved out; the dtor's join is guarded by
// joinable()
#include <unistd.h>
#include <coroutine>
#include <thread>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
std::thread sink;
struct thr { std::thread t; ~thr() { if (t.joinable()) t.join(); } void operator()() && { sink = std::move(t); } };
task coro(std::thread t) { thr x{std::move(t)}; std::move(x)(); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
