#pragma once
/// gather: run tasks beside each other and wait for all of them.
///
/// gather(a, b, …) yields a tuple (std::monostate for a void task),
/// gather(vector) a vector (nothing for void tasks). The first task that fails
/// cancels the others, which are awaited; then its exception is rethrown.
/// gather_results never throws what the tasks throw: it yields one result<T>
/// for each, in order (asyncio's return_exceptions=True).
/// Cancelling the gatherer cancels the tasks, awaits them, and throws
/// `cancelled`, or the exception of a task that failed meanwhile.
/// Thread-safety: loop thread.
///
///     auto [user, cart] = co_await nostall::gather(load_user(), load_cart());
#include "detail/children.hpp"
#include "result.hpp"
#include <tuple>

namespace nostall {

namespace detail {

template <class T>
using non_void = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

template <class T> non_void<T> take_value(task_promise<T> &p) {
  if constexpr (std::is_void_v<T>) {
    p.take();
    return {};
  } else {
    return p.take();
  }
}
template <class T> result<T> take_result(task_promise<T> &p) {
  if (auto error = p.error())
    return result<T>(error);
  if constexpr (std::is_void_v<T>)
    return result<T>(std::in_place);
  else
    return result<T>(std::in_place, p.take());
}

} // namespace detail

template <class... T>
task<std::tuple<detail::non_void<T>...>> gather(task<T>... work) {
  detail::children all;
  all.reserve(sizeof...(T));
  const auto here = std::source_location::current();
  std::tuple promises{all.add(std::move(work), {}, here)...};
  co_await all.settle();
  co_return std::apply(
      [](auto *...p) {
        return std::tuple<detail::non_void<T>...>{detail::take_value(*p)...};
      },
      promises);
}

template <class T> task<std::vector<T>> gather(std::vector<task<T>> work) {
  detail::children all;
  all.reserve(work.size());
  std::vector<detail::task_promise<T> *> promises;
  promises.reserve(work.size());
  for (auto &w : work)
    promises.push_back(
        all.add(std::move(w), {}, std::source_location::current()));
  co_await all.settle();
  std::vector<T> values;
  values.reserve(promises.size());
  for (auto *p : promises)
    values.push_back(p->take());
  co_return values;
}

inline task<> gather(std::vector<task<>> work) {
  detail::children all;
  all.reserve(work.size());
  for (auto &w : work)
    all.add(std::move(w), {}, std::source_location::current());
  co_await all.settle();
  for (auto &child : all.cores()) // one that ended as cancelled says so
    if (auto error = child->error_of(child->root))
      std::rethrow_exception(error);
}

template <class... T>
task<std::tuple<result<T>...>> gather_results(task<T>... work) {
  detail::children all;
  all.stop_at_first_error = false;
  const auto here = std::source_location::current();
  std::tuple promises{all.add(std::move(work), {}, here)...};
  if (co_await all.wait_for_all())
    throw cancelled{};
  co_return std::apply(
      [](auto *...p) {
        return std::tuple<result<T>...>{detail::take_result(*p)...};
      },
      promises);
}

template <class T>
task<std::vector<result<T>>> gather_results(std::vector<task<T>> work) {
  detail::children all;
  all.stop_at_first_error = false;
  std::vector<detail::task_promise<T> *> promises;
  for (auto &w : work)
    promises.push_back(
        all.add(std::move(w), {}, std::source_location::current()));
  if (co_await all.wait_for_all())
    throw cancelled{};
  std::vector<result<T>> values;
  values.reserve(promises.size());
  for (auto *p : promises)
    values.push_back(detail::take_result(*p));
  co_return values;
}

} // namespace nostall
