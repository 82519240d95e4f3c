// RUN: %check_marks %s -- %flags -I%S/Inputs
// Mailboxes between threads and coroutines: condition variables and timed locks.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <stop_token>
#include <string>

#include "task.h"

namespace mailbox {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

template <class T>
class Mailbox {
 public:
  void put(T v) {
    {
      std::lock_guard lk(m_);
      q_.push_back(std::move(v));
    }
    cv_.notify_one();
  }

  T take() {
    std::unique_lock lk(m_);
    cv_.wait(lk, [this] { return !q_.empty(); });
    return pop();
  }

  template <class Rep, class Period>
  std::optional<T> take_for(std::chrono::duration<Rep, Period> d) {
    std::unique_lock lk(m_);
    if (!cv_.wait_for(lk, d, [this] { return !q_.empty(); })) return std::nullopt;
    return pop();
  }

  std::optional<T> try_take() {
    std::unique_lock lk(m_, std::try_to_lock);
    if (!lk || q_.empty()) return std::nullopt;
    return pop();
  }

 private:
  T pop() {
    T v = std::move(q_.front());
    q_.pop_front();
    return v;
  }
  std::mutex m_;
  std::condition_variable cv_;
  std::deque<T> q_;
};

rt::task<std::string> consume(Mailbox<std::string>& box) {
  if (auto s = box.try_take()) co_return *s;          // OK: try variant of the mailbox
  auto maybe = box.take_for(200ms); // BAD: wait
  if (maybe) co_return *maybe;
  box.put("retry");                                   // OK: put notifies and returns
  co_return box.take(); // BAD: wait
}

struct state {
  std::mutex m;
  std::condition_variable cv;
  std::condition_variable_any any;
  std::timed_mutex tm;
  std::recursive_timed_mutex rtm;
  std::shared_timed_mutex stm;
  bool ready = false;
};

rt::task<> direct(state& s) {
  std::unique_lock lk(s.m);
  s.cv.wait(lk); // BAD: wait
  s.cv.wait(lk, [&] { return s.ready; }); // BAD: wait
  s.cv.wait_for(lk, 10ms); // BAD: wait
  s.cv.wait_for(lk, 10ms, [&] { return s.ready; }); // BAD: wait
  s.cv.wait_until(lk, clock_type::now() + 1s); // BAD: wait
  s.cv.wait_for(lk, 0s);                              // OK: zero timeout
  s.cv.notify_all();                                  // OK: never waits
  lk.unlock();                                        // OK: unlocking never waits
  co_return;
}

rt::task<> direct_any(state& s, std::stop_token st) {
  std::unique_lock lk(s.tm, std::defer_lock);         // OK: defer_lock
  if (!lk.try_lock()) co_return;                      // OK: try variant
  s.any.wait(lk, st, [&] { return s.ready; }); // BAD: wait
  s.any.wait(lk); // BAD: wait
  s.any.wait_for(lk, 5s); // BAD: wait
  s.any.notify_one();                                 // OK: never waits
  std::notify_all_at_thread_exit(s.cv, std::unique_lock(s.m, std::try_to_lock));  // OK: registers only
}

rt::task<bool> timed(state& s) {
  if (s.tm.try_lock_for(500ms)) s.tm.unlock(); // BAD: lock
  if (s.tm.try_lock_until(clock_type::now() + 1s)) s.tm.unlock(); // BAD: lock
  if (s.tm.try_lock()) s.tm.unlock();                 // OK: try variant
  if (s.tm.try_lock_for(0ms)) s.tm.unlock();          // OK: zero timeout
  if (s.rtm.try_lock_for(1s)) s.rtm.unlock(); // BAD: lock
  if (s.stm.try_lock_shared_for(1s)) s.stm.unlock_shared(); // BAD: lock
  if (s.stm.try_lock_shared()) s.stm.unlock_shared(); // OK: try variant
  std::unique_lock waits(s.tm, 2s); // BAD: lock
  std::shared_lock reads(s.stm, 2s); // BAD: lock
  std::unique_lock later(s.rtm, std::defer_lock);     // OK: defer_lock
  bool got = later.try_lock_for(50ms); // BAD: lock
  co_return got;
}

rt::task<> modern(rt::async_mutex& m, rt::async_event& e) {
  auto g = co_await m.lock();                         // OK: asynchronous mutex
  co_await e.wait();                                  // OK: asynchronous event
  if (m.try_lock()) m.unlock();                       // OK: asynchronous mutex
}

// The writer thread.
void writer_thread(state& s, Mailbox<int>& box) {
  std::unique_lock lk(s.m);
  s.cv.wait(lk, [&] { return s.ready; });             // OK: plain function, called by no coroutine
  box.take();                                         // OK: plain function, called by no coroutine
  s.tm.try_lock_for(1h);                              // OK: plain function, called by no coroutine
}

}  // namespace mailbox
