// sync_wait of libraries without a framework file, on declarations of their documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <async_simple/coro/SyncAwait.h>
#include <unifex/sync_wait.hpp>

async_simple::coro::Lazy<void> work();

mock::task<> wait(async_simple::Future<int> &future) {
  unifex::sync_wait(unifex::just(1));      // BAD: wait
  co_await unifex::just(1);                // OK: awaited
  async_simple::coro::syncAwait(work());   // BAD: wait
  co_await work();                         // OK: awaited
  future.wait();                           // BAD: wait
  future.hasResult();                      // OK: a flag
}
