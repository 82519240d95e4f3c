// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean (or a low tier). cppcoro io_service.cpp:697:
// released unique_ptr; the joining destructor runs only when the CAS is lost
#include <unistd.h>
#include <atomic>
#include <coroutine>
#include <memory>
#include <thread>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
struct state { std::thread t; ~state() { t.join(); } };
std::atomic<state *> cur;
state *ensure() {
  auto p = std::make_unique<state>();
  return p.release();
}
task coro() { cur = ensure(); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
