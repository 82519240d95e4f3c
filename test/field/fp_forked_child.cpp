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
    ::usleep(10); // OK: the child's time
    leave_child(0);
  }
  co_return;
}

task wrapped() {
  int child = start_child();
  if (child == 0) {
    ::usleep(10); // OK: the child's time
    leave_child(0);
  }
  co_return;
}

int run_away() {
  if (::fork() == 0)
    leave_child(0);
  return 0;
}

task not_told() {
  if (run_away() == 0)
    ::usleep(10); // BAD: sleep: the parent is not told who it is
  co_return;
}

task goes_on_as_child() {
  if (::fork() != 0)
    ::_exit(0);
  ::usleep(10); // BAD: sleep: the program goes on here
  co_return;
}

task in_both() {
  if (::fork() == 0)
    ::usleep(10); // OK: the child's time
  ::usleep(10); // BAD: sleep: the parent comes here too
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
