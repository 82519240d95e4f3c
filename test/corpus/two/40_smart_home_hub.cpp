// RUN: %check_marks %s -- %flags -I%S/Inputs
// Smart home hub: structured concurrency helpers, several schedulers, one event loop.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace hub {
using namespace std::chrono_literals;
template <class T> struct Co {
  struct promise_type { T v{}; std::coroutine_handle<> k; Co get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; } std::suspend_always initial_suspend() noexcept { return {}; } std::suspend_always final_suspend() noexcept { return {}; } void return_value(T t) { v = t; } void unhandled_exception() {} };
  std::coroutine_handle<promise_type> h;
  bool await_ready() { return h.done(); } auto await_suspend(std::coroutine_handle<> c) { h.promise().k = c; return h; } T await_resume() { return h.promise().v; }
};
class Loop {
  std::mutex m_; std::deque<std::coroutine_handle<>> q_; int wake_ = ::eventfd(0, EFD_NONBLOCK);
public:
  void post(std::coroutine_handle<> h) { std::lock_guard l(m_); q_.push_back(h); ::eventfd_write(wake_, 1); }
  struct Tr { Loop& l; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { l.post(h); } void await_resume() {} };
  Tr resume() { return {*this}; }
  void run() { pollfd p{wake_, POLLIN, 0}; for (;;) { ::poll(&p, 1, -1); std::deque<std::coroutine_handle<>> q; { std::lock_guard l(m_); q.swap(q_); } for (auto h : q) h.resume(); } }   // OK: the loop is no coroutine
};
// thread pool with the sender-like vocabulary
class Blocking {
  std::mutex m_; std::condition_variable cv_; std::deque<std::function<void()>> q_; std::vector<std::jthread> t_; Loop& back_;
public:
  Blocking(int n, Loop& b) : back_(b) { for (; n; --n) t_.emplace_back([this](std::stop_token s) { while (!s.stop_requested()) { std::unique_lock l(m_); cv_.wait(l, [this] { return !q_.empty(); }); auto f = std::move(q_.front()); q_.pop_front(); l.unlock(); f(); } }); }
  void add(std::function<void()> f) { std::lock_guard l(m_); q_.push_back(std::move(f)); cv_.notify_one(); }
  struct Hop { Blocking& b; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { b.add([h] { h.resume(); }); } void await_resume() {} };
  Hop transfer() { return {*this}; }
  template <class F> struct Call { Blocking& b; F f; std::optional<std::invoke_result_t<F>> r; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { b.add([this, h] { r.emplace(f()); b.back_.post(h); }); } auto await_resume() { return *r; } };
  template <class F> Call<F> operator()(F f) { return {*this, std::move(f), {}}; }
};
template <class... T> struct WhenAll { std::tuple<T...> t; bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} int await_resume() { return sizeof...(T); } };
template <class... T> WhenAll<T...> when_all(T... t) { return {{std::move(t)...}}; }
template <class T, class F> auto then(Co<T> c, F f) { return [c, f]() mutable { return f(c.h.promise().v); }; }

static int zigbee(int fd, speed_t baud = B115200) { termios t{}; ::cfsetspeed(&t, baud); char b[8]; return ::tcsetattr(fd, TCSADRAIN, &t) + ::read(fd, b, 8); }
static int rssi(int x) { return x - 40; }
struct Lamp { int fd; Lamp& on() { (void)!::write(fd, "1", 1); ::tcdrain(fd); return *this; } Lamp& dim(int) { return *this; } bool lit() const { return fd > 0; } };

Co<int> poll_radio(Blocking& bg, Loop& loop, int fd) {
  int v = zigbee(fd); // BAD: device file
  v += rssi(v);                                           // OK: arithmetic
  v += co_await bg([&] { return zigbee(fd); });           // OK: called on the pool
  v += zigbee(fd, B9600); // BAD: device file
  co_await bg.transfer();
  v += zigbee(fd);                                        // OK: on the pool
  std::this_thread::sleep_for(5ms);                       // OK: on the pool
  co_await loop.resume();
  std::this_thread::sleep_for(5ms); // BAD: sleep
  bg.add([fd] { zigbee(fd); });                           // OK: handed to the pool
  v += co_await bg([&] { return rssi(v) + zigbee(fd); }) + zigbee(fd); // BAD: device file
  co_return v;
}
Co<int> scene(Blocking& bg, Loop& loop, Lamp a, Lamp b) {
  a.dim(3).dim(4);                                        // OK: returns itself
  a.dim(3).on(); // BAD: device file
  if (b.lit() || b.on().lit()) a.dim(0); // BAD: device file
  if (b.lit() && a.lit()) b.dim(9);                       // OK: compares numbers
  int n = co_await when_all(poll_radio(bg, loop, 1), poll_radio(bg, loop, 2));   // OK: coroutines
  n += co_await when_all(poll_radio(bg, loop, zigbee(3))); // BAD: device file
  auto cont = then(poll_radio(bg, loop, 4), [](int x) { ::usleep(10); return x; });   // OK: continuation stored
  n += cont(); // BAD: sleep
  auto good = then(poll_radio(bg, loop, 4), [](int x) { return rssi(x); });   // OK: continuation stored
  n += good();                                            // OK: arithmetic
  std::vector<Lamp> all{a, b};
  for (auto& l : all) l.dim(1);                           // OK: returns itself
  for (auto& l : all) l.on(); // BAD: device file
  std::for_each(all.begin(), all.end(), std::mem_fn(&Lamp::on)); // BAD: device file
  std::for_each(all.begin(), all.end(), [&](Lamp l) { bg.add([l]() mutable { l.on(); }); });   // OK: each handed to the pool
  auto lit = std::count_if(all.begin(), all.end(), std::mem_fn(&Lamp::lit));   // OK: compares numbers
  auto member = &Lamp::on;
  (all[0].*member)(); // BAD: device file
  uint64_t k; int ev = ::eventfd(0, EFD_SEMAPHORE);
  ::read(ev, &k, sizeof k); // BAD: wait
  ::eventfd_write(ev, 1);
  auto deep = [&] { return [&] { return [&] { return zigbee(ev); }; }; };
  auto two = deep()();                                    // OK: the innermost closure is not called
  n += two(); // BAD: device file
  auto outer = [&]() -> Co<int> {
    auto inner = [&] { return zigbee(ev); };
    co_await bg.transfer();
    co_return inner();                                    // OK: on the pool
  };
  n += co_await outer();                                  // OK: another coroutine
  co_return n + static_cast<int>(lit);
}
}  // namespace hub
