// Event loops that wait for work, not for descriptors; threads that empty
// queues are none.
// RUN: %check_marks %s -- %flags
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <vector>

class Loop {
public:
  void post(std::function<void()> f) {
    std::lock_guard lock(m_);
    queue_.push_back(std::move(f));
    ready_.notify_one();
  }
  void run() {
    for (;;) {
      std::unique_lock lock(m_);
      ready_.wait(lock, [this] { return !queue_.empty(); }); // OK: its own wait
      auto f = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      f();
    }
  }

private:
  std::mutex m_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;
};

class Crew {
public:
  explicit Crew(int n) {
    while (n-- > 0)
      threads_.emplace_back(&Crew::work, this);
  }
  void submit(std::function<void()> f) {
    std::lock_guard lock(m_);
    queue_.push_back(std::move(f));
    ready_.notify_one();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock lock(m_);
      ready_.wait(lock, [this] { return !queue_.empty(); }); // OK: a worker
      auto f = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      f();
    }
  }
  std::mutex m_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
};

// Owns threads, and is a loop all the same.
class Engine {
public:
  Engine() {
    worker_ = std::thread([this] {
      while (!stop_)
        if (!jobs_.empty())
          jobs_.front()();
    });
  }
  void later(std::function<void()> f) { soon_.push_back(std::move(f)); }
  void job(std::function<void()> f) { jobs_.push_back(std::move(f)); }
  void run() {
    while (!stop_) {
      ::usleep(100); // OK: its own wait
      for (auto &f : soon_)
        f();
    }
  }

private:
  bool stop_ = false;
  std::vector<std::function<void()>> soon_;
  std::deque<std::function<void()>> jobs_;
  std::thread worker_;
};

// Replays a log before the loop runs, slowly if it is debugged: no loop.
class Replay {
public:
  void on(int kind, std::function<void()> f) { handlers_[kind] = std::move(f); }
  void run() {
    while (more()) {
      slow_down();
      handlers_[0]();
    }
  }

private:
  bool more();
  void slow_down() {
    if (delay_)
      ::usleep(delay_);
  }
  unsigned delay_ = 0;
  std::function<void()> handlers_[2];
};

int main() {
  Replay replay;
  replay.on(0, [] { ::usleep(10); }); // OK: no loop runs it
  replay.run();
  Loop loop;
  Crew crew(2);
  Engine engine;
  loop.post([] {
    usleep(5); // BAD: sleep
  });
  loop.post([] {
    usleep(0); // OK: zero
  });
  crew.submit([] {
    usleep(5); // OK: on a worker
  });
  engine.later([] {
    usleep(5); // BAD: sleep
  });
  engine.job([] {
    usleep(5); // OK: on the engine's worker
  });
  loop.run();
  engine.run();
}
