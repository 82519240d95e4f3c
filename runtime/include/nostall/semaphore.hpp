#pragma once
/// semaphore: at most N tasks at once.
///
/// First come, first served: release() hands the unit to the longest waiter.
/// `acquire()` takes a unit to give back with release(); `enter()` yields a
/// guard that gives it back by itself. Cancellable. Thread-safety: loop thread.
///
///     nostall::semaphore four(4);
///     auto permit = co_await four.enter();
#include "loop.hpp"

namespace nostall {

class semaphore {
public:
  explicit semaphore(std::size_t units) noexcept : units_(units) {}

  std::size_t available() const noexcept { return units_; }
  bool try_acquire() noexcept { return units_ && units_--; }
  void release() noexcept {
    if (waiters_.empty()) {
      ++units_;
    } else {
      auto &next = waiters_.pop_front();
      granted_.push_back(next);
      next.complete();
    }
  }

  class [[nodiscard]] permit {
  public:
    permit() = default;
    permit(permit &&o) noexcept : of_(std::exchange(o.of_, nullptr)) {}
    permit &operator=(permit &&o) noexcept {
      std::swap(of_, o.of_);
      return *this;
    }
    ~permit() { release(); }
    /// Gives the unit back early.
    void release() noexcept {
      if (of_)
        std::exchange(of_, nullptr)->release();
    }
    explicit operator bool() const noexcept { return of_; }

  private:
    friend class semaphore;
    explicit permit(semaphore &s) noexcept : of_(&s) {}
    semaphore *of_ = nullptr;
  };

  auto acquire() noexcept { return acquisition<void>(*this); }
  auto enter() noexcept { return acquisition<permit>(*this); }

private:
  template <class R> class acquisition final : public detail::operation {
  public:
    explicit acquisition(semaphore &s) noexcept : s_(s) {}
    ~acquisition() {
      abandon_if_waiting();
      if (linked()) { // handed over to a task that never ran again
        unlink();
        s_.release();
      }
    }
    bool await_ready() const noexcept {
      return s_.waiters_.empty() && s_.try_acquire();
    }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      if (!start(h))
        return false;
      s_.waiters_.push_back(*this);
      return true;
    }
    R await_resume() {
      unlink();
      finish();
      if constexpr (!std::is_void_v<R>)
        return permit(s_);
    }

  private:
    void abandon() noexcept override { unlink(); }
    semaphore &s_;
  };
  detail::list<detail::operation> waiters_;
  detail::list<detail::operation> granted_; // those who did not run since
  std::size_t units_;
};

} // namespace nostall
