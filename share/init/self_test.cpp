// What `nostall doctor` analyses to see that it finds what it should.
#include <chrono>
#include <coroutine>
#include <thread>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

void helper() { std::this_thread::sleep_for(std::chrono::seconds(1)); }

task stalls() {
  helper(); // The one finding.
  co_return;
}

task awaits() { co_await std::suspend_never(); }
