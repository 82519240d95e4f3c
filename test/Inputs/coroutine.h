// The coroutine types that tests share: as small as the language allows.
#ifndef NOSTALL_TEST_INPUTS_COROUTINE_H
#define NOSTALL_TEST_INPUTS_COROUTINE_H

#include <coroutine>

namespace mock {

template <typename T> struct task_promise_base {
  T value{};
  void return_value(T v) { value = v; }
};
template <> struct task_promise_base<void> {
  void return_void() {}
};

/// Awaitable, as nearly every library has one.
template <typename T = void> struct task {
  struct promise_type : task_promise_base<T> {
    task get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) {
    return handle;
  }
  T await_resume() {
    if constexpr (!__is_same(T, void))
      return handle.promise().value;
  }
  std::coroutine_handle<promise_type> handle;
};

/// Synchronous: its consumer resumes it.
template <typename T> struct generator {
  struct promise_type {
    T current;
    generator get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) {
      current = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  struct sentinel {};
  struct iterator {
    std::coroutine_handle<promise_type> handle;
    iterator &operator++() {
      handle.resume();
      return *this;
    }
    T operator*() const { return handle.promise().current; }
    bool operator!=(sentinel) const { return !handle.done(); }
  };
  iterator begin() {
    handle.resume();
    return {handle};
  }
  sentinel end() { return {}; }
  std::coroutine_handle<promise_type> handle;
};

/// Suspends for a moment and does nothing else.
inline std::suspend_always yield() { return {}; }

} // namespace mock

#endif // NOSTALL_TEST_INPUTS_COROUTINE_H
