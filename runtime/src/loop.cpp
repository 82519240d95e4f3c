#include "nostall/loop.hpp"
#include "nostall/stall_detector.hpp"
#include "readiness.hpp"
#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

namespace nostall {

namespace detail {

constinit thread_local loop *this_threads_loop = nullptr;
constinit thread_local bool in_pool = false;
constinit thread_local recycler::lists recycler::tls_{};

recycler::sweep::~sweep() {
  tls_.most = 0;
  tls_.swept = true;
  for (node *&head : tls_.head)
    while (head) {
      node *n = head;
      head = n->next;
      ::operator delete(n);
    }
}

bool recycler::open() noexcept {
  if (tls_.most || tls_.swept)
    return false; // full, or the thread ends
  static thread_local sweep at_exit;
  (void)at_exit;
  tls_.most = most_kept;
  return true;
}

static std::atomic<unawaited_handler> on_unawaited{
    [](const std::source_location &at) noexcept {
      std::fprintf(stderr,
                   "nostall: coroutine '%s' (%s:%u) was never awaited\n",
                   at.function_name(), at.file_name(), unsigned(at.line()));
    }};

void report_unawaited(const std::source_location &at) noexcept {
  if (auto handler = on_unawaited.load())
    handler(at);
}

static std::string describe(const std::exception_ptr &error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception &e) {
    return e.what();
  } catch (...) {
    return "unknown exception";
  }
}

static std::atomic<unread_exception_handler> on_unread{
    [](const std::string &name, const std::source_location &at,
       std::exception_ptr error) noexcept {
      std::fprintf(stderr,
                   "nostall: task '%s' (spawned at %s:%u) ended with an "
                   "exception that nobody read: %s\n",
                   name.c_str(), at.file_name(), unsigned(at.line()),
                   describe(error).c_str());
    }};

bool is_cancelled(const std::exception_ptr &error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const cancelled &) {
    return true;
  } catch (...) {
    return false;
  }
}

void operation::cancel() noexcept {
  abandon();
  forget();
  state_ = state::cancelled;
  loop_->ready(handle_, frame_);
}

void task_core::cancel() noexcept {
  if (done)
    return;
  if (pending)
    pending->cancel();
  else
    cancel_requested = true;
}

void task_core::finished() noexcept {
  if (away)
    on->arrive(*this);
  else
    end();
}

void task_core::arrive(bool) {
  away = false;
  on->arrived();
  where = &on->slot();
  end();
}

void task_core::end() noexcept {
  done = true;
  error_unread = error_of(root) != nullptr;
  on->disown(*this);
  while (!joiners.empty())
    joiners.pop_front().complete();
  if (on_end)
    on_end(*this, group);
  release(this);
}

void release(task_core *core) noexcept {
  // From a pool's thread it goes home first; unless its home runs there. It
  // arrives even if the loop is being destroyed.
  if (in_pool && !core->on->on_this_thread()) [[unlikely]] {
    struct last final : arrival {
      explicit last(task_core *core) : core(core) {}
      void arrive(bool) override {
        std::unique_ptr<last> self(this);
        release(core);
      }
      task_core *core;
    };
    core->on->arrive(*new last(core));
    return;
  }
  if (--core->references)
    return;
  if (core->error_unread) {
    auto error = core->error_of(core->root);
    if (auto handler = on_unread.load(); handler && !is_cancelled(error))
      handler(core->name, core->spawned_at, error);
  }
  // It may be its own coroutine that runs now: the loop buries it later.
  if (core->root && core->on->on_this_thread())
    core->on->bury(*core);
  else {
    if (core->root)
      core->root.destroy();
    delete core;
  }
}

} // namespace detail

unawaited_handler set_unawaited_handler(unawaited_handler handler) noexcept {
  return detail::on_unawaited.exchange(handler);
}
unread_exception_handler
set_unread_exception_handler(unread_exception_handler handler) noexcept {
  return detail::on_unread.exchange(handler);
}

std::string this_task_name() {
  auto *here = loop::try_current();
  auto *frame = here ? here->slot().current : nullptr;
  return frame && frame->owner ? frame->owner->name : std::string();
}

static std::int64_t monotonic_ns() noexcept {
  return detail::clock::now().time_since_epoch().count();
}

[[noreturn]] static void fail(const char *what) {
  throw std::system_error(errno, std::system_category(), what);
}

// ---- making and unmaking ----

loop::loop() {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll_ < 0)
    fail("epoll_create1");
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.ptr = nullptr;
  if (wake_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) < 0) {
    int error = errno;
    if (wake_ >= 0)
      ::close(wake_);
    ::close(epoll_);
    errno = error;
    fail("eventfd");
  }
  now_ns_ = monotonic_ns();
  readiness_ = std::make_unique<detail::readiness_table>(*this);
}

