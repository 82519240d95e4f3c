// The translation unit that the benchmark times: a Boost.Asio echo server of
// ordinary size, with one blocking call and its corrected twin.

// Debian's Boost offers co_await to g++ only.
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#include <utility>

#include <boost/asio.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

namespace asio = boost::asio;
using asio::ip::tcp;

static void back_off(int attempt) {
  std::this_thread::sleep_for(std::chrono::milliseconds(10 << attempt));
}

static asio::awaitable<void> back_off_async(int attempt) {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::milliseconds(10 << attempt));
  co_await timer.async_wait(asio::use_awaitable);
}

static asio::awaitable<void> echo(tcp::socket socket) {
  char data[1024];
  for (int attempt = 0;; ++attempt) {
    boost::system::error_code error;
    std::size_t length = co_await socket.async_read_some(
        asio::buffer(data), asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::try_again)
      back_off(attempt); // stalls the loop
    else if (error)
      co_return;
    co_await back_off_async(attempt);
    co_await asio::async_write(socket, asio::buffer(data, length),
                               asio::use_awaitable);
  }
}

static asio::awaitable<void> listen() {
  auto executor = co_await asio::this_coro::executor;
  tcp::acceptor acceptor(executor, {tcp::v4(), 5555});
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(executor, echo(std::move(socket)), asio::detached);
  }
}

int main() {
  asio::io_context context;
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](auto, auto) { context.stop(); });
  asio::co_spawn(context, listen(), asio::detached);
  context.run();
}
