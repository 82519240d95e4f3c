#pragma once

#include <boost/asio.hpp>

#include <chrono>
#include <thread>

namespace orders {

namespace asio = boost::asio;

/// 100 ms, 200 ms, 400 ms, ...
inline std::chrono::milliseconds delay(int attempt) {
  return std::chrono::milliseconds(100) * (1 << attempt);
}

inline void back_off(int attempt) {
  std::this_thread::sleep_for(delay(attempt));
}

namespace v1 {

// stalls: while one client's operation waits for its next try, all wait.
template <class Operation>
asio::awaitable<bool> retry(int attempts, Operation operation) {
  for (int i = 0; i < attempts; ++i) {
    if (co_await operation())
      co_return true;
    back_off(i);
  }
  co_return false;
}

} // namespace v1

namespace v2 {

// does not: the timer calls back.
template <class Operation>
asio::awaitable<bool> retry(int attempts, Operation operation) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int i = 0; i < attempts; ++i) {
    if (co_await operation())
      co_return true;
    timer.expires_after(delay(i));
    co_await timer.async_wait(asio::use_awaitable);
  }
  co_return false;
}

} // namespace v2

/// How long \p work takes.
template <class Work> std::chrono::milliseconds timed(Work work) {
  auto start = std::chrono::steady_clock::now();
  work();
  auto spent = std::chrono::steady_clock::now() - start;
  return std::chrono::duration_cast<std::chrono::milliseconds>(spent);
}

} // namespace orders
