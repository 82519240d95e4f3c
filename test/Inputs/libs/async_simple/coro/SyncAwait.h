// Declarations of async_simple for tests; see ../../README.md.
#pragma once
#include <coroutine>

namespace async_simple {
template <typename T> class Future {
public:
  T &get();
  void wait();
  bool hasResult() const;
};
namespace coro {
template <typename T> class Lazy {
public:
  struct promise_type {
    Lazy get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <typename L> auto syncAwait(L &&lazy) { return 0; }
} // namespace coro
} // namespace async_simple
