// A coroutine that suspends while it holds a lock.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace lock_across_await {

struct async_condition {
  mock::task<> wait(std::unique_lock<std::mutex> &held);
};
mock::task<> keep(std::unique_lock<std::mutex> held);
mock::task<int> load(int key);

class cache {
public:
  mock::task<int> whole_scope(int key) {
    std::lock_guard guard(mutex_);
    value_ = co_await load(key); // BAD: lock-across-await
    co_await mock::yield();      // OK: told once for each lock
    co_return value_;
  }

  mock::task<int> inner_scope(int key) {
    int value = co_await load(key); // OK: not yet locked
    {
      std::lock_guard guard(mutex_);
      value_ = value;
    }
    co_await mock::yield(); // OK: no longer locked
    co_return value;
  }

  mock::task<> by_hand() {
    mutex_.lock();
    ++value_;
    mutex_.unlock();
    co_await mock::yield(); // OK: unlocked
    mutex_.lock();
    co_await mock::yield(); // BAD: lock-across-await
    mutex_.unlock();
  }

  mock::task<> one_branch(bool quick) {
    std::unique_lock guard(mutex_);
    if (quick)
      guard.unlock();
    co_await mock::yield(); // BAD: lock-across-await
  }

  mock::task<> both_branches(bool quick) {
    std::unique_lock guard(mutex_);
    if (quick) {
      ++value_;
      guard.unlock();
    } else {
      guard.unlock();
    }
    co_await mock::yield(); // OK: unlocked either way
    guard.lock();
    co_await mock::yield(); // BAD: lock-across-await
  }

  mock::task<> in_loop() {
    for (int i = 0; i < 3; ++i) {
      std::scoped_lock guard(mutex_);
      ++value_;
    }
    for (int i = 0; i < 3; ++i) {
      co_await mock::yield(); // OK: each round unlocks
      std::scoped_lock guard(mutex_);
      ++value_;
    }
    std::unique_lock guard(mutex_, std::defer_lock);
    for (int i = 0; i < 3; ++i) {
      co_await mock::yield(); // BAD: lock-across-await
      guard.lock();
    }
  }

  mock::task<int> readers() {
    std::shared_lock guard(shared_);
    co_return co_await load(value_); // BAD: lock-across-await
  }

  mock::task<> handed_on() {
    std::unique_lock guard(mutex_);
    co_await condition_.wait(guard);  // OK: unlocks it meanwhile
    co_await keep(std::move(guard));  // OK: somebody else's now
    std::unique_lock later(mutex_, std::defer_lock);
    co_await mock::yield(); // OK: nobody has locked it
    std::unique_lock maybe(mutex_, std::try_to_lock);
    co_await mock::yield(); // OK: not known to be locked
  }

  mock::task<> at_once() {
    std::lock_guard guard(mutex_);
    co_await std::suspend_never(); // OK: does not suspend
  }

  mock::task<> silenced() {
    std::lock_guard guard(mutex_);
    co_await mock::yield(); // OK: NOLINT(nostall-lock-across-await)
  }

  mock::task<> in_lambda() {
    auto count = [this] {
      std::lock_guard guard(mutex_);
      return ++value_;
    };
    count();
    co_await mock::yield(); // OK: the lambda has returned
    auto slow = [this]() -> mock::task<> {
      std::lock_guard guard(mutex_);
      co_await mock::yield(); // BAD: lock-across-await
    };
    co_await slow(); // OK: holds nothing itself
  }

private:
  std::mutex mutex_;
  std::shared_mutex shared_;
  async_condition condition_;
  int value_ = 0;
};

mock::task<> given(std::mutex &mutex) {
  mutex.lock();
  co_await mock::yield(); // BAD: lock-across-await
  mutex.unlock();
  co_await mock::yield(); // OK: unlocked
}

} // namespace lock_across_await
