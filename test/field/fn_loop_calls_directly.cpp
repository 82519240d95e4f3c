// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a daemon's own loop on epoll calls most of its work
// directly; only what it calls through pointers is looked at.
#include <cstdio>
#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

static volatile bool running = true, want_save;

struct plugin {
  int (*on_message)(const char *);
};
static plugin plugins[4];
static int plugin_count;

static int slow_plugin(const char *) {
  ::usleep(10); // BAD: sleep
  return 0;
}
void load() { plugins[plugin_count++].on_message = slow_plugin; }

struct client {
  int descriptor;
};

static void handle_packet(client *c) {
  addrinfo *found;
  ::getaddrinfo("peer", "1883", nullptr, &found); // BAD: dns
  for (int i = 0; i < plugin_count; i++)
    plugins[i].on_message("hello");
}
static void save() {
  FILE *f = std::fopen("state.db", "w"); // BAD: file
  if (f)
    std::fclose(f); // BAD: file
}
static void report(bool first) {
  if (FILE *f = std::fopen(first ? "first.log" : "more.log", "a"))
    std::fclose(f);
}
static void start_up() {
  ::usleep(10);
}

static int handle_events(int epoll) {
  epoll_event ready[16];
  int count = ::epoll_wait(epoll, ready, 16, 100);
  for (int i = 0; i < count; i++)
    handle_packet(static_cast<client *>(ready[i].data.ptr));
  return 0;
}

int main_loop(int epoll) {
  start_up(); // OK: before the loop
  report(true); // OK: before the loop
  while (running) {
    if (handle_events(epoll)) // OK: what it calls is looked at itself
      return 1;
    if (want_save)
      report(false); // BAD: file
    if (want_save)
      save(); // OK: the same
  }
  ::usleep(10); // OK: after the loop
  return 0;
}

// Who waits for one descriptor only is no event loop.
int read_all(int descriptor, char *to, int size) {
  pollfd one{descriptor, POLLIN, 0};
  int got = 0;
  while (got < size && ::poll(&one, 1, 1000) > 0) {
    got += ::read(descriptor, to + got, size - got); // OK: synchronous, and nobody's callback
    ::usleep(10);                                    // OK: the same
  }
  return got;
}
