// Declarations after Seastar's documentation: see ../../README.md.
#pragma once
#include <coroutine>

namespace seastar {
template <typename T = void> struct future {
  struct promise_type {
    future get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
} // namespace seastar
