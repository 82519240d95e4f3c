#pragma once
/// mutex: one task at a time, across co_await.
///
/// The lock that may be held over a suspension: waiters are tasks, not threads.
/// First come, first served; unlocking hands the lock to the longest waiter.
/// It protects tasks of one loop from each other, not threads. Cancellable.
///
///     nostall::mutex m;
///     auto guard = co_await m.lock();   // unlocked at the end of the scope
#include "semaphore.hpp"

namespace nostall {

class mutex {
public:
  using guard = semaphore::permit;
  auto lock() noexcept { return one_.enter(); }
  /// For code that cannot use a guard; pair it with unlock().
  auto lock_unguarded() noexcept { return one_.acquire(); }
  bool try_lock() noexcept { return one_.try_acquire(); }
  void unlock() noexcept { one_.release(); }
  bool locked() const noexcept { return one_.available() == 0; }

private:
  semaphore one_{1};
};

} // namespace nostall
