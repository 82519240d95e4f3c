// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: whoever reads a file piece by piece is no event loop
// for that; whoever waits for many descriptors is one.
#include <functional>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

struct parser {
  std::function<void(char)> on_character;
  void run(int file) {
    char c;
    while (::read(file, &c, 1) == 1)
      on_character(c);
  }
};
struct reactor {
  std::function<void()> on_event;
  void run(int epoll) {
    epoll_event event;
    while (::epoll_wait(epoll, &event, 1, -1) > 0)
      on_event();
  }
};
struct old_reactor {
  std::function<void(int)> on_ready;
  void run(pollfd *all, nfds_t count) {
    while (::poll(all, count, -1) > 0)
      for (nfds_t i = 0; i < count; ++i)
        if (all[i].revents)
          on_ready(all[i].fd);
  }
};

void set_up(parser &p, reactor &r, old_reactor &o) {
  p.on_character = [](char) { ::usleep(10); }; // OK: nobody else waits
  r.on_event = [] { ::usleep(10); };           // BAD: sleep
  o.on_ready = [](int) { ::usleep(10); };      // BAD: sleep
}
