// Asio's channels: what waits in them suspends, what is tried does not wait.
// RUN: %check_marks %s -- %flags
// REQUIRES: boost
#include <boost/asio.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <unistd.h>

namespace asio = boost::asio;
using boost::system::error_code;
using numbers = asio::experimental::channel<void(error_code, int)>;
using shared = asio::experimental::concurrent_channel<void(error_code, int)>;

asio::awaitable<void> tries(numbers &n, shared &s) {
  int seen = 0;
  n.try_receive([&](error_code, int v) { seen += v; }); // OK: takes or not
  n.try_receive([](error_code, int) { usleep(5); });    // BAD: sleep
  s.try_receive([](error_code, int) { usleep(5); });    // BAD: sleep
  if (!n.try_send(error_code(), seen))                  // OK: puts or not
    co_await n.async_send(error_code(), seen, asio::use_awaitable); // OK
  co_await s.async_receive(asio::use_awaitable); // OK: suspends
  s.async_receive([](error_code, int) {
    usleep(5); // BAD: sleep
  });
  n.close(); // OK: tells
}
