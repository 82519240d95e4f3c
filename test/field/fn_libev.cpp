// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: libev keeps its callbacks in fields of the watcher,
// and macros put them there; ev_run runs them.
#include <cstring>
#include <unistd.h>

extern "C" {
struct ev_loop;
struct ev_watcher {
  int active;
  void (*cb)(struct ev_loop *, struct ev_watcher *, int);
};
struct ev_io {
  int active;
  void (*cb)(struct ev_loop *, struct ev_io *, int);
  int fd;
};
struct ev_timer {
  int active;
  void (*cb)(struct ev_loop *, struct ev_timer *, int);
  double at;
};
int ev_run(struct ev_loop *, int);
void ev_io_start(struct ev_loop *, ev_io *);
void ev_timer_start(struct ev_loop *, ev_timer *);
}
#define ev_set_cb(ev, cb_)                                                                         \
  ((ev)->cb = (cb_), std::memmove(&((ev_watcher *)(ev))->cb, &(ev)->cb, sizeof((ev)->cb)))
#define ev_io_init(ev, cb_, fd_)                                                                   \
  do {                                                                                             \
    ev_set_cb(ev, cb_);                                                                            \
    (ev)->fd = (fd_);                                                                              \
  } while (0)
#define ev_timer_init(ev, cb_, at_)                                                                \
  do {                                                                                             \
    ev_set_cb(ev, cb_);                                                                            \
    (ev)->at = (at_);                                                                              \
  } while (0)

static void on_readable(struct ev_loop *, ev_io *, int) {
  ::usleep(10); // BAD: sleep
}
static void on_time(struct ev_loop *, ev_timer *, int) {
  ::usleep(10); // BAD: sleep
}
static void never(struct ev_loop *, ev_timer *, int) {
  ::usleep(10); // OK: no watcher has it
}

int serve(struct ev_loop *loop, int descriptor) {
  static ev_io readable;
  static ev_timer timer;
  ev_io_init(&readable, on_readable, descriptor);
  ev_io_start(loop, &readable);
  ev_timer_init(&timer, on_time, 1.0);
  ev_timer_start(loop, &timer);
  (void)never;
  ::usleep(10); // OK: before the loop runs
  return ev_run(loop, 0);
}
