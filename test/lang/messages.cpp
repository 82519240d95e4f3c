// Every line of output is claimed: the finding, each hop of the chain, the
// reason and what to use instead.
// RUN: %check_all

#include <coroutine>
#include <unistd.h>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

task direct() {
  usleep(5);
  // CHECK: messages.cpp:[[@LINE-1]]:3: warning: '::usleep' blocks the event loop in coroutine 'direct' [nostall-blocking-sleep]
  // CHECK: messages.cpp:[[@LINE-2]]:3: note: it does nothing until the given number of microseconds is over; use instead: {{.+}}
  co_return;
}

struct store {
  void flush() { sync_disk(); }
  void sync_disk() { fsync(fd); }
  int fd;
};

task indirect(store s) {
  s.flush();
  // CHECK: messages.cpp:[[@LINE-1]]:5: warning: 'store::flush' blocks the event loop in coroutine 'indirect': it reaches '::fsync' [nostall-blocking-file]
  // CHECK: messages.cpp:[[@LINE-8]]:18: note: 'store::flush' calls 'store::sync_disk'
  // CHECK: messages.cpp:[[@LINE-8]]:22: note: 'store::sync_disk' calls '::fsync', which {{.+}}; in a coroutine, use instead: {{.+}}
  // CHECK: messages.cpp:[[@LINE-4]]:5: note: off the event loop it can be: {{.+}}
  co_return;
}

struct slow_store {
  int load(int key);
  task load_async(int key);
  int save(int key);
  task save_async(int key, int times);
};

task beside(slow_store *s) {
  s->load(1);
  // CHECK: messages.cpp:[[@LINE-1]]:6: warning: 'slow_store::load' may block the event loop in coroutine 'beside': it has the awaitable sibling 'slow_store::load_async' [nostall-sync-sibling]
  // CHECK: messages.cpp:[[@LINE-2]]:6: note: it is not awaited; use instead: co_await s->load_async(1)
  s->save(1);
  // CHECK: messages.cpp:[[@LINE-1]]:6: warning: 'slow_store::save' may block the event loop in coroutine 'beside': it has the awaitable sibling 'slow_store::save_async' [nostall-sync-sibling]
  // CHECK: messages.cpp:[[@LINE-2]]:6: note: it is not awaited; use instead: co_await slow_store::save_async
  co_return;
}
