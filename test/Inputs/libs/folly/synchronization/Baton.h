// Declarations of folly for tests; see ../../README.md.
#pragma once
#include <chrono>
#include <functional>
#include <stdint.h>

namespace folly {
template <bool MayBlock = true> class Baton {
public:
  void wait();
  template <class Rep, class Period> bool try_wait_for(const std::chrono::duration<Rep, Period> &timeout);
  template <class Clock, class Duration> bool try_wait_until(const std::chrono::time_point<Clock, Duration> &deadline);
  template <class Rep, class Period> bool timed_wait(const std::chrono::duration<Rep, Period> &timeout);
  bool try_wait();
  bool ready() const;
  void post();
  void reset();
};
template <class Handoff> class LifoSemImpl {
public:
  void wait();
  bool post();
};
template <bool ReaderPriority> class SharedMutexImpl {
public:
  void lock();
  void lock_shared();
  void lock_upgrade();
  bool try_lock();
  bool try_lock_shared();
  void unlock();
  void unlock_shared();
};
using SharedMutex = SharedMutexImpl<false>;
template <class T> class MPMCQueue {
public:
  void blockingRead(T &out);
  template <class... Args> void blockingWrite(Args &&...args);
  bool read(T &out);
  template <class... Args> bool write(Args &&...args);
};
class EventBase {
public:
  using Func = std::function<void()>;
  bool loop();
  void loopForever();
  void terminateLoopSoon();
  void runInEventBaseThread(Func function);
  void runInEventBaseThreadAndWait(Func function);
  void runImmediatelyOrRunInEventBaseThreadAndWait(Func function);
  void runInLoop(Func function);
  void runAfterDelay(Func function, uint32_t milliseconds);
};
} // namespace folly
