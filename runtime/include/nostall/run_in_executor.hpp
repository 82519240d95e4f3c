#pragma once
/// run_in_executor(pool, f): run f() off the loop and await what it returns.
///
/// f is any callable; what it throws is rethrown here. Cancelling the waiter
/// abandons the result: a callable cannot be stopped half-way, it goes on in
/// the pool, so let it own what it touches. For a process_pool see
/// process_pool.hpp. Thread-safety: loop thread.
/// g++ 12 destroys a lambda's captures twice if the lambda is written inside
/// the co_await expression and owns something: give such a lambda a name, and
/// std::move it in. (Captures by reference and plain data are not affected.)
///
///     int rows = co_await nostall::run_in_executor(pool, [] { return count();
///     });
#include "result.hpp"
#include "thread_pool.hpp"

namespace nostall {

namespace detail {

template <class F> class executor_call {
  using T = std::invoke_result_t<F &>;

public:
  class awaiter;

private:
  // Shared with the pool's thread: outlives a waiter that is cancelled.
  struct job final : pool_job, arrival {
    explicit job(F f) : f(std::move(f)) {}
    void work() noexcept override {
      try {
        if constexpr (std::is_void_v<T>) {
          f();
          outcome.emplace(std::in_place);
        } else {
          outcome.emplace(std::in_place, f());
        }
      } catch (...) {
        outcome.emplace(std::current_exception());
      }
      on->arrive(*this);
    }
    void arrive(bool) override {
      on->arrived();
      std::unique_ptr<job> self(this);
      if (waiter)
        waiter->take(std::move(self));
    }
    F f;
    loop *on = nullptr;
    awaiter *waiter = nullptr;
    std::optional<result<T>> outcome;
  };

public:
  class awaiter final : public operation {
  public:
    awaiter(thread_pool &pool, F f) : pool_(pool), f_(std::move(f)) {}
    ~awaiter() { abandon_if_waiting(); }
    bool await_ready() const noexcept { return false; }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      auto work = std::make_unique<job>(std::move(f_));
      if (!start(h))
        return false;
      job_ = work.release();
      job_->on = on();
      job_->waiter = this;
      on()->expect_arrival();
      pool_.enqueue(*job_);
      return true;
    }
    T await_resume() {
      finish();
      return std::move(*done_->outcome).value();
    }

  private:
    friend job;
    void take(std::unique_ptr<job> done) noexcept {
      done_ = std::move(done);
      complete();
    }
    void abandon() noexcept override { job_->waiter = nullptr; }
    thread_pool &pool_;
    F f_;
    job *job_ = nullptr;
    std::unique_ptr<job> done_;
  };
};

} // namespace detail

template <class F> auto run_in_executor(thread_pool &pool, F &&f) {
  return typename detail::executor_call<std::decay_t<F>>::awaiter(
      pool, std::forward<F>(f));
}

} // namespace nostall
