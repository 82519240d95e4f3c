#include "common.hpp"
#include <utility> // Boost 1.74 forgets it

#include <boost/asio.hpp>
#include <memory>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

static awaitable<int> one() { co_return 1; }
static awaitable<void> await_ready(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += co_await one();
  if (sum != n)
    std::abort();
}
static awaitable<void> spawn_join(long n) {
  auto ex = co_await asio::this_coro::executor;
  for (long i = 0; i < n; ++i)
    co_await asio::co_spawn(ex, one(), use_awaitable);
}
static awaitable<void> yields(long n) {
  auto ex = co_await asio::this_coro::executor;
  for (long i = 0; i < n; ++i)
    co_await asio::post(ex, use_awaitable);
}
// A gather that every Asio knows: a counter, and a timer to wait on.
static awaitable<void> gather(int width) {
  auto ex = co_await asio::this_coro::executor;
  asio::steady_timer all_done(ex, asio::steady_timer::time_point::max());
  int left = width;
  std::vector<int> results(static_cast<std::size_t>(width));
  for (int j = 0; j < width; ++j)
    asio::co_spawn(ex, one(), [&, j](std::exception_ptr, int value) {
      results[std::size_t(j)] = value;
      if (--left == 0)
        all_done.cancel();
    });
  boost::system::error_code ignored;
  co_await all_done.async_wait(asio::redirect_error(use_awaitable, ignored));
}
static awaitable<void> gather2(long n) {
  for (long i = 0; i < n; ++i)
    co_await gather(2);
}
static awaitable<void> gather1000(long n) {
  for (long i = 0; i < n; ++i)
    co_await gather(1000);
}
static awaitable<void> pool_round_trip(asio::thread_pool &pool, long n) {
  for (long i = 0; i < n; ++i)
    co_await asio::co_spawn(pool, one(), use_awaitable);
}
static void timers(asio::io_context &io, long n) {
  std::vector<asio::steady_timer> all;
  all.reserve(static_cast<std::size_t>(n));
  auto now = std::chrono::steady_clock::now() + std::chrono::hours(1);
  for (long i = 0; i < n; ++i) {
    all.emplace_back(io, now + std::chrono::microseconds(i * 7919 % n));
    all.back().async_wait([](boost::system::error_code) {});
  }
  for (auto &t : all)
    t.cancel();
  io.restart();
  io.run();
}

int main(int argc, char **argv) {
  asio::io_context io(1);
  auto in_loop = [&](awaitable<void> (*f)(long)) {
    return [&io, f](long n) {
      asio::co_spawn(io, f(n), asio::detached);
      io.restart();
      io.run();
    };
  };
  using bench::row;
  row(argc, argv, "await_ready", 10'000'000, in_loop(await_ready));
  row(argc, argv, "spawn_join", 1'000'000, in_loop(spawn_join));
  row(argc, argv, "yield", 3'000'000, in_loop(yields));
  row(argc, argv, "gather_2", 500'000, in_loop(gather2));
  row(argc, argv, "gather_1000", 1'000, in_loop(gather1000));
  row(argc, argv, "timer_add_cancel", 1'000'000,
      [&](long n) { timers(io, n); });
  asio::thread_pool pool(1);
  row(argc, argv, "pool_round_trip", 50'000, [&](long n) {
    asio::co_spawn(io, pool_round_trip(pool, n), asio::detached);
    io.restart();
    io.run();
  });
}
