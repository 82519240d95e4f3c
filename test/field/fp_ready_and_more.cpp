// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: Transmission asks whether there is a future, and then
// whether it is ready, in one condition.
#include <chrono>
#include <coroutine>
#include <future>
#include <optional>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

using namespace std::chrono_literals;

task good(std::optional<std::future<int>> &pending) {
  if (pending && pending->wait_for(0ms) == std::future_status::ready)
    pending->get(); // FALSE: wait: it is ready
  if (pending->wait_for(0ms) == std::future_status::ready)
    pending->get(); // OK: it is ready
  co_return;
}

task bad(std::optional<std::future<int>> &pending) {
  if (pending)
    pending->get(); // BAD: wait
  co_return;
}
