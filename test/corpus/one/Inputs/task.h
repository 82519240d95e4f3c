// Minimal coroutine runtime shared by the corpus files.
#pragma once

#include <sys/epoll.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace rt {

template <class T = void>
class task;

namespace detail {

struct final_awaiter {
  bool await_ready() const noexcept { return false; }
  template <class P>
  std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept {
    auto next = h.promise().continuation;
    return next ? next : std::coroutine_handle<>(std::noop_coroutine());
  }
  void await_resume() const noexcept {}
};

struct promise_base {
  std::coroutine_handle<> continuation;
  std::exception_ptr error;
  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <class T>
struct promise : promise_base {
  std::optional<T> value;
  task<T> get_return_object() noexcept;
  template <class U = T>
  void return_value(U&& u) { value.emplace(std::forward<U>(u)); }
  T take() {
    if (error) std::rethrow_exception(error);
    return std::move(*value);
  }
};

template <>
struct promise<void> : promise_base {
  task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
  void take() const {
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace detail

// A lazily started coroutine: runs when it is awaited.
template <class T>
class [[nodiscard]] task {
 public:
  using promise_type = detail::promise<T>;
  using handle = std::coroutine_handle<promise_type>;

  task() = default;
  explicit task(handle h) noexcept : h_(h) {}
  task(task&& o) noexcept : h_(std::exchange(o.h_, {})) {}
  task& operator=(task&& o) noexcept {
    if (this != &o) {
      if (h_) h_.destroy();
      h_ = std::exchange(o.h_, {});
    }
    return *this;
  }
  ~task() {
    if (h_) h_.destroy();
  }

  auto operator co_await() noexcept {
    struct awaiter {
      handle h;
      bool await_ready() const noexcept { return !h || h.done(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) noexcept {
        h.promise().continuation = c;
        return h;
      }
      T await_resume() { return h.promise().take(); }
    };
    return awaiter{h_};
  }

 private:
  handle h_;
};

namespace detail {
template <class T>
task<T> promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<promise<T>>::from_promise(*this));
}
inline task<void> promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<promise<void>>::from_promise(*this));
}
}  // namespace detail

// Eager, detached coroutine.
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() const noexcept { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() const noexcept { std::terminate(); }
  };
};

// Synchronous generator: its body runs on whichever thread advances it.
template <class T>
class generator {
 public:
  struct promise_type {
    std::optional<T> current;
    std::exception_ptr error;
    generator get_return_object() {
      return generator(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    std::suspend_always yield_value(T v) {
      current.emplace(std::move(v));
      return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() { error = std::current_exception(); }
    template <class U>
    std::suspend_never await_transform(U&&) = delete;
  };
  using handle = std::coroutine_handle<promise_type>;

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    explicit iterator(handle h) : h_(h) {}
    T& operator*() const { return *h_.promise().current; }
    iterator& operator++() {
      h_.resume();
      if (h_.done() && h_.promise().error) std::rethrow_exception(h_.promise().error);
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& i, std::default_sentinel_t) { return !i.h_ || i.h_.done(); }

   private:
    handle h_;
  };

  explicit generator(handle h) : h_(h) {}
  generator(generator&& o) noexcept : h_(std::exchange(o.h_, {})) {}
  ~generator() {
    if (h_) h_.destroy();
  }
  iterator begin() {
    if (h_) {
      h_.resume();
      if (h_.done() && h_.promise().error) std::rethrow_exception(h_.promise().error);
    }
    return iterator(h_);
  }
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  handle h_;
};

// Single-threaded reactor.
class event_loop {
 public:
  event_loop();
  static event_loop& current();

  void post(std::function<void()> fn);
  void stop();

  // Runs the loop until stop(): blocks the calling thread.
  void run() {
    epoll_event evs[64];
    while (!stopped_) {
      int n = ::epoll_wait(ep_, evs, 64, -1);
      for (int i = 0; i < n; ++i) dispatch(evs[i]);
    }
  }
  // Handles what is ready now; never waits.
  void poll() {
    epoll_event evs[64];
    int n = ::epoll_wait(ep_, evs, 64, 0);
    for (int i = 0; i < n; ++i) dispatch(evs[i]);
  }

  struct schedule_awaiter {
    event_loop& loop;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      loop.post([h] { h.resume(); });
    }
    void await_resume() const noexcept {}
  };
  // Continues the awaiting coroutine on the loop's own thread.
  schedule_awaiter schedule() noexcept { return {*this}; }

