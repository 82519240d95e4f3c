// What every caller of a coroutine gives it holds in its body; constants and
// times pass through helpers.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <fcntl.h>
#include <future>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

int open_quick() { return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
int open_slow() { return socket(AF_INET, SOCK_STREAM, 0); }
struct handle {
  explicit handle(int fd) : fd(fd) {}
  handle(handle &&o) : fd(o.fd) { o.fd = -1; }
  ~handle() { close(fd); }
  int get() const { return fd; }
  int fd;
};
handle make_quick() { return handle(open_quick()); }
handle make_slow() { return handle(open_slow()); }
void receive(const handle &h, char *p) { recv(h.get(), p, 1, 0); }

mock::task<> all_quick(int fd, handle h, char *p) {
  recv(fd, p, 1, 0); // OK: both callers open it non-blocking
  receive(h, p);     // OK: the same
  fd = open_slow();
  recv(fd, p, 1, 0); // BAD: socket
  co_return;
}
mock::task<> one_slow(int fd, handle h, char *p) {
  recv(fd, p, 1, 0); // BAD: socket
  receive(h, p);     // BAD: socket
  co_return;
}
mock::task<> uncalled(int fd, handle h, char *p) {
  recv(fd, p, 1, 0); // BAD: socket
  receive(h, p);     // BAD: socket
  co_return;
}
mock::task<> as_value(int fd, char *p) {
  recv(fd, p, 1, 0); // BAD: socket
  co_return;
}

mock::task<> in_table(int fd, char *p) {
  recv(fd, p, 1, 0); // BAD: socket
  co_return;
}
mock::task<> (*table[])(int, char *) = {in_table};

struct base {
  bool choose();
  virtual mock::task<> overridden(int fd, char *p) {
    recv(fd, p, 1, 0); // BAD: socket
    co_return;
  }
};
void start(base &b, char *p) {
  all_quick(open_quick(), make_quick(), p);
  int fd = open_quick();
  handle h = make_quick();
  all_quick(fd, std::move(h), p);
  one_slow(open_quick(), make_quick(), p);
  one_slow(open_slow(), make_slow(), p);
  as_value(open_quick(), p);
  in_table(open_quick(), p);
  // Whoever calls through a pointer gives what nobody sees.
  auto *later = b.choose() ? &as_value : nullptr;
  later(open_slow(), p);
  b.overridden(open_quick(), p);
}

struct pending {
  bool wait_ms(int ms) {
    return f.wait_for(std::chrono::milliseconds(ms)) ==
           std::future_status::ready;
  }
  bool wait_seconds(int s) {
    std::chrono::nanoseconds time = std::chrono::seconds(s);
    return f.wait_for(time) == std::future_status::ready;
  }
  std::future<int> f;
};
mock::task<> times(pending p, int ms) {
  p.wait_ms(0);      // OK: only looks
  p.wait_seconds(0); // OK: only looks
  p.wait_ms(1);      // BAD: wait
  p.wait_seconds(1); // BAD: wait
  p.wait_ms(ms);     // BAD: wait
  co_return;
}

inline int try_mode() { return LOCK_EX | LOCK_NB; }
inline int wait_mode() { return LOCK_EX; }
int some_mode(bool b) {
  if (b)
    return LOCK_EX;
  return LOCK_EX | LOCK_NB;
}
mock::task<> constants(int fd) {
  flock(fd, try_mode());      // OK: LOCK_NB
  flock(fd, wait_mode());     // BAD: lock
  flock(fd, some_mode(true)); // BAD: lock
  co_return;
}
