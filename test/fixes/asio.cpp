// Sleeping in a coroutine of Asio.
// REQUIRES: asio, gxx
// RUN: %check_fixes %t %s -- -std=c++20 -DASIO_HAS_CO_AWAIT -DASIO_HAS_STD_COROUTINE | %filecheck_only %s
// CHECK: fixed, {{[0-9]+}} left, 2 headers

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <thread>
#include <unistd.h>

asio::awaitable<void> sleeps() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::seconds(1)).async_wait(asio::use_awaitable);
  std::this_thread::sleep_for(std::chrono::duration<float>(1)); // OK: not an integer
  co_return;
}

asio::awaitable<int> returns() {
  usleep(5); // FIX: co_await asio::steady_timer(co_await asio::this_coro::executor, std::chrono::microseconds(5)).async_wait(asio::use_awaitable);
  co_return usleep(5); // OK: the result is used
}

asio::awaitable<void, asio::io_context::executor_type> of_another_executor() {
  usleep(5); // OK: awaits only what has the same executor
  co_return;
}
