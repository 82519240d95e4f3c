#pragma once
/// task<T>: a lazy coroutine that yields one T, or an exception.
///
/// Nothing runs until the task is awaited or given to spawn, gather, ….
/// Awaiting transfers control to it and back without growing the stack (where
/// the compiler makes tail calls: clang always, g++ with -O2). Move-only; owns
/// its coroutine. A task that is destroyed without ever being awaited is
/// reported through `set_unawaited_handler`.
/// Thread-safety: none; a task belongs to the thread that runs it.
///
///     nostall::task<int> answer() { co_return 42; }
///     nostall::task<> ask() { std::printf("%d\n", co_await answer()); }
#include "detail/frame.hpp"
#include <cassert>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>
#include <variant>

namespace nostall {

template <class T = void> class task;

/// Called with the place of a coroutine that was created and destroyed without
/// being started. The default writes a line to stderr. Returns the old one.
/// Thread-safe.
using unawaited_handler = void (*)(const std::source_location &) noexcept;
unawaited_handler set_unawaited_handler(unawaited_handler) noexcept;

namespace detail {

void report_unawaited(const std::source_location &) noexcept;

// An awaiter that lives elsewhere: g++ 12 copies one that it gets by reference.
template <class A> struct by_reference {
  A &awaiter;
  decltype(auto) await_ready() { return awaiter.await_ready(); }
  template <class P> decltype(auto) await_suspend(std::coroutine_handle<P> h) {
    return awaiter.await_suspend(h);
  }
  decltype(auto) await_resume() { return awaiter.await_resume(); }
};

class promise_base : public frame {
public:
  explicit promise_base(std::source_location begin) noexcept { at = begin; }
  promise_base(const promise_base &) = delete;
  promise_base &operator=(const promise_base &) = delete;

  static void *operator new(std::size_t n) { return recycler::allocate(n); }
  static void operator delete(void *p, std::size_t n) noexcept {
    recycler::deallocate(p, n);
  }

  std::suspend_always initial_suspend() const noexcept { return {}; }

  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <class P>
    std::coroutine_handle<>
    await_suspend(std::coroutine_handle<P> h) const noexcept {
      promise_base &self = h.promise();
      if (self.continuation_) [[likely]] {
        now_running(self.owner, self.awaiter);
        return self.continuation_;
      }
      if (self.owner)
        self.owner->finished();
      return std::noop_coroutine();
    }
    void await_resume() const noexcept {}
  };
  final_awaiter final_suspend() const noexcept { return {}; }

  // Every co_await in the body passes here: note its line, change nothing.
  template <class A>
  decltype(auto) await_transform(
      A &&awaitable,
      std::source_location where = std::source_location::current()) {
    at = where;
    if constexpr (requires {
                    static_cast<A &&>(awaitable).operator co_await();
                  })
      return static_cast<A &&>(awaitable).operator co_await();
    else if constexpr (requires {
                         operator co_await(static_cast<A &&>(awaitable));
                       })
      return operator co_await(static_cast<A &&>(awaitable));
    else
      return by_reference<std::remove_reference_t<A>>{awaitable};
  }

  bool started = false;

  void awaited_by(std::coroutine_handle<> h, frame *who) noexcept {
    continuation_ = h;
    awaiter = who;
    if (who) {
      owner = who->owner;
      now_running(owner, this);
    }
  }

private:
  std::coroutine_handle<> continuation_;
};

template <class T> class task_promise final : public promise_base {
public:
  explicit task_promise(
      std::source_location begin = std::source_location::current()) noexcept
      : promise_base(begin) {}
  task<T> get_return_object() noexcept;
  void unhandled_exception() noexcept {
    outcome_.template emplace<2>(std::current_exception());
  }
  template <class U>
    requires std::convertible_to<U &&, T>
  void
  return_value(U &&value) noexcept(std::is_nothrow_constructible_v<T, U &&>) {
    outcome_.template emplace<1>(static_cast<U &&>(value));
  }
  T take() {
    if (outcome_.index() == 2)
      std::rethrow_exception(std::move(std::get<2>(outcome_)));
    return static_cast<T &&>(std::get<1>(outcome_));
  }
  std::exception_ptr error() const noexcept {
    return outcome_.index() == 2 ? std::get<2>(outcome_) : nullptr;
  }

private:
  struct reference_box {
    explicit reference_box(T &&r) noexcept : p(std::addressof(r)) {}
    explicit operator T &&() const noexcept { return static_cast<T &&>(*p); }
    std::remove_reference_t<T> *p;
  };
  using stored = std::conditional_t<std::is_reference_v<T>, reference_box, T>;
  std::variant<std::monostate, stored, std::exception_ptr> outcome_;
};

template <> class task_promise<void> final : public promise_base {
public:
  explicit task_promise(
      std::source_location begin = std::source_location::current()) noexcept
      : promise_base(begin) {}
  task<void> get_return_object() noexcept;
  void unhandled_exception() noexcept { error_ = std::current_exception(); }
  void return_void() const noexcept {}
  void take() {
    if (error_) [[unlikely]]
      std::rethrow_exception(std::move(error_));
  }
  std::exception_ptr error() const noexcept { return error_; }

private:
  std::exception_ptr error_;
};

} // namespace detail

template <class T> class [[nodiscard]] task {
public:
  using promise_type = detail::task_promise<T>;
  using value_type = T;

  task() = default;
  task(task &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  task &operator=(task &&other) noexcept {
    task(std::move(other)).swap(*this);
    return *this;
  }
  ~task() {
    if (!handle_)
      return;
    if (!handle_.promise().started) [[unlikely]]
      detail::report_unawaited(handle_.promise().at);
    handle_.destroy();
  }
  void swap(task &other) noexcept { std::swap(handle_, other.handle_); }

  /// False for a moved-from or default-constructed task.
  explicit operator bool() const noexcept { return bool(handle_); }
  /// Whether the coroutine ran to its end.
  bool done() const noexcept { return handle_ && handle_.done(); }
  /// Ends an intended never-await: destroys the coroutine without a report.
  void discard() noexcept {
    if (handle_)
      std::exchange(handle_, {}).destroy();
  }

  auto operator co_await() && noexcept {
    assert(handle_ && !handle_.promise().started && "a task is awaited once");
    return awaiter{handle_};
  }

  /// The coroutine; for code that runs tasks by other means.
  std::coroutine_handle<promise_type> handle() const noexcept {
    return handle_;
  }

  /// Gives the coroutine up to the caller.
  std::coroutine_handle<promise_type> release() noexcept {
    return std::exchange(handle_, {});
  }

private:
  friend promise_type;
  struct awaiter {
    std::coroutine_handle<promise_type> child;
    bool await_ready() const noexcept { return false; }
    template <class P>
    std::coroutine_handle<>
    await_suspend(std::coroutine_handle<P> h) const noexcept {
      child.promise().started = true;
      child.promise().awaited_by(h, detail::frame_of(h));
      return child;
    }
    T await_resume() const { return child.promise().take(); }
  };
  explicit task(std::coroutine_handle<promise_type> h) noexcept : handle_(h) {}
  std::coroutine_handle<promise_type> handle_;
};

namespace detail {
template <class T> task<T> task_promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<task_promise>::from_promise(*this));
}
inline task<void> task_promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<task_promise>::from_promise(*this));
}
} // namespace detail

} // namespace nostall
