#pragma once
/// event: a flag that tasks wait for.
///
/// set() wakes every waiter and stays set until clear(). Cancellable waits.
/// Thread-safety: loop thread; from elsewhere `loop.post([&] { e.set(); })`.
///
///     nostall::event ready;
///     co_await ready.wait();        // elsewhere: ready.set();
#include "loop.hpp"

namespace nostall {

class event {
public:
  bool is_set() const noexcept { return set_; }
  void clear() noexcept { set_ = false; }
  void set() noexcept {
    set_ = true;
    while (!waiters_.empty())
      waiters_.pop_front().complete();
  }
  auto wait() noexcept { return detail::list_wait(waiters_, &set_); }

private:
  detail::list<detail::operation> waiters_;
  bool set_ = false;
};

} // namespace nostall
