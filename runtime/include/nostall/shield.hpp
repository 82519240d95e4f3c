#pragma once
/// shield(task): let a task run to its end though its waiter is cancelled.
///
/// The waiter is cancelled as usual, at once; the task goes on by itself and
/// ends when it ends. An exception that nobody reads then is reported.
/// Thread-safety: loop thread.
///
///     co_await nostall::shield(commit(order));
#include "spawn.hpp"

namespace nostall {

template <class T> task<T> shield(task<T> work) {
  auto handle = spawn(std::move(work), "shield");
  co_return co_await handle;
}

} // namespace nostall
