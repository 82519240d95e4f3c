// A descriptor in an object is as the object was made: told through parameters
// of its constructor, in fields, default initialisers and other objects.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <mqueue.h>
#include <string>
#include <unistd.h>

class port {
public:
  port(const std::string &tty, int extra)
      : fd(::open(tty.c_str(), O_RDWR | O_NOCTTY | extra)) {}
  void take() {
    char b[10];
    ::read(fd, b, 10);
  }
  int fd;
};
struct bridge {
  bridge() : alarm("/dev/ttyS3", O_NONBLOCK), line("/dev/ttyS0", 0) {}
  mock::task<> run() {
    alarm.take(); // OK: it was opened with O_NONBLOCK
    line.take();  // BAD: file
    co_return;
  }
  port alarm, line;
  port event{"/dev/ttyS3", O_NONBLOCK};
  port other{"/dev/ttyS3", 0};
  mock::task<> run2() {
    event.take(); // OK: it was opened with O_NONBLOCK
    other.take(); // BAD: file
    co_return;
  }
};
class mq {
public:
  mq(const char *name, int flag)
      : q(::mq_open(name, flag | O_CREAT, 0600, nullptr)) {}
  void take() {
    char b[10];
    ::mq_receive(q, b, 10, nullptr);
  }
  mqd_t q;
};
mock::task<> requests(mq &in, mq &out) {
  in.take();  // OK: opened with O_NONBLOCK
  out.take(); // BAD: ipc
  co_return;
}
int open_fifo(const std::string &path, bool reader, int extra) {
  return ::open(path.c_str(), (reader ? O_RDONLY : O_WRONLY) | extra);
}
mock::task<> console(int fifo, int other) {
  char b[10];
  ::read(fifo, b, 10);  // OK: opened with O_NONBLOCK
  ::read(other, b, 10); // BAD: file
  co_return;
}
int main() {
  mq in("/in", O_NONBLOCK), out("/out", O_RDWR);
  requests(in, out);
  console(open_fifo("a", true, O_NONBLOCK), open_fifo("b", true, 0));
}
struct hub {
  port event{"/dev/ttyS3", O_NONBLOCK};
  port other{"/dev/ttyS3", 0};
};
mock::task<> hubs(hub &h) {
  h.event.take(); // OK: it was opened with O_NONBLOCK
  h.other.take(); // BAD: file
  co_return;
}
int main2() {
  hub h;
  hubs(h);
}

// Whoever makes a descriptor block again means it, whatever others do to it.
void set_nonblocking(int fd) { fcntl(fd, F_SETFL, O_NONBLOCK); }
struct client {
  int fd = -1;
  void prepare() { set_nonblocking(fd); }
  mock::task<> chat() {
    char b[10];
    ::read(fd, b, 10); // OK: prepare() made it non-blocking
    fcntl(fd, F_SETFL, 0);
    ::read(fd, b, 10); // BAD: file
    co_return;
  }
};

// Flags that are added where a parameter says so.
enum class Mode { Wait, NoWait };
class Inbox {
public:
  Inbox(const char *name, Mode m) {
    int flags = O_RDWR | O_CREAT;
    if (m == Mode::NoWait)
      flags |= O_NONBLOCK;
    q = mq_open(name, flags, 0600, nullptr);
  }
  void take() {
    char b[10];
    ::mq_receive(q, b, 10, nullptr);
  }
  mqd_t q;
};
int open_log(bool quick) {
  int flags = O_WRONLY;
  flags |= O_APPEND;
  if (!quick)
    flags |= O_CREAT;
  else
    flags |= O_NONBLOCK;
  return ::open("/run/log", flags);
}
struct Boxes {
  Inbox quick{"/quick", Mode::NoWait};
  Inbox slow{"/slow", Mode::Wait};
  mock::task<> run() {
    quick.take(); // OK: opened with O_NONBLOCK
    slow.take();  // BAD: ipc
    char b[10];
    int fast = open_log(true);
    ::write(fast, b, 10);       // OK: opened with O_NONBLOCK
    int late = open_log(false); // BAD: file
    ::write(late, b, 10);       // BAD: file
    co_return;
  }
};
Boxes boxes;
