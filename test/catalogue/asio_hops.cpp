// Where Asio's executors lead: to a loop, or to a pool.
// RUN: %check_marks %s -- %flags
// REQUIRES: boost
#include <boost/asio.hpp>
#include <memory>
#include <unistd.h>
#include <utility>

namespace asio = boost::asio;

void nap() { usleep(5); }

struct Lanes {
  asio::io_context &loop;
  asio::thread_pool pool{2};
  auto to_pool() {
    return asio::post(
        asio::bind_executor(pool.get_executor(), asio::use_awaitable));
  }
  auto to_loop() {
    return asio::post(asio::bind_executor(loop, asio::use_awaitable));
  }
};

asio::awaitable<void> hops(asio::io_context &loop, asio::thread_pool &pool) {
  auto home = co_await asio::this_coro::executor;
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  nap(); // OK: on the pool
  co_await asio::post(asio::bind_executor(home, asio::use_awaitable));
  nap(); // BAD: sleep
  auto pooled = asio::make_strand(pool);
  co_await asio::post(asio::bind_executor(pooled, asio::use_awaitable));
  nap(); // OK: on the pool
  auto strand = asio::make_strand(loop);
  co_await asio::post(asio::bind_executor(strand, asio::use_awaitable));
  nap(); // BAD: sleep
  asio::post(pooled, [] {
    nap(); // OK: on the pool
  });
  asio::post(strand, [] {
    nap(); // BAD: sleep
  });
}

asio::awaitable<void> helpers(Lanes &lanes) {
  co_await lanes.to_pool();
  nap(); // OK: on the pool
  co_await lanes.to_loop();
  nap(); // BAD: sleep
}

// What was waited for once is not ready for ever: an operation uses it up.
using asio::ip::tcp;
asio::awaitable<void> after_an_operation(tcp::socket peer, std::string text) {
  co_await asio::async_write(peer, asio::buffer(text), asio::use_awaitable);
  peer.write_some(asio::buffer(text)); // BAD: socket
  co_await peer.async_wait(tcp::socket::wait_read, asio::use_awaitable);
  peer.read_some(asio::buffer(text));  // OK: it is readable
  peer.write_some(asio::buffer(text)); // BAD: socket
}

// A helper that runs what it is given on a pool, as a template.
template <typename F>
asio::awaitable<int> offload(asio::thread_pool &pool, F f) {
  co_return co_await asio::co_spawn(
      pool, [f]() -> asio::awaitable<int> { co_return f(); }, // OK: on the pool
      asio::use_awaitable);
}
template <typename F>
asio::awaitable<int> run_here(asio::io_context &loop, F f) {
  co_return co_await asio::co_spawn(
      loop, [f]() -> asio::awaitable<int> { co_return f(); }, // BAD: sleep
      asio::use_awaitable);
}
asio::awaitable<void> uses(asio::thread_pool &pool, asio::io_context &loop) {
  co_await offload(pool, [] { return (int)sleep(1); });
  co_await run_here(loop, [] { return (int)sleep(1); });
}

// An operation of one's own: what comes after the token is for its initiation,
// which runs at once.
struct Worker {
  asio::thread_pool pool{1};
  template <typename F>
  asio::awaitable<int> run(asio::io_context &loop, F work) {
    auto start = [this, &loop](auto handler, F work) {
      asio::post(pool, [&loop, work, handler = std::move(handler)]() mutable {
        int result = work();
        asio::post(loop, [result, handler = std::move(handler)]() mutable {
          std::move(handler)(result);
        });
      });
    };
    return asio::async_initiate<const asio::use_awaitable_t<> &, void(int)>(
        start, asio::use_awaitable, std::move(work));
  }
};
int compute() {
  return (int)sleep(1); // OK: on the pool
}
asio::awaitable<void> initiates(Worker &worker, asio::io_context &loop) {
  co_await worker.run(loop, compute);
  co_await worker.run(loop, [] {
    return (int)sleep(1); // OK: on the pool
  });
  co_await asio::async_initiate< // BAD: sleep
      const asio::use_awaitable_t<> &, void(int)>(
      [](auto handler) {
        sleep(1);
        std::move(handler)(1);
      },
      asio::use_awaitable);
}

// A coroutine runs where it is awaited: what a helper is handed, by the lambda
// that the helper starts on a pool, on a loop, or nowhere else.
struct Store {
  asio::thread_pool pool{1};
  asio::io_context &loop;
  template <typename Op> asio::awaitable<int> on_pool(Op &&op) {
    co_return co_await asio::co_spawn(
        pool,
        [&]() -> asio::awaitable<int> {
          auto number = std::make_shared<int>(1);
          co_return co_await op(number);
        },
        asio::use_awaitable);
  }
  template <typename Op> asio::awaitable<int> on_loop(Op &&op) {
    co_return co_await asio::co_spawn(
        loop, [&]() -> asio::awaitable<int> { co_return co_await op(); },
        asio::use_awaitable);
  }
  template <typename Op> asio::awaitable<int> here(Op &&op) {
    co_return co_await op();
  }
  template <typename Op> asio::awaitable<int> in_both(Op &&op) {
    co_await here(op);
    co_return co_await asio::co_spawn(
        pool, [&]() -> asio::awaitable<int> { co_return co_await op(); },
        asio::use_awaitable);
  }
  template <typename Op> asio::awaitable<int> by_another(Op &&op) {
    co_return co_await on_pool(std::forward<Op>(op));
  }
};
asio::awaitable<void> awaited_by_helpers(Store &store) {
  co_await store.on_pool([](auto) -> asio::awaitable<int> {
    co_return (int)sleep(1); // OK: on the pool
  });
  co_await store.by_another([](auto) -> asio::awaitable<int> {
    co_return (int)sleep(1); // OK: on the pool
  });
  co_await store.on_loop([]() -> asio::awaitable<int> {
    co_return (int)sleep(1); // BAD: sleep
  });
  co_await store.here([]() -> asio::awaitable<int> {
    co_return (int)sleep(1); // BAD: sleep
  });
  co_await store.in_both([]() -> asio::awaitable<int> {
    co_return (int)sleep(1); // BAD: sleep
  });
  auto twice = [](auto &&...) -> asio::awaitable<int> {
    co_return (int)sleep(1); // BAD: sleep
  };
  co_await store.on_pool(twice);
  co_await store.here(twice);
}
