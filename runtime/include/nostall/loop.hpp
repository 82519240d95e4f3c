#pragma once
/// loop: the event loop. One thread, one epoll, timers, ready work.
///
/// One iteration, as in Python's asyncio: ask the kernel which descriptors are
/// ready, take what other threads posted, fire the timers that are due, then
/// run exactly the work that is ready at that moment; what becomes ready
/// meanwhile waits for the next iteration. While there is ready work the kernel
/// is asked at most every 20 microseconds (or 64 iterations), so that a yield
/// does not cost a system call.
///
/// Thread-safety: `post`, `stop` and `co_await schedule()` from any thread;
/// everything else from the thread that runs the loop.
/// Errors: std::system_error when the kernel refuses a descriptor;
/// std::logic_error from run, run_forever and step if the loop runs already.
/// The destructor destroys the tasks that are still pending (their locals are
/// destroyed, they see no exception), the last spawned first, after waiting for
/// work that is away in thread pools to come home. It must outlive what was
/// made on it: streams, listeners, clients, detectors, and tasks of other loops
/// that hopped to it.
///
///     nostall::loop loop;
///     int n = loop.run(answer());
#include "detail/frame.hpp"
#include "task.hpp"
#include <array>
#include <chrono>
#include <functional>
#include <mutex>
#include <vector>

namespace nostall {

namespace detail {

class readiness_table;
struct watchdog;
using clock = std::chrono::steady_clock;

/// A place in a loop's timer heap. `fire` is called on the loop's thread.
class timer {
public:
  timer() = default;
  timer(const timer &) = delete;
  timer &operator=(const timer &) = delete;
  bool armed() const noexcept { return index_ != none; }

protected:
  ~timer() = default;

private:
  friend class nostall::loop;
  virtual void fire() noexcept = 0;
  static constexpr std::size_t none = ~std::size_t{0};
  std::size_t index_ = none;
};

/// Something that epoll reports on. `on_events` gets EPOLLIN, …; it may only
/// make work ready, not run any.
class io_source {
public:
  virtual void on_events(std::uint32_t events) noexcept = 0;

protected:
  ~io_source() = default;
};

/// A function that waits for its turn.
struct callback {
  frame as_frame; // what the stall detector shows
  virtual void run() = 0;
  virtual ~callback() = default;
};

/// The heartbeat, read by the watchdog.
struct alignas(64) pulse {
  std::atomic<std::uint64_t> step{0};         // odd while work runs
  std::atomic<std::int64_t> batch_started{0}; // ns, steady clock
  std::atomic<int> thread{0};                 // kernel's id, 0 while not run
  std::atomic<bool> stalled{false};           // set by the watchdog
  // The batch that runs, for the names of those who wait: what is read through
  // these goes through the kernel, which faults for us.
  std::atomic<const void *> batch{nullptr};
  std::atomic<std::size_t> batch_size{0};
  std::atomic<std::uint64_t> batch_first_step{0};
};

/// What a stall detector or a tracer wants to hear. Loop thread.
class observer {
public:
  virtual void stall_ended(loop &) noexcept = 0;
  /// How often an iteration took less than 2^i microseconds.
  std::array<std::atomic<std::uint64_t>, 32> buckets{};

protected:
  ~observer() = default;
};
class tracer {
public:
  virtual void begin(const frame *, std::int64_t ns) noexcept = 0;
  virtual void end(std::int64_t ns) noexcept = 0;

protected:
  ~tracer() = default;
};

} // namespace detail

template <class T> class join_handle;
class stall_detector;

class loop {
public:
  using clock = detail::clock;
  using time_point = clock::time_point;
  using duration = clock::duration;

  loop();
  ~loop();
  loop(const loop &) = delete;
  loop &operator=(const loop &) = delete;

  /// The loop that runs on this thread. Throws std::logic_error if none does.
  static loop &current();
  static loop *try_current() noexcept;

  /// Runs until `main` is done and returns its result. Other tasks may be left
  /// pending; a later run goes on with them. So does one after an exception
  /// that left a callback, and with it this function: `main` is pending then.
  template <class T> T run(task<T> main);
  /// Runs until stop() is called.
  void run_forever();
  /// Ends run_forever after the iteration in progress. Any thread.
  void stop();
  /// One iteration. Waits for events only if `may_wait`.
  void step(bool may_wait = true);

