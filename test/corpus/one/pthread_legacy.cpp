// RUN: %check_marks %s -- %flags -I%S/Inputs
// Glue between an old pthread-based acquisition library and the new coroutine services.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include <vector>

#include "task.h"

struct acq_queue {
  pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t nonempty = PTHREAD_COND_INITIALIZER;
  pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
  std::vector<int> items;
};

static timespec in_seconds(int s) {
  timespec ts{};
  clock_gettime(CLOCK_REALTIME, &ts);
  ts.tv_sec += s;
  return ts;
}

// Waits until an item is there.
static int pop_blocking(acq_queue* q) {
  pthread_mutex_lock(&q->mu);
  while (q->items.empty()) pthread_cond_wait(&q->nonempty, &q->mu);
  int v = q->items.back();
  q->items.pop_back();
  pthread_mutex_unlock(&q->mu);
  return v;
}

static bool pop_if_any(acq_queue* q, int* out) {
  if (pthread_mutex_trylock(&q->mu) != 0) return false;
  bool any = !q->items.empty();
  if (any) {
    *out = q->items.back();
    q->items.pop_back();
  }
  pthread_mutex_unlock(&q->mu);
  return any;
}

// The acquisition thread itself may block as it likes.
static void* acq_main(void* arg) {
  auto* q = static_cast<acq_queue*>(arg);
  pthread_mutex_lock(&q->mu);
  while (q->items.size() > 1000)
    pthread_cond_wait(&q->nonempty, &q->mu);         // OK: thread entry, called by no coroutine
  pthread_mutex_unlock(&q->mu);
  return nullptr;
}

rt::task<int> next_item(acq_queue* q) {
  int v = pop_blocking(q); // BAD: wait
  if (pop_if_any(q, &v)) co_return v;                // OK: the helper uses trylock
  timespec ts = in_seconds(5);                       // OK: reads the clock
  int rc = pthread_mutex_timedlock(&q->mu, &ts); // BAD: lock
  if (rc == 0) {
    rc = pthread_cond_timedwait(&q->nonempty, &q->mu, &ts); // BAD: wait
    pthread_cond_wait(&q->nonempty, &q->mu); // BAD: wait
    pthread_mutex_unlock(&q->mu);                    // OK: unlocking never waits
  }
  rc = pthread_mutex_clocklock(&q->mu, CLOCK_MONOTONIC, &ts); // BAD: lock
  rc = pthread_cond_clockwait(&q->nonempty, &q->mu, CLOCK_MONOTONIC, &ts); // BAD: wait
  pthread_mutex_unlock(&q->mu);                      // OK: unlocking never waits
  co_return rc == ETIMEDOUT ? -1 : v;
}

rt::task<> table_update(acq_queue* q) {
  timespec ts = in_seconds(1);
  if (pthread_rwlock_timedwrlock(&q->table, &ts) == 0) { // BAD: lock
    pthread_rwlock_unlock(&q->table);                // OK: unlocking never waits
  }
  if (pthread_rwlock_timedrdlock(&q->table, &ts) == 0) { // BAD: lock
    pthread_rwlock_unlock(&q->table);                // OK: unlocking never waits
  }
  if (pthread_rwlock_trywrlock(&q->table) == 0) {    // OK: try variant
    pthread_rwlock_unlock(&q->table);                // OK: unlocking never waits
  }
  if (pthread_rwlock_tryrdlock(&q->table) == EBUSY) {  // OK: try variant
    co_await rt::async_sleep(std::chrono::milliseconds(1));
  }
  pthread_cond_signal(&q->nonempty);                 // OK: signalling never waits
  pthread_cond_broadcast(&q->nonempty);              // OK: signalling never waits
}

rt::task<> stop_workers(std::vector<pthread_t> workers) {
  for (pthread_t t : workers) pthread_cancel(t);     // OK: only requests cancellation
  for (pthread_t t : workers) {
    void* ret = nullptr;
    pthread_join(t, &ret); // BAD: wait
  }
  pthread_t last = workers.back();
  timespec ts = in_seconds(2);
  pthread_timedjoin_np(last, nullptr, &ts); // BAD: wait
  pthread_clockjoin_np(last, nullptr, CLOCK_MONOTONIC, &ts); // BAD: wait
  if (pthread_tryjoin_np(last, nullptr) == EBUSY) pthread_detach(last);  // OK: try variant
  co_return;
}

rt::task<> start_phase(acq_queue* q, pthread_barrier_t* phase, pthread_spinlock_t* spin) {
  pthread_t t;
  pthread_create(&t, nullptr, acq_main, q);          // OK: another thread runs it
  pthread_barrier_wait(phase); // BAD: wait
  if (pthread_spin_trylock(spin) == 0) pthread_spin_unlock(spin);  // OK: try variant
  pthread_self();                                    // OK: a query
  pthread_setname_np(t, "acq");                      // OK: sets a name
  pthread_join(t, nullptr); // BAD: wait
  co_return;
}
