// Pairs of callables: work for a thread, and what comes after it, for the loop.
// RUN: %check_marks %s -- %flags

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <sys/epoll.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>
class loop {
public:
  void post(std::function<void()> f) { posted.push_back(std::move(f)); }
  void run() {
    epoll_event ev;
    for (;;) {
      epoll_wait(3, &ev, 1, -1);
      for (auto &f : posted)
        f();
    }
  }
  std::vector<std::function<void()>> posted;
};
// Work for a thread, and what comes after it, for the loop.
class offloader {
public:
  explicit offloader(loop &l) : l(l), worker([this] { run(); }) {}
  void submit(std::function<void()> work, std::function<void()> done) {
    std::lock_guard lock(m);
    in.emplace_back(std::move(work), std::move(done));
    cv.notify_one();
  }
  void submit_pair(std::function<void()> work, std::function<void()> done) {
    std::lock_guard lock(m);
    in.push_back({std::move(work), std::move(done)});
    cv.notify_one();
  }
  void run() {
    for (;;) {
      std::unique_lock lock(m);
      cv.wait(lock, [this] { return !in.empty(); });
      auto job = std::move(in.front());
      in.pop_front();
      lock.unlock();
      job.first();
      l.post(job.second);
    }
  }
  loop &l;
  std::mutex m;
  std::condition_variable cv;
  std::deque<std::pair<std::function<void()>, std::function<void()>>> in;
  std::thread worker;
};
class bound {
public:
  explicit bound(loop &l) : l(l), worker([this] { run(); }) {}
  void submit(std::function<int()> work, std::function<void(int)> done) {
    in.emplace_back(std::move(work), std::move(done));
  }
  void run() {
    for (;;) {
      auto [work, then] = std::move(in.front());
      in.pop_front();
      int n = work();
      l.post([then, n] { then(n); });
    }
  }
  loop &l;
  std::deque<std::pair<std::function<int()>, std::function<void(int)>>> in;
  std::thread worker;
};
int main() {
  loop l;
  offloader off(l);
  bound b(l);
  l.post([&] {
    off.submit([] { sleep(1); },           // OK: on the worker
               [] { sleep(2); });          // BAD: sleep
    off.submit_pair([] { sleep(3); },      // OK: on the worker
                    [] { sleep(4); });     // BAD: sleep
    b.submit([] { return (int)sleep(5); }, // OK: on the worker
             [](int) { sleep(6); });       // BAD: sleep
  });
  l.run();
}
