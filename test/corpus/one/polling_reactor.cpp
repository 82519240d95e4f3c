// RUN: %check_marks %s -- %flags -I%S/Inputs
// Hand-written readiness polling inside coroutines, as found in a half-migrated proxy.
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>

#include <chrono>
#include <ctime>
#include <vector>

#include "task.h"

using namespace std;

namespace proxy {

const int NO_WAIT = 0;
constexpr int forever = -1;
constexpr timespec kZeroSpec{0, 0};

bool wait_ready(int fd, int timeout_ms) {
  pollfd p{fd, POLLIN, 0};
  return ::poll(&p, 1, timeout_ms) == 1;
}

bool is_ready(int fd) {
  pollfd p{fd, POLLIN, 0};
  return ::poll(&p, 1, 0) == 1;
}

rt::task<bool> with_poll(vector<pollfd> fds) {
  int n = poll(fds.data(), fds.size(), -1); // BAD: wait
  n += poll(fds.data(), fds.size(), 250); // BAD: wait
  n += ::poll(fds.data(), fds.size(), forever); // BAD: wait
  n += poll(fds.data(), fds.size(), 0);                      // OK: zero timeout
  n += poll(&fds[0], 1, NO_WAIT);                            // OK: constant zero timeout
  timespec ts{1, 0};
  n += ppoll(fds.data(), fds.size(), &ts, nullptr); // BAD: wait
  n += ppoll(fds.data(), fds.size(), nullptr, nullptr); // BAD: wait
  n += ppoll(fds.data(), fds.size(), &kZeroSpec, nullptr);   // OK: zero timeout
  co_return n > 0;
}

rt::task<bool> with_select(int a, int b) {
  fd_set rd;
  FD_ZERO(&rd);                                              // OK: macro on a local set
  FD_SET(a, &rd);
  FD_SET(b, &rd);
  int top = a > b ? a : b;
  select(top + 1, &rd, nullptr, nullptr, nullptr); // BAD: wait
  timeval half{0, 500000};
  select(top + 1, &rd, nullptr, nullptr, &half); // BAD: wait
  timeval zero{0, 0};
  select(top + 1, &rd, nullptr, nullptr, &zero);             // OK: zero timeout
  timeval also_zero{};
  select(top + 1, &rd, nullptr, nullptr, &also_zero);        // OK: zero timeout
  timespec none = {0, 0};
  pselect(top + 1, &rd, nullptr, nullptr, &none, nullptr);   // OK: zero timeout
  timespec some = {0, 1000};
  pselect(top + 1, &rd, nullptr, nullptr, &some, nullptr); // BAD: wait
  co_return FD_ISSET(a, &rd);                                // OK: macro on a local set
}

rt::task<int> with_epoll(int ep) {
  epoll_event ev[32];
  int n = epoll_wait(ep, ev, 32, -1); // BAD: wait
  n += epoll_wait(ep, ev, 32, 1000); // BAD: wait
  n += epoll_wait(ep, ev, 32, 0);                            // OK: zero timeout
  sigset_t mask;
  sigemptyset(&mask);                                        // OK: sets bits only
  n += epoll_pwait(ep, ev, 32, forever, &mask); // BAD: wait
  n += epoll_pwait(ep, ev, 32, NO_WAIT, &mask);              // OK: constant zero timeout
  timespec ts{2, 0};
  n += epoll_pwait2(ep, ev, 32, &ts, nullptr); // BAD: wait
  epoll_event add{};
  epoll_ctl(ep, EPOLL_CTL_ADD, 0, &add);                     // OK: changes the interest list
  co_return n;
}

rt::task<> relay(int client, int upstream) {
  while (true) {
    if (wait_ready(client, 100)) break; // BAD: wait
    if (is_ready(upstream)) break;                           // OK: the helper polls with zero
    co_await rt::readable(client);                           // OK: waits on the loop
  }
}

// A user's own poller: same method names, asynchronous results.
struct async_poller {
  rt::task<int> poll(int fd, int timeout);
  rt::task<int> select(vector<int> fds);
  int epoll_wait_count() const { return waits; }
  int waits = 0;
};

rt::task<int> via_poller(async_poller& p, int fd) {
  int n = co_await p.poll(fd, -1);                           // OK: awaited member of the user's class
  n += co_await p.select({fd});                              // OK: awaited member of the user's class
  co_return n + p.epoll_wait_count();                        // OK: a counter
}

// Runs on the acceptor thread.
void acceptor_main(int ep) {
  epoll_event ev[8];
  for (;;) epoll_wait(ep, ev, 8, -1);                        // OK: plain function, called by no coroutine
}

}  // namespace proxy
