#pragma once
/// timeout(duration, task): the task's result, or timeout_error.
///
/// When the time is over the task is cancelled and awaited, and timeout_error
/// is thrown; if it ended with a result or an exception of its own in spite of
/// that, that is what you get. Cancelling the waiter cancels the task.
/// A duration of zero or less cancels it at its first suspension.
/// Thread-safety: loop thread.
///
///     auto page = co_await nostall::timeout(2s, fetch(url));
#include "detail/children.hpp"
#include "sleep.hpp"

namespace nostall {

namespace detail {
struct deadline final : timer {
  deadline(children &c, loop &l) noexcept : inner(c), on(l) {}
  ~deadline() { on.disarm(*this); }
  void fire() noexcept override {
    passed = true;
    inner.cancel();
  }
  children &inner;
  loop &on;
  bool passed = false;
};
} // namespace detail

template <class Rep, class Period, class T>
task<T> timeout(std::chrono::duration<Rep, Period> limit, task<T> work) {
  detail::children inner;
  inner.stop_at_first_error = false;
  auto *promise =
      inner.add(std::move(work), "timeout", std::source_location::current());
  auto &here = loop::current();
  detail::deadline clock(inner, here);
  here.arm(clock, detail::after(detail::clock::now(), limit));
  bool asked_to_stop = co_await inner.wait_for_all();
  if (auto error = promise->error(); error && detail::is_cancelled(error)) {
    if (clock.passed && !asked_to_stop)
      throw timeout_error{};
    throw cancelled{};
  }
  if (asked_to_stop && !promise->error())
    throw cancelled{};
  co_return promise->take();
}

} // namespace nostall
