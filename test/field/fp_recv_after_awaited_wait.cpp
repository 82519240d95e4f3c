// RUN: %check_marks %s -- -std=c++20
// REQUIRES: asio
// Found in a field trial: clean. Jackarain/proxy proxy_server.cpp:3587:
// recvmsg right after co_await async_wait(wait_read), with EAGAIN handled
// (flags: -std=c++20, Debian libasio-dev)
#define ASIO_STANDALONE
#define ASIO_HAS_CO_AWAIT
#include <utility>
#include <asio/awaitable.hpp>
#include <asio/ip/udp.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <sys/socket.h>
asio::awaitable<void> listen(asio::ip::udp::socket &s) {
  for (;;) {
    co_await s.async_wait(asio::socket_base::wait_read, asio::use_awaitable);
    msghdr msg{};
    ssize_t n = ::recvmsg(s.native_handle(), &msg, 0);
    if (n < 0) { if (errno == EAGAIN || errno == EWOULDBLOCK) continue; break; }
  }
}
void elsewhere() {} // OK: nothing waits