  /// Starts a task: it first runs in the next iteration.
  template <class T>
  join_handle<T>
  spawn(task<T> work, std::string name = {},
        std::source_location where = std::source_location::current());

  /// Runs f() in the next iteration. An exception leaves run().
  template <class F>
  void call_soon(F &&f,
                 std::source_location where = std::source_location::current()) {
    auto *c = make_callback(std::forward<F>(f), where);
    ready_.push_back({reinterpret_cast<std::uintptr_t>(c) | 1, &c->as_frame});
  }
  /// Like call_soon, from any thread. Wakes the loop.
  template <class F>
  void post(F &&f,
            std::source_location where = std::source_location::current());

  /// `co_await loop.schedule()`: go on, on this loop's thread, in a later
  /// iteration. From any thread: this is how a task comes back from a pool.
  auto schedule() noexcept { return schedule_awaiter(*this); }

  /// The time at which this iteration began; cheaper than clock::now().
  time_point now() const noexcept { return time_point(duration(now_ns_)); }
  /// Tasks that were spawned and have not ended.
  std::size_t task_count() const noexcept { return task_count_; }

  // ---- for the parts of the runtime ----
  void ready(std::coroutine_handle<> h, detail::frame *f) {
    ready_.push_back({reinterpret_cast<std::uintptr_t>(h.address()), f});
  }
  void arm(detail::timer &t, time_point due);
  void disarm(detail::timer &t) noexcept;
  void watch(int fd, std::uint32_t events, detail::io_source &source);
  void rewatch(int fd, std::uint32_t events, detail::io_source &source);
  void unwatch(int fd) noexcept;
  void arrive(detail::arrival &a) noexcept; // any thread
  /// Counts work that will come back through arrive(): the destructor waits.
  void expect_arrival() noexcept { ++outstanding_; }
  void arrived() noexcept { --outstanding_; }
  bool on_this_thread() const noexcept { return try_current() == this; }
  detail::slot &slot() noexcept { return slot_; }
  detail::readiness_table &readiness() noexcept { return *readiness_; }
  void adopt(detail::task_core &core) noexcept;
  void disown(detail::task_core &core) noexcept;
  void bury(detail::task_core &core) noexcept;
  void drive(const bool &done);
  void refuse_if_running() const;

private:
  friend class stall_detector;
  friend class trace;
  friend struct detail::watchdog;

  struct item {
    std::uintptr_t what; // a coroutine's address, or a callback's | 1
    detail::frame *where;
  };
  struct timer_entry {
    std::int64_t due;
    detail::timer *timer;
  };

  template <class F> struct function_callback final : detail::callback {
    explicit function_callback(F &&f) : f(std::move(f)) {}
    explicit function_callback(const F &f) : f(f) {}
    void run() override { f(); }
    F f;
  };
  template <class F>
  static detail::callback *make_callback(F &&f, std::source_location where) {
    auto *c = new function_callback<std::decay_t<F>>(std::forward<F>(f));
    c->as_frame.at = where;
    return c;
  }

  class schedule_awaiter final : public detail::arrival {
  public:
    explicit schedule_awaiter(loop &to) noexcept : to_(to) {}
    bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> h) noexcept {
      handle_ = h;
      frame_ = detail::frame_of(h);
      leave();
    }
    void await_resume() const noexcept {}

  private:
    void leave() noexcept;
    void arrive(bool alive) override;
    loop &to_;
    std::coroutine_handle<> handle_;
    detail::frame *frame_ = nullptr;
  };

  struct running;
  void iterate(bool may_wait);
  void run_item(item next);
  void run_batch();
  void run_traced(item next);
  void poll(bool may_wait);
  void count_iteration(std::int64_t ns) noexcept;
  void fire_timers();
  bool take_arrivals(bool alive);
  void sweep() noexcept;
  void sift_up(std::size_t i, timer_entry e) noexcept;
  void sift_down(std::size_t i, timer_entry e) noexcept;
  void destroy_tasks() noexcept;

