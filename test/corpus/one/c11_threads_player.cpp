// RUN: %check_marks %s -- %flags -I%S/Inputs
// Audio player core: <threads.h> primitives shared with a C decoder.
#include <threads.h>
#include <time.h>

#include <cstddef>
#include <cstdint>

#include "task.h"

namespace player {

struct ring {
  mtx_t lock;
  cnd_t filled;
  size_t used = 0;
  int16_t data[4096];
};

extern "C" int decoder_main(void* ring);

inline timespec after_ms(long ms) {
  timespec ts;
  timespec_get(&ts, TIME_UTC);
  ts.tv_nsec += ms * 1'000'000;
  return ts;
}

size_t wait_filled(ring& r) {
  mtx_lock(&r.lock);
  while (r.used == 0) cnd_wait(&r.filled, &r.lock);
  size_t n = r.used;
  mtx_unlock(&r.lock);
  return n;
}

size_t filled_now(ring& r) {
  if (mtx_trylock(&r.lock) != thrd_success) return 0;
  size_t n = r.used;
  mtx_unlock(&r.lock);
  return n;
}

class Player {
 public:
  explicit Player(ring& r) : r_(r) {}

  rt::task<> play() {
    thrd_create(&decoder_, decoder_main, &r_);   // OK: another thread runs it
    while (!stopped_) {
      size_t n = wait_filled(r_); // BAD: wait
      if (n == 0) n = filled_now(r_);            // OK: the helper uses trylock
      timespec frame{0, 20'000'000};
      thrd_sleep(&frame, nullptr); // BAD: sleep
      thrd_yield();                              // OK: gives up the slice only
      co_await rt::async_sleep(std::chrono::milliseconds(20));  // OK: asynchronous timer
    }
  }

  rt::task<> pause_resume() {
    timespec ts = after_ms(200);                 // OK: reads the clock
    if (mtx_timedlock(&r_.lock, &ts) == thrd_success) { // BAD: lock
      cnd_timedwait(&r_.filled, &r_.lock, &ts); // BAD: wait
      cnd_wait(&r_.filled, &r_.lock); // BAD: wait
      mtx_unlock(&r_.lock);                      // OK: unlocking never waits
    }
    cnd_signal(&r_.filled);                      // OK: signalling never waits
    cnd_broadcast(&r_.filled);                   // OK: signalling never waits
    if (mtx_trylock(&r_.lock) == thrd_busy) co_return;  // OK: try variant
    mtx_unlock(&r_.lock);
  }

  rt::task<int> shut_down() {
    stopped_ = true;
    int rc = 0;
    thrd_join(decoder_, &rc); // BAD: wait
    thrd_equal(decoder_, thrd_current());        // OK: a query
    co_return rc;
  }

  rt::task<> hand_over() {
    thrd_detach(decoder_);                       // OK: does not wait
    co_await done_.wait();                       // OK: awaited event
  }

 private:
  ring& r_;
  thrd_t decoder_{};
  bool stopped_ = false;
  rt::async_event done_;
};

// The decoder's own loop.
extern "C" int decoder_main(void* p) {
  auto* r = static_cast<ring*>(p);
  timespec nap{0, 1'000'000};
  for (;;) {
    mtx_lock(&r->lock);
    while (r->used > 4000) cnd_wait(&r->filled, &r->lock);  // OK: thread entry, called by no coroutine
    ++r->used;
    mtx_unlock(&r->lock);
    thrd_sleep(&nap, nullptr);                              // OK: thread entry, called by no coroutine
  }
  return 0;
}

}  // namespace player