 private:
  void dispatch(const epoll_event& ev);
  int ep_ = -1;
  bool stopped_ = false;
};

// Asynchronous timer.
struct timer_awaiter {
  std::chrono::nanoseconds d;
  bool await_ready() const noexcept { return d.count() <= 0; }
  void await_suspend(std::coroutine_handle<> h);
  void await_resume() const noexcept {}
};
inline timer_awaiter async_sleep(std::chrono::nanoseconds d) { return {d}; }

// Readiness of a descriptor.
struct fd_awaiter {
  int fd;
  unsigned events;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h);
  int await_resume() const noexcept { return fd; }
};
inline fd_awaiter readable(int fd) { return {fd, EPOLLIN}; }
inline fd_awaiter writable(int fd) { return {fd, EPOLLOUT}; }

// Asynchronous mutex: co_await m.lock().
class async_mutex {
 public:
  class guard {
   public:
    explicit guard(async_mutex* m) : m_(m) {}
    guard(guard&& o) noexcept : m_(std::exchange(o.m_, nullptr)) {}
    ~guard() {
      if (m_) m_->unlock();
    }

   private:
    async_mutex* m_;
  };
  struct lock_awaiter {
    async_mutex& m;
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<> h);
    guard await_resume() const { return guard(&m); }
  };
  lock_awaiter lock() { return {*this}; }
  bool try_lock() noexcept;
  void unlock() noexcept;

 private:
  bool held_ = false;
  std::deque<std::coroutine_handle<>> waiters_;
};

// One-shot asynchronous event: co_await e.wait().
class async_event {
 public:
  struct awaiter {
    async_event& e;
    bool await_ready() const noexcept { return e.set_; }
    void await_suspend(std::coroutine_handle<> h) { e.waiters_.push_back(h); }
    void await_resume() const noexcept {}
  };
  awaiter wait() { return {*this}; }
  void set();

 private:
  bool set_ = false;
  std::vector<std::coroutine_handle<>> waiters_;
};

// Worker threads for everything that blocks.
class thread_pool {
 public:
  explicit thread_pool(unsigned n = std::thread::hardware_concurrency()) {
    for (unsigned i = 0; i < n; ++i) workers_.emplace_back([this] { work(); });
  }
  ~thread_pool() {
    {
      std::lock_guard lk(m_);
      quit_ = true;
    }
    cv_.notify_all();
    for (auto& w : workers_) w.join();
  }

  // Queues f; a worker calls it later.
  template <class F>
  void submit(F&& f) {
    {
      std::lock_guard lk(m_);
      jobs_.emplace_back(std::forward<F>(f));
    }
    cv_.notify_one();
  }

  struct schedule_awaiter {
    thread_pool& pool;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) {
      pool.submit([h] { h.resume(); });
    }
    void await_resume() const noexcept {}
  };
  // Continues the awaiting coroutine on a worker thread.
  schedule_awaiter schedule() noexcept { return {*this}; }

  // co_await pool.run(f): calls f on a worker, resumes the caller on its loop.
  template <class F>
  auto run(F f) {
    using R = std::invoke_result_t<F&>;
    struct awaiter {
      thread_pool& pool;
      F f;
      std::conditional_t<std::is_void_v<R>, bool, std::optional<R>> result{};
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> h) {
        event_loop& home = event_loop::current();
        pool.submit([this, h, &home] {
          if constexpr (std::is_void_v<R>)
            f();
          else
            result.emplace(f());
          home.post([h] { h.resume(); });
        });
      }
      R await_resume() {
        if constexpr (!std::is_void_v<R>) return std::move(*result);
      }
    };
    return awaiter{*this, std::move(f)};
  }

 private:
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock lk(m_);
        cv_.wait(lk, [this] { return quit_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

  std::mutex m_;
  std::condition_variable cv_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> workers_;
  bool quit_ = false;
};

// Starts a task without waiting for it.
void spawn(task<void> t);

// Blocks the calling thread until the task has finished; for main() and tests.
inline void sync_wait(task<void> t) {
  std::binary_semaphore done{0};
  [](task<void>& tt, std::binary_semaphore& d) -> fire_and_forget {
    co_await tt;
    d.release();
  }(t, done);
  done.acquire();
}

// Asynchronous TCP stream.
class tcp_stream {
 public:
  static task<tcp_stream> connect(std::string host, int port);
  task<std::size_t> read(char* buf, std::size_t n);
  task<std::size_t> write(const char* buf, std::size_t n);
  task<> write_all(std::string_view s);
  task<std::string> read_line();
  int fd() const noexcept { return fd_; }
  void close();

 private:
  int fd_ = -1;
};

class tcp_listener {
 public:
  static tcp_listener bind(int port);
  task<tcp_stream> accept();

 private:
  int fd_ = -1;
};

}  // namespace rt
