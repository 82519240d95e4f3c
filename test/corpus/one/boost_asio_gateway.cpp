// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: asio, boost
// TCP gateway on Boost.Asio coroutines.
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#include <utility>
#include <boost/asio.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using asio::ip::udp;
using namespace std::chrono_literals;

awaitable<void> relay_blocking(tcp::socket client, tcp::endpoint upstream) {
  auto ex = co_await asio::this_coro::executor;                 // OK: returns the executor
  tcp::socket up(ex);
  up.connect(upstream); // BAD: socket
  char data[1024];
  std::size_t n = client.read_some(asio::buffer(data)); // BAD: socket
  up.write_some(asio::buffer(data, n)); // BAD: socket
  asio::write(up, asio::buffer(data, n)); // BAD: socket
  n = asio::read(up, asio::buffer(data)); // BAD: socket
  std::string line;
  asio::read_until(client, asio::dynamic_buffer(line), '\n'); // BAD: socket
  client.send(asio::buffer(line)); // BAD: socket
  client.receive(asio::buffer(data)); // BAD: socket
  client.wait(tcp::socket::wait_read); // BAD: socket
  client.shutdown(tcp::socket::shutdown_both);                  // OK: starts the shutdown only
}

awaitable<void> relay_async(tcp::socket client, tcp::endpoint upstream) {
  auto ex = co_await asio::this_coro::executor;
  tcp::socket up(ex);
  co_await up.async_connect(upstream, use_awaitable);           // OK: asynchronous operation
  char data[1024];
  std::size_t n = co_await client.async_read_some(asio::buffer(data), use_awaitable);  // OK: asynchronous operation
  co_await asio::async_write(up, asio::buffer(data, n), use_awaitable);  // OK: asynchronous operation
  n = co_await asio::async_read(up, asio::buffer(data), use_awaitable);  // OK: asynchronous operation
  std::string line;
  co_await asio::async_read_until(client, asio::dynamic_buffer(line), '\n', use_awaitable);  // OK: asynchronous operation
  co_await client.async_wait(tcp::socket::wait_read, use_awaitable);  // OK: asynchronous operation
}

awaitable<void> listen_blocking(unsigned short port) {
  auto ex = co_await asio::this_coro::executor;
  tcp::acceptor acc(ex, {tcp::v4(), port});                     // OK: bind and listen do not wait
  for (;;) {
    tcp::socket s = acc.accept(); // BAD: socket
    asio::co_spawn(ex, relay_async(std::move(s), {}), asio::detached);  // OK: starts a coroutine
    tcp::socket t(ex);
    acc.accept(t); // BAD: socket
    asio::co_spawn(ex, relay_blocking(std::move(t), {}), asio::detached);  // OK: starts a coroutine
  }
}

awaitable<void> listen_async(unsigned short port) {
  auto ex = co_await asio::this_coro::executor;
  tcp::acceptor acc(ex, {tcp::v4(), port});
  for (;;) {
    tcp::socket s = co_await acc.async_accept(use_awaitable);   // OK: asynchronous operation
    asio::co_spawn(ex, relay_async(std::move(s), {}), asio::detached);  // OK: starts a coroutine
  }
}

awaitable<void> lookups(std::string host) {
  auto ex = co_await asio::this_coro::executor;
  tcp::resolver r(ex);
  auto found = r.resolve(host, "https"); // BAD: dns
  auto found2 = co_await r.async_resolve(host, "https", use_awaitable);  // OK: asynchronous operation
  tcp::socket s(ex);
  asio::connect(s, found); // BAD: socket
  tcp::socket t(ex);
  co_await asio::async_connect(t, found2, use_awaitable);       // OK: asynchronous operation
}

awaitable<void> timers() {
  auto ex = co_await asio::this_coro::executor;
  asio::steady_timer t(ex, 100ms);
  t.wait(); // BAD: sleep
  t.expires_after(1s);                                          // OK: sets the expiry only
  co_await t.async_wait(use_awaitable);                         // OK: asynchronous operation
  asio::system_timer st(ex);
  st.expires_after(1s);                                         // OK: sets the expiry only
  st.wait(); // BAD: sleep
  st.cancel();                                                  // OK: cancels waits
}

awaitable<std::size_t> datagrams(udp::socket s) {
  char buf[512];
  udp::endpoint from;
  std::size_t n = s.receive_from(asio::buffer(buf), from); // BAD: socket
  n += s.send_to(asio::buffer(buf), from); // MISSED: socket: see docs/limitations.md
  n += co_await s.async_receive_from(asio::buffer(buf), from, use_awaitable);  // OK: asynchronous operation
  n += co_await s.async_send_to(asio::buffer(buf), from, use_awaitable);  // OK: asynchronous operation
  co_return n;
}

awaitable<void> mixed(asio::io_context& other) {
  auto ex = co_await asio::this_coro::executor;
  asio::steady_timer t(ex, 10ms);
  t.async_wait(asio::use_future).get(); // BAD: wait
  other.run(); // BAD: nested-event-loop
  other.run_one(); // BAD: nested-event-loop
  other.run_for(10ms); // BAD: nested-event-loop
  other.poll();                                                 // OK: runs what is ready only
  other.stop();                                                 // OK: sets a flag
  other.restart();                                              // OK: resets a flag
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, listen_async(8080), asio::detached);
  asio::co_spawn(io, listen_blocking(8081), asio::detached);
  io.run();                                                     // OK: main is not a coroutine
}
