// An echo server on a free port, which it prints; ends with its parent.
#include <boost/asio.hpp>
#include <csignal>
#include <cstdio>
#include <sys/prctl.h>

namespace asio = boost::asio;
using asio::ip::tcp;

static asio::awaitable<void> echo(tcp::socket s) {
  try {
    s.set_option(tcp::no_delay(true));
    char buffer[4096];
    for (;;) {
      auto n =
          co_await s.async_read_some(asio::buffer(buffer), asio::use_awaitable);
      co_await asio::async_write(s, asio::buffer(buffer, n),
                                 asio::use_awaitable);
    }
  } catch (const std::exception &) {
  }
}
static asio::awaitable<void> serve() {
  auto ex = co_await asio::this_coro::executor;
  tcp::acceptor l(ex, {asio::ip::address_v4::loopback(), 0});
  std::printf("%d\n", l.local_endpoint().port());
  std::fflush(stdout);
  for (;;)
    asio::co_spawn(ex, echo(co_await l.async_accept(asio::use_awaitable)),
                   asio::detached);
}
int main() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  asio::io_context io(1);
  asio::co_spawn(io, serve(), asio::detached);
  io.run();
}
