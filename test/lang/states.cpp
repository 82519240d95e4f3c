// What an earlier call did to a descriptor or a future: it counts where it
// holds on every path.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <fcntl.h>
#include <future>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

int open_quick() { return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
int open_slow() { return socket(AF_INET, SOCK_STREAM, 0); }
int open_either(bool b) {
  if (b)
    return open_quick();
  return open_slow();
}
void set_nonblocking(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}
void set_maybe(int fd, bool b) {
  if (b)
    fcntl(fd, F_SETFL, O_NONBLOCK);
}
void set_other(int fd) { fcntl(fd, F_SETFL, O_APPEND); }

mock::task<> open_flag(char *p) {
  int a = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  recv(a, p, 1, 0); // OK: opened non-blocking
  int b = socket(AF_INET, SOCK_STREAM, 0);
  recv(b, p, 1, 0); // BAD: socket
  int c = open("fifo", O_RDONLY | O_NONBLOCK); // OK: does not wait
  read(c, p, 1);    // OK: opened non-blocking
  int d = open("fifo", O_RDONLY); // BAD: file
  read(d, p, 1);    // BAD: file
  int e = dup(a);
  recv(e, p, 1, 0); // OK: the same open file
  a = socket(AF_INET, SOCK_STREAM, 0);
  recv(a, p, 1, 0); // BAD: socket
  co_return;
}

mock::task<> fcntl_flag(int fd, char *p) {
  recv(fd, p, 1, 0); // BAD: socket
  fcntl(fd, F_SETFL, O_NONBLOCK);
  recv(fd, p, 1, 0); // OK: set before
  fcntl(fd, F_SETFL, 0);
  recv(fd, p, 1, 0); // BAD: socket
  int flags = fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  recv(fd, p, 1, 0); // OK: set before
  fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
  recv(fd, p, 1, 0); // BAD: socket
  fcntl(fd, F_SETFD, O_NONBLOCK);
  recv(fd, p, 1, 0); // BAD: socket
  co_return;
}

mock::task<> paths(int a, int b, int c, char *p, bool x, bool y) {
  if (x)
    fcntl(a, F_SETFL, O_NONBLOCK);
  recv(a, p, 1, 0); // BAD: socket
  if (x)
    fcntl(b, F_SETFL, O_NONBLOCK);
  else
    fcntl(b, F_SETFL, O_NONBLOCK | O_APPEND);
  recv(b, p, 1, 0); // OK: on both paths
  fcntl(c, F_SETFL, O_NONBLOCK);
  while (x)
    recv(c, p, 1, 0); // OK: set before the loop
  while (y) {
    recv(c, p, 1, 0); // BAD: socket
    fcntl(c, F_SETFL, 0);
  }
  co_return;
}

mock::task<> helpers(int a, int b, int c, char *p) {
  int quick = open_quick();
  recv(quick, p, 1, 0);  // OK: the helper opens it non-blocking
  int slow = open_slow();
  recv(slow, p, 1, 0);   // BAD: socket
  int either = open_either(a);
  recv(either, p, 1, 0); // BAD: socket
  recv(open_quick(), p, 1, 0); // OK: the helper opens it non-blocking
  recv(open_slow(), p, 1, 0);  // BAD: socket
  set_nonblocking(a);
  recv(a, p, 1, 0);      // OK: the helper sets it
  set_maybe(b, a);
  recv(b, p, 1, 0);      // BAD: socket
  set_other(c);
  recv(c, p, 1, 0);      // BAD: socket
  co_return;
}

void drain(int fd, char *p) { recv(fd, p, 1, 0); }
mock::task<> carried(int a, int b, char *p) {
  fcntl(a, F_SETFL, O_NONBLOCK);
  drain(a, p); // OK: set before
  drain(b, p); // BAD: socket
  co_return;
}

// A field that one method sets up is so for the others.
struct quick_connection {
  quick_connection() { fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
  mock::task<> run(char *p) {
    recv(fd, p, 1, 0); // OK: the constructor opens it non-blocking
    co_return;
  }
  int fd;
};
struct initialised_connection {
  initialised_connection() : fd(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {}
  mock::task<> run(char *p) {
    recv(fd, p, 1, 0); // OK: the constructor opens it non-blocking
    co_return;
  }
  int fd;
};
struct slow_connection {
  slow_connection() { fd = socket(AF_INET, SOCK_STREAM, 0); }
  mock::task<> run(char *p) {
    recv(fd, p, 1, 0); // BAD: socket
    co_return;
  }
  int fd;
};
struct set_later {
  void start() { fcntl(fd, F_SETFL, O_NONBLOCK); }
  mock::task<> run(char *p) {
    recv(fd, p, 1, 0);    // OK: start() sets it
    recv(other, p, 1, 0); // BAD: socket
    co_return;
  }
  int fd, other;
};

mock::task<> futures(std::future<int> a, std::future<int> b, std::future<int> c) {
  a.get(); // BAD: wait
  if (b.wait_for(0s) == std::future_status::ready) // OK: only looks
    b.get();        // OK: looked before
  c.wait_for(1s);   // BAD: wait
  co_return;
}

// What an awaited call was given has been waited for.
mock::task<> readable(int fd) { co_await mock::yield(); (void)fd; }
void not_awaited(int) {}
mock::task<> awaited(int a, int b, std::future<int> c) {
  not_awaited(b);
  recv(b, nullptr, 1, 0); // BAD: socket
  (void)a, (void)c;
  co_await readable(a);
}

// A future that is assigned to is another one.
int work();
struct runner {
  std::future<int> side;
  mock::task<> run() {
    side = std::async(std::launch::async, work);
    if (side.wait_for(0s) != std::future_status::ready)
      co_return;
    side.get(); // OK: it is ready
    side = std::async(std::launch::async, work);
    side.get(); // BAD: wait
  }
};
mock::task<> moved_on() {
  std::future<int> f = std::async(std::launch::async, work);
  if (f.wait_for(0s) == std::future_status::ready) {
    std::future<int> g;
    g = std::move(f);
    g.get(); // OK: it was ready
    f = std::async(std::launch::async, work);
    f.get(); // BAD: wait
  }
  co_return;
}

// A deferred task runs in whoever waits for it.
mock::task<> deferred() {
  std::future<int> f = std::async(std::launch::deferred, work);
  f.wait_for(1s); // OK: a deferred task keeps nobody waiting
  if (f.wait_for(0s) == std::future_status::deferred)
    co_return;
  f.get(); // BAD: wait
  std::future<int> g = std::async(std::launch::async, work); // BAD: wait
  g.wait_for(1s); // BAD: wait
  if (g.wait_for(0s) != std::future_status::ready)
    co_return;
  g.get(); // OK: it is ready
  auto either = std::launch::deferred | std::launch::async;
  std::future<int> h = std::async(either, work); // BAD: wait
  h.wait_for(1s); // BAD: wait
  std::future<int> i = std::async(std::launch::deferred, work);
  std::future<int> j = std::move(i);
  if (j.wait_for(0s) == std::future_status::timeout)
    co_return;
  j.get(); // BAD: wait
}
