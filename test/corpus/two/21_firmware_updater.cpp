// RUN: %check_marks %s -- %flags -I%S/Inputs
// Firmware updater (TFTP-ish); four different thread pools in one program.
#include <condition_variable>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct Op {
  struct promise_type { Op get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() { std::terminate(); } };
};

// 1: a queue with workers, awaited with switch_to()
class DiskPool {
  std::deque<std::coroutine_handle<>> q_; std::mutex m_; std::condition_variable cv_; std::vector<std::thread> t_;
  void loop() { for (;;) { std::coroutine_handle<> h; { std::unique_lock l(m_); while (q_.empty()) cv_.wait(l); h = q_.front(); q_.pop_front(); } h.resume(); } }
public:
  explicit DiskPool(int n) { while (n--) t_.emplace_back(&DiskPool::loop, this); }
  void push(std::coroutine_handle<> h) { { std::lock_guard l(m_); q_.push_back(h); } cv_.notify_one(); }
  struct Switch { DiskPool* p; bool await_ready() const noexcept { return false; } void await_suspend(std::coroutine_handle<> h) const { p->push(h); } void await_resume() const noexcept {} };
  friend Switch switch_to(DiskPool& p) { return {&p}; }
};
// 2: the event loop, with exactly the same outside
class MainLoop {
  std::deque<std::coroutine_handle<>> q_;
public:
  void push(std::coroutine_handle<> h) { q_.push_back(h); }
  void run() { while (!q_.empty()) { auto h = q_.front(); q_.pop_front(); h.resume(); } }
  struct Switch { MainLoop* p; bool await_ready() const noexcept { return false; } void await_suspend(std::coroutine_handle<> h) const { p->push(h); } void await_resume() const noexcept {} };
  friend Switch switch_to(MainLoop& p) { return {&p}; }
};
// 3: packaged tasks
class TaskPool {
public:
  template <class F> auto async(F f) { std::packaged_task<std::invoke_result_t<F>()> t(std::move(f)); auto fut = t.get_future(); std::thread(std::move(t)).detach(); return fut; }
};
// 4: looks like a pool, is a plain call
struct Inline { template <class F> void enqueue(F&& f) { f(); } template <class F> void submit(F&& f) { std::forward<F>(f)(); } };
// 5: stores jobs for later, on the loop
struct Later { std::vector<std::function<void()>> v; template <class F> void enqueue(F&& f) { v.emplace_back(std::forward<F>(f)); } void run_all() { for (auto& f : v) f(); } };

static void flash(int fd) { char page[512]{}; (void)!::write(fd, page, sizeof page); ::fsync(fd); }
static unsigned crc(const std::string& s) { unsigned c = 0; for (char ch : s) c = c * 31 + ch; return c; }

Op update(DiskPool& disk, MainLoop& loop, int fd) {
  flash(fd); // BAD: file
  unsigned c = crc("image");                     // OK: arithmetic
  co_await switch_to(disk);
  flash(fd);                                     // OK: on the disk pool
  for (int i = 0; i < 4; ++i) flash(fd);         // OK: on the disk pool
  co_await switch_to(loop);
  flash(fd); // BAD: file
  if (c > 3) { co_await switch_to(disk); ::sleep(1); co_await switch_to(loop); }   // OK: hops there and back
  ::sleep(1); // BAD: sleep
}

Op with_tasks(TaskPool& tp, Inline& in, Later& later, int fd) {
  auto f = tp.async([fd] { flash(fd); return 1; });    // OK: own thread
  f.wait(); // BAD: wait
  int n = f.get(); // MISSED: wait: see docs/limitations.md
  auto g = tp.async([n] { return n; });                // OK: packaged task's future does not block when destroyed
  in.enqueue([fd] { flash(fd); }); // BAD: file
  in.submit([&] { ::usleep(10); }); // BAD: sleep
  in.submit([&] { n += crc("x"); });                   // OK: arithmetic
  later.enqueue([&n] { n += crc("y"); });              // OK: arithmetic stored
  std::thread worker(flash, fd);                       // OK: thread body
  worker.join(); // BAD: wait
  co_return;
}

Op on_worker_loop(DiskPool& disk, int fd) {
  try {
    co_await switch_to(disk);
    flash(fd);                                   // OK: on the disk pool
    char b[16]; ::recv(fd, b, 16, 0);            // OK: on the disk pool
  } catch (...) {
    std::fputs("failed\n", stderr);
  }
}

Op loop_only(MainLoop& loop, int fd) {
  while (fd > 0) {
    co_await switch_to(loop);
    char b[16]; if (::recv(fd, b, 16, 0) <= 0) break; // BAD: socket
    if (::recv(fd, b, 16, MSG_DONTWAIT) <= 0) continue;    // OK: MSG_DONTWAIT
  }
}