  std::vector<item> ready_;
  std::vector<item> batch_;
  std::size_t batch_next_ = 0;
  detail::slot slot_;
  detail::task_core *dead_ = nullptr;
  detail::observer *observer_ = nullptr;
  detail::tracer *tracer_ = nullptr;
  std::int64_t now_ns_ = 0;
  std::int64_t polled_ns_ = 0;
  unsigned unpolled_ = 0;
  std::vector<timer_entry> timers_; // a 4-ary heap
  detail::list<detail::task_core> tasks_;
  std::size_t task_count_ = 0;
  std::size_t outstanding_ = 0;
  int epoll_ = -1;
  int wake_ = -1;
  bool running_ = false;
  bool no_pwait2_ = false;
  bool *stop_requested_ = nullptr;
  std::unique_ptr<stall_detector> default_detector_;
  std::unique_ptr<detail::readiness_table> readiness_;

  detail::pulse pulse_;
  alignas(64) std::atomic<detail::arrival *> inbox_{nullptr};
  std::atomic<bool> asleep_{false};
  std::atomic<unsigned> arriving_{0}; // threads within arrive()
};

template <class F> void loop::post(F &&f, std::source_location where) {
  struct parcel final : detail::arrival {
    parcel(loop &to, detail::callback *c) : to(to), c(c) {}
    void arrive(bool alive) override {
      std::unique_ptr<parcel> self(this);
      std::unique_ptr<detail::callback> work(c);
      if (alive) {
        to.ready_.push_back(
            {reinterpret_cast<std::uintptr_t>(c) | 1, &c->as_frame});
        (void)work.release();
      }
    }
    loop &to;
    detail::callback *c;
  };
  arrive(*new parcel(*this, make_callback(std::forward<F>(f), where)));
}

namespace detail {
class yield_operation final : public wait_node {
public:
  bool await_ready() const noexcept { return false; }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    complete();
    return true;
  }
  void await_resume() { finish(); }
};

/// Waits in a list until someone pops and completes it.
class list_wait final : public wait_node {
public:
  /// Does not wait if `*ready` is true by then.
  explicit list_wait(list<operation> &in, const bool *ready = nullptr) noexcept
      : in_(in), ready_(ready) {}
  bool await_ready() const noexcept { return ready_ && *ready_; }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    in_.push_back(*this);
    return true;
  }
  void await_resume() { finish(); }

private:
  list<operation> &in_;
  const bool *ready_;
};

/// `d` after `from`; in the far future if the clock does not reach that far.
template <class Rep, class Period>
clock::time_point after(clock::time_point from,
                        std::chrono::duration<Rep, Period> d) noexcept {
  using seconds = std::chrono::duration<double>;
  constexpr seconds century(100.0 * 365 * 24 * 3600);
  if (seconds(d) >= century)
    return from + std::chrono::duration_cast<clock::duration>(century);
  if (seconds(d) <= seconds(0))
    return from;
  return from + std::chrono::duration_cast<clock::duration>(d);
}
} // namespace detail

/// `co_await yield()`: let the other ready work run first.
inline auto yield() noexcept { return detail::yield_operation(); }

namespace detail {
inline bool operation::start(std::coroutine_handle<> h, frame *f) {
  handle_ = h;
  frame_ = f;
  owner_ = f ? f->owner : nullptr;
  if (owner_) [[likely]] {
    loop_ = owner_->on;
    if (owner_->where != &loop_->slot()) [[unlikely]]
      throw std::logic_error("nostall: awaited off its loop; co_await "
                             "loop.schedule() first");
    if (owner_->cancel_requested) [[unlikely]] {
      owner_->cancel_requested = false;
      state_ = state::cancelled;
      return false;
    }
    owner_->pending = this;
  } else {
    loop_ = &loop::current();
  }
  state_ = state::waiting;
  return true;
}
inline void operation::forget() noexcept {
  if (owner_)
    owner_->pending = nullptr;
  state_ = state::completed;
}
inline void operation::complete() noexcept {
  forget();
  loop_->ready(handle_, frame_);
}
} // namespace detail

} // namespace nostall

#include "spawn.hpp"
