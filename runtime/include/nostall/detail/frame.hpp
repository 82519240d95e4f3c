#pragma once
/// What the runtime knows of a running coroutine: frames, tasks, operations.
///
/// A `frame` is the base of every promise: who awaits it, and where. A
/// `task_core` is the record of one spawned task. An `operation` is the leaf of
/// an await chain: the thing a task is suspended on.
#include "../error.hpp"
#include "list.hpp"
#include "recycler.hpp"
#include <atomic>
#include <concepts>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <source_location>
#include <string>
#include <utility>

namespace nostall {
class loop;

namespace detail {

struct task_core;
class operation;

/// The part of a promise that the stall detector reads, from another thread
/// and through the kernel: plain data only.
struct frame {
  frame *awaiter = nullptr;   // the coroutine that awaits this one
  task_core *owner = nullptr; // the spawned task it is a part of
  std::source_location at;    // the last co_await passed, or where it begins
};

/// What runs on one thread right now.
struct slot {
  frame *current = nullptr;
};

/// Work that arrives from another thread. `arrive` runs on the loop's thread,
/// with alive = false while the loop is being destroyed.
class arrival {
public:
  virtual void arrive(bool alive) = 0;

protected:
  ~arrival() = default;

private:
  friend class nostall::loop;
  arrival *next_ = nullptr;
};

/// Makes `f` the coroutine that runs now. One load and one store.
inline void now_running(task_core *owner, frame *f) noexcept;

/// One spawned task. Lives on its loop's thread; counted without atomics.
struct task_core final : list_node, arrival {
  loop *on = nullptr;
  slot *where = nullptr; // the thread that runs it now
  std::coroutine_handle<> root;
  frame *root_frame = nullptr;
  operation *pending = nullptr; // what it is suspended on
  list<operation> joiners;      // who waits for its end
  void (*on_end)(task_core &, void *) noexcept = nullptr; // its group's
  void *group = nullptr;
  std::size_t place = 0; // in its group
  std::uint32_t references = 0;
  bool done = false;
  bool cancel_requested = false;
  bool away = false;         // hopped to a pool
  bool error_unread = false; // ended with an exception nobody looked at
  std::exception_ptr (*error_of)(std::coroutine_handle<>) noexcept = nullptr;
  std::string name;
  struct {
    const char *text; // name's, in a form that can be read from outside
    std::size_t size;
  } label{nullptr, 0};
  std::source_location spawned_at;

  task_core() = default;
  static void *operator new(std::size_t n) { return recycler::allocate(n); }
  static void operator delete(void *p, std::size_t n) noexcept {
    recycler::deallocate(p, n);
  }

  /// Asks the task to stop at its present or next suspension. Loop thread only.
  void cancel() noexcept;
  /// Called by the root coroutine's final suspension, on whatever thread.
  void finished() noexcept;
  void arrive(bool alive) override;

private:
  void end() noexcept;
};

inline void now_running(task_core *owner, frame *f) noexcept {
#ifndef NOSTALL_NO_DETECTOR
  if (owner)
    owner->where->current = f;
#else
  (void)owner, (void)f;
#endif
}

/// Whether it holds nostall::cancelled.
bool is_cancelled(const std::exception_ptr &error) noexcept;

/// Drops one reference; the last one frees the record and the coroutine.
void release(task_core *core) noexcept;
inline void retain(task_core *core) noexcept { ++core->references; }

template <class P>
frame *frame_of([[maybe_unused]] std::coroutine_handle<P> h) noexcept {
  if constexpr (std::derived_from<P, frame>)
    return &h.promise();
  else
    return nullptr;
}

/// The base of every awaiter that really suspends. A derived class
///  - calls `start(h)` in await_suspend and, if it is true, arranges for
///    `complete()` to be called later on the loop's thread;
///  - overrides `abandon()`, which takes that arrangement back;
///  - calls `abandon_if_waiting()` in its destructor;
///  - calls `finish()` first in await_resume.
class operation : public list_node {
public:
  operation() = default;

  /// Resumes the coroutine in the loop's next iteration.
  void complete() noexcept;
  /// Resumes it with `cancelled`.
  void cancel() noexcept;

protected:
  ~operation() = default;

  template <class P> bool start(std::coroutine_handle<P> h) {
    return start(h, frame_of(h));
  }
  bool start(std::coroutine_handle<> h, frame *f);
  void finish() {
    if (state_ == state::cancelled) [[unlikely]]
      throw cancelled{};
  }
  bool waiting() const noexcept { return state_ == state::waiting; }
  void abandon_if_waiting() noexcept {
    if (waiting()) [[unlikely]] {
      forget();
      abandon();
    }
  }
  loop *on() const noexcept { return loop_; }
  task_core *owner() const noexcept { return owner_; }
  /// For operations that resume the coroutine by other means than complete().
  void forget() noexcept;
  std::coroutine_handle<> handle() const noexcept { return handle_; }
  frame *where() const noexcept { return frame_; }

private:
  virtual void abandon() noexcept = 0;

  enum class state : unsigned char { idle, waiting, completed, cancelled };
  std::coroutine_handle<> handle_;
  frame *frame_ = nullptr;
  task_core *owner_ = nullptr;
  loop *loop_ = nullptr;
  state state_ = state::idle;
};

/// An operation whose only arrangement is a place in a list.
class wait_node : public operation {
public:
  ~wait_node() { abandon_if_waiting(); }

private:
  void abandon() noexcept override { unlink(); }
};

} // namespace detail
} // namespace nostall
