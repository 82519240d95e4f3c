// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: Redis tells its own function by a flag to look for
// events without waiting, as it does while it loads a file.
#include <coroutine>
#include <sys/epoll.h>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

constexpr int dont_wait = 1;

void process_events(int epoll, int flags) {
  epoll_event event;
  int timeout = -1;
  if (flags & dont_wait)
    timeout = 0;
  ::epoll_wait(epoll, &event, 1, timeout);
}
bool is_busy();
void process_some(int epoll, int flags) {
  epoll_event event;
  int timeout = -1, other = -1;
  if (is_busy()) {
    if (flags & dont_wait)
      timeout = 0;
  }
  ::epoll_wait(epoll, &event, 1, timeout);
  if (is_busy())
    other = 0;
  ::epoll_wait(epoll, &event, 1, other);
}
void process_or_wait(int epoll, bool now) {
  epoll_event event;
  int timeout;
  if (now)
    timeout = 0;
  else
    timeout = -1;
  ::epoll_wait(epoll, &event, 1, timeout);
}
void process_twice(int epoll, bool now) {
  epoll_event event;
  int timeout = -1;
  if (now)
    timeout = 0;
  ::epoll_wait(epoll, &event, 1, timeout);
  timeout = -1;
  ::epoll_wait(epoll, &event, 1, timeout);
}
void process_events_now(int epoll) {
  epoll_event event;
  ::epoll_wait(epoll, &event, 1, 0);
}

task load(int epoll) {
  process_events(epoll, dont_wait); // OK: it is told not to
  process_events_now(epoll);        // OK: it never waits
  process_events(epoll, 0);         // BAD: wait
  process_some(epoll, dont_wait);   // BAD: wait: not always told
  process_or_wait(epoll, true);     // OK: it is told not to
  process_or_wait(epoll, false);    // BAD: wait
  process_twice(epoll, true);       // BAD: wait: the second time
  co_return;
}
