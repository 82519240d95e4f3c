// Options in a struct that a function, a constructor or a factory is given:
// what its fields are filled with decides flags, timeouts and branches. RUN:
// %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace option_structs {

struct options {
  const char *device = "/dev/video0";
  bool nonblock = true;
  bool sync = false;
  int timeout_ms = 0;
  int flags = MSG_DONTWAIT;
  std::chrono::milliseconds pause{0};
};
options unknown();

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

void by_value(int fd, options o) {
  if (o.sync)
    fsync(fd);
}
void by_reference(pollfd *p, const options &o) { poll(p, 1, o.timeout_ms); }
void by_pointer(pollfd *p, const options *o) { poll(p, 1, o->timeout_ms); }
void by_mutable(pollfd *p, options &o) { poll(p, 1, o.timeout_ms); }
void by_flags(int fd, char *p, const options &o) { recv(fd, p, 1, o.flags); }
void by_more_flags(int fd, char *p, const options &o) {
  recv(fd, p, 1, o.flags | MSG_NOSIGNAL);
}
void scaled(pollfd *p, const options &o) { poll(p, 1, o.timeout_ms * 1000); }
void counted(pollfd *p, const options &o) { poll(p, 1, o.pause.count()); }
void handed_on(pollfd *p, const options &o) { by_reference(p, o); }
void taken_out(pollfd *p, const options &o) {
  int t = o.timeout_ms;
  poll(p, 1, t);
}
void changed(pollfd *p, options o) {
  o.timeout_ms = 5;
  poll(p, 1, o.timeout_ms);
}

mock::task<> functions(int fd, pollfd *p, char *b) {
  by_value(fd, {.sync = false});                  // OK: not asked for
  by_value(fd, {.sync = true});                   // BAD: file
  by_value(fd, {});                               // OK: not by default
  by_value(fd, unknown());                        // BAD: file
  by_reference(p, {.timeout_ms = 0});             // OK: zero
  by_reference(p, {.timeout_ms = 9});             // BAD: wait
  by_reference(p, {});                            // OK: zero by default
  by_flags(fd, b, {});                            // OK: does not wait
  by_flags(fd, b, {.flags = 0});                  // BAD: socket
  by_more_flags(fd, b, {.flags = MSG_DONTWAIT});  // OK: does not wait
  by_more_flags(fd, b, {.flags = MSG_PEEK});      // BAD: socket
  scaled(p, {.timeout_ms = 0});                   // OK: zero
  scaled(p, {.timeout_ms = 2});                   // BAD: wait
  counted(p, {.pause = std::chrono::seconds(0)}); // OK: zero
  counted(p, {.pause = std::chrono::seconds(1)}); // BAD: wait
  options quick;
  quick.timeout_ms = 0;
  quick.sync = false;
  options slow;
  slow.timeout_ms = 100;
  slow.sync = true;
  by_value(fd, quick);          // OK: not asked for
  by_value(fd, slow);           // BAD: file
  by_reference(p, quick);       // OK: zero
  by_reference(p, slow);        // BAD: wait
  by_pointer(p, &quick);        // OK: zero
  by_pointer(p, &slow);         // BAD: wait
  by_mutable(p, quick);         // OK: zero
  by_mutable(p, slow);          // BAD: wait
  handed_on(p, quick);          // OK: zero
  handed_on(p, slow);           // BAD: wait
  taken_out(p, quick);          // OK: zero
  taken_out(p, slow);           // BAD: wait
  changed(p, quick);            // BAD: wait
  poll(p, 1, quick.timeout_ms); // FALSE: wait: others were given it
  co_return;
}
mock::task<> local(int fd, char *b) {
  options o{.flags = MSG_DONTWAIT}, slow{.flags = 0};
  recv(fd, b, 1, o.flags);    // OK: does not wait
  recv(fd, b, 1, slow.flags); // BAD: socket
  co_return;
}

//===----------------------------------------------------------------------===//
// Constructors
//===----------------------------------------------------------------------===//

class camera {
public:
  explicit camera(options o) {
    fd_ = ::open(o.device, O_RDWR | (o.nonblock ? O_NONBLOCK : 0));
  }
  void take(char *p) { ::read(fd_, p, 1); }

private:
  int fd_ = -1;
};
class log {
public:
  explicit log(const options &o)
      : fd_(1), sync_(o.sync), timeout_(o.timeout_ms) {}
  void add() {
    if (sync_)
      fsync(fd_);
  }
  void wait(pollfd *p) { poll(p, 1, timeout_); }

private:
  int fd_;
  bool sync_;
  int timeout_;
};
class keeper {
public:
  explicit keeper(options o) : o_(o) {}
  void add() {
    if (o_.sync)
      fsync(1);
  }
  void wait(pollfd *p) { poll(p, 1, o_.timeout_ms); }
  void take(int fd, char *p) { recv(fd, p, 1, o_.flags); }

private:
  const options o_;
};
struct cameras {
  camera main{{"/dev/video0", true}};
  camera aux{{.device = "/dev/video1", .nonblock = false}};
  camera usual{{}};
  keeper quick{{.sync = false}};
  keeper slow{{.sync = true, .timeout_ms = 5, .flags = 0}};
};
mock::task<> constructors(cameras &c, pollfd *p, char *b) {
  c.main.take(b);  // OK: opened with O_NONBLOCK
  c.aux.take(b);   // BAD: file
  c.usual.take(b); // OK: opened with O_NONBLOCK by default
  options o;
  o.nonblock = false;
  camera made(o); // BAD: file
  made.take(b);   // BAD: file
  options q;
  q.nonblock = true;
  camera quick(q);
  quick.take(b); // OK: opened with O_NONBLOCK
  log synced({.sync = true}), plain({.sync = false});
  synced.add(); // BAD: file
  plain.add();  // OK: not asked for
  log waits({.timeout_ms = 5}), looks({.timeout_ms = 0});
  waits.wait(p); // BAD: wait
  looks.wait(p); // OK: zero
  keeper k({.sync = true, .timeout_ms = 5, .flags = 0}), l({});
  k.add();         // BAD: file
  l.add();         // OK: not by default
  k.wait(p);       // BAD: wait
  l.wait(p);       // OK: zero
  k.take(1, b);    // BAD: socket
  l.take(1, b);    // OK: does not wait
  c.quick.add();   // OK: not asked for
  c.slow.add();    // BAD: file
  c.quick.wait(p); // OK: zero
  c.slow.wait(p);  // BAD: wait
  co_return;
}
cameras only_cameras;

// What a constructor makes of its options.
class queue {
public:
  explicit queue(const options &o)
      : waits_(!o.nonblock), pause_(o.pause.count()) {}
  void add() {
    if (waits_)
      fsync(1);
  }
  void look(pollfd *p) { poll(p, 1, pause_); }

private:
  bool waits_;
  int pause_;
};
mock::task<> queues(pollfd *p) {
  queue quick({.nonblock = true}), slow({.nonblock = false});
  quick.add(); // OK: told so
  slow.add();  // BAD: file
  queue looks({.pause = std::chrono::seconds(0)});
  queue waits({.pause = std::chrono::seconds(2)});
  looks.look(p); // OK: zero
  waits.look(p); // BAD: wait
  co_return;
}

} // namespace option_structs