loop::~loop() {
  default_detector_.reset();
  loop *before = std::exchange(detail::this_threads_loop, this);
  destroy_tasks();
  sweep();
  detail::this_threads_loop = before;
  while (arriving_.load(std::memory_order_acquire))
    ::sched_yield();
  ::close(wake_);
  ::close(epoll_);
}

void loop::destroy_tasks() noexcept {
  auto drop = [](std::vector<item> &items, std::size_t from) {
    for (std::size_t i = from; i < items.size(); ++i)
      if (items[i].what & 1)
        delete reinterpret_cast<detail::callback *>(items[i].what & ~1ull);
    items.clear();
  };
  for (;;) {
    drop(ready_, 0);
    drop(batch_, batch_next_);
    batch_next_ = 0;
    take_arrivals(false);
    if (outstanding_) { // a pool still works for one of our tasks
      asleep_.store(true);
      if (!inbox_.load()) {
        epoll_event event;
        (void)::epoll_wait(epoll_, &event, 1, 100);
      }
      asleep_.store(false);
      std::uint64_t count;
      (void)!::read(wake_, &count, sizeof count);
      continue;
    }
    if (tasks_.empty())
      break;
    // The last first: children use what their parents own.
    detail::task_core &core = tasks_.pop_back();
    --task_count_;
    core.pending = nullptr;
    std::exchange(core.root, {}).destroy();
    core.done = true;
    core.error_unread = false;
    while (!core.joiners.empty())
      core.joiners.pop_front(); // they are destroyed in their turn
    detail::release(&core);
  }
}

// ---- tasks ----

loop &loop::current() {
  if (auto *here = detail::this_threads_loop)
    return *here;
  throw std::logic_error("nostall: no loop runs on this thread");
}
loop *loop::try_current() noexcept { return detail::this_threads_loop; }

void loop::adopt(detail::task_core &core) noexcept {
  core.on = this;
  core.where = &slot_;
  core.label = {core.name.data(), core.name.size()};
  detail::retain(&core);
  tasks_.push_back(core);
  ++task_count_;
}

void loop::disown(detail::task_core &core) noexcept {
  core.unlink();
  --task_count_;
}

void loop::bury(detail::task_core &core) noexcept {
  core.next = dead_;
  dead_ = &core;
}

void loop::sweep() noexcept {
  while (dead_) {
    auto *core = dead_;
    dead_ = static_cast<detail::task_core *>(core->next);
    core->next = core; // bury() borrowed the hook
    core->root.destroy();
    delete core;
  }
}

void loop::schedule_awaiter::leave() noexcept {
  auto *owner = frame_ ? frame_->owner : nullptr;
  if (owner && !owner->away && owner->on != &to_) {
    owner->away = true;
    owner->on->expect_arrival();
  }
  to_.arrive(*this);
}

void loop::schedule_awaiter::arrive(bool alive) {
  if (auto *owner = frame_ ? frame_->owner : nullptr) {
    owner->where = &to_.slot();
    if (owner->away && owner->on == &to_) {
      owner->away = false;
      to_.arrived();
    }
  }
  if (alive)
    to_.ready(handle_, frame_);
}

// ---- running ----

void loop::refuse_if_running() const {
  if (running_)
    throw std::logic_error("nostall: this loop runs already");
}

struct loop::running {
  explicit running(loop &l)
      : here(l), before(std::exchange(detail::this_threads_loop, &l)) {
    here.running_ = true;
    here.pulse_.thread.store(int(::gettid()), std::memory_order_relaxed);
    here.now_ns_ = monotonic_ns();
  }
  ~running() {
    here.running_ = false;
    here.pulse_.thread.store(0, std::memory_order_relaxed);
    detail::this_threads_loop = before;
  }
  loop &here;
  loop *before;
};

void loop::drive(const bool &done) {
  refuse_if_running();
  running in_here(*this);
  if (!observer_ && stall_detector::on_by_default())
    default_detector_ = std::make_unique<stall_detector>(*this);
  while (!done)
    iterate(true);
}

void loop::step(bool may_wait) {
  refuse_if_running();
  running in_here(*this);
  iterate(may_wait);
}

void loop::run_forever() {
  refuse_if_running();
  bool stopped = false;
  struct scope {
    loop &here;
    ~scope() { here.stop_requested_ = nullptr; }
  } at_end{*this};
  stop_requested_ = &stopped;
  drive(stopped);
}

