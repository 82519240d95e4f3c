// A thread that runs an event loop is a loop's thread.
// RUN: %check_marks %s -- -std=c++20 -I%source/runtime/include
#include <nostall/nostall.hpp>
#include <thread>
#include <unistd.h>

nostall::task<> served_there() {
  ::usleep(1000); // BAD: sleep
  co_return;
}

void run_all(nostall::loop &loop) { loop.run(served_there()); }

std::thread start() {
  return std::thread([] {
    ::usleep(1000); // OK: before the loop
    nostall::loop loop;
    run_all(loop);
  });
}

// Driven by hand on a thread that has no loop.
struct driven {
  struct promise_type {
    driven get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};

driven alone() {
  ::usleep(1000); // OK: only a worker thread runs it
  co_return;
}

std::thread work() {
  return std::thread([] { alone().handle.resume(); });
}
