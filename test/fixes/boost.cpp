// Sleeping in a coroutine of Boost.Asio.
// REQUIRES: boost, gxx
// RUN: %check_fixes %t %s -- -std=c++20 -DBOOST_ASIO_HAS_CO_AWAIT -DBOOST_ASIO_HAS_STD_COROUTINE | %filecheck_only %s
// CHECK: fixed, {{[0-9]+}} left, 2 headers

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>
#include <unistd.h>

boost::asio::awaitable<void> sleeps() {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // FIX: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, std::chrono::seconds(1)).async_wait(boost::asio::use_awaitable);
  std::this_thread::sleep_for(std::chrono::duration<float>(1)); // OK: not an integer
  co_return;
}

boost::asio::awaitable<int> returns() {
  usleep(5); // FIX: co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, std::chrono::microseconds(5)).async_wait(boost::asio::use_awaitable);
  co_return usleep(5); // OK: the result is used
}

boost::asio::awaitable<void, boost::asio::io_context::executor_type> of_another_executor() {
  usleep(5); // OK: awaits only what has the same executor
  co_return;
}
