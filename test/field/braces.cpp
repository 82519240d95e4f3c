// Braces around one thing are that thing: handles in fields, defaults of fields
// and locals, and references, also to a class of which only the name is known.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstdint>
#include <string>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

class only_declared;
struct keeps_reference {
  only_declared &one;
  explicit keeps_reference(only_declared &given) : one{given} {}
};
void takes(only_declared &given) {
  only_declared &same{given};
  (void)same;
}

struct in_constructor {
  int quick, slow, event;
  in_constructor()
      : quick{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)}, slow{::socket(AF_INET, SOCK_STREAM, 0)},
        event{::eventfd(0, EFD_NONBLOCK)} {}
  mock::task<> run() {
    char byte;
    std::uint64_t one = 1;
    ::recv(quick, &byte, 1, 0); // OK: made with the flag
    ::recv(slow, &byte, 1, 0);  // BAD: socket
    ::write(event, &one, 8);    // OK: made with the flag
    co_return;
  }
};

class by_default {
  int quick{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
  int slow{::socket(AF_INET, SOCK_STREAM, 0)};

public:
  mock::task<> run() {
    char byte;
    ::recv(quick, &byte, 1, 0); // OK: made with the flag
    ::recv(slow, &byte, 1, 0);  // BAD: socket
    co_return;
  }
};

struct connection {
  int fd;
  void receive() {
    char byte;
    ::recv(fd, &byte, 1, 0);
  }
};

void make() {
  by_default one;
  one.run();
}

mock::task<> locals() {
  char byte;
  int quick{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
  ::recv(quick, &byte, 1, 0); // OK: made with the flag
  int slow{::socket(AF_INET, SOCK_STREAM, 0)};
  ::recv(slow, &byte, 1, 0); // BAD: socket
  int &same{quick};
  ::recv(same, &byte, 1, 0); // OK: another name
  int flags{MSG_DONTWAIT};
  ::recv(slow, &byte, 1, flags); // OK: does not wait
  useconds_t time{100};
  usleep(time); // BAD: sleep
  connection one{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
  one.receive(); // OK: made with the flag
  connection two{::socket(AF_INET, SOCK_STREAM, 0)};
  two.receive(); // BAD: socket
  co_return;
}

} // namespace