void loop::stop() {
  if (on_this_thread() && stop_requested_)
    *stop_requested_ = true;
  else
    post([this] {
      if (stop_requested_)
        *stop_requested_ = true;
    });
}

void loop::run_traced(item next) {
  std::int64_t begin = monotonic_ns();
  // The frame may be gone afterwards: the tracer reads it first.
  tracer_->begin(next.where, begin);
  struct closing {
    loop &here;
    detail::tracer *t;
    ~closing() {
      if (here.tracer_ == t) // it may have ended with the step
        t->end(monotonic_ns());
    }
  } at_end{*this, tracer_};
  if (next.what & 1) {
    std::unique_ptr<detail::callback> work(
        reinterpret_cast<detail::callback *>(next.what & ~1ull));
    work->run();
  } else {
    std::coroutine_handle<>::from_address(reinterpret_cast<void *>(next.what))
        .resume();
  }
}

inline void loop::run_item(item next) {
  if (tracer_) [[unlikely]] {
    run_traced(next);
  } else if (next.what & 1) [[unlikely]] {
    std::unique_ptr<detail::callback> work(
        reinterpret_cast<detail::callback *>(next.what & ~1ull));
    work->run();
  } else {
    std::coroutine_handle<>::from_address(reinterpret_cast<void *>(next.what))
        .resume();
  }
}

void loop::run_batch() {
#ifndef NOSTALL_NO_DETECTOR
  struct idle_again {
    loop &l;
    ~idle_again() {
      auto &step = l.pulse_.step;
      step.store((step.load(std::memory_order_relaxed) | 1) + 1,
                 std::memory_order_release);
      if (l.pulse_.stalled.load(std::memory_order_relaxed) && l.observer_)
        l.observer_->stall_ended(l);
      l.slot_.current = nullptr;
    }
  } at_end{*this};
  std::uint64_t beat = pulse_.step.load(std::memory_order_relaxed) | 1;
  pulse_.batch_started.store(now_ns_, std::memory_order_relaxed);
  pulse_.batch.store(batch_.data() + batch_next_, std::memory_order_relaxed);
  pulse_.batch_size.store(batch_.size() - batch_next_,
                          std::memory_order_relaxed);
  pulse_.batch_first_step.store(beat + 2, std::memory_order_relaxed);
#endif
  while (batch_next_ != batch_.size()) {
    item next = batch_[batch_next_++];
#ifndef NOSTALL_NO_DETECTOR
    slot_.current = next.where;
    pulse_.step.store(beat += 2, std::memory_order_release);
#endif
    run_item(next);
    if (dead_) [[unlikely]]
      sweep();
#ifndef NOSTALL_NO_DETECTOR
    if (pulse_.stalled.load(std::memory_order_relaxed)) [[unlikely]]
      if (observer_)
        observer_->stall_ended(*this);
#endif
  }
  batch_.clear();
  batch_next_ = 0;
}

void loop::iterate(bool may_wait) {
  if (batch_next_ == batch_.size()) {
    if (ready_.empty() || ++unpolled_ >= 64 || now_ns_ - polled_ns_ > 20'000) {
      // The last iteration ended here, before what may be a long wait.
      if (observer_) [[unlikely]]
        count_iteration(monotonic_ns() - now_ns_);
      poll(may_wait && ready_.empty());
      unpolled_ = 0;
      now_ns_ = polled_ns_ = monotonic_ns();
    } else {
      auto before = std::exchange(now_ns_, monotonic_ns());
      if (observer_) [[unlikely]]
        count_iteration(now_ns_ - before);
    }
    if (inbox_.load(std::memory_order_relaxed))
      take_arrivals(true);
    if (!timers_.empty())
      fire_timers();
    batch_.clear(); // an exception may have left its last item in it
    batch_next_ = 0;
    batch_.swap(ready_);
  }
  run_batch();
}

void loop::count_iteration(std::int64_t ns) noexcept {
  std::size_t i = 0;
  if (ns >= 1000) // most are shorter
    i = std::min<std::size_t>(std::bit_width(std::uint64_t(ns) / 1000), 31);
  auto &bucket = observer_->buckets[i];
  bucket.store(bucket.load(std::memory_order_relaxed) + 1,
               std::memory_order_relaxed);
}

