#include "nostall/thread_pool.hpp"
#include <algorithm>

namespace nostall {

namespace detail {

extern constinit thread_local bool in_pool;
static constinit thread_local slot pool_slot{};

void leave_loop(frame *f) noexcept {
  auto *owner = f ? f->owner : nullptr;
  if (!owner || owner->away)
    return;
  owner->away = true;
  owner->on->expect_arrival();
}

void enter_pool(frame *f) noexcept {
  if (f && f->owner) {
    f->owner->where = &pool_slot;
    pool_slot.current = f;
  }
}

} // namespace detail

thread_pool::thread_pool(std::size_t threads) {
  if (!threads)
    threads = std::max(1u, std::thread::hardware_concurrency());
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this] { run(); });
}

thread_pool::~thread_pool() {
  {
    std::lock_guard hold(lock_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto &t : threads_)
    t.join();
}

void thread_pool::enqueue(detail::pool_job &job) {
  job.next_ = nullptr;
  bool someone_sleeps;
  {
    std::lock_guard hold(lock_);
    (first_ ? last_->next_ : first_) = &job;
    last_ = &job;
    someone_sleeps = idle_ > 0;
  }
  if (someone_sleeps)
    wake_.notify_one();
}

void thread_pool::run() noexcept {
  detail::in_pool = true;
  std::unique_lock hold(lock_);
  for (;;) {
    if (detail::pool_job *job = first_) {
      first_ = job->next_;
      hold.unlock();
      job->work(); // may free the job
      hold.lock();
    } else if (stopping_) {
      return;
    } else {
      ++idle_;
      wake_.wait(hold);
      --idle_;
    }
  }
}

} // namespace nostall
