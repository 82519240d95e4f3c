// A translation unit with errors is judged as far as it parses, and said to
// be incomplete.
// RUN: %exits_with 2 %nostall --quiet %s -- %flags 2>&1 | %filecheck --implicit-check-not=generated %s

// CHECK: nostall: error: {{.*}}errors.cpp: 5 compiler errors, the rest was analysed; first: {{.*}}errors.cpp:[[@LINE+9]]:21: unknown type name 'no_such_type'{{$}}

#include "coroutine.h"
#include <unistd.h>

struct incomplete;
void nap() { usleep(5); }

// An unknown parameter type.
mock::task<> before(no_such_type t) {
  co_return;
}

mock::task<> around() {
  usleep(5);
  // CHECK: errors.cpp:[[@LINE-1]]:3: warning: '::usleep' blocks the event loop in coroutine 'around' [nostall-blocking-sleep]
  undeclared_call();
  usleep(0);
  int x = undeclared_value + 1;
  nap();
  // CHECK: errors.cpp:[[@LINE-1]]:3: warning: '::nap' blocks the event loop in coroutine 'around': it reaches '::usleep' [nostall-blocking-sleep]
  co_return;
}

struct broken {
  incomplete field;
  mock::task<> run() {
    usleep(5);
    // CHECK: errors.cpp:[[@LINE-1]]:5: warning: '::usleep' blocks the event loop in coroutine 'broken::run' [nostall-blocking-sleep]
    co_return;
  }
};

mock::task<> after() {
  usleep(5);
  // CHECK: errors.cpp:[[@LINE-1]]:3: warning: '::usleep' blocks the event loop in coroutine 'after' [nostall-blocking-sleep]
  usleep(0);
  co_return;
}

// An initialiser that makes no sense has no type.
struct handle {
  int number;
  handle(handle &&other) : number(undeclared_swap(other.number, -1)) {}
};
