// A descriptor that a function hands back through a pointer is what it has put
// there, wherever that was set up.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace handed_back {
struct stream {
  int fd = -1, other = -1;
};
static int make(int flags) { return socket(AF_INET, SOCK_STREAM | flags, 0); }
void set_up(stream *s) {
  s->fd = make(SOCK_NONBLOCK);
  s->other = make(0);
}

// It may say that there is none.
static bool get(stream *s, int *fd) {
  if (!s)
    return false;
  *fd = s->fd;
  return true;
}
static bool get_other(stream *s, int *fd) {
  if (!s)
    return false;
  *fd = s->other;
  return true;
}
static bool get_either(stream *s, bool first, int *fd) {
  if (!s)
    return false;
  *fd = first ? s->fd : s->other;
  return true;
}
mock::task<> take(stream *s) {
  char b[10];
  int fd;
  if (get(s, &fd))
    read(fd, b, 10); // OK: made with SOCK_NONBLOCK
  int other;
  if (get_other(s, &other))
    read(other, b, 10); // BAD: socket
  int either;
  if (get_either(s, b[0] == 0, &either))
    read(either, b, 10); // BAD: socket
  int mixed;
  get(s, &mixed);
  if (b[1])
    get_other(s, &mixed);
  read(mixed, b, 10); // BAD: socket
  co_return;
}

// Through other functions, and where the caller hands it on.
static int fd_of(stream *s) { return s ? s->fd : -1; }
static bool get_by_call(stream *s, int *fd) {
  if (s && fd)
    *fd = fd_of(s);
  return s;
}
static bool get_on(stream *s, int *fd) { return s && get_by_call(s, fd); }
static void take_one(int fd) {
  char b[10];
  read(fd, b, 10); // OK: made with SOCK_NONBLOCK
}
static void take_other(int fd) {
  char b[10];
  read(fd, b, 10);
}
mock::task<> hand_on(stream *s) {
  int fd = -1, other = -1;
  if (get_on(s, &fd))
    take_one(fd); // OK: made with SOCK_NONBLOCK
  if (get_other(s, &other))
    take_other(other); // BAD: socket
  co_return;
}

// Who is given more than one, or puts something unknown there, is in doubt.
extern int table[4];
static bool pick(stream *s, int i, int *fd) {
  *fd = s->fd;
  if (i >= 0)
    *fd = table[i];
  return true;
}
mock::task<> take_picked(stream *s) {
  char b[10];
  int fd;
  if (pick(s, 1, &fd))
    read(fd, b, 10); // BAD: file
  co_return;
}

// Kept in a field of the caller's.
struct session {
  int fd = -1, other = -1;
};
void open(session *s, stream *of) {
  get(of, &s->fd);
  get_other(of, &s->other);
}
mock::task<> run(session *s) {
  char b[10];
  read(s->fd, b, 10);    // OK: made with SOCK_NONBLOCK
  read(s->other, b, 10); // BAD: socket
  co_return;
}
} // namespace handed_back
