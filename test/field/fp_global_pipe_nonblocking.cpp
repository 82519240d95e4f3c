// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: the pipes of Redis are globals, or fields of one,
// that the start of the program makes non-blocking.
#include <coroutine>
#include <fcntl.h>
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

static int wake_up[2];
static int jobs[2];
struct {
  int module[2];
  int child[2];
} server;

int make_pipe(int ends[2], int flags) { return ::pipe2(ends, flags); }

void set_up() {
  make_pipe(wake_up, O_NONBLOCK | O_CLOEXEC);
  make_pipe(server.module, O_NONBLOCK | O_CLOEXEC);
  make_pipe(jobs, O_CLOEXEC);
  make_pipe(server.child, O_CLOEXEC);
}

task good(char *text) {
  ::read(wake_up[0], text, 1); // OK: set_up() made it non-blocking
  ::read(server.module[0], text, 1); // OK: the same
  co_return;
}

task local(char *text) {
  int ends[2];
  make_pipe(ends, O_NONBLOCK);
  ::read(ends[0], text, 1); // OK: made non-blocking here
  co_return;
}

task bad(char *text) {
  ::read(jobs[0], text, 1); // BAD: file
  ::read(server.child[0], text, 1); // BAD: file
  co_return;
}
