// RUN: %check_marks %s -- %flags -I%S/Inputs
// In-process job scheduler with its own run queue.
#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <exception>
#include <future>
#include <latch>
#include <memory>
#include <mutex>
#include <queue>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

class Job {
public:
  struct promise_type;
  using handle = std::coroutine_handle<promise_type>;
  struct promise_type {
    std::exception_ptr err;
    handle self() { return handle::from_promise(*this); }
    Job get_return_object() { return Job(self()); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { err = std::current_exception(); }
  };
  explicit Job(handle h) : h_(h) {}
  Job(Job&& o) noexcept : h_(std::exchange(o.h_, {})) {}
  ~Job() { if (h_) h_.destroy(); }
  void step() { h_.resume(); }
private:
  handle h_;
};

struct RunQueue {
  std::queue<std::coroutine_handle<>> ready;
  auto yield() {
    struct Y { RunQueue* q; bool await_ready() { return false; }
      void await_suspend(std::coroutine_handle<> h) { q->ready.push(h); } void await_resume() {} };
    return Y{this};
  }
};

// Lock of our own: awaitable members with familiar names.
struct AsyncMutex {
  bool held = false; std::queue<std::coroutine_handle<>> q;
  struct Acq { AsyncMutex& m; bool await_ready() { return !m.held; } void await_suspend(std::coroutine_handle<> h) { m.q.push(h); } void await_resume() { m.held = true; } };
  Acq lock() { return {*this}; }
  Acq wait() { return {*this}; }
  Acq acquire() { return {*this}; }
  void unlock() { held = false; }
};

static int heavy(int n) { return n * 2; }

static std::future<int> start(int n) { return std::async(std::launch::async, heavy, n); }

template <class F> static auto blocking_result(F&& f) { return std::forward<F>(f).get(); }

Job futures(RunQueue& rq) {
  std::future<int> f = start(3);
  int a = f.get(); // BAD: wait
  std::promise<int> p; auto g = p.get_future();
  g.wait(); // BAD: wait
  if (g.wait_for(0s) == std::future_status::ready)   // OK: zero timeout
    ++a;
  if (g.wait_for(std::chrono::seconds::zero()) == std::future_status::timeout) --a;  // OK: zero timeout
  if (g.wait_for(50ms) == std::future_status::timeout) --a; // MISSED: wait: see docs/limitations.md
  g.wait_until(std::chrono::steady_clock::now() + 1s); // MISSED: wait: see docs/limitations.md
  std::shared_future<int> sf = g.share();
  sf.wait(); // MISSED: wait: see docs/limitations.md
  a += blocking_result(sf); // MISSED: wait: see docs/limitations.md
  auto sp = std::make_shared<int>(4);
  a += *sp.get();                                    // OK: shared_ptr::get
  auto tup = std::make_tuple(1, 2);
  a += std::get<0>(tup);                             // OK: std::get
  std::async(std::launch::async, heavy, 9); // BAD: wait
  auto lazy = std::async(std::launch::deferred, heavy, 2);   // OK: deferred and never asked for
  co_await rq.yield();
  (void)a;
}

Job primitives(RunQueue& rq, AsyncMutex& am) {
  std::mutex m; std::condition_variable cv; bool done = false;
  std::unique_lock lk(m);
  cv.wait(lk, [&] { return done; }); // BAD: wait
  cv.wait_for(lk, 100ms); // BAD: wait
  cv.notify_all();                         // OK: notification
  lk.unlock();
  std::counting_semaphore<8> sem(0);
  sem.acquire(); // BAD: wait
  if (!sem.try_acquire()) sem.release();   // OK: try_acquire
  bool got = sem.try_acquire_for(1s); // BAD: wait
  std::latch l(2);
  l.count_down();                          // OK: only counts
  l.wait(); // BAD: wait
  if (l.try_wait()) got = !got;            // OK: try_wait
  std::barrier b(2);
  b.arrive_and_wait(); // BAD: wait
  (void)b.arrive();                        // OK: arrive without waiting
  std::atomic<int> flag{0};
  flag.wait(0); // BAD: wait
  flag.notify_one();                       // OK: notification
  co_await am.lock();                      // OK: awaitable lock
  am.unlock();
  co_await am.wait();                      // OK: awaitable wait
  co_await am.acquire();                   // OK: awaitable acquire
  std::timed_mutex tm;
  if (tm.try_lock_for(2s)) tm.unlock(); // BAD: lock
  if (tm.try_lock()) tm.unlock();          // OK: try_lock
  co_await rq.yield();
}

Job threads(RunQueue& rq) {
  std::thread t([] { std::this_thread::sleep_for(1s); });  // OK: sleeps on its own thread
  t.join(); // BAD: wait
  std::jthread jt([](std::stop_token) {}); // BAD: wait
  std::thread d([] {});
  d.detach();                               // OK: detached
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i) pool.emplace_back([] { std::this_thread::sleep_for(5ms); });  // OK: thread bodies
  std::for_each(pool.begin(), pool.end(), [](std::thread& x) { x.join(); }); // BAD: wait
  co_await rq.yield();
}

int main() {
  RunQueue rq; AsyncMutex am;
  Job j = threads(rq); j.step();
  start(1).get();   // OK: main
}
