// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean. yalantinglibs easylog.hpp:166 (292 alarms):
// 'member = std::make_unique<T>()': the temporary is moved from, its
// destructor never joins (the member was null before, too)
#include <unistd.h>
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
struct appender { std::thread t; ~appender() { if (t.joinable()) t.join(); } };
struct logger {
  std::unique_ptr<appender> a;
  static logger &instance() { static logger l; return l; }
  logger() { a = std::make_unique<appender>(); }
};
task coro() { logger::instance(); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
