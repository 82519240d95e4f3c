// libev on its own header: macros put callbacks into fields of watchers.
// REQUIRES: libev
// RUN: %check_marks %s -- %flags
#include <ev.h>
#include <sys/socket.h>
#include <unistd.h>

struct server {
  ev_io readable;
  ev_timer tick;
  ev_signal ended;
  ev_async woken;
  int descriptor;
};

static void on_readable(struct ev_loop *loop, ev_io *w, int) {
  char byte;
  ::recv(w->fd, &byte, 1, MSG_DONTWAIT); // OK: does not wait
  ::usleep(10);                          // BAD: sleep
  ev_feed_event(loop, w, EV_READ);       // OK: the loop calls back later
  ev_run(loop, EVRUN_ONCE);              // BAD: nested-event-loop
}
static void on_tick(struct ev_loop *loop, ev_timer *w, int) {
  ev_sleep(0.5);             // BAD: sleep
  ev_timer_again(loop, w);   // OK: starts the timer
  ev_now_update(loop);       // OK: asks for the time
}
static void on_end(struct ev_loop *loop, ev_signal *, int) {
  ev_break(loop, EVBREAK_ALL); // OK: ends the loop
  ::sleep(1);                  // BAD: sleep
}
static void on_wake(struct ev_loop *, ev_async *, int) {
  ::sleep(1); // BAD: sleep
}
static void once(int, void *) {
  ::sleep(1); // BAD: sleep
}
static void never(struct ev_loop *, ev_timer *, int) {
  ::sleep(1); // OK: no watcher has it
}

int serve(server &s) {
  struct ev_loop *loop = ev_default_loop(0);
  ev_io_init(&s.readable, on_readable, s.descriptor, EV_READ);
  ev_io_start(loop, &s.readable);
  ev_timer_init(&s.tick, on_tick, 1., 0.);
  ev_timer_start(loop, &s.tick);
  ev_init(&s.ended, on_end);
  ev_signal_set(&s.ended, 15);
  ev_signal_start(loop, &s.ended);
  ev_async_init(&s.woken, on_wake);
  ev_async_start(loop, &s.woken);
  ev_once(loop, -1, 0, 10., once, nullptr);
  (void)never;
  ::sleep(1); // OK: before the loop runs
  return ev_run(loop, 0);
}
