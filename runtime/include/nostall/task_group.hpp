#pragma once
/// task_group: tasks that end before the scope does.
///
/// spawn() starts children; join() waits for all of them, those spawned
/// meanwhile included. The first child that fails cancels the others; join()
/// waits for them too and then rethrows that first exception. (A child that
/// ends as cancelled has not failed.) If the task that joins is cancelled, so
/// are the children, and they are awaited all the same. A group that is
/// destroyed unjoined cancels its children. Thread-safety: loop thread.
///
///     nostall::task_group group;
///     for (auto &url : urls)
///       group.spawn(fetch(url));
///     co_await group.join();
#include "detail/children.hpp"

namespace nostall {

class task_group {
public:
  /// Starts a child. Its result is dropped: let it write where it is wanted.
  template <class T>
  void spawn(task<T> work, std::string name = {},
             std::source_location where = std::source_location::current()) {
    if (children_.size() > 2 * children_.running() + 16)
      children_.forget_done();
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
