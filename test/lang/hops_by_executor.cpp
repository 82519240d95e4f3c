// RUN: %check_marks %s -- %flags -I%S/Inputs
// `co_await hop(executor)`: the awaiter knows an interface only, who made it
// knows the class.
#include "coroutine.h"
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <sys/epoll.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace hops_by_executor {

struct executor {
  virtual ~executor() = default;
  virtual void execute(std::function<void()> f) = 0;
};
class reactor final : public executor {
public:
  void execute(std::function<void()> f) override {
    std::lock_guard guard(mutex_);
    posted_.push_back(std::move(f));
  }
  void run() {
    epoll_event events[8];
    for (;;) {
      epoll_wait(epoll_, events, 8, 10);
      for (auto &f : posted_)
        f();
      posted_.clear();
    }
  }

private:
  int epoll_ = epoll_create1(0);
  std::mutex mutex_;
  std::deque<std::function<void()>> posted_;
};
class crew final : public executor {
public:
  crew() : thread_([this] { work(); }) {}
  void execute(std::function<void()> f) override {
    std::lock_guard guard(mutex_);
    jobs_.push_back(std::move(f));
    wake_.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return !jobs_.empty(); });
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
    }
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::thread thread_;
};

struct hop_awaiter {
  executor &to;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    to.execute([h] { h.resume(); });
  }
  void await_resume() const noexcept {}
};
hop_awaiter hop(executor &e) { return hop_awaiter{e}; }

struct agent {
  reactor &loop;
  crew &pool;
  mock::task<> run() {
    usleep(1); // BAD: sleep
    co_await hop(pool);
    usleep(2); // OK: on the crew's thread
    co_await hop(loop);
    usleep(3); // BAD: sleep
  }
  mock::task<> anywhere(executor &e) {
    co_await hop(e);
    usleep(4); // BAD: sleep
  }
};

} // namespace hops_by_executor
