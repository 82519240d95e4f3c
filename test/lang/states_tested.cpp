// States that code sets or takes away under a test of a parameter, or makes of
// one: decided by what each object or handle is made with.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

namespace states_tested {

enum class Mode { Patient, Instant };
enum class Blocking : bool { No, Yes };

// Opened without waiting, and made to wait where its owner says so.
class serial {
public:
  serial(const char *device, Mode mode) {
    fd_ = ::open(device, O_RDWR | O_NONBLOCK);
    if (mode == Mode::Patient)
      fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) & ~O_NONBLOCK);
  }
  void take(char *p) { ::read(fd_, p, 1); }

private:
  int fd_;
};
class modem {
public:
  explicit modem(const char *device) : port_(device, Mode::Patient) {}
  void take(char *p) { port_.take(p); }

private:
  serial port_;
};
class pager {
public:
  explicit pager(const char *device) : port_(device, Mode::Instant) {}
  void take(char *p) { port_.take(p); }

private:
  serial port_;
};
// Whoever always makes it wait again means it.
class patient {
public:
  explicit patient(const char *device) {
    fd_ = ::open(device, O_RDWR | O_NONBLOCK);
    fcntl(fd_, F_SETFL, 0);
  }
  void take(char *p) { ::read(fd_, p, 1); }

private:
  int fd_;
};
class restored {
public:
  explicit restored(const char *device) {
    fd_ = ::open(device, O_RDWR | O_NONBLOCK);
    fcntl(fd_, F_SETFL, 0);
    fcntl(fd_, F_SETFL, O_NONBLOCK);
  }
  void take(char *p) { ::read(fd_, p, 1); }

private:
  int fd_;
};
struct station {
  modem primary{"/dev/ttyS0"};
  pager alarm{"/dev/ttyS1"};
  serial quick{"/dev/ttyS2", Mode::Instant};
  serial slow{"/dev/ttyS3", Mode::Patient};
  patient waits{"/dev/ttyS4"};
  restored again{"/dev/ttyS5"};
};
mock::task<> cleared(station &s, char *p) {
  s.primary.take(p); // BAD: file
  s.alarm.take(p);   // OK: opened without waiting
  s.quick.take(p);   // OK: opened without waiting
  s.slow.take(p);    // BAD: file
  s.waits.take(p);   // BAD: file
  s.again.take(p);   // OK: it does not wait in the end
  co_return;
}
mock::task<> locals(char *p) {
  serial quick("/dev/ttyS2", Mode::Instant), slow("/dev/ttyS3", Mode::Patient);
  quick.take(p); // OK: opened without waiting
  slow.take(p);  // BAD: file
  co_return;
}

// A comparison, a negation and a number made of a parameter.
void set_blocking(int fd, bool on) { fcntl(fd, F_SETFL, on ? 0 : O_NONBLOCK); }
class channel {
public:
  channel(int fd, Blocking b) : fd_(fd) {
    set_blocking(fd_, b == Blocking::Yes);
  }
  void take(char *p) { ::recv(fd_, p, 1, 0); }

private:
  int fd_;
};
class quick_channel {
public:
  quick_channel(int fd, bool quick) : fd_(fd) { set_blocking(fd_, !quick); }
  void take(char *p) { ::recv(fd_, p, 1, 0); }

private:
  int fd_;
};
mock::task<> made_of(int a, int b, int c, int d, char *p) {
  channel quick(a, Blocking::No), slow(b, Blocking::Yes);
  quick.take(p); // OK: set so
  slow.take(p);  // BAD: socket
  quick_channel also_quick(c, true), also_slow(d, false);
  also_quick.take(p); // OK: set so
  also_slow.take(p);  // BAD: socket
  co_return;
}

// Factories that are told, and factories that tell them.
class client {
public:
  static client make(bool wait) {
    client c(::socket(AF_INET, SOCK_STREAM, 0));
    if (!wait)
      fcntl(c.fd_, F_SETFL, O_NONBLOCK);
    return c;
  }
  static client quick() { return make(false); }
  static client slow() { return make(true); }
  void take(char *p) { ::recv(fd_, p, 1, 0); }

private:
  explicit client(int fd) : fd_(fd) {}
  int fd_;
};
struct clients {
  client quick = client::quick();
  client slow = client::slow();
};
mock::task<> factories(clients &c, char *p) {
  client a = client::quick(), b = client::slow();
  a.take(p);       // OK: made so
  b.take(p);       // BAD: socket
  c.quick.take(p); // OK: made so
  c.slow.take(p);  // BAD: socket
  co_return;
}
clients only_clients;

// Methods that return their object.
class fluent {
public:
  explicit fluent(int fd) : fd_(fd) {}
  fluent &blocking(bool on) {
    set_blocking(fd_, on);
    return *this;
  }
  fluent &named(const char *) { return *this; }
  void take(char *p) { ::recv(fd_, p, 1, 0); }

private:
  int fd_;
};
mock::task<> chains(fluent &a, fluent &b, char *p) {
  a.blocking(false).named("a").take(p); // OK: set so
  b.named("b").blocking(true).take(p);  // BAD: socket
  a.take(p);                            // OK: set so above
  co_return;
}
station only_station;

// Set up, unless a parameter says otherwise.
class listener {
public:
  listener(int fd, bool wait) : fd_(fd) {
    if (!wait)
      fcntl(fd_, F_SETFL, O_NONBLOCK);
  }
  void take(char *p) { ::recv(fd_, p, 1, 0); }

private:
  int fd_;
};
// That there is a descriptor says nothing of what it is.
class checked {
public:
  checked(int fd, const char *) : fd_(fd) {
    if (fd >= 0)
      fcntl(fd_, F_SETFL, O_NONBLOCK);
  }
  void take(char *p) { ::recv(fd_, p, 1, 0); }

private:
  int fd_;
};
struct listeners {
  listener quick{3, false};
  listener slow{4, true};
};
int any_descriptor();
mock::task<> listens(listeners &l, char *p) {
  l.quick.take(p); // OK: set up so
  l.slow.take(p);  // BAD: socket
  checked c(any_descriptor(), "any");
  c.take(p); // OK: set up so, if it is one
  co_return;
}
listeners only_listeners;

} // namespace states_tested
