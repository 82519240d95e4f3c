// RUN: %check_marks %s -- -std=c++20
// Found while reproducing what a field trial had: a global variable holds the
// object, but a local pointer or a helper has put the callable into it.
#include <sys/epoll.h>
#include <unistd.h>

namespace fn_callable_in_global_object {

#define LOOP(STEP)                                                                                                     \
  epoll_event ready;                                                                                                   \
  for (;;) {                                                                                                           \
    ::epoll_wait(3, &ready, 1, -1);                                                                                    \
    STEP;                                                                                                              \
  }

struct direct {
  void (*ready)(direct *);
};
static void slow_direct(direct *) {
  ::usleep(10); // BAD: sleep
}
static direct *the_direct;
void put_direct() {
  the_direct = new direct;
  the_direct->ready = slow_direct;
}
void serve_direct() { LOOP(the_direct->ready(the_direct)) }

struct local {
  void (*ready)(local *);
};
static void slow_local(local *) {
  ::usleep(10); // BAD: sleep
}
static local *the_local;
void put_local() {
  local *made = new local;
  made->ready = slow_local;
  the_local = made;
}
void serve_local() { LOOP(the_local->ready(the_local)) }

struct helped {
  void (*ready)(helped *);
};
static void slow_helped(helped *) {
  ::usleep(10); // BAD: sleep
}
static helped the_helped;
static void init(helped *h) { h->ready = slow_helped; }
void put_helped() { init(&the_helped); }
void serve_helped() { LOOP(the_helped.ready(&the_helped)) }

// Two objects are told apart where each is filled by its name.
struct apart {
  void (*ready)(apart *);
};
static void quick_apart(apart *) {}
static void slow_apart(apart *) {
  ::usleep(10); // OK: no loop runs what is in the other one
}
static apart in_loop, elsewhere;
void put_apart() {
  in_loop.ready = quick_apart;
  elsewhere.ready = slow_apart;
}
void serve_apart() { LOOP(in_loop.ready(&in_loop)) }

struct unused {
  void (*ready)(unused *);
};
static void never(unused *) {
  ::usleep(10); // OK: no loop runs what is in there
}
static unused the_unused;
void put_unused() { the_unused.ready = never; }

} // namespace fn_callable_in_global_object
