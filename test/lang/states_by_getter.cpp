// Descriptors that methods hand out: virtual or not, of the own object, of a
// wrapper in a field, of what a lambda captured.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <functional>
#include <sys/socket.h>
#include <unistd.h>

namespace states_by_getter {

class unique_fd {
  int fd_;

public:
  explicit unique_fd(int fd = -1) : fd_(fd) {}
  int get() const { return fd_; }
  void reset(int fd) { fd_ = fd; }
};

struct handler {
  virtual ~handler() = default;
  virtual int fd() const = 0;
  virtual void on_readable() = 0;
};

constexpr int quiet = SOCK_STREAM | SOCK_NONBLOCK;

class listener : public handler {
  unique_fd fd_;

public:
  listener() : fd_(::socket(AF_INET, quiet, 0)) {}
  int fd() const override { return fd_.get(); }
  void on_readable() override { ::accept4(fd(), nullptr, nullptr, 0); }
};
class slow_listener : public handler {
  unique_fd fd_;

public:
  slow_listener() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {}
  int fd() const override { return fd_.get(); }
  void on_readable() override { ::accept4(fd(), nullptr, nullptr, 0); }
};
class plain : public handler {
  int fd_;

public:
  plain() : fd_(::socket(AF_INET, quiet, 0)) {}
  int fd() const override { return fd_; }
  void on_readable() override {
    int own = fd();
    ::accept4(own, nullptr, nullptr, 0);
  }
};
class reset : public handler {
  unique_fd fd_;

public:
  reset() { fd_.reset(::socket(AF_INET, quiet, 0)); }
  int fd() const override { return fd_.get(); }
  void on_readable() override { ::accept4(fd(), nullptr, nullptr, 0); }
  void direct() { ::accept4(fd_.get(), nullptr, nullptr, 0); }
};
class slow_reset : public handler {
  unique_fd fd_;

public:
  slow_reset() { fd_.reset(::socket(AF_INET, SOCK_STREAM, 0)); }
  int fd() const override { return fd_.get(); }
  void on_readable() override { ::accept4(fd(), nullptr, nullptr, 0); }
};
class assigned : public handler {
  unique_fd fd_;

public:
  assigned() { fd_ = unique_fd(::socket(AF_INET, quiet, 0)); }
  int fd() const override { return fd_.get(); }
  void on_readable() override { ::accept4(fd(), nullptr, nullptr, 0); }
};

mock::task<> all(listener &a, slow_listener &b, plain &c, reset &d,
                 slow_reset &e, assigned &f) {
  a.on_readable(); // OK: made non-blocking
  b.on_readable(); // BAD: socket
  c.on_readable(); // OK: made non-blocking
  d.on_readable(); // OK: made non-blocking
  d.direct();      // OK: made non-blocking
  e.on_readable(); // BAD: socket
  f.on_readable(); // OK: made non-blocking
  co_return;
}

class channel {
  int fd_;
  std::function<mock::task<>()> read_;

public:
  explicit channel(int fd) : fd_(fd) {}
  int fd() const { return fd_; }
  void on_read(std::function<mock::task<>()> read) { read_ = read; }
};
int bound(int type) {
  int fd = ::socket(AF_INET, type, 0);
  ::bind(fd, nullptr, 0);
  return fd;
}
void serve() {
  char bytes[16];
  channel in(bound(SOCK_DGRAM | SOCK_NONBLOCK));
  in.on_read([&]() -> mock::task<> {
    ::recv(in.fd(), bytes, sizeof bytes, 0); // OK: made non-blocking
    co_return;
  });
  channel out(bound(SOCK_DGRAM));
  out.on_read([&]() -> mock::task<> {
    ::recv(out.fd(), bytes, sizeof bytes, 0); // BAD: socket
    co_return;
  });
}

} // namespace states_by_getter
