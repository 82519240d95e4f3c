#pragma once
/// sleep(duration), sleep_until(time): wait without holding up the loop.
///
/// Any std::chrono duration; a time that is over already still lets the other
/// ready work run first. Resolution: the kernel's (well below 1 ms).
/// Cancellable. Thread-safety: loop thread.
///
///     co_await nostall::sleep(100ms);
#include "loop.hpp"

namespace nostall {
namespace detail {
class sleep_operation final : public operation, private timer {
public:
  explicit sleep_operation(clock::time_point due) noexcept : due_(due) {}
  ~sleep_operation() { abandon_if_waiting(); }
  bool await_ready() const noexcept { return false; }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    on()->arm(*this, due_);
    return true;
  }
  void await_resume() { finish(); }

private:
  void fire() noexcept override { complete(); }
  void abandon() noexcept override { on()->disarm(*this); }
  clock::time_point due_;
};
} // namespace detail

inline auto sleep_until(loop::time_point due) noexcept {
  return detail::sleep_operation(due);
}
template <class Rep, class Period>
auto sleep(std::chrono::duration<Rep, Period> d) {
  return detail::sleep_operation(detail::after(detail::clock::now(), d));
}

} // namespace nostall
