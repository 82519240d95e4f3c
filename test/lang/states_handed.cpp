// The descriptor that a callback gets is the one that it was registered with.
// RUN: %check_marks %s -- %flags
// REQUIRES: libevent

#include <event2/event.h>
#include <fcntl.h>
#include <map>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

struct app {
  int quick, slow;
};
static void on_quick(evutil_socket_t fd, short, void *data) {
  auto *a = static_cast<app *>(data);
  char c;
  recv(fd, &c, 1, 0);       // OK: opened so
  recv(a->quick, &c, 1, 0); // OK: the same
  recv(a->slow, &c, 1, 0);  // BAD: socket
}
static void on_slow(evutil_socket_t fd, short, void *) {
  char c;
  recv(fd, &c, 1, 0); // BAD: socket
}
static void on_either(evutil_socket_t fd, short, void *) {
  char c;
  recv(fd, &c, 1, 0); // BAD: socket
}
static void on_unknown(evutil_socket_t fd, short, void *) {
  char c;
  recv(fd, &c, 1, 0); // BAD: socket
}
void (*others)(evutil_socket_t, short, void *);
void start(event_base *base) {
  app a;
  a.quick = open("/dev/a", O_NONBLOCK);
  a.slow = open("/dev/b", 0);
  event_new(base, a.quick, EV_READ, on_quick, &a);
  event_new(base, a.slow, EV_WRITE, on_slow, &a);
  event_new(base, a.quick, EV_READ, on_either, &a);
  event_new(base, a.slow, EV_WRITE, on_either, &a);
  event_new(base, a.quick, EV_WRITE, on_unknown, &a);
  others = on_unknown;
}

// Helpers that register a callback hand on what all of their callers give them.
static void on_watched(evutil_socket_t fd, short, void *) {
  char c;
  recv(fd, &c, 1, 0); // OK: opened so
}
static void on_shared(evutil_socket_t fd, short, void *) {
  char c;
  recv(fd, &c, 1, 0); // BAD: socket
}
static void watch(event_base *base, int fd) { event_new(base, fd, EV_WRITE, on_watched, nullptr); }
static void share(event_base *base, int fd) { event_new(base, fd, EV_WRITE, on_shared, nullptr); }
void start_helped(event_base *base) {
  watch(base, open("/dev/a", O_NONBLOCK));
  share(base, open("/dev/a", O_NONBLOCK));
  share(base, open("/dev/b", 0));
}

// A loop of the project, that keeps a callback for each descriptor.
class reactor {
public:
  using callback = void (*)(int fd, unsigned events, void *data);
  void add(int fd, callback f, void *data) { slots_[fd] = {f, data}; }
  void add_pipe(callback f, void *data) {
    int p[2];
    pipe2(p, O_NONBLOCK);
    add(p[0], f, data);
  }
  void run() {
    for (;;) {
      pollfd all[1];
      poll(all, 1, -1);
      auto it = slots_.find(all[0].fd);
      if (it != slots_.end())
        it->second.f(all[0].fd, 1, it->second.data);
    }
  }

private:
  struct slot {
    callback f;
    void *data;
  };
  std::map<int, slot> slots_;
};
static void on_accept(int fd, unsigned, void *) {
  accept(fd, nullptr, nullptr); // OK: the listener does not block
}
static void on_slow_accept(int fd, unsigned, void *) {
  accept(fd, nullptr, nullptr); // BAD: socket
}
static void on_pipe(int fd, unsigned, void *) {
  char c;
  recv(fd, &c, 1, 0); // OK: add_pipe made it so
}
void serve(reactor &r) {
  r.add(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on_accept, nullptr);
  r.add(socket(AF_INET, SOCK_STREAM, 0), on_slow_accept, nullptr);
  r.add_pipe(on_pipe, nullptr);
  r.run();
}
