// Loops written by hand keep a callback for each descriptor, and give it that.
// RUN: %check_marks %s -- %flags
#include <fcntl.h>
#include <functional>
#include <map>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace descriptor_tables {

int quick_socket() { return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
int slow_socket() { return socket(AF_INET, SOCK_STREAM, 0); }
char c;

// ---- rows of a descriptor and a function ----

namespace rows {
struct state {
  int udp, admin, other;
};
struct source {
  int fd;
  void (*run)(state *, int fd);
};
void on_udp(state *s, int fd) {
  recv(fd, &c, 1, 0);       // OK: made so
  recv(s->udp, &c, 1, 0);   // OK: the same
  recv(s->other, &c, 1, 0); // BAD: socket
}
void on_admin(state *, int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void loop() {
  state s;
  s.udp = quick_socket();
  s.admin = slow_socket();
  s.other = slow_socket();
  source all[] = {{s.udp, on_udp}, {s.admin, on_admin}};
  pollfd fds[] = {{s.udp, POLLIN, 0}, {s.admin, POLLIN, 0}};
  for (;;) {
    poll(fds, 2, -1);
    for (int i = 0; i < 2; ++i)
      if (fds[i].revents)
        all[i].run(&s, all[i].fd);
  }
}
} // namespace rows

// ---- two arrays side by side ----

namespace arrays {
struct state {
  int n;
};
void on_first(state *, int fd) {
  recv(fd, &c, 1, 0); // OK: made so
}
void on_second(state *, int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void (*const handlers[])(state *, int) = {on_first, on_second};
void loop() {
  state s;
  int first = quick_socket(), second = slow_socket();
  pollfd fds[] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  for (;;) {
    poll(fds, 2, -1);
    for (int i = 0; i < 2; ++i)
      if (fds[i].revents & POLLIN)
        handlers[i](&s, fds[i].fd);
  }
}

void on_third(int fd) {
  recv(fd, &c, 1, 0); // OK: made so
}
void on_fourth(int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void assigned() {
  static void (*const other[])(int) = {on_third, on_fourth};
  pollfd fds[2];
  fds[0].fd = quick_socket();
  fds[1].fd = slow_socket();
  for (;;) {
    poll(fds, 2, -1);
    for (int i = 0; i < 2; ++i)
      other[i](fds[i].fd);
  }
}
} // namespace arrays

// ---- maps by the descriptor ----

namespace maps {
using handler = std::function<void(int)>;
class reactor {
public:
  void add(int fd, handler h) { all[fd] = std::move(h); }
  void run() {
    for (;;) {
      epoll_event event;
      epoll_wait(epoll, &event, 1, -1);
      auto it = all.find(event.data.fd);
      if (it != all.end())
        it->second(event.data.fd);
    }
  }
  int epoll = -1;
  std::map<int, handler> all;
};
void on_either(int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void on_quick(int fd) {
  recv(fd, &c, 1, 0); // OK: made so, both times
}
void serve(reactor &r) {
  int quick = quick_socket(), slow = slow_socket(), third = quick_socket();
  r.add(quick, [](int fd) {
    recv(fd, &c, 1, 0); // OK: made so
  });
  r.add(slow, [](int fd) {
    recv(fd, &c, 1, 0); // BAD: socket
  });
  r.all[third] = [third](int fd) {
    recv(fd, &c, 1, 0);    // OK: made so
    recv(third, &c, 1, 0); // OK: the same
  };
  r.all.emplace(slow, [](int fd) {
    recv(fd, &c, 1, 0); // BAD: socket
  });
  r.all.insert({quick, on_quick});
  r.add(third, on_quick);
  r.add(quick, on_either);
  r.all[slow] = on_either;
  r.run();
}
} // namespace maps

// ---- tables that a helper fills ----

namespace helpers {
struct entry {
  int fd;
  std::function<void(int)> run;
};
std::vector<entry> entries;
void watch(int fd, std::function<void(int)> run) {
  entries.push_back({fd, std::move(run)});
}
void on_quick(int fd) {
  recv(fd, &c, 1, 0); // OK: made so
}
void on_slow(int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void on_quick_row(int fd) {
  recv(fd, &c, 1, 0); // OK: made so
}
void on_anything(int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void loop(void (*known)(int)) {
  watch(quick_socket(), on_quick);
  watch(slow_socket(), on_slow);
  int row = quick_socket();
  entries.push_back({row, on_quick_row});
  entries.push_back({row, on_anything});
  entries[0].run = on_anything;
  for (;;) {
    fd_set set;
    FD_ZERO(&set);
    for (auto &e : entries)
      FD_SET(e.fd, &set);
    select(10, &set, nullptr, nullptr, nullptr);
    for (auto &e : entries)
      if (FD_ISSET(e.fd, &set))
        e.run(e.fd);
  }
}
} // namespace helpers

// ---- fields of one object ----

namespace fields {
struct watcher {
  int fd;
  void (*run)(int fd);
};
void on_quick(int fd) {
  recv(fd, &c, 1, 0); // OK: made so
}
void on_slow(int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void loop(watcher *quick, watcher *slow) {
  quick->fd = quick_socket();
  quick->run = on_quick;
  slow->fd = slow_socket();
  slow->run = on_slow;
  for (;;) {
    pollfd fds[] = {{quick->fd, POLLIN, 0}, {slow->fd, POLLIN, 0}};
    poll(fds, 2, -1);
    for (watcher *w : {quick, slow})
      w->run(w->fd);
  }
}

std::vector<watcher *> all;
void on_added(int fd) {
  recv(fd, &c, 1, 0); // BAD: socket
}
void on_other(int fd) {
  recv(fd, &c, 1, 0); // OK: made so
}
void add(watcher *slow, watcher *quick) {
  slow->fd = slow_socket();
  slow->run = on_added;
  quick->fd = quick_socket();
  quick->run = on_other;
  all.push_back(slow);
  all.push_back(quick);
  for (;;) {
    poll(nullptr, 0, -1);
    for (watcher *w : all)
      w->run(w->fd);
  }
}
} // namespace fields

} // namespace descriptor_tables
