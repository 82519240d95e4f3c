// Descriptors in plain structs: a function that makes the field non-blocking
// means all its users.
// RUN: %check_marks %s -- %flags

#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace states_in_structs {

struct client {
  int fd;
  std::string in, out;
};
struct upstream {
  int fd;
};
struct peer {
  int fd;
};
struct options {
  bool may_wait;
};

void set_nonblocking(int fd) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
}

void fill(client &c) {
  char bytes[64];
  while (::read(c.fd, bytes, sizeof bytes) > 0) // OK: set up on accept
    c.in += bytes;
  ::write(c.fd, c.out.data(), c.out.size()); // OK: set up on accept
}

void fill(upstream &u) {
  char bytes[64];
  ::write(u.fd, bytes, sizeof bytes); // BAD: socket
}

void fill(peer &p) {
  char bytes[64];
  ::write(p.fd, bytes, sizeof bytes); // BAD: socket
}

void connected(peer *p, const options &o) {
  if (!o.may_wait)
    set_nonblocking(p->fd);
}

void serve(const options &o) {
  std::vector<client> clients;
  std::vector<upstream> upstreams;
  std::vector<peer> peers;
  int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  for (;;) {
    std::vector<pollfd> all(clients.size() + upstreams.size() + peers.size());
    ::poll(all.data(), all.size(), 1000);
    for (client &c : clients)
      fill(c);
    for (upstream &u : upstreams)
      fill(u);
    for (peer &p : peers)
      fill(p);
    client c;
    c.fd = ::accept(listener, nullptr, nullptr);
    if (c.fd >= 0) {
      set_nonblocking(c.fd);
      clients.push_back(c);
    }
    upstreams.push_back({::accept(listener, nullptr, nullptr)});
    peer p{::accept(listener, nullptr, nullptr)};
    connected(&p, o);
    peers.push_back(p);
  }
}

} // namespace states_in_structs
