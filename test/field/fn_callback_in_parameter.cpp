// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: programs in the style of C give the loop an object
// by pointer, and keep the callback in it.
#include <sys/epoll.h>
#include <unistd.h>

struct watcher {
  void (*on_ready)(watcher *);
};

void slow(watcher *) {
  ::usleep(10); // BAD: sleep
}
void quick(watcher *) {} // OK: nothing waits
void never(watcher *) {
  ::usleep(10); // OK: nobody watches with it
}

void start(watcher *first, watcher *second) {
  first->on_ready = slow;
  second->on_ready = quick;
}

void run(int epoll, watcher *only) {
  epoll_event event;
  while (::epoll_wait(epoll, &event, 1, -1) > 0)
    only->on_ready(only);
}
