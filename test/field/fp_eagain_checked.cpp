// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean. libcoro net/tcp/client: the call's own result
// is tested for EAGAIN/EWOULDBLOCK/EINPROGRESS: the author says the descriptor
// is non-blocking
#include <unistd.h>
#include <cerrno>
#include <coroutine>
#include <sys/socket.h>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
enum class st { ok, again, error };
st from_errno() { return errno == EAGAIN || errno == EWOULDBLOCK ? st::again : st::error; }
struct client {
  int fd;
  st recv(char *b, unsigned n) { auto r = ::recv(fd, b, n, 0); return r >= 0 ? st::ok : from_errno(); }
  task connect(const sockaddr *a, socklen_t l) {
    if (::connect(fd, a, l) == -1 && (errno == EAGAIN || errno == EINPROGRESS)) { co_await std::suspend_never{}; }
  }
  task read(char *b, unsigned n) { if (recv(b, n) == st::again) { co_await std::suspend_never{}; recv(b, n); } } // OK: recv() asks for EAGAIN
};
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
