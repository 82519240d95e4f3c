#pragma once
/// thread_pool: threads for the work that must not run on a loop.
///
/// Two ways in: `run_in_executor(pool, f)` runs one callable and comes back
/// with its result; `co_await pool.schedule()` moves the coroutine itself onto
/// a pool thread until it says `co_await loop.schedule()`. On a pool thread
/// only loop.schedule(), pool.schedule() and other tasks may be awaited.
/// A task that ends on a pool thread is finished on its loop.
///
/// submit() takes a callable from any thread; it must not throw. The destructor
/// runs what was submitted, then joins. Destroy pools after the loops that use
/// them, or once those are idle.
///
///     nostall::thread_pool pool(4);
///     auto text = co_await nostall::run_in_executor(pool, [&] { return
///     slurp(p); });
#include "loop.hpp"
#include <condition_variable>
#include <cstddef>
#include <thread>

namespace nostall {

class thread_pool;

namespace detail {
class pool_job {
public:
  virtual void work() noexcept = 0;

protected:
  ~pool_job() = default;

private:
  friend class nostall::thread_pool;
  pool_job *next_ = nullptr;
};

// How a coroutine leaves its loop and arrives on a pool thread.
void leave_loop(frame *f) noexcept;
void enter_pool(frame *f) noexcept;
} // namespace detail

class thread_pool {
public:
  /// threads: at least 1; 0 means one for each core.
  explicit thread_pool(std::size_t threads = 0);
  ~thread_pool();
  thread_pool(const thread_pool &) = delete;
  thread_pool &operator=(const thread_pool &) = delete;

  std::size_t size() const noexcept { return threads_.size(); }

  /// Runs f() on a pool thread. f must not throw. Any thread.
  template <class F> void submit(F &&f) {
    struct job final : detail::pool_job {
      explicit job(F &&g) : f(std::forward<F>(g)) {}
      void work() noexcept override {
        std::unique_ptr<job> self(this);
        f();
      }
      std::decay_t<F> f;
    };
    enqueue(*new job(std::forward<F>(f)));
  }
  void enqueue(detail::pool_job &job);

  /// `co_await pool.schedule()`: go on, on one of the pool's threads.
  auto schedule() noexcept { return hop(*this); }

private:
  class hop final : public detail::pool_job {
  public:
    explicit hop(thread_pool &to) noexcept : to_(to) {}
    bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> h) noexcept {
      handle_ = h;
      frame_ = detail::frame_of(h);
      detail::leave_loop(frame_);
      to_.enqueue(*this);
    }
    void await_resume() const noexcept {}

  private:
    void work() noexcept override {
      detail::enter_pool(frame_);
      handle_.resume();
    }
    thread_pool &to_;
    std::coroutine_handle<> handle_;
    detail::frame *frame_ = nullptr;
  };

  void run() noexcept;

  std::mutex lock_;
  std::condition_variable wake_;
  detail::pool_job *first_ = nullptr;
  detail::pool_job *last_ = nullptr;
  std::size_t idle_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace nostall
