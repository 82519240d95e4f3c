// RUN: %check_marks %s -- -std=c++20
// REQUIRES: asio
// Found in a field trial: clean. cinatra/yalantinglibs coro_io.hpp:580:
// sendfile on a socket just put into non-blocking mode (flags: -std=c++20,
// Debian libasio-dev)
#define ASIO_STANDALONE
#define ASIO_HAS_CO_AWAIT
#include <utility>
#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/use_awaitable.hpp>
#include <sys/sendfile.h>
asio::awaitable<void> send(asio::ip::tcp::socket &s, int fd, off_t o, std::size_t n) {
  std::error_code ec;
  if (!s.native_non_blocking()) s.native_non_blocking(true, ec);
  for (;;) {
    ssize_t r = ::sendfile(s.native_handle(), fd, &o, n);
    if (r < 0 && errno == EAGAIN) { co_await s.async_wait(asio::socket_base::wait_write, asio::use_awaitable); continue; }
    break;
  }
}
void elsewhere() {} // OK: nothing waits
