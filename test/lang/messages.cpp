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
