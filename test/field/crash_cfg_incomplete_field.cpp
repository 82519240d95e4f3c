// RUN: %not %check_marks %s -- -std=c++20 2>&1 | %filecheck_only %s
// CHECK-NOT: expected
// CHECK: exit status 2
// CHECK-NOT: crashed
// Found in a field trial: no crash (exit 2, rest judged, 1 finding in 'coro').
// clang::CFG::buildCFG dies on a destructor of a class with a field of
// incomplete type (drogon SlowCtrl.cc, libcoro android main.cpp: after a
// missing header). Do not build a CFG for a dtor whose class isInvalidDecl /
// has an incomplete field
#include <coroutine>
#include <unistd.h>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
struct B;
struct A { B b; ~A() {} };
task coro() { ::sleep(1); co_return; } // BAD: sleep
void elsewhere() {} // OK: nothing waits
