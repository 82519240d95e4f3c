// A descriptor inside an object: what holds for it decides what the object's
// methods and helpers do.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

class handle {
public:
  explicit handle(int fd = -1) : fd_(fd) {}
  handle(handle &&o) noexcept : fd_(std::exchange(o.fd_, -1)) {}
  handle &operator=(handle &&o) noexcept {
    std::swap(fd_, o.fd_);
    return *this;
  }
  ~handle() { close(fd_); }
  int fd() const { return fd_; }
  void receive(char *p) { recv(fd_, p, 1, 0); }

private:
  int fd_;
};

handle open_quick() {
  handle h(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
  return h;
}
handle open_slow() { return handle(socket(AF_INET, SOCK_STREAM, 0)); }
void receive(const handle &h, char *p) { recv(h.fd(), p, 1, 0); }
void receive_twice_removed(const handle &h, char *p) { receive(h, p); }
void receive_from_new(handle h, char *p) {
  h = open_slow();
  recv(h.fd(), p, 1, 0);
}
handle accept_from(const handle &listener) {
  return handle(accept4(listener.fd(), nullptr, nullptr, SOCK_NONBLOCK));
}
void set_nonblocking(int fd) { fcntl(fd, F_SETFL, O_NONBLOCK); }

mock::task<> factories(char *p) {
  handle quick = open_quick();
  receive(quick, p);                     // OK: the factory made it so
  receive_twice_removed(quick, p);       // OK: the same
  quick.receive(p);                      // OK: the same
  receive_from_new(std::move(quick), p); // BAD: socket
  handle slow = open_slow();
  receive(slow, p);               // BAD: socket
  receive_twice_removed(slow, p); // BAD: socket
  slow.receive(p);                // BAD: socket
  set_nonblocking(slow.fd());
  receive(slow, p); // OK: set on the line before
  slow.receive(p);  // OK: the same
  co_return;
}

mock::task<> maybe(char *p, bool sure) {
  handle some = open_slow();
  if (sure)
    set_nonblocking(some.fd());
  receive(some, p); // BAD: socket
  handle again = open_quick();
  receive(again, p); // OK: the factory made it so
  again = open_slow();
  co_return;
}

// accept4's flag is for the new descriptor, not for the listener.
mock::task<> listeners(char *p) {
  handle slow = open_slow();
  handle a = accept_from(slow); // BAD: socket
  receive(a, p);                // OK: accepted with the flag
  handle quick = open_quick();
  handle b = accept_from(quick); // OK: the listener does not block
  receive(b, p);                 // OK: accepted with the flag
  co_return;
}

// Testing for EAGAIN says nothing of the other objects around.
mock::task<> tests(handle slow, char *p, int fd) {
  if (recv(fd, p, 1, 0) < 0 && errno == EAGAIN) // OK: expects it
    receive(slow, p);                           // BAD: socket
  co_return;
}

// Each field is on its own.
class two_ends {
public:
  two_ends()
      : quick_(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)),
        slow_(socket(AF_INET, SOCK_STREAM, 0)) {}
  void receive_quick(char *p) { recv(quick_, p, 1, 0); }
  void receive_slow(char *p) { recv(slow_, p, 1, 0); }

private:
  int quick_, slow_;
};
class session {
public:
  session() : quick_(open_quick()), slow_(open_slow()) {}
  mock::task<> run(char *p) {
    receive(quick_, p);     // OK: the constructor's factory made it so
    receive(slow_, p);      // BAD: socket
    ends_.receive_quick(p); // OK: so is made
    ends_.receive_slow(p);  // BAD: socket
    two_ends local;
    local.receive_quick(p); // OK: so is made
    local.receive_slow(p);  // BAD: socket
    co_return;
  }

private:
  handle quick_, slow_;
  two_ends ends_;
};
