// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: Redis hands its handlers to a function of a table of
// functions, which keeps them for the event loop.
#include <sys/epoll.h>
#include <unistd.h>

struct connection;
using handler = void (*)(connection *);
struct transport {
  void (*set_handler)(connection *, handler);
};
struct connection {
  const transport *how;
  handler on_ready;
};

static void keep(connection *c, handler h) { c->on_ready = h; }
static const transport plain = {keep};

void watch(connection *c, handler h) { c->how->set_handler(c, h); }

void slow(connection *) {
  ::usleep(10); // BAD: sleep
}
void quick(connection *c) {
  c->how = &plain; // OK: nothing waits
}
void never(connection *) {
  ::usleep(10); // OK: nobody watches with it
}

void start(connection *c) {
  watch(c, slow);
  watch(c, quick);
}

void run(int epoll) {
  epoll_event e;
  while (::epoll_wait(epoll, &e, 1, -1) > 0) {
    auto *c = static_cast<connection *>(e.data.ptr);
    c->on_ready(c);
  }
}