void loop::poll(bool may_wait) {
  timespec wait{0, 0};
  const timespec *limit = &wait;
  if (may_wait) {
    if (timers_.empty()) {
      limit = nullptr;
    } else if (auto left = timers_.front().due - monotonic_ns(); left > 0) {
      wait.tv_sec = left / 1'000'000'000;
      wait.tv_nsec = left % 1'000'000'000;
    }
    asleep_.store(true, std::memory_order_seq_cst);
    if (inbox_.load(std::memory_order_seq_cst)) {
      wait = {0, 0};
      limit = &wait;
    }
  }
  epoll_event events[128];
  int count = -1;
  if (!no_pwait2_) {
    count = ::epoll_pwait2(epoll_, events, 128, limit, nullptr);
    no_pwait2_ = count < 0 && errno == ENOSYS;
  }
  if (no_pwait2_) {
    auto ms = limit ? std::int64_t(wait.tv_sec) * 1000 +
                          (wait.tv_nsec + 999'999) / 1'000'000
                    : -1;
    count = ::epoll_wait(epoll_, events, 128,
                         int(std::min<std::int64_t>(ms, 1'000'000'000)));
  }
  if (may_wait)
    asleep_.store(false, std::memory_order_relaxed);
  for (int i = 0; i < count; ++i) {
    if (auto *source = static_cast<detail::io_source *>(events[i].data.ptr)) {
      source->on_events(events[i].events);
    } else {
      std::uint64_t n;
      (void)!::read(wake_, &n, sizeof n);
    }
  }
}

// ---- arrivals ----

void loop::arrive(detail::arrival &a) noexcept {
  // As soon as `a` is in the inbox the loop may be done with it and be
  // destroyed: its destructor waits for those who are in here.
  arriving_.fetch_add(1, std::memory_order_relaxed);
  auto *head = inbox_.load(std::memory_order_relaxed);
  do
    a.next_ = head;
  while (!inbox_.compare_exchange_weak(head, &a, std::memory_order_seq_cst,
                                       std::memory_order_relaxed));
  if (asleep_.exchange(false, std::memory_order_seq_cst)) {
    std::uint64_t one = 1;
    (void)!::write(wake_, &one, sizeof one);
  }
  arriving_.fetch_sub(1, std::memory_order_release);
}

bool loop::take_arrivals(bool alive) {
  detail::arrival *newest = inbox_.exchange(nullptr, std::memory_order_acquire);
  detail::arrival *first = nullptr;
  while (newest) { // a stack: turn it round
    auto *next = newest->next_;
    newest->next_ = first;
    first = newest;
    newest = next;
  }
  bool any = first;
  while (first) {
    auto *next = first->next_; // arrive() may free it
    first->arrive(alive);
    first = next;
  }
  return any;
}

// ---- timers ----

void loop::sift_up(std::size_t i, timer_entry e) noexcept {
  while (i > 0) {
    std::size_t parent = (i - 1) / 4;
    if (timers_[parent].due <= e.due)
      break;
    timers_[i] = timers_[parent];
    timers_[i].timer->index_ = i;
    i = parent;
  }
  timers_[i] = e;
  e.timer->index_ = i;
}

void loop::sift_down(std::size_t i, timer_entry e) noexcept {
  const std::size_t size = timers_.size();
  for (;;) {
    std::size_t child = 4 * i + 1;
    if (child >= size)
      break;
    std::size_t end = std::min(child + 4, size);
    std::size_t least = child;
    for (std::size_t c = child + 1; c < end; ++c)
      if (timers_[c].due < timers_[least].due)
        least = c;
    if (timers_[least].due >= e.due)
      break;
    timers_[i] = timers_[least];
    timers_[i].timer->index_ = i;
    i = least;
  }
  timers_[i] = e;
  e.timer->index_ = i;
}

void loop::arm(detail::timer &t, time_point due) {
  if (t.armed())
    disarm(t);
  timers_.push_back({});
  sift_up(timers_.size() - 1, {due.time_since_epoch().count(), &t});
}

void loop::disarm(detail::timer &t) noexcept {
  if (!t.armed())
    return;
  std::size_t i = std::exchange(t.index_, detail::timer::none);
  timer_entry last = timers_.back();
  timers_.pop_back();
  if (i == timers_.size())
    return;
  if (i > 0 && timers_[(i - 1) / 4].due > last.due)
    sift_up(i, last);
  else
    sift_down(i, last);
}

void loop::fire_timers() {
  while (!timers_.empty() && timers_.front().due <= now_ns_) {
    detail::timer &t = *timers_.front().timer;
    disarm(t);
    t.fire();
  }
}

// ---- descriptors ----

void loop::watch(int fd, std::uint32_t events, detail::io_source &source) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &source;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) < 0)
    fail("epoll_ctl");
}

void loop::rewatch(int fd, std::uint32_t events, detail::io_source &source) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &source;
  if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event) < 0)
    fail("epoll_ctl");
}

void loop::unwatch(int fd) noexcept {
  epoll_event event{};
  (void)::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, &event);
}

} // namespace nostall
