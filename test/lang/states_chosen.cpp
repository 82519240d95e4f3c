// States that a parameter decides, and states of what a lambda captured.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <fcntl.h>
#include <future>
#include <sys/socket.h>
#include <unistd.h>

//===----------------------------------------------------------------------===//
// Helpers and constructors that a parameter tells what to do
//===----------------------------------------------------------------------===//

int open_socket(bool quick) {
  return socket(AF_INET, SOCK_STREAM | (quick ? SOCK_NONBLOCK : 0), 0);
}
int open_with(int flags) { return socket(AF_INET, SOCK_STREAM | flags, 0); }
int open_with_branch(bool quick) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (quick)
    fcntl(fd, F_SETFL, O_NONBLOCK);
  return fd;
}
int open_in_branches(bool slow) {
  if (slow)
    return socket(AF_INET, SOCK_STREAM, 0);
  return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
}
int open_twice_removed(bool quick) { return open_with_branch(quick); }
void set_up(int fd, bool quick) {
  if (quick)
    fcntl(fd, F_SETFL, O_NONBLOCK);
}
void set_up_unless(int fd, bool slow) {
  if (slow)
    return;
  fcntl(fd, F_SETFL, O_NONBLOCK);
}

mock::task<> helpers(char *p, bool any, int slow, int other) {
  recv(open_socket(true), p, 1, 0);  // OK: SOCK_NONBLOCK
  recv(open_socket(false), p, 1, 0); // BAD: socket
  recv(open_socket(any), p, 1, 0);   // BAD: socket
  int fd = open_with(SOCK_NONBLOCK);
  recv(fd, p, 1, 0); // OK: SOCK_NONBLOCK
  int gd = open_with(0);
  recv(gd, p, 1, 0);                        // BAD: socket
  recv(open_with_branch(true), p, 1, 0);    // OK: set in the branch
  recv(open_with_branch(false), p, 1, 0);   // BAD: socket
  recv(open_in_branches(false), p, 1, 0);   // OK: made in that branch
  recv(open_in_branches(true), p, 1, 0);    // BAD: socket
  recv(open_twice_removed(true), p, 1, 0);  // OK: two calls down
  recv(open_twice_removed(false), p, 1, 0); // BAD: socket
  set_up(slow, false);
  recv(slow, p, 1, 0); // BAD: socket
  set_up(slow, true);
  recv(slow, p, 1, 0); // OK: set on the line before
  set_up_unless(other, true);
  recv(other, p, 1, 0); // BAD: socket
  set_up_unless(other, false);
  recv(other, p, 1, 0); // OK: set on the line before
  co_return;
}

struct can_bus {
  enum option { none = 0, nonblock = 1 };
  explicit can_bus(option o)
      : fd(socket(AF_INET, SOCK_RAW | (o == nonblock ? SOCK_NONBLOCK : 0), 0)) {
  }
  void receive(char *p) { recv(fd, p, 1, 0); }

private:
  int fd;
};
struct queue {
  explicit queue(int flags) : fd(socket(AF_INET, SOCK_RAW | flags, 0)) {}
  void pop(char *p) { recv(fd, p, 1, 0); }

private:
  int fd;
};

mock::task<> objects(char *p) {
  can_bus quick(can_bus::nonblock), slow(can_bus::none);
  quick.receive(p); // OK: this one was made so
  slow.receive(p);  // BAD: socket
  queue q(SOCK_NONBLOCK), r(0);
  q.pop(p); // OK: this one was made so
  r.pop(p); // BAD: socket
  co_return;
}

mock::task<> serve(can_bus &quick, can_bus &slow, char *p) {
  quick.receive(p); // OK: what it is given was made so
  slow.receive(p);  // BAD: socket
  co_return;
}
void start(char *p) {
  static can_bus quick(can_bus::nonblock), slow(can_bus::none);
  serve(quick, slow, p);
}

//===----------------------------------------------------------------------===//
// Captures
//===----------------------------------------------------------------------===//

void captured(char *p) {
  can_bus quick(can_bus::nonblock), slow(can_bus::none);
  int fd = open_with(SOCK_NONBLOCK), gd = open_with(0), later = open_with(0);
  auto read_all = [&, fd, gd]() -> mock::task<> {
    quick.receive(p);     // OK: made so above
    slow.receive(p);      // BAD: socket
    recv(fd, p, 1, 0);    // OK: made so above
    recv(gd, p, 1, 0);    // BAD: socket
    recv(later, p, 1, 0); // BAD: socket
    co_return;
  };
  read_all();
  fcntl(later, F_SETFL, O_NONBLOCK);
}
void captured_at_two_places(char *p, bool any) {
  int fd = open_with(0);
  auto read = [&]() -> mock::task<> {
    recv(fd, p, 1, 0); // BAD: socket
    co_return;
  };
  if (any)
    return (void)read();
  fcntl(fd, F_SETFL, O_NONBLOCK);
  read();
}

//===----------------------------------------------------------------------===//
// Both sides of an && with temporaries
//===----------------------------------------------------------------------===//

struct pending {
  int poll() {
    if (f.valid() &&
        f.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
      return f.get();
    return 0;
  }
  int poll_with_more(bool also) {
    if (f.valid() && also &&
        f.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
      return f.get();
    return 0;
  }
  int poll_either() {
    if (f.valid() ||
        f.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
      return f.get();
    return 0;
  }
  int poll_mixed(bool any) {
    if ((any ||
         f.wait_for(std::chrono::seconds(0)) == std::future_status::ready) &&
        f.valid())
      return f.get();
    return 0;
  }
  std::future<int> f;
};
mock::task<> polls(pending p, bool any) {
  p.poll();              // OK: only if it is ready
  p.poll_with_more(any); // OK: the same
  p.poll_either();       // BAD: wait
  p.poll_mixed(any);     // BAD: wait
  co_return;
}

// A helper that does both: what it is told decides about its own calls too.
void greet(int fd) { ::send(fd, "hi", 2, 0); }
int dial(const sockaddr *to, bool nonblock) {
  int fd = socket(AF_INET, SOCK_STREAM | (nonblock ? SOCK_NONBLOCK : 0), 0);
  connect(fd, to, sizeof *to);
  greet(fd);
  return fd;
}
int dial_later(const sockaddr *to, bool wait) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (!wait)
    fcntl(fd, F_SETFL, O_NONBLOCK);
  connect(fd, to, sizeof *to);
  return fd;
}
mock::task<> dials(const sockaddr *to, bool any) {
  dial(to, true);        // OK: made non-blocking
  dial(to, false);       // BAD: socket
  dial(to, any);         // BAD: socket
  dial_later(to, false); // OK: made non-blocking
  dial_later(to, true);  // BAD: socket
  co_return;
}
