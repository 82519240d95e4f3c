// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean. libcoro detail/pipe.cpp: self-pipe, both ends
// set O_NONBLOCK in the constructor's loop, written through a member accessor
#include <unistd.h>
#include <array>
#include <coroutine>
#include <fcntl.h>
#include <unistd.h>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
struct pipe_t {
  std::array<int, 2> m_fds{-1, -1};
  pipe_t() {
    ::pipe(m_fds.data());
    for (const auto &fd : m_fds) { int flags = fcntl(fd, F_GETFL); flags |= O_NONBLOCK; fcntl(fd, F_SETFL, flags); }
  }
  const int &write_fd() const { return m_fds[1]; }
  long write(const void *b, std::size_t n) { return ::write(write_fd(), b, n); }
};
pipe_t wake;
task coro() { char c = 1; wake.write(&c, 1); co_return; } // OK: its ends do not block
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
