// RUN: %check_marks %s -- %flags -I%S/Inputs
// Game server network layer: the same calls with and without non-blocking flags.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>

#include "task.h"

namespace net {

enum : int { kFlagsNone = 0, kFlagsAsync = MSG_DONTWAIT };

constexpr int kRecvFlags = MSG_DONTWAIT | MSG_TRUNC;
static const int send_flags = MSG_NOSIGNAL | MSG_DONTWAIT;
const int blocking_send_flags = MSG_NOSIGNAL | MSG_MORE;
inline constexpr int accept_flags = SOCK_NONBLOCK | SOCK_CLOEXEC;

struct options {
  static constexpr int read = MSG_DONTWAIT;
  static constexpr int read_all = MSG_WAITALL;
};

template <int Flags>
ssize_t receive(int fd, void* p, std::size_t n) {
  return ::recv(fd, p, n, Flags);
}

ssize_t receive_with(int fd, void* p, std::size_t n, int flags = MSG_DONTWAIT) { return ::recv(fd, p, n, flags); }

rt::task<int> read_packet(int fd) {
  std::array<char, 1500> b;
  ssize_t n = ::recv(fd, b.data(), b.size(), kRecvFlags);          // OK: constexpr with MSG_DONTWAIT
  n = ::recv(fd, b.data(), b.size(), kFlagsAsync);                 // OK: enumerator with MSG_DONTWAIT
  n = ::recv(fd, b.data(), b.size(), kFlagsNone); // BAD: socket
  n = ::recv(fd, b.data(), b.size(), options::read);               // OK: static member with MSG_DONTWAIT
  n = ::recv(fd, b.data(), b.size(), options::read_all); // BAD: socket
  n = ::recv(fd, b.data(), b.size(), MSG_PEEK | MSG_DONTWAIT);     // OK: MSG_DONTWAIT
  n = ::recv(fd, b.data(), b.size(), MSG_PEEK | MSG_WAITALL); // BAD: socket
  n = ::recv(fd, b.data(), b.size(), 0x40);                        // OK: 0x40 is MSG_DONTWAIT
  const int local = MSG_DONTWAIT | MSG_OOB;
  n = ::recv(fd, b.data(), b.size(), local);                       // OK: const local with MSG_DONTWAIT
  int flags = MSG_TRUNC;
  n = ::recv(fd, b.data(), b.size(), flags); // BAD: socket
  flags |= MSG_DONTWAIT;
  n = ::recv(fd, b.data(), b.size(), flags);                       // OK: MSG_DONTWAIT was or-ed in
  co_return int(n);
}

rt::task<int> read_templates(int fd) {
  char c[64];
  ssize_t n = receive<MSG_DONTWAIT>(fd, c, sizeof c);              // OK: template argument MSG_DONTWAIT
  n += receive<0>(fd, c, sizeof c); // BAD: socket
  n += receive<MSG_WAITALL>(fd, c, sizeof c); // BAD: socket
  n += receive_with(fd, c, sizeof c);                              // OK: default argument MSG_DONTWAIT
  n += receive_with(fd, c, sizeof c, 0); // BAD: socket
  n += receive_with(fd, c, sizeof c, MSG_DONTWAIT | MSG_PEEK);     // OK: argument MSG_DONTWAIT
  co_return int(n);
}

rt::task<> send_state(int fd, std::string_view s, bool bulk) {
  ::send(fd, s.data(), s.size(), send_flags);                      // OK: const with MSG_DONTWAIT
  ::send(fd, s.data(), s.size(), blocking_send_flags); // BAD: socket
  ::send(fd, s.data(), s.size(), bulk ? MSG_DONTWAIT : MSG_DONTWAIT | MSG_MORE);  // OK: both arms have MSG_DONTWAIT
  ::send(fd, s.data(), s.size(), bulk ? MSG_MORE : 0); // BAD: socket
  co_return;
}

rt::task<> accept_variants(int blocking_listener) {
  int nb = ::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  ::listen(nb, 16);                                                // OK: does not wait
  int a = ::accept4(nb, nullptr, nullptr, SOCK_CLOEXEC);           // OK: non-blocking listener
  int b = ::accept(nb, nullptr, nullptr);                          // OK: non-blocking listener
  int c = ::accept4(blocking_listener, nullptr, nullptr, SOCK_NONBLOCK); // BAD: socket
  char x;
  ::recv(c, &x, 1, 0);                                             // OK: accepted with SOCK_NONBLOCK
  ::write(c, &x, 1);                                               // OK: accepted with SOCK_NONBLOCK
  co_await rt::readable(nb);                                       // OK: waits on the loop
  int d = ::accept4(nb, nullptr, nullptr, accept_flags);           // OK: non-blocking listener
  ::send(d, &x, 1, 0);                                             // OK: accepted with SOCK_NONBLOCK
  int e = ::accept(nb, nullptr, nullptr);                          // OK: non-blocking listener
  ::recv(e, &x, 1, 0); // BAD: socket
  co_await rt::readable(a + b);
}

rt::task<> created_here(const sockaddr_in& to) {
  const int type = SOCK_STREAM;
  const int nb_type = type | SOCK_NONBLOCK;
  int s = ::socket(AF_INET, type, 0);
  int t = ::socket(AF_INET, nb_type, 0);
  ::connect(s, reinterpret_cast<const sockaddr*>(&to), sizeof to); // BAD: socket
  ::connect(t, reinterpret_cast<const sockaddr*>(&to), sizeof to); // OK: const type with SOCK_NONBLOCK
  char x = 0;
  ::read(s, &x, 1); // BAD: socket
  ::read(t, &x, 1);                                                // OK: const type with SOCK_NONBLOCK
  co_return;
}

}  // namespace net
