// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean. cobalt src/thread.cpp: a returned local (NRVO
// / moved into the result) does not run its destructor here
#include <unistd.h>
#include <coroutine>
#include <thread>
struct joiner { std::thread t; ~joiner() { if (t.joinable()) t.join(); } joiner(std::thread x) : t(std::move(x)) {} joiner(joiner &&) = default; };
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
joiner make() {
  joiner res{std::thread([] {})};
  return res; // NRVO: no destructor call on the normal path
}
joiner *keep;
task coro() { keep = new joiner(make()); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
