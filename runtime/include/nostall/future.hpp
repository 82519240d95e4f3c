#pragma once
/// promise<T>, future<T>: one value that code elsewhere will provide.
///
/// The bridge from callbacks and threads to tasks: the promise's set_value and
/// set_error may be called on any thread (once, in all); the future is awaited
/// on the loop that made the pair. A promise that goes away without an answer
/// makes the future throw broken_promise. Cancelling the waiter leaves the
/// promise alone. A promise may outlive its future, and then the loop too: the
/// answer is dropped.
///
///     nostall::promise<int> p;
///     std::thread([p = std::move(p)]() mutable { p.set_value(42); }).detach();
///     int n = co_await f;               // f = p.get_future() before the move
#include "loop.hpp"

namespace nostall {

namespace detail {
template <class T> struct future_state {
  using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
  loop *on = &loop::current();
  std::variant<std::monostate, std::optional<stored>, std::exception_ptr> is;
  list<operation> waiters;
  // A promise on another thread asks whether the future, and so the loop, is
  // still there.
  std::mutex lock;
  bool abandoned = false;
  bool has_future = false;
  bool ready() const noexcept { return is.index() != 0; }
  void wake() noexcept {
    while (!waiters.empty())
      waiters.pop_front().complete();
  }
};
} // namespace detail

template <class T = void> class [[nodiscard]] future {
public:
  future() = default;
  future(future &&) noexcept = default;
  future &operator=(future &&other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~future() {
    if (state_ && state_.use_count() > 1) {
      std::lock_guard hold(state_->lock);
      state_->abandoned = true;
    }
  }
  bool ready() const noexcept { return state_->ready(); }
  /// Waits for the value. Once.
  auto operator co_await() noexcept { return awaiter(*state_); }

private:
  template <class> friend class promise;
  class awaiter final : public detail::wait_node {
  public:
    explicit awaiter(detail::future_state<T> &s) noexcept : s_(s) {}
    bool await_ready() const noexcept { return s_.ready(); }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      if (!start(h))
        return false;
      s_.waiters.push_back(*this);
      return true;
    }
    T await_resume() {
      finish();
      if (s_.is.index() == 2)
        std::rethrow_exception(std::get<2>(s_.is));
      if constexpr (!std::is_void_v<T>)
        return std::move(*std::get<1>(s_.is));
    }

  private:
    detail::future_state<T> &s_;
  };
  explicit future(std::shared_ptr<detail::future_state<T>> s) noexcept
      : state_(std::move(s)) {}
  std::shared_ptr<detail::future_state<T>> state_;
};

template <class T = void> class promise {
public:
  /// Belongs to the loop that runs on this thread.
  promise() : state_(std::make_shared<detail::future_state<T>>()) {}
  /// Without a future, and of no use until another is moved into it.
  explicit promise(std::nullptr_t) noexcept {}
  promise(promise &&) noexcept = default;
  promise &operator=(promise &&) noexcept = default;
  ~promise() {
    if (state_)
      set_error(std::make_exception_ptr(broken_promise{}));
  }
  /// Once.
  future<T> get_future() {
    if (!state_ || std::exchange(state_->has_future, true))
      throw std::logic_error("nostall: this promise has no future to give");
    return future<T>(state_);
  }

  template <class... V>
    requires(std::is_void_v<T> ? sizeof...(V) == 0 : sizeof...(V) == 1)
  void set_value(V &&...value) {
    using stored = typename detail::future_state<T>::stored;
    settle(std::optional<stored>(std::in_place, std::forward<V>(value)...));
  }
  void set_error(std::exception_ptr error) { settle(std::move(error)); }

private:
  template <class V> void settle(V value) {
    auto state = std::move(state_);
    if (!state)
      throw std::logic_error("nostall: this promise has answered already");
    if (state.use_count() == 1)
      return; // nobody can ask any more
    loop &on = *state->on;
    if (on.on_this_thread()) {
      state->is = std::move(value);
      state->wake();
    } else {
      std::lock_guard hold(state->lock);
      if (state->abandoned)
        return;
      on.post([state, value = std::move(value)]() mutable {
        state->is = std::move(value);
        state->wake();
      });
    }
  }
  std::shared_ptr<detail::future_state<T>> state_;
};

} // namespace nostall
