// RUN: %check_marks %s -- %flags -I%S/Inputs
// Supervisor plumbing: eventfd, timerfd, inotify, pipes and FIFOs.
#include <errno.h>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>

#include "task.h"

namespace sup {

constexpr int kFlags = EFD_NONBLOCK | EFD_CLOEXEC;

void drain(int fd) {
  char junk[64];
  while (::read(fd, junk, sizeof junk) > 0) {
  }
}

rt::task<> event_counters() {
  int blocking = eventfd(0, 0);
  eventfd_t v = 0;
  eventfd_read(blocking, &v); // BAD: wait
  ::read(blocking, &v, sizeof v); // BAD: wait
  int ev = eventfd(0, EFD_NONBLOCK);                // OK: creates a descriptor
  eventfd_read(ev, &v);                             // OK: EFD_NONBLOCK descriptor
  eventfd_write(ev, 1);                             // OK: EFD_NONBLOCK descriptor
  int both = eventfd(0, kFlags);                    // OK: creates a descriptor
  ::read(both, &v, sizeof v);                       // OK: EFD_NONBLOCK in a constant
  co_await rt::readable(ev);                        // OK: waits on the loop
}

rt::task<std::uint64_t> timers() {
  std::uint64_t ticks = 0;
  int t = timerfd_create(CLOCK_MONOTONIC, 0);
  itimerspec its{{1, 0}, {1, 0}};
  timerfd_settime(t, 0, &its, nullptr);             // OK: only arms a timer
  ::read(t, &ticks, sizeof ticks); // BAD: wait
  int nb = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  timerfd_settime(nb, 0, &its, nullptr);            // OK: only arms a timer
  ::read(nb, &ticks, sizeof ticks);                 // OK: TFD_NONBLOCK descriptor
  timerfd_gettime(nb, &its);                        // OK: a query
  co_return ticks;
}

rt::task<> watches() {
  alignas(inotify_event) char buf[4096];
  int in = inotify_init();
  inotify_add_watch(in, "/etc/sup", IN_MODIFY);     // OK: registers a watch
  ::read(in, buf, sizeof buf); // BAD: wait
  int nb = inotify_init1(IN_NONBLOCK);
  inotify_add_watch(nb, "/etc/sup", IN_MODIFY);     // OK: registers a watch
  ::read(nb, buf, sizeof buf);                      // OK: IN_NONBLOCK descriptor
  co_return;
}

rt::task<std::string> pipes() {
  int p[2];
  pipe(p);                                          // OK: creates the pair
  char buf[128];
  ssize_t n = ::read(p[0], buf, sizeof buf); // BAD: file
  ::write(p[1], buf, sizeof buf); // BAD: file
  drain(p[0]); // BAD: file
  int q[2];
  pipe2(q, O_NONBLOCK | O_CLOEXEC);                 // OK: creates the pair
  n = ::read(q[0], buf, sizeof buf);                // OK: O_NONBLOCK pipe
  ::write(q[1], buf, sizeof buf);                   // OK: O_NONBLOCK pipe
  co_return std::string(buf, n > 0 ? std::size_t(n) : 0);
}

rt::task<std::string> fifo(const char* path) {
  int r = ::open(path, O_RDONLY); // BAD: file
  char buf[64];
  ssize_t n = ::read(r, buf, sizeof buf); // BAD: file
  int nb = ::open(path, O_RDONLY | O_NONBLOCK);     // OK: O_NONBLOCK open of a FIFO
  n = ::read(nb, buf, sizeof buf);                  // OK: O_NONBLOCK descriptor
  co_return std::string(buf, n > 0 ? std::size_t(n) : 0);
}

rt::task<> socket_pairs() {
  int s[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, s);           // OK: creates the pair
  char c = 'x';
  ::recv(s[0], &c, 1, 0); // BAD: socket
  ::read(s[0], &c, 1); // BAD: socket
  int t[2];
  socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, t);  // OK: creates the pair
  ::recv(t[0], &c, 1, 0);                           // OK: SOCK_NONBLOCK pair
  ::write(t[1], &c, 1);                             // OK: SOCK_NONBLOCK pair
  co_return;
}

// A thread that forwards a blocking pipe into the loop.
void forwarder(int from, int to) {
  char c;
  while (::read(from, &c, 1) == 1) {                // OK: plain function, called by no coroutine
    eventfd_write(to, 1);                           // OK: plain function, called by no coroutine
  }
}

rt::task<> start_forwarder(int from) {
  int ev = eventfd(0, EFD_NONBLOCK);
  std::thread(forwarder, from, ev).detach();        // OK: another thread runs it
  co_await rt::readable(ev);                        // OK: waits on the loop
  drain(ev);                                        // OK: EFD_NONBLOCK descriptor handed to the helper
}

}  // namespace sup
