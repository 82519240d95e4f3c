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
void process_events_now(int epoll) {
  epoll_event event;
  ::epoll_wait(epoll, &event, 1, 0);
}

task load(int epoll) {
  process_events(epoll, dont_wait); // FALSE: wait: it is told not to
  process_events_now(epoll);        // OK: it never waits
  process_events(epoll, 0);         // BAD: wait
  co_return;
}
