// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: Redis saves in a child process, which it starts and
// leaves by functions of its own.
#include <coroutine>
#include <sys/wait.h>
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

int start_child() {
  int child = ::fork();
  if (child > 0)
    ::close(0);
  return child;
}

void leave_child(int code) { ::_exit(code); }

task direct() {
  if (::fork() == 0) {
    ::usleep(10); // OK: the child's time
    ::_exit(0);
  }
  co_return;
}

task by_helper() {
  if (::fork() == 0) {
    ::usleep(10); // FALSE: sleep: the child's time
    leave_child(0);
  }
  co_return;
}

task wrapped() {
  int child = start_child();
  if (child == 0) {
    ::usleep(10); // FALSE: sleep: the child's time
    leave_child(0);
  }
  co_return;
}

task in_parent() {
  int child = start_child();
  if (child == 0) {
    leave_child(0);
  } else {
    ::waitpid(child, nullptr, 0); // BAD: process
  }
  co_return;
}
