// RUN: %check_marks %s -- %flags -I%S/Inputs
// A naive echo / line server being ported to coroutines one call at a time.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include "task.h"

namespace echo {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

int make_listener(uint16_t port) {
  int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  int one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_port = htons(port);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&a), sizeof a) < 0) fail("bind");
  if (::listen(fd, 128) < 0) fail("listen");
  return fd;
}

// Writes everything, however long it takes.
bool send_all(int fd, const char* p, size_t n) {
  while (n > 0) {
    ssize_t k = ::send(fd, p, n, MSG_NOSIGNAL);
    if (k <= 0) return false;
    p += k;
    n -= static_cast<size_t>(k);
  }
  return true;
}

rt::task<> session(int fd) {
  std::array<char, 4096> buf;
  for (;;) {
    ssize_t n = ::recv(fd, buf.data(), buf.size(), 0); // BAD: socket
    if (n <= 0) break;
    if (::send(fd, buf.data(), size_t(n), MSG_NOSIGNAL) < 0) break; // BAD: socket
    if (!send_all(fd, "\r\n", 2)) break; // BAD: socket
  }
  ::shutdown(fd, SHUT_RDWR);                                          // OK: starts the shutdown only
  co_return;
}

rt::task<> session_async(int fd) {
  std::array<char, 4096> buf;
  for (;;) {
    co_await rt::readable(fd);                                        // OK: waits on the loop
    ssize_t n = ::recv(fd, buf.data(), buf.size(), MSG_DONTWAIT);     // OK: MSG_DONTWAIT
    if (n < 0 && errno == EAGAIN) continue;
    if (n <= 0) break;
    co_await rt::writable(fd);                                        // OK: waits on the loop
    ::send(fd, buf.data(), size_t(n), MSG_DONTWAIT | MSG_NOSIGNAL);   // OK: MSG_DONTWAIT
  }
}

rt::task<> serve(uint16_t port) {
  int lfd = make_listener(port);                                      // OK: socket, bind and listen do not wait
  for (;;) {
    sockaddr_in peer{};
    socklen_t len = sizeof peer;
    int c = ::accept(lfd, reinterpret_cast<sockaddr*>(&peer), &len); // BAD: socket
    if (c < 0) break;
    rt::spawn(session(c));                                            // OK: starts a coroutine
    int d = accept4(lfd, nullptr, nullptr, SOCK_CLOEXEC); // BAD: socket
    rt::spawn(session_async(d));                                      // OK: starts a coroutine
  }
  co_return;
}

rt::task<int> dial(const sockaddr_in& to) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);          // OK: creates the descriptor only
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) // BAD: socket
    fail("connect");
  co_return fd;
}

rt::task<int> dial_nonblocking(const sockaddr_in& to) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);         // OK: creates the descriptor only
  int rc = ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);  // OK: SOCK_NONBLOCK descriptor
  if (rc != 0 && errno == EINPROGRESS) co_await rt::writable(fd);     // OK: waits on the loop
  co_return fd;
}

rt::task<size_t> scatter_gather(int fd, std::string head, std::string body) {
  iovec iov[2] = {{head.data(), head.size()}, {body.data(), body.size()}};
  msghdr m{};
  m.msg_iov = iov;
  m.msg_iovlen = 2;
  ssize_t n = ::sendmsg(fd, &m, 0); // BAD: socket
  n += ::recvmsg(fd, &m, MSG_WAITALL); // BAD: socket
  n += ::sendmsg(fd, &m, MSG_DONTWAIT);                               // OK: MSG_DONTWAIT
  n += ::recvmsg(fd, &m, MSG_DONTWAIT | MSG_TRUNC);                   // OK: MSG_DONTWAIT
  co_return size_t(n);
}

rt::task<bool> peek_hello(int fd) {
  char first = 0;
  co_return ::recv(fd, &first, 1, MSG_PEEK) == 1; // BAD: socket
}

}  // namespace echo

int main() {
  int fd = echo::make_listener(7);
  char c;
  int s = accept(fd, nullptr, nullptr);  // OK: main is not a coroutine
  recv(s, &c, 1, 0);                     // OK: main is not a coroutine
  rt::event_loop loop;
  rt::spawn(echo::serve(7007));
  loop.run();                            // OK: main is not a coroutine
}
