#pragma once
/// queue<T>: values from task to task, in order, with a bound.
///
/// `push` waits while the queue holds `capacity` values, `pop` while it is
/// empty. After close(), pushes throw queue_closed, and pops too once the
/// queue is drained. Cancellable. Thread-safety: loop thread.
///
///     nostall::queue<int> q(16);
///     co_await q.push(1);
///     int n = co_await q.pop();
#include "loop.hpp"
#include <deque>

namespace nostall {

class queue_closed : public std::runtime_error {
public:
  queue_closed() : std::runtime_error("queue closed") {}
};

template <class T> class queue {
public:
  /// capacity: values held before push waits; at least 1.
  explicit queue(std::size_t capacity = ~std::size_t{0}) noexcept
      : capacity_(capacity ? capacity : 1) {}

  std::size_t size() const noexcept { return values_.size(); }
  bool closed() const noexcept { return closed_; }
  void close() noexcept {
    closed_ = true;
    while (!pushers_.empty())
      pushers_.pop_front().complete();
    while (!poppers_.empty())
      poppers_.pop_front().complete();
  }
  /// False if the queue is full or closed.
  bool try_push(T value) {
    if (closed_ || values_.size() >= capacity_)
      return false;
    put(std::move(value));
    return true;
  }
  /// Empty if there is nothing to take.
  std::optional<T> try_pop() {
    if (values_.empty())
      return {};
    return take();
  }

  task<> push(T value) { co_await push_awaiter(*this, std::move(value)); }

  auto pop() noexcept { return pop_awaiter(*this); }

private:
  // Values go from hand to hand: the queue takes a waiting pusher's, and a
  // woken popper finds its own in `value_`. So nobody is overtaken.
  class push_awaiter final : public detail::wait_node {
  public:
    push_awaiter(queue &q, T value) : q_(q), value_(std::move(value)) {}
    bool await_ready() {
      if (!q_.closed_ && q_.values_.size() < q_.capacity_)
        give();
      return taken_ || q_.closed_;
    }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      if (!start(h))
        return false;
      q_.pushers_.push_back(*this);
      return true;
    }
    void await_resume() {
      finish();
      if (!taken_)
        throw queue_closed{};
    }

  private:
    friend queue;
    void give() {
      q_.put(std::move(value_));
      taken_ = true;
    }
    queue &q_;
    T value_;
    bool taken_ = false;
  };
  class pop_awaiter final : public detail::wait_node {
  public:
    explicit pop_awaiter(queue &q) noexcept : q_(q) {}
    bool await_ready() {
      if (!q_.values_.empty())
        value_.emplace(q_.take());
      return value_ || q_.closed_;
    }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      if (!start(h))
        return false;
      q_.poppers_.push_back(*this);
      return true;
    }
    T await_resume() {
      finish();
      if (!value_)
        throw queue_closed{};
      return std::move(*value_);
    }

  private:
    friend queue;
    queue &q_;
    std::optional<T> value_;
  };

  void put(T value) {
    if (poppers_.empty()) {
      values_.push_back(std::move(value));
    } else {
      auto &popper = static_cast<pop_awaiter &>(poppers_.pop_front());
      popper.value_.emplace(std::move(value));
      popper.complete();
    }
  }
  T take() {
    T value = std::move(values_.front());
    values_.pop_front();
    if (!pushers_.empty()) {
      auto &pusher = static_cast<push_awaiter &>(pushers_.pop_front());
      pusher.give();
      pusher.complete();
    }
    return value;
  }

  std::deque<T> values_;
  std::size_t capacity_;
  bool closed_ = false;
  detail::list<detail::operation> pushers_, poppers_;
};

} // namespace nostall
