// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: cinatra's async_sendfile and others like it compare a
// std::error_code, not errno, with what only a non-blocking descriptor says.
#include <cerrno>
#include <coroutine>
#include <fcntl.h>
#include <sys/socket.h>
#include <system_error>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

std::error_code last_error() { return {errno, std::generic_category()}; }

enum class color { red = EAGAIN };
struct paint {
  friend bool operator==(paint, color) { return true; }
};

task same(int socket, char *text) {
  ::recv(socket, text, 1, 0); // OK: its error is compared with EAGAIN
  if (last_error() == std::errc::operation_would_block)
    co_await std::suspend_always();
}

task other(int socket, char *text) {
  ::recv(socket, text, 1, 0); // OK: the same, with !=
  while (last_error() != std::errc::resource_unavailable_try_again)
    co_await std::suspend_always();
}

task different(int socket, char *text) {
  ::recv(socket, text, 1, 0); // BAD: socket
  if (last_error() == std::errc::connection_reset)
    co_return;
}

task no_error(int socket, char *text, paint p) {
  ::recv(socket, text, 1, 0); // BAD: socket
  if (p == color::red)
    co_return;
}
