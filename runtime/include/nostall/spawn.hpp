#pragma once
/// spawn: start a task that runs beside its maker; join_handle: hold it.
///
/// A join_handle has the task's name, asks it to cancel, and is awaited for its
/// result. Dropping the handle lets the task run on by itself; if that task
/// then ends with an exception, it is reported through
/// `set_unread_exception_handler` (a cancelled task is not).
/// Thread-safety: loop thread only; from elsewhere use loop::post.
///
///     auto h = nostall::spawn(fetch(url), "fetch");
///     h.cancel();                       // or:
///     std::string page = co_await std::move(h);
#include "loop.hpp"

namespace nostall {

/// Called with a task's name, the place it was spawned at, and its exception.
/// The default writes a line to stderr. Returns the old one. Thread-safe.
using unread_exception_handler = void (*)(const std::string &,
                                          const std::source_location &,
                                          std::exception_ptr) noexcept;
unread_exception_handler
    set_unread_exception_handler(unread_exception_handler) noexcept;

template <class T> class [[nodiscard]] join_handle {
public:
  join_handle() = default;
  join_handle(join_handle &&o) noexcept
      : core_(std::exchange(o.core_, nullptr)), promise_(o.promise_) {}
  join_handle &operator=(join_handle &&o) noexcept {
    std::swap(core_, o.core_);
    std::swap(promise_, o.promise_);
    return *this;
  }
  ~join_handle() { detach(); }

  explicit operator bool() const noexcept { return core_; }
  const std::string &name() const noexcept { return core_->name; }
  bool done() const noexcept { return core_->done; }
  /// Asks the task to stop: `cancelled` is thrown inside it where it waits, or
  /// at the next place where it would. Does nothing to a task that is done.
  void cancel() noexcept { core_->cancel(); }
  /// Lets go of the task; it runs on.
  void detach() noexcept {
    if (core_)
      detail::release(std::exchange(core_, nullptr));
  }
  /// The result of a done task; rethrows what it threw. Once.
  T result() {
    if (!core_->root)
      throw cancelled{}; // destroyed together with its loop
    core_->error_unread = false;
    return promise_->take();
  }
  /// The exception of a done task, or null. Counts as having read it.
  std::exception_ptr error() const noexcept {
    core_->error_unread = false;
    return core_->root ? promise_->error()
                       : std::make_exception_ptr(cancelled{});
  }

  /// Waits for the end without taking the result, and never throws what the
  /// task threw. Throws `cancelled` if the waiting task is cancelled; the
  /// awaited one goes on.
  auto wait() noexcept {
    return detail::list_wait(core_->joiners, &core_->done);
  }
  /// Waits and yields the result.
  auto operator co_await() noexcept { return awaiter(*this); }

  // ---- for the parts of the runtime ----
  detail::task_core *core() const noexcept { return core_; }
  detail::task_promise<T> *promise() const noexcept { return promise_; }

private:
  friend class loop;
  join_handle(detail::task_core *core, detail::task_promise<T> *p) noexcept
      : core_(core), promise_(p) {
    detail::retain(core);
  }
  class awaiter final : public detail::wait_node {
  public:
    explicit awaiter(join_handle &of) noexcept : of_(of) {}
    bool await_ready() const noexcept { return of_.core_->done; }
    template <class P> bool await_suspend(std::coroutine_handle<P> h) {
      if (!start(h))
        return false;
      of_.core_->joiners.push_back(*this);
      return true;
    }
    T await_resume() {
      finish();
      return of_.result();
    }

  private:
    join_handle &of_;
  };
  detail::task_core *core_ = nullptr;
  detail::task_promise<T> *promise_ = nullptr;
};

template <class T>
join_handle<T> loop::spawn(task<T> work, std::string name,
                           std::source_location where) {
  auto *core = new detail::task_core;
  core->name = std::move(name);
  core->spawned_at = where;
  auto h = work.handle();
  auto &promise = h.promise();
  promise.started = true;
  promise.owner = core;
  core->root = h;
  core->root_frame = &promise;
  core->error_of = [](std::coroutine_handle<> root) noexcept {
    return std::coroutine_handle<detail::task_promise<T>>::from_address(
               root.address())
        .promise()
        .error();
  };
  adopt(*core);
  join_handle<T> handle(core, &promise);
  ready(h, &promise);
  work.release();
  return handle;
}

/// Starts a task on the loop that runs on this thread.
template <class T>
join_handle<T>
spawn(task<T> work, std::string name = {},
      std::source_location where = std::source_location::current()) {
  return loop::current().spawn(std::move(work), std::move(name), where);
}

template <class T> T loop::run(task<T> main) {
  refuse_if_running();
  auto handle = spawn(std::move(main), "main");
  drive(handle.core()->done);
  return handle.result();
}

/// The name of the task that runs now; empty outside of any, and always in a
/// build without the detector, which does not keep track.
std::string this_task_name();

} // namespace nostall
