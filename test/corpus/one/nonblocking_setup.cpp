// RUN: %check_marks %s -- %flags -I%S/Inputs
// Descriptors that become non-blocking after creation: fcntl, FIONBIO, wrappers.
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "task.h"

namespace setup {

void set_nonblocking(int fd) {
  int fl = ::fcntl(fd, F_GETFL, 0);
  ::fcntl(fd, F_SETFL, fl | O_NONBLOCK);
}

void set_cloexec(int fd) { ::fcntl(fd, F_SETFD, FD_CLOEXEC); }

int nonblocking_socket() { return ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
int plain_socket() { return ::socket(AF_INET, SOCK_STREAM, 0); }

// Always non-blocking.
class AsyncFd {
 public:
  explicit AsyncFd(int fd) : fd_(fd) { ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK); }
  ~AsyncFd() { ::close(fd_); }
  int get() const { return fd_; }

 private:
  int fd_;
};

rt::task<> by_fcntl() {
  char c;
  int s = ::socket(AF_INET, SOCK_STREAM, 0);
  ::recv(s, &c, 1, 0); // BAD: socket
  int fl = ::fcntl(s, F_GETFL, 0);                     // OK: a query
  ::fcntl(s, F_SETFL, fl | O_NONBLOCK);                // OK: changes a flag
  ::recv(s, &c, 1, 0);                                 // OK: O_NONBLOCK set above
  ::write(s, &c, 1);                                   // OK: O_NONBLOCK set above
  ::fcntl(s, F_SETFL, fl & ~O_NONBLOCK);               // OK: changes a flag
  ::recv(s, &c, 1, 0); // BAD: socket
  co_return;
}

rt::task<> by_helper(sockaddr_in to) {
  char c = 0;
  int s = ::socket(AF_INET, SOCK_STREAM, 0);
  set_nonblocking(s);                                  // OK: changes a flag
  ::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to);  // OK: helper set O_NONBLOCK
  ::send(s, &c, 1, 0);                                 // OK: helper set O_NONBLOCK
  int t = ::socket(AF_INET, SOCK_STREAM, 0);
  set_cloexec(t);                                      // OK: changes a flag
  ::connect(t, reinterpret_cast<sockaddr*>(&to), sizeof to); // BAD: socket
  ::send(t, &c, 1, 0); // BAD: socket
  co_await rt::writable(s);                            // OK: waits on the loop
}

rt::task<> by_ioctl() {
  char c;
  int s = ::socket(AF_INET, SOCK_DGRAM, 0);
  int on = 1;
  ::ioctl(s, FIONBIO, &on);                            // OK: changes a flag
  ::recv(s, &c, 1, 0);                                 // OK: FIONBIO set above
  int t = ::socket(AF_INET, SOCK_DGRAM, 0);
  int pending = 0;
  ::ioctl(t, FIONREAD, &pending);                      // OK: a query
  ::recv(t, &c, 1, 0); // BAD: socket
  co_return;
}

rt::task<> by_factory(sockaddr_in to) {
  char c;
  int s = nonblocking_socket();
  ::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to);  // OK: the factory adds SOCK_NONBLOCK
  ::recv(s, &c, 1, 0);                                 // OK: the factory adds SOCK_NONBLOCK
  int t = plain_socket();
  ::connect(t, reinterpret_cast<sockaddr*>(&to), sizeof to); // BAD: socket
  ::recv(t, &c, 1, 0); // BAD: socket
  co_return;
}

rt::task<> pipes_too() {
  int p[2];
  ::pipe2(p, O_CLOEXEC);                               // OK: creates the pair
  char c = 'x';
  ::write(p[1], &c, 1); // BAD: file
  set_nonblocking(p[0]);                               // OK: changes a flag
  ::read(p[0], &c, 1);                                 // OK: helper set O_NONBLOCK
  co_return;
}

rt::task<> opened_files(const char* fifo, const char* dev) {
  char b[16];
  const int flags = O_RDWR | O_NONBLOCK | O_CLOEXEC;
  int f = ::open(fifo, flags);                         // OK: const flags with O_NONBLOCK
  ::read(f, b, sizeof b);                              // OK: const flags with O_NONBLOCK
  int g = ::open(dev, O_RDWR | O_NDELAY);              // OK: O_NDELAY is O_NONBLOCK
  ::write(g, b, sizeof b);                             // OK: O_NDELAY is O_NONBLOCK
  int h = ::open(dev, O_RDWR | O_NOCTTY); // BAD: file
  ::write(h, b, sizeof b); // BAD: file
  co_return;
}

rt::task<> handed_over(int raw) {
  AsyncFd fd(raw);                                     // OK: changes a flag
  char b[16];
  co_await rt::readable(fd.get());                     // OK: waits on the loop
  while (::recv(fd.get(), b, sizeof b, MSG_DONTWAIT) > 0) {  // OK: MSG_DONTWAIT
  }
}

rt::task<> after_readiness_flagged(int fd, bool nb) {
  char b[16];
  if (nb) {
    set_nonblocking(fd);                               // OK: changes a flag
    ::recv(fd, b, sizeof b, 0);                        // OK: helper set O_NONBLOCK
  } else {
    ::recv(fd, b, sizeof b, 0); // BAD: socket
  }
  co_return;
}

}  // namespace setup
