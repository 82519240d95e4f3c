// REQUIRES: boost
// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: as C does it, a function makes the object and keeps
// the descriptor in it that its callers have made non-blocking.
#include <boost/asio.hpp>
#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>

namespace given_to_factory {

// Made by a function.
struct peer {
  int descriptor;
};
static peer *new_peer(int descriptor) {
  auto *made = static_cast<peer *>(std::calloc(1, sizeof(peer)));
  made->descriptor = descriptor;
  return made;
}
static void on_peer(peer *p) {
  char byte;
  ::recv(p->descriptor, &byte, 1, 0);
}

// Filled by a function, two calls deep; another caller has nothing yet.
struct slot {
  int descriptor;
};
static void put(slot *s, int descriptor) { s->descriptor = descriptor; }
static void open_slot(slot *s, int, int descriptor) { put(s, descriptor); }
void close_slot(slot *s) { put(s, -1); }
static void on_slot(slot *s) {
  char byte;
  ::recv(s->descriptor, &byte, 1, 0);
}

// Filled by a method that no constructor calls.
class channel {
public:
  void attach(int descriptor) { descriptor_ = descriptor; }
  void on_ready() {
    char byte;
    ::recv(descriptor_, &byte, 1, 0);
  }

private:
  int descriptor_ = -1;
};

// One of the callers gives what blocks.
struct mixed {
  int descriptor;
};
static mixed *new_mixed(int descriptor) {
  auto *made = static_cast<mixed *>(std::calloc(1, sizeof(mixed)));
  made->descriptor = descriptor;
  return made;
}
static void on_mixed(mixed *m) {
  char byte;
  ::recv(m->descriptor, &byte, 1, 0);
}

// Others may call it: nobody knows with what.
struct listed {
  int descriptor;
};
static void fill(listed *l, int descriptor) { l->descriptor = descriptor; }
void (*filler)(listed *, int) = fill;
static void on_listed(listed *l) {
  char byte;
  ::recv(l->descriptor, &byte, 1, 0);
}

void accept_one(boost::asio::io_context &loop, int listening, slot *s, channel *c, listed *l) {
  int first = ::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK);
  peer *p = new_peer(first);
  boost::asio::post(loop, [p] { on_peer(p); }); // OK: all that is kept there is non-blocking

  int second = ::socket(AF_INET, SOCK_DGRAM, 0);
  ::fcntl(second, F_SETFL, O_NONBLOCK);
  open_slot(s, 0, second);
  boost::asio::post(loop, [s] { on_slot(s); }); // OK: -1 is no descriptor

  c->attach(first);
  boost::asio::post(loop, [c] { c->on_ready(); }); // OK: all that is kept there is non-blocking

  mixed *m = listening % 2 ? new_mixed(first) : new_mixed(::accept4(listening, nullptr, nullptr, 0));
  boost::asio::post(loop, [m] { on_mixed(m); }); // BAD: socket

  fill(l, first);
  boost::asio::post(loop, [l] { on_listed(l); }); // BAD: socket
}

} // namespace given_to_factory
