// RUN: %check_marks %s -- %flags -I%S/Inputs
// Thumbnail service: bounded queue between loop and threads.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>
#include <unistd.h>

namespace thumb {
using namespace std::chrono_literals;

template <class T> struct Eventually {
  struct promise_type {
    std::shared_ptr<T> v = std::make_shared<T>();
    Eventually get_return_object() { return {v}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(T t) { *v = std::move(t); }
    void unhandled_exception() {}
  };
  std::shared_ptr<T> v;
  bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} T& await_resume() { return *v; }
};

// Thread-side queue: blocking, timed and nonblocking pops.
template <class T> class BlockingQueue {
  std::deque<T> q_; std::mutex m_; std::condition_variable cv_; size_t cap_ = 16;
public:
  void push(T t) { std::unique_lock l(m_); cv_.wait(l, [this] { return q_.size() < cap_; }); q_.push_back(std::move(t)); cv_.notify_all(); }
  bool try_push(T t) { std::unique_lock l(m_, std::try_to_lock); if (!l || q_.size() >= cap_) return false; q_.push_back(std::move(t)); cv_.notify_all(); return true; }
  T pop() { std::unique_lock l(m_); cv_.wait(l, [this] { return !q_.empty(); }); T t = std::move(q_.front()); q_.pop_front(); return t; }
  std::optional<T> pop_for(std::chrono::milliseconds d) { std::unique_lock l(m_); if (!cv_.wait_for(l, d, [this] { return !q_.empty(); })) return {}; T t = std::move(q_.front()); q_.pop_front(); return t; }
  std::optional<T> try_pop() { std::unique_lock l(m_, std::try_to_lock); if (!l || q_.empty()) return {}; T t = std::move(q_.front()); q_.pop_front(); return t; }
};

// Loop-side queue, same method names, all awaitable.
template <class T> class AsyncQueue {
  std::deque<T> q_;
public:
  struct Pop { AsyncQueue& q; bool await_ready() { return !q.q_.empty(); } void await_suspend(std::coroutine_handle<>) {} T await_resume() { T t = q.q_.front(); q.q_.pop_front(); return t; } };
  Pop pop() { return {*this}; }
  void push(T t) { q_.push_back(std::move(t)); }
  std::optional<T> pop_for(std::chrono::milliseconds) { return {}; }
};

struct Slots { std::counting_semaphore<4> s{4}; struct Guard { Slots& o; explicit Guard(Slots& x) : o(x) { o.s.acquire(); } ~Guard() { o.s.release(); } }; struct TryGuard { Slots& o; bool ok; explicit TryGuard(Slots& x) : o(x), ok(o.s.try_acquire()) {} ~TryGuard() { if (ok) o.s.release(); } }; };

class Joiner { std::vector<std::thread> t_; public: ~Joiner() { for (auto& t : t_) if (t.joinable()) t.join(); } template <class F> void add(F f) { t_.emplace_back(std::move(f)); } };
class Detacher { std::vector<std::thread> t_; public: ~Detacher() { for (auto& t : t_) t.detach(); } template <class F> void add(F f) { t_.emplace_back(std::move(f)); } };
struct Base { virtual ~Base() { flush(); } void flush() { ::sync(); } };
struct Image : Base { int w = 0; };                          // inherits the destructor's work
struct Pixel { int r = 0, g = 0, b = 0; ~Pixel() { r = 0; } };

static int scale(int w) { return w / 2; }

Eventually<int> feed(BlockingQueue<int>& bq, AsyncQueue<int>& aq) {
  bq.push(1); // BAD: wait
  aq.push(1);                                 // OK: appends in memory
  if (bq.try_push(2)) aq.push(2);             // OK: try_push
  int a = bq.pop(); // BAD: wait
  a += co_await aq.pop();                     // OK: awaitable pop
  if (auto v = bq.pop_for(100ms)) a += *v; // BAD: wait
  if (auto v = bq.pop_for(0ms)) a += *v;      // OK: zero timeout carried through
  if (auto v = bq.try_pop()) a += *v;         // OK: try_pop
  if (auto v = aq.pop_for(100ms)) a += *v;    // OK: the loop's queue never waits
  co_return scale(a) + bq.pop(); // BAD: wait
}

Eventually<std::string> render(Slots& slots, std::shared_ptr<std::promise<int>> pr) {
  Slots::Guard g(slots); // BAD: wait
  Slots::TryGuard tg(slots);                  // OK: try_acquire
  Joiner j; // BAD: wait
  j.add([] { std::this_thread::sleep_for(10ms); });   // OK: thread body
  Detacher d;                                 // OK: detaches
  d.add([] { std::this_thread::sleep_for(10ms); });   // OK: thread body
  Image img; // BAD: file
  Pixel px;                                   // OK: harmless destructor
  auto* heap = new Pixel;                     // OK: harmless constructor
  delete heap;                                // OK: harmless destructor
  Base* b = new Image;                        // OK: construction does nothing
  delete b; // BAD: file
  auto sp = std::make_unique<Pixel>();
  sp.reset();                                 // OK: harmless destructor
  std::packaged_task<int()> pt([] { return 1; });
  auto f = pt.get_future();                   // OK: takes the future
  pt();                                       // OK: body returns a constant
  pr->get_future().get(); // BAD: wait
  pr->set_value(1);                           // OK: fulfils
  auto def = std::async(std::launch::deferred, [] { std::this_thread::sleep_for(1s); });   // OK: deferred, not run
  def.get(); // BAD: wait
  if (f.valid()) img.w = 1;                   // OK: query
  co_return std::to_string(px.r + img.w);
}

Eventually<int> spin(std::atomic_flag& flag, std::atomic<bool>& stop) {
  flag.wait(false); // BAD: wait
  flag.test_and_set(); flag.notify_all();     // OK: no waiting
  std::atomic_wait(&stop, false); // BAD: wait
  bool now = stop.load();                     // OK: load
  std::atomic_ref<bool> r(now);
  r.wait(true); // BAD: wait
  std::jthread t([&] { stop.wait(false); }); // BAD: wait
  t.request_stop();                           // OK: request only
  if (t.joinable()) t.join(); // BAD: wait
  co_return now;
}
}  // namespace thumb
