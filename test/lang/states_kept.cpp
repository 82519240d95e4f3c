// An object that is kept in a field of another, by value, by reference or by
// pointer, is in the states that it was made in.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

struct readable {
  explicit readable(int fd);
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

class port {
public:
  port(const char *name, int flags) : fd_(open(name, flags)) {}
  ~port() { close(fd_); }
  void receive(char *p) { recv(fd_, p, 1, 0); }

private:
  int fd_;
};

// Made by the initialisers of an aggregate's fields.
struct pair_of_ports {
  int number;
  port quick{"/dev/a", O_RDWR | O_NONBLOCK};
  port slow{"/dev/b", O_RDWR};
};
mock::task<> by_default(pair_of_ports &both, char *p) {
  both.quick.receive(p); // OK: opened so
  both.slow.receive(p);  // BAD: socket
  co_return;
}
void make_pair() {
  char c;
  static pair_of_ports both{1};
  by_default(both, &c);
}

// Named in braces.
struct references {
  port &quick, &slow, *other;
  int in, out;
};
mock::task<> by_braces(references &r, char *p) {
  r.quick.receive(p);   // OK: opened so
  r.slow.receive(p);    // BAD: socket
  r.other->receive(p);  // BAD: socket
  recv(r.in, p, 1, 0);  // OK: pipe2 made it so
  recv(r.out, p, 1, 0); // BAD: socket
  co_return;
}
void make_references(bool which) {
  static port quick("/dev/a", O_NONBLOCK), slow("/dev/b", 0);
  char c;
  int ends[2], others[2];
  pipe2(ends, O_NONBLOCK);
  pipe2(others, 0);
  references r{quick, slow, which ? &quick : &slow, ends[0], others[0]};
  by_braces(r, &c);
}

// Kept by a constructor, which callers disagree about.
class reader {
public:
  explicit reader(port &from) : from_(from) {}
  void receive(char *p) { from_.receive(p); }

private:
  port &from_;
};
class device {
public:
  mock::task<> run(char *p) {
    quick_.receive(p); // OK: reads what is opened so
    slow_.receive(p);  // BAD: socket
    co_return;
  }

private:
  port a_{"/dev/a", O_NONBLOCK}, b_{"/dev/b", 0};
  reader quick_{a_}, slow_{b_};
};
void make_device() { static device made; }

// A port_guard that the object's handle is handed to.
class port_guard {
public:
  explicit port_guard(port &p) : p_(p) {}
  ~port_guard() {
    char c;
    p_.receive(&c);
  }

private:
  port &p_;
};
class guarded {
public:
  explicit guarded(int flags) : p_("/dev/a", flags) {}
  void receive() { port_guard g(p_); }

private:
  port p_;
};
struct two_guarded {
  guarded quick{O_NONBLOCK}, slow{0};
};
mock::task<> guards(two_guarded &both) {
  both.quick.receive(); // OK: opened so
  both.slow.receive();  // BAD: socket
  co_return;
}
void make_guarded() {
  static two_guarded both;
  guards(both);
}

// Kept by a constructor, which its callers agree about.
class client {
public:
  client(port &quick, port &slow) : quick_(quick), slow_(slow) {}
  mock::task<> run(char *p) {
    quick_.receive(p); // OK: opened so
    slow_.receive(p);  // BAD: socket
    co_return;
  }

private:
  port &quick_, &slow_;
};
void make_client() {
  static port quick("/dev/a", O_NONBLOCK), slow("/dev/b", 0);
  client c(quick, slow);
}

// Made later, on the heap.
class session {
public:
  void prepare() {
    quick_ = std::make_unique<port>("/dev/a", O_NONBLOCK);
    slow_ = std::make_unique<port>("/dev/b", 0);
    raw_ = new port("/dev/a", O_NONBLOCK);
    either_ = std::make_unique<port>("/dev/a", O_NONBLOCK);
  }
  void change() { either_ = std::make_unique<port>("/dev/b", 0); }
  mock::task<> run(char *p) {
    quick_->receive(p);  // OK: opened so
    slow_->receive(p);   // BAD: socket
    raw_->receive(p);    // OK: opened so
    either_->receive(p); // BAD: socket
    co_return;
  }

private:
  std::unique_ptr<port> quick_, slow_, either_;
  port *raw_ = nullptr;
};

// Descriptors that are assigned to fields of other objects.
struct descriptors {
  int quick = -1, slow = -1, either = -1;
};
mock::task<> assigned(descriptors &d, char *p) {
  recv(d.quick, p, 1, 0);  // OK: pipe2 made it so
  recv(d.slow, p, 1, 0);   // BAD: socket
  recv(d.either, p, 1, 0); // BAD: socket
  co_return;
}
void assign(descriptors &d) {
  int p[2];
  pipe2(p, O_NONBLOCK);
  d.quick = p[0];
  d.either = p[1];
  d.slow = open("/dev/b", O_RDWR);
}
void assign_again(descriptors &d) { d.either = d.slow; }

// What is waited for in one field says nothing of the others.
struct line {
  int fd, other;
};
mock::task<> waits(line &l, char *p) {
  co_await readable(l.fd);
  recv(l.fd, p, 1, 0);    // OK: waited for
  recv(l.other, p, 1, 0); // BAD: socket
}

// A coroutine that never ends sets nothing up for who starts it.
mock::task<> serve(descriptors &) {
  for (;;)
    co_await mock::yield();
}
mock::task<> after_start(descriptors &d, char *p) {
  serve(d);
  recv(d.slow, p, 1, 0); // BAD: socket
  co_return;
}

// Whoever puts a descriptor into the object means that one, from there on.
class replaced {
public:
  explicit replaced(int fd) : fd_(fd) {}
  void receive_from(int fd, char *p) {
    fd_ = fd;
    recv(fd_, p, 1, 0);
  }

private:
  int fd_;
};
mock::task<> replaces(int slow, char *p) {
  int quick = open("/dev/a", O_NONBLOCK);
  replaced r(quick);
  r.receive_from(quick, p); // OK: opened so
  r.receive_from(slow, p);  // BAD: socket
  co_return;
}

// A field of a base, set up by the constructors of the class.
class source {
public:
  explicit source(int fd) : fd_(fd) {}

protected:
  int fd_;
};
struct quick_source : source {
  explicit quick_source(const char *name)
      : source(open(name, O_RDWR | O_NONBLOCK)) {}
  mock::task<> run(char *p) {
    recv(fd_, p, 1, 0); // OK: opened so
    co_return;
  }
};
struct slow_source : source {
  explicit slow_source(const char *name) : source(open(name, O_RDWR)) {}
  mock::task<> run(char *p) {
    recv(fd_, p, 1, 0); // BAD: socket
    co_return;
  }
};
struct either_source : source {
  explicit either_source(const char *name)
      : source(open(name, O_RDWR | O_NONBLOCK)) {}
  explicit either_source(int fd) : source(fd) {}
  mock::task<> run(char *p) {
    recv(fd_, p, 1, 0); // BAD: socket
    co_return;
  }
};

// A helper sets a field of an object up that it is handed.
struct sink {
  FILE *out;
};
void to_memory(sink *s, char *text) { s->out = fmemopen(text, 100, "w"); }
void to_file(sink *s, FILE *opened) { s->out = opened; }
void to_either(sink *s, char *text, FILE *opened) {
  s->out = opened;
  if (text)
    s->out = fmemopen(text, 100, "w");
}
void to_copy(sink s, char *text) { s.out = fmemopen(text, 100, "w"); }
void put_line(sink *s) { fprintf(s->out, "text"); }
mock::task<> sinks(char *text, FILE *opened) {
  sink memory, file, either, copied{opened};
  to_memory(&memory, text);
  put_line(&memory); // OK: writes to memory
  to_file(&file, opened);
  put_line(&file); // BAD: file
  to_either(&either, text, opened);
  put_line(&either); // BAD: file
  to_copy(copied, text);
  put_line(&copied); // BAD: file
  co_return;
}

// O_NONBLOCK changes nothing for a regular file.
struct spools {
  int made = open("/var/spool/a", O_RDWR | O_CREAT | O_NONBLOCK, 0600);
};
struct pipes {
  int end = open("/run/a", O_RDWR | O_NONBLOCK);
};
mock::task<> spool(spools &s, pipes &q, char *p) {
  write(s.made, p, 1); // BAD: file
  read(s.made, p, 1);  // BAD: file
  write(q.end, p, 1);  // OK: opened so
  read(q.end, p, 1);   // OK: opened so
  co_return;
}
void make_spools() {
  char c;
  static spools s;
  static pipes q;
  spool(s, q, &c);
}
