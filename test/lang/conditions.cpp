// What a call's arguments say, and conditions that a helper hands on to its
// callers.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

mock::task<> constants(int fd, char *p, int flags) {
  recv(fd, p, 1, 0);                       // BAD: socket
  recv(fd, p, 1, MSG_DONTWAIT);            // OK: does not wait
  recv(fd, p, 1, MSG_PEEK);                // BAD: socket
  recv(fd, p, 1, MSG_PEEK | MSG_DONTWAIT); // OK: does not wait
  recv(fd, p, 1, flags);                   // BAD: socket
  recv(fd, p, 1, flags | MSG_DONTWAIT);    // OK: the bit is certain
  recv(fd, p, 1, flags & ~MSG_DONTWAIT);   // BAD: socket
  recv(fd, p, 1,
       fd ? MSG_DONTWAIT : MSG_PEEK | MSG_DONTWAIT); // OK: both have it
  recv(fd, p, 1, fd ? MSG_DONTWAIT : 0);             // BAD: socket
  waitpid(1, nullptr, 0);                            // BAD: process
  waitpid(1, nullptr, WNOHANG);                      // OK: does not wait
  usleep(sizeof(char) - 1);                          // OK: zero
  co_return;
}

constexpr int no_wait = MSG_DONTWAIT;
enum flag { none = 0, quick = MSG_DONTWAIT };

bool is_idle();
mock::task<> variables(int fd, char *p, bool b) {
  const int local = MSG_DONTWAIT;
  recv(fd, p, 1, local);   // OK: the constant
  recv(fd, p, 1, no_wait); // OK: the constant
  recv(fd, p, 1, quick);   // OK: the constant
  recv(fd, p, 1, none);    // BAD: socket
  int once = MSG_DONTWAIT;
  recv(fd, p, 1, once); // OK: never changed
  int changed = MSG_DONTWAIT;
  changed = 0;
  recv(fd, p, 1, changed); // BAD: socket
  int grows = 0;
  grows |= MSG_DONTWAIT;
  recv(fd, p, 1, grows); // OK: or-ed in
  int sometimes = 0;
  if (b)
    sometimes |= MSG_DONTWAIT;
  recv(fd, p, 1, sometimes); // BAD: socket: where b is not set
  int mostly = 0;
  if (is_idle())
    mostly |= MSG_DONTWAIT;
  recv(fd, p, 1, mostly); // OK: the author knows about it
  co_return;
}

// One level.
void read_n(int fd, char *p, int flags) { recv(fd, p, 1, flags); }
void read_default(int fd, char *p, int flags = MSG_DONTWAIT) {
  recv(fd, p, 1, flags);
}
void read_slow_default(int fd, char *p, int flags = 0) {
  recv(fd, p, 1, flags);
}
void read_or(int fd, char *p, int flags) {
  recv(fd, p, 1, flags | MSG_DONTWAIT);
}
void read_other(int fd, char *p, int flags) {
  recv(fd, p, 1, flags | MSG_PEEK);
}
void read_reset(int fd, char *p, int flags) {
  flags = 0;
  recv(fd, p, 1, flags);
}
// Two levels, arguments in another order.
void read_two(int flags, int fd, char *p) { read_n(fd, p, flags); }
// Three.
struct reader {
  int fd;
  char *p;
  void read(int flags = MSG_DONTWAIT) { read_two(flags, fd, p); }
  void read_slowly(int flags = 0) { read_two(flags, fd, p); }
};

mock::task<> carried(int fd, char *p, reader r, int flags) {
  read_n(fd, p, 0);                       // BAD: socket
  read_n(fd, p, MSG_DONTWAIT);            // OK: does not wait
  read_n(fd, p, flags);                   // BAD: socket
  read_n(fd, p, flags | MSG_DONTWAIT);    // OK: does not wait
  read_default(fd, p);                    // OK: the default does not wait
  read_default(fd, p, 0);                 // BAD: socket
  read_slow_default(fd, p);               // BAD: socket
  read_slow_default(fd, p, MSG_DONTWAIT); // OK: does not wait
  read_or(fd, p, 0);                      // OK: the helper adds the flag
  read_other(fd, p, 0);                   // BAD: socket
  read_other(fd, p, MSG_DONTWAIT);        // OK: or-ed with another flag
  read_reset(fd, p, MSG_DONTWAIT);        // BAD: socket
  read_two(0, fd, p);                     // BAD: socket
  read_two(MSG_DONTWAIT, fd, p);          // OK: does not wait
  r.read();                               // OK: the default does not wait
  r.read(0);                              // BAD: socket
  r.read_slowly();                        // BAD: socket
  r.read_slowly(MSG_DONTWAIT);            // OK: does not wait
  co_return;
}

// Two callers of one helper do not mix.
void quick_caller(int fd, char *p) { read_n(fd, p, MSG_DONTWAIT); }
void slow_caller(int fd, char *p) { read_n(fd, p, 0); }
mock::task<> callers(int fd, char *p) {
  quick_caller(fd, p); // OK: does not wait
  slow_caller(fd, p);  // BAD: socket
  co_return;
}

// Zero timeouts.
bool wait_ready(pollfd *p, int timeout) { return poll(p, 1, timeout) > 0; }
mock::task<> timeouts(pollfd *p, int t) {
  poll(p, 1, 0);     // OK: only looks
  poll(p, 1, -1);    // BAD: wait
  poll(p, 1, t);     // BAD: wait
  wait_ready(p, 0);  // OK: only looks
  wait_ready(p, 10); // BAD: wait
  co_return;
}

// Carried through a template, with a conversion.
template <typename T> void nap(T n) { usleep(n); }
mock::task<> through_templates() {
  nap(5);       // BAD: sleep
  nap(0);       // OK: zero
  nap<char>(5); // BAD: sleep
  nap<char>(0); // OK: zero
  co_return;
}
