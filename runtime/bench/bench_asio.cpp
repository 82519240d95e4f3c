#include "common.hpp"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/version.hpp>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace asio = boost::asio;
namespace experimental = asio::experimental;
using asio::awaitable;
using asio::deferred;
using asio::use_awaitable;
using namespace experimental::awaitable_operators;

[[gnu::noinline]] static awaitable<long> one() { co_return 1; }

static awaitable<long> await_ready(long n) {
  long done = 0;
  for (long i = 0; i < n; ++i)
    done += co_await one();
  co_return done;
}
static awaitable<long> spawn_join(long n) {
  auto ex = co_await asio::this_coro::executor;
  long done = 0;
  for (long i = 0; i < n; ++i)
    done += co_await asio::co_spawn(ex, one(), use_awaitable);
  co_return done;
}
static awaitable<void> yield_some(long n, long &done) {
  for (long i = 0; i < n; ++i, ++done)
    co_await asio::post(deferred);
}
static awaitable<long> yield(long n) {
  long done = 0;
  co_await yield_some(n, done);
  co_return done;
}
// Asio's gather: the first error cancels the others, as nostall's does.
template <class T> static auto all_of(std::vector<T> operations) {
  return experimental::make_parallel_group(std::move(operations))
      .async_wait(experimental::wait_for_one_error(), deferred);
}
static awaitable<long> yield_of_1000(long n) {
  auto ex = co_await asio::this_coro::executor;
  long done = 0;
  auto start = [&](long k) {
    return asio::co_spawn(ex, yield_some(k, done), deferred);
  };
  std::vector<decltype(start(0))> all;
  all.reserve(1000);
  for (long j = 0; j < 1000; ++j)
    all.push_back(start((n + j) / 1000));
  co_await all_of(std::move(all));
  co_return done;
}
static awaitable<long> gather_2(long n) {
  long done = 0;
  for (long i = 0; i < n; ++i) {
    auto [a, b] = co_await (one() && one());
    done += a + b == 2;
  }
  co_return done;
}
static awaitable<long> gather_1000(long n) {
  auto ex = co_await asio::this_coro::executor;
  auto start = [&] { return asio::co_spawn(ex, one(), deferred); };
  long done = 0;
  for (long i = 0; i < n; ++i) {
    std::vector<decltype(start())> all;
    all.reserve(1000);
    for (int j = 0; j < 1000; ++j)
      all.push_back(start());
    auto [order, errors, values] = co_await all_of(std::move(all));
    done += std::accumulate(values.begin(), values.end(), 0L) == 1000;
  }
  co_return done;
}

// A channel with room for one is Asio's mutex: who gets its message in has it.
struct turns {
  experimental::channel<void(boost::system::error_code)> lock;
  int last = 0;
  long changes = 0;
};
static awaitable<void> take_turns(turns &t, int me, long n) {
  for (long i = 0; i < n; ++i) {
    co_await t.lock.async_send(boost::system::error_code(), deferred);
    if (t.last == 0)
      co_await asio::post(deferred);
    t.changes += std::exchange(t.last, me) != me;
    t.lock.try_receive([](boost::system::error_code) {});
  }
}
static awaitable<long> mutex_hand_off(long n) {
  auto ex = co_await asio::this_coro::executor;
  turns t{{ex, 1}};
  co_await (take_turns(t, 1, n - n / 2) && take_turns(t, 2, n / 2));
  co_return t.changes;
}
static awaitable<long> pool_round_trip(asio::thread_pool &pool, long n) {
  long done = 0;
  for (long i = 0; i < n; ++i)
    done += co_await asio::co_spawn(pool, one(), use_awaitable);
  co_return done;
}

struct pending_timers {
  std::vector<asio::steady_timer> all;
  bench::timer_script script{1'000'000};

  explicit pending_timers(asio::io_context &io) {
    all.reserve(1'000'000);
    for (int i = 0; i < 1'000'000; ++i)
      arm(all.emplace_back(io));
  }
  void arm(asio::steady_timer &t) {
    t.expires_after(script.due());
    t.async_wait([](boost::system::error_code) {});
  }
  awaitable<long> move(long n) {
    for (long i = 0; i < n; ++i) {
      auto &t = all[script.which()];
      t.cancel();
      arm(t);
      if (i % 64 == 0)
        co_await asio::post(deferred); // the handlers of the cancelled run
    }
    co_return n;
  }
};

static long run(asio::io_context &io, awaitable<long> work) {
  long result = -1;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr, long n) {
    result = n;
    io.stop(); // there may be timers left
  });
  io.restart();
  io.run();
  return result;
}

int main(int argc, char **argv) {
  asio::io_context io(1);
  const std::string about =
      "Boost.Asio of Boost 1." + std::to_string(BOOST_VERSION / 100 % 1000);
  bench::program p(argc, argv, about.c_str());
  auto in_loop = [&](awaitable<long> (*f)(long)) {
    return [&io, f](long n) { return run(io, f(n)); };
  };
  p.row("await_ready", in_loop(await_ready));
  p.row("spawn_join", in_loop(spawn_join));
  p.row("yield", in_loop(yield));
  p.row("yield_of_1000", in_loop(yield_of_1000));
  p.row("gather_2", in_loop(gather_2));
  p.row("gather_1000", in_loop(gather_1000));
  p.row("mutex_hand_off", in_loop(mutex_hand_off));
  p.prepared_row("timer_move", [&] {
    return [&io, timers = std::make_unique<pending_timers>(io)](long n) {
      return run(io, timers->move(n));
    };
  });
  p.prepared_row("pool_round_trip", [&] {
    return [&io, pool = std::make_unique<asio::thread_pool>(1)](long n) {
      return run(io, pool_round_trip(*pool, n));
    };
  });
}
