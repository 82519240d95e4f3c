#pragma once
/// The spawned tasks that one scope waits for: what gather, task_group,
/// timeout and shield are made of.
#include "../spawn.hpp"
#include <vector>

namespace nostall::detail {

class children {
public:
  children() = default;
  children(const children &) = delete;
  children &operator=(const children &) = delete;
  /// Children that still run are cancelled, and end by themselves.
  ~children() {
    for (auto *child : all_) {
      child->on_end = nullptr;
      child->cancel();
      release(child);
    }
  }

  bool stop_at_first_error = true;
  /// Lets go of children when they end, and of what their coroutines own (their
  /// parameters live until then): for those who want no results.
  bool forget_ended = false;

  template <class T>
  task_promise<T> *add(task<T> work, std::string name,
                       const std::source_location &where) {
    auto handle = spawn(std::move(work), std::move(name), where);
    task_core *core = handle.core();
    retain(core);
    core->place = all_.size();
    all_.push_back(core);
    core->group = this;
    core->on_end = [](task_core &child, void *me) noexcept {
      static_cast<children *>(me)->ended(child);
    };
    ++running_;
    if (stopping_) // too late
      core->cancel();
    return handle.promise();
  }
  void reserve(std::size_t n) { all_.reserve(n); }
  std::size_t running() const noexcept { return running_; }
  /// Asks those that run to stop.
  void cancel() noexcept {
    for (std::size_t i = 0; i < all_.size(); ++i)
      all_[i]->cancel();
  }
  const std::vector<task_core *> &cores() const noexcept { return all_; }

  /// Waits for all. If the waiting task is cancelled, so are the children, and
  /// the wait goes on; true if that happened.
  task<bool> wait_for_all() {
    bool asked_to_stop = false;
    while (running_) {
      try {
        co_await list_wait(waiting_);
      } catch (const cancelled &) {
        asked_to_stop = true;
        stop();
      }
    }
    stopping_ = false;
    co_return asked_to_stop;
  }
  /// wait_for_all, then throws the first error, or `cancelled` if so asked.
  task<> settle() {
    bool asked_to_stop = co_await wait_for_all();
    if (first_error_)
      std::rethrow_exception(std::exchange(first_error_, nullptr));
    if (asked_to_stop)
      throw cancelled{};
  }

private:
  // And those that are added until all have ended.
  void stop() noexcept {
    stopping_ = true;
    cancel();
  }
  void ended(task_core &child) noexcept {
    --running_;
    child.error_unread = false;
    if (stop_at_first_error && !first_error_)
      if (auto error = child.error_of(child.root);
          error && !is_cancelled(error)) {
        first_error_ = error;
        stop();
      }
    if (running_ == 0)
      while (!waiting_.empty())
        waiting_.pop_front().complete();
    if (forget_ended)
      forget(child);
  }

  void forget(task_core &child) noexcept {
    all_.back()->place = child.place;
    all_[child.place] = all_.back();
    all_.pop_back();
    release(&child); // it has one more reference, while it ends
  }

  std::vector<task_core *> all_;
  std::size_t running_ = 0;
  bool stopping_ = false;
  std::exception_ptr first_error_;
  list<operation> waiting_;
};

} // namespace nostall::detail
