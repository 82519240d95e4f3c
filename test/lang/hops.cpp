// After a hop to a thread pool a coroutine may wait, until it hops back.
// RUN: %check_marks %s -- %flags

#include "pool.h"
#include <unistd.h>

using mock::io_loop, mock::thread_pool, mock::resume_on;

mock::task<> to_a_pool(thread_pool &pool) {
  usleep(5); // BAD: sleep
  co_await pool.schedule();
  usleep(5); // OK: on the pool
  co_await mock::yield();
  usleep(5); // OK: still on the pool
}

mock::task<> without_await(thread_pool &pool) {
  pool.schedule();
  usleep(5); // BAD: sleep
  co_return;
}

mock::task<> to_a_loop(io_loop &loop) {
  co_await loop.schedule();
  usleep(5); // BAD: sleep
}

mock::task<> there_and_back(thread_pool &pool, io_loop &loop) {
  co_await pool.schedule();
  usleep(5); // OK: on the pool
  co_await loop.schedule();
  usleep(5); // BAD: sleep
}

mock::task<> by_a_free_function(thread_pool &pool, io_loop &loop) {
  co_await resume_on(pool);
  usleep(5); // OK: on the pool
  co_await resume_on(loop);
  usleep(5); // BAD: sleep
}

mock::task<> on_some_paths(thread_pool &pool, bool b) {
  if (b)
    co_await pool.schedule();
  usleep(5); // BAD: sleep
  if (b) {
    co_await pool.schedule();
    usleep(5); // OK: on the pool
  }
}

mock::task<> on_all_paths(thread_pool &pool, bool b) {
  if (b)
    co_await pool.schedule();
  else
    co_await resume_on(pool);
  usleep(5); // OK: on the pool
}

mock::task<> in_a_loop(thread_pool &pool, io_loop &loop, int n) {
  for (int i = 0; i < n; ++i) {
    usleep(5); // BAD: sleep
    co_await pool.schedule();
    usleep(5); // OK: on the pool
  }
  co_await loop.schedule();
  for (int i = 0; i < n; ++i) {
    co_await pool.schedule();
    usleep(5); // OK: on the pool
    co_await loop.schedule();
  }
}

struct service {
  thread_pool pool;
  io_loop loop;
  void load() { usleep(5); }
  mock::task<> member_pool() {
    load(); // BAD: sleep
    co_await pool.schedule();
    load(); // OK: on the pool
    co_await loop.schedule();
    load(); // BAD: sleep
  }
};

struct linger {
  ~linger() { usleep(5); }
};
mock::task<> destructors(thread_pool &pool) {
  {
    linger a; // BAD: sleep
  }
  linger b; // OK: the coroutine ends on the pool
  co_await pool.schedule();
}

// Only this coroutine hops, not the one that awaits it.
mock::task<> hops(thread_pool &pool) { co_await pool.schedule(); }
mock::task<> awaits_it(thread_pool &pool) {
  co_await hops(pool);
  usleep(5); // BAD: sleep
}
mock::task<> unrelated(thread_pool &pool) {
  auto &same = pool;
  co_await same.schedule();
  usleep(5); // OK: on the pool
}
