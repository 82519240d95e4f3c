// The promise's hooks run on the loop's thread: they are reported at the
// coroutine's name, or at the statement that calls them.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <unistd.h>

struct quick_hooks {
  std::suspend_never initial_suspend() { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {}
  void unhandled_exception() {}
};
template <typename Hooks> struct task {
  struct promise_type : Hooks {
    task get_return_object() { return {}; }
  };
  task() {}
};

struct slow_initial : quick_hooks {
  std::suspend_never initial_suspend() { usleep(5); return {}; }
};
struct slow_final : quick_hooks {
  std::suspend_never final_suspend() noexcept { usleep(5); return {}; }
};
struct slow_awaiter {
  bool await_ready() noexcept { usleep(5); return true; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  void await_resume() noexcept {}
};
struct slow_initial_awaiter : quick_hooks {
  slow_awaiter initial_suspend() { return {}; }
};
struct slow_final_awaiter : quick_hooks {
  slow_awaiter final_suspend() noexcept { return {}; }
};
struct slow_return : quick_hooks {
  void return_void() { usleep(5); }
};
struct slow_exception : quick_hooks {
  void unhandled_exception() { usleep(5); }
};
struct slow_construction : quick_hooks {
  slow_construction() { usleep(5); }
};
struct slow_destruction : quick_hooks {
  ~slow_destruction() { usleep(5); }
};
struct slow_memory : quick_hooks {
  void *operator new(size_t n) { usleep(5); return malloc(n); }
  void operator delete(void *p) { free(p); }
};
struct slow_transform : quick_hooks {
  std::suspend_never await_transform(int) { usleep(5); return {}; }
  std::suspend_never await_transform(char) { return {}; }
};

task<quick_hooks> quick() { co_return; }               // OK: does nothing
task<slow_initial> initial() { co_return; }            // BAD: sleep
task<slow_final> final_() { co_return; }               // BAD: sleep
task<slow_initial_awaiter> initial_awaiter() { co_return; } // BAD: sleep
task<slow_final_awaiter> final_awaiter() { co_return; } // BAD: sleep
task<slow_exception> exception() { co_return; }        // BAD: sleep
task<slow_construction> construction() { co_return; }  // BAD: sleep
task<slow_destruction> destruction() { co_return; }    // BAD: sleep
task<slow_memory> memory() { co_return; }              // BAD: sleep

task<slow_return> returns(bool b) {
  if (b)
    co_return; // BAD: sleep
  co_await std::suspend_never(); // OK: does nothing
  co_return;   // BAD: sleep
}
task<quick_hooks> returns_quickly() {
  co_return; // OK: does nothing
}
task<slow_return> falls_off() { // BAD: sleep
  co_await std::suspend_never(); // OK: does nothing
}
task<slow_transform> transforms() {
  co_await 1;   // BAD: sleep
  co_await 'c'; // OK: the other overload
}

// Who makes the object that is returned blocks the caller of the coroutine.
struct slow_object {
  struct promise_type : quick_hooks {
    slow_object get_return_object() { usleep(5); return {}; }
  };
};
slow_object object() { co_return; } // BAD: sleep

// With values.
struct value_task {
  struct promise_type {
    value_task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(int) { usleep(5); }
    void return_value(char) {}
    std::suspend_never yield_value(int) { usleep(5); return {}; }
    std::suspend_never yield_value(char) { return {}; }
    void unhandled_exception() {}
  };
};
value_task values(bool b) {
  co_await std::suspend_never();
  co_yield 1;   // BAD: sleep
  co_yield 'c'; // OK: the other overload
  if (b)
    co_return 1; // BAD: sleep
  co_return 'c'; // OK: the other overload
}

// The twins: hooks that do something, and do not wait.
struct quick_awaiter {
  bool await_ready() noexcept { usleep(0); return true; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  void await_resume() noexcept {}
};
struct quick_initial_awaiter : quick_hooks {
  quick_awaiter initial_suspend() { return {}; }
};
struct quick_final_awaiter : quick_hooks {
  quick_awaiter final_suspend() noexcept { return {}; }
};
struct quick_exception : quick_hooks {
  void unhandled_exception() { std::terminate(); }
};
struct quick_construction : quick_hooks {
  quick_construction() { usleep(0); }
};
struct quick_destruction : quick_hooks {
  ~quick_destruction() { usleep(0); }
};
struct quick_memory : quick_hooks {
  void *operator new(size_t n) { return malloc(n); }
  void operator delete(void *p) { free(p); }
};
struct unused_hook : quick_hooks {
  void never_called() { usleep(5); }
};
task<quick_initial_awaiter> quick_initial() { co_return; } // OK: zero
task<quick_final_awaiter> quick_final() { co_return; }     // OK: zero
task<quick_exception> quick_exceptions() { co_return; }    // OK: does not wait
task<quick_construction> constructs() { co_return; }       // OK: zero
task<quick_destruction> destroys() { co_return; }          // OK: zero
task<quick_memory> allocates() { co_return; }              // OK: does not wait
task<unused_hook> unused() { co_return; }                  // OK: no hook
task<slow_initial> declared_only();                        // OK: has no body here
