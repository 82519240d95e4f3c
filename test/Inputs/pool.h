// A thread pool as projects write their own: it owns threads, and a coroutine
// gets onto them by awaiting it.
#ifndef NOSTALL_TEST_INPUTS_POOL_H
#define NOSTALL_TEST_INPUTS_POOL_H

#include "coroutine.h"
#include <thread>
#include <vector>

namespace mock {

struct thread_pool {
  struct awaiter {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    void await_resume() {}
  };
  awaiter schedule() { return {}; }
  std::vector<std::thread> threads;
};

/// One loop, on the thread that runs it: it owns no threads.
struct io_loop {
  thread_pool::awaiter schedule() { return {}; }
};

template <typename Executor> thread_pool::awaiter resume_on(Executor &) {
  return {};
}

} // namespace mock

#endif // NOSTALL_TEST_INPUTS_POOL_H
