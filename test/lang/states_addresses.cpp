// getaddrinfo() finds addresses of the type of socket that its hints ask for:
// what is made of a datagram's address waits for nobody.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstring>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace addresses {
static const char Host[] = "::1";

// The first address, as the hints say.
mock::task<> ask(const char *query, size_t size) {
  addrinfo hints, *rp;
  memset(&hints, 0, sizeof(hints));
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  getaddrinfo(Host, "53", &hints, &rp);
  int fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
  connect(fd, rp->ai_addr, rp->ai_addrlen); // OK: a datagram socket
  send(fd, query, size, 0);                 // OK: a datagram socket
  freeaddrinfo(rp);
  co_return;
}
mock::task<> ask_over_tcp(const char *query, size_t size) {
  addrinfo hints, *rp;
  memset(&hints, 0, sizeof(hints));
  hints.ai_socktype = SOCK_STREAM;
  getaddrinfo(Host, "53", &hints, &rp);
  int fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
  connect(fd, rp->ai_addr, rp->ai_addrlen); // BAD: socket
  send(fd, query, size, 0);                 // BAD: socket
  co_return;
}
mock::task<> ask_anyhow() {
  addrinfo *rp;
  getaddrinfo(Host, "53", nullptr, &rp);
  int fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
  connect(fd, rp->ai_addr, rp->ai_addrlen); // BAD: socket
  int other = socket(rp->ai_family, SOCK_DGRAM, rp->ai_protocol);
  connect(other, rp->ai_addr, rp->ai_addrlen); // OK: a datagram socket
  co_return;
}

// All of them, until one can be had.
mock::task<> ask_each() {
  addrinfo hints{.ai_socktype = SOCK_DGRAM}, *all = nullptr, *rp;
  if (getaddrinfo(Host, "53", &hints, &all) != 0)
    co_return;
  int fd = -1;
  for (rp = all; rp != nullptr; rp = rp->ai_next) {
    fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
    if (fd < 0)
      continue;
    if (connect(fd, rp->ai_addr, rp->ai_addrlen) == 0) // OK: datagram sockets
      break;
    close(fd);
  }
  for (addrinfo *next = all; next; next = next->ai_next) {
    int one = socket(next->ai_family, next->ai_socktype, next->ai_protocol);
    connect(one, next->ai_addr, next->ai_addrlen); // OK: datagram sockets
  }
  freeaddrinfo(all);
}
mock::task<> ask_each_of_others() {
  addrinfo hints{.ai_socktype = SOCK_DGRAM}, *all, *rp, *others;
  getaddrinfo(Host, "53", &hints, &all);
  getaddrinfo(Host, "53", nullptr, &others);
  for (rp = all; rp != nullptr; rp = rp->ai_next) {
    int fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
    int error = connect(fd, rp->ai_addr, rp->ai_addrlen); // BAD: socket
    if (error && others)
      rp = others;
  }
  co_return;
}

// The hints or the result are used again.
mock::task<> ask_both() {
  addrinfo hints{}, *rp;
  hints.ai_socktype = SOCK_DGRAM;
  getaddrinfo(Host, "53", &hints, &rp);
  int fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
  connect(fd, rp->ai_addr, rp->ai_addrlen); // OK: a datagram socket
  hints.ai_socktype = SOCK_STREAM;
  getaddrinfo(Host, "53", &hints, &rp);
  fd = socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
  connect(fd, rp->ai_addr, rp->ai_addrlen); // BAD: socket
  co_return;
}

// A helper looks them up.
static addrinfo *look_up(const char *host, int type) {
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = type;
  hints.ai_flags = AI_NUMERICHOST;
  if (getaddrinfo(host, "53", &hints, &found) != 0)
    return nullptr;
  return found;
}
mock::task<> by_helper(const char *host) {
  addrinfo *udp = look_up(host, SOCK_DGRAM);
  int fd = socket(udp->ai_family, udp->ai_socktype, udp->ai_protocol);
  connect(fd, udp->ai_addr, udp->ai_addrlen); // OK: a datagram socket
  addrinfo *tcp = look_up(host, SOCK_STREAM);
  fd = socket(tcp->ai_family, tcp->ai_socktype, tcp->ai_protocol);
  connect(fd, tcp->ai_addr, tcp->ai_addrlen); // BAD: socket
  co_return;
}
static int open_to(const addrinfo *rp) {
  return socket(rp->ai_family, rp->ai_socktype, rp->ai_protocol);
}
mock::task<> by_two_helpers(const char *host) {
  addrinfo *udp = look_up(host, SOCK_DGRAM), *tcp = look_up(host, SOCK_STREAM);
  connect(open_to(udp), udp->ai_addr, udp->ai_addrlen); // OK: a datagram socket
  connect(open_to(tcp), tcp->ai_addr, tcp->ai_addrlen); // BAD: socket
  co_return;
}

// They are kept.
struct resolver {
  addrinfo *udp = nullptr, *tcp = nullptr;
  int fd = -1;
  void prepare() {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_socktype = SOCK_DGRAM;
    getaddrinfo("::1", "53", &hints, &udp);
    hints.ai_socktype = SOCK_STREAM;
    getaddrinfo("::1", "53", &hints, &tcp);
    fd = socket(udp->ai_family, udp->ai_socktype, udp->ai_protocol);
  }
  mock::task<> run() {
    connect(fd, udp->ai_addr, udp->ai_addrlen); // OK: a datagram socket
    int other = socket(udp->ai_family, udp->ai_socktype, 0);
    connect(other, udp->ai_addr, udp->ai_addrlen); // OK: a datagram socket
    other = socket(tcp->ai_family, tcp->ai_socktype, 0);
    connect(other, tcp->ai_addr, tcp->ai_addrlen); // BAD: socket
    co_return;
  }
};
} // namespace addresses
