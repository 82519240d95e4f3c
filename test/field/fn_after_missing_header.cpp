// RUN: %not %check_marks %s -- -std=c++20 2>&1 | %filecheck_only %s
// CHECK-NOT: expected
// CHECK: exit status 2
// CHECK-NOT: crashed
// Found in a field trial: exit 2 and 2 findings (lines of sleep and of use()).
// A missing header is a FATAL error in clang: templates are no longer
// instantiated after it, so everything that needs an instantiation is lost.
// DiagnosticsEngine::setFatalsAsError(true) (as clangd does) keeps the rest
// judged. Most real projects have such files
#include <coroutine>
#include <memory>
#include <unistd.h>
#include "no_such_header.h"
template <class T> struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
template <class T> void use(T t) { ::sleep(t); }
task<void> coro() { ::sleep(1); co_return; } // BAD: sleep
task<void> coro2() { std::unique_ptr<int> p; use(1); co_return; } // BAD: sleep
void elsewhere() {} // OK: nothing waits
