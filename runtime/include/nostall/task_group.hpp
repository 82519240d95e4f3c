#pragma once
/// task_group: tasks that end before the scope does.
///
/// spawn() starts children; join() waits for all of them, those spawned
/// meanwhile included. The first child that fails cancels the others, and those
/// that are spawned after it; join() waits for them too and then rethrows that
/// first exception. (A child that ends as cancelled has not failed.) If the
/// task that joins is cancelled, so are the children, and they are awaited all
/// the same; join() then throws `cancelled`, or the exception of a child. A
/// group that is destroyed unjoined cancels its children but cannot wait for
/// them: what they refer to must outlive them. Thread-safety: loop thread.
///
///     nostall::task_group group;
///     for (auto &url : urls)
///       group.spawn(fetch(url));
///     co_await group.join();
#include "detail/children.hpp"

namespace nostall {

class task_group {
public:
  task_group() noexcept { children_.forget_ended = true; }
  /// Starts a child. Its result is dropped: let it write where it is wanted.
  template <class T>
  void spawn(task<T> work, std::string name = {},
             std::source_location where = std::source_location::current()) {
    children_.add(std::move(work), std::move(name), where);
  }
  /// Asks every child to stop. Not an error for join().
  void cancel() noexcept { children_.cancel(); }
  /// Children that have not ended.
  std::size_t size() const noexcept { return children_.running(); }

  task<> join() { return children_.settle(); }

private:
  detail::children children_;
};

} // namespace nostall
