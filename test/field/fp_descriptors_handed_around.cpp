// Found in a field trial: descriptors that callbacks hand to each other in
// circles are what all their origins have been set up to be.
// RUN: %check_marks %s -- %flags -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include
// REQUIRES: glib

#include <fcntl.h>
#include <glib.h>
#include <sys/socket.h>
#include <unistd.h>

// A library of the project accepts and connects; its users keep the channel
// that their callbacks get, and have it accepted once more.
namespace around {
using notify = void (*)(GIOChannel *io, void *data);
struct pending {
  notify done;
  void *data;
};
struct session {
  GIOChannel *io;
};
static gboolean pending_cb(GIOChannel *io, GIOCondition, gpointer data) {
  auto *p = static_cast<pending *>(data);
  p->done(io, p->data);
  return FALSE;
}
static void wait_for(GIOChannel *io, notify done, void *data) {
  pending *p = g_new0(pending, 1);
  p->done = done;
  p->data = data;
  g_io_add_watch(io, G_IO_OUT, pending_cb, p);
}
static gboolean server_cb(GIOChannel *io, GIOCondition, gpointer data) {
  auto *p = static_cast<pending *>(data);
  int peer = accept4(g_io_channel_unix_get_fd(io), nullptr, nullptr, SOCK_NONBLOCK);
  GIOChannel *made = g_io_channel_unix_new(peer);
  p->done(made, p->data);
  return TRUE;
}
static GIOChannel *connect_to(int family, notify done, void *data) {
  int fd = socket(family, SOCK_STREAM, 0);
  GIOChannel *io = g_io_channel_unix_new(fd);
  g_io_channel_set_flags(io, G_IO_FLAG_NONBLOCK, nullptr);
  if (done)
    wait_for(io, done, data);
  return io;
}
static bool try_send(int fd, const void *data, size_t size) {
  return send(fd, data, size, 0) == static_cast<ssize_t>(size); // OK: all of them
}
static gboolean input_cb(GIOChannel *io, GIOCondition, gpointer data) {
  char reply[64];
  int fd = g_io_channel_unix_get_fd(io);
  recv(fd, reply, sizeof reply, 0); // OK: all of them
  recv(fd, reply, sizeof reply, 0); // OK: all of them
  auto *s = static_cast<session *>(data);
  try_send(g_io_channel_unix_get_fd(s->io), reply, 1); // OK: all of them
  return TRUE;
}
static void connected(GIOChannel *io, void *data) {
  auto *s = static_cast<session *>(data);
  if (!s->io)
    s->io = g_io_channel_ref(io);
  g_io_add_watch(io, G_IO_IN, input_cb, s);
}
static void confirm(GIOChannel *io, void *data) { wait_for(io, connected, data); }
void start(session *s) {
  GIOChannel *listening = connect_to(AF_INET, nullptr, nullptr);
  pending *p = g_new0(pending, 1);
  p->done = confirm;
  p->data = s;
  g_io_add_watch(listening, G_IO_IN, server_cb, p);
  s->io = connect_to(AF_UNIX, connected, s);
}
} // namespace around

// The same, but one of the ways in blocks.
namespace around_once {
using notify = void (*)(GIOChannel *io, void *data);
struct pending {
  notify done;
  void *data;
};
struct session {
  GIOChannel *io;
};
static gboolean pending_cb(GIOChannel *io, GIOCondition, gpointer data) {
  auto *p = static_cast<pending *>(data);
  p->done(io, p->data);
  return FALSE;
}
static void wait_for(GIOChannel *io, notify done, void *data) {
  pending *p = g_new0(pending, 1);
  p->done = done;
  p->data = data;
  g_io_add_watch(io, G_IO_OUT, pending_cb, p);
}
static gboolean server_cb(GIOChannel *io, GIOCondition, gpointer data) {
  auto *p = static_cast<pending *>(data);
  int peer = accept4(g_io_channel_unix_get_fd(io), nullptr, nullptr, 0); // OK: the loop has reported it
  p->done(g_io_channel_unix_new(peer), p->data);
  return TRUE;
}
static GIOChannel *connect_to(int family, notify done, void *data) {
  GIOChannel *io = g_io_channel_unix_new(socket(family, SOCK_STREAM, 0));
  g_io_channel_set_flags(io, G_IO_FLAG_NONBLOCK, nullptr);
  if (done)
    wait_for(io, done, data);
  return io;
}
static gboolean input_cb(GIOChannel *io, GIOCondition, gpointer data) {
  char reply[64];
  int fd = g_io_channel_unix_get_fd(io);
  recv(fd, reply, sizeof reply, 0); // OK: the loop has reported it
  recv(fd, reply, sizeof reply, 0); // BAD: socket
  auto *s = static_cast<session *>(data);
  send(g_io_channel_unix_get_fd(s->io), reply, 1, 0); // BAD: socket
  return TRUE;
}
static void connected(GIOChannel *io, void *data) {
  auto *s = static_cast<session *>(data);
  if (!s->io)
    s->io = g_io_channel_ref(io);
  g_io_add_watch(io, G_IO_IN, input_cb, s);
}
static void confirm(GIOChannel *io, void *data) { wait_for(io, connected, data); }
void start(session *s) {
  GIOChannel *listening = connect_to(AF_INET, nullptr, nullptr);
  pending *p = g_new0(pending, 1);
  p->done = confirm;
  p->data = s;
  g_io_add_watch(listening, G_IO_IN, server_cb, p);
  s->io = connect_to(AF_UNIX, connected, s);
}
} // namespace around_once

// Fields: of each, one kind of way in.
namespace ways_in {
struct all {
  int passed, filled, read, counted, given, chosen, mixed;
};
extern bool fill(int *out);
extern int next_number();
using found = void (*)(int fd, all *a);
extern void look_for(found callback, all *a);
static void pass(all *a, int fd);
static void pass_on(all *a, int fd, int depth) {
  if (depth > 0)
    pass(a, fd);
}
static void pass(all *a, int fd) {
  a->passed = fd;
  pass_on(a, fd, fd & 1);
}
static void known(int fd, all *a) { a->given = fd; }
static void make(all *a) {
  pass(a, socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  a->filled = fd;
  a->read = fd;
  a->counted = fd;
  known(fd, a);
  int other;
  if (fd > 100)
    other = a->passed;
  else
    other = fd;
  a->chosen = other;
  if (fd > 10)
    other = next_number();
  a->mixed = other;
}
void more(all *a, bool again) {
  if (again)
    fill(&a->filled);
  read(0, &a->read, sizeof a->read);
  a->counted = next_number();
  look_for(known, a);
}
static gboolean use(gpointer data) {
  auto *a = static_cast<all *>(data);
  char c;
  recv(a->passed, &c, 1, 0);  // OK: round and round, but always the same
  recv(a->filled, &c, 1, 0);  // BAD: socket
  recv(a->counted, &c, 1, 0); // BAD: socket
  recv(a->given, &c, 1, 0);   // BAD: socket
  recv(a->chosen, &c, 1, 0);  // OK: either is
  recv(a->mixed, &c, 1, 0);   // BAD: socket
  int here;
  if (c)
    here = a->passed;
  else
    here = a->chosen;
  recv(here, &c, 1, 0); // OK: either is
  if (c == 'x')
    here = a->counted;
  recv(here, &c, 1, 0); // BAD: socket
  return TRUE;
}
void start(all *a) {
  make(a);
  g_idle_add(use, a);
}
} // namespace ways_in

// What is no descriptor asks for nothing.
namespace none {
struct peer {
  int fd;
  GIOChannel *io;
};
static void set_up(int fd) {
  if (fd < 0)
    return;
  fcntl(fd, F_SETFL, O_NONBLOCK);
}
static bool set_up_channel(GIOChannel *io) {
  if (!io)
    return false;
  g_io_channel_set_flags(io, G_IO_FLAG_NONBLOCK, nullptr);
  return true;
}
static void set_up_small(int fd) {
  if (fd > 100)
    return;
  fcntl(fd, F_SETFL, O_NONBLOCK);
}
static gboolean use(gpointer data) {
  auto *p = static_cast<peer *>(data);
  char c;
  recv(p[0].fd, &c, 1, 0);                            // OK: set up
  recv(g_io_channel_unix_get_fd(p[0].io), &c, 1, 0);  // OK: set up
  int fd = accept(0, nullptr, nullptr); // BAD: socket
  set_up_small(fd);
  recv(fd, &c, 1, 0); // BAD: socket
  return TRUE;
}
void start(peer *p) {
  p->fd = socket(AF_INET, SOCK_STREAM, 0);
  set_up(p->fd);
  p->io = g_io_channel_unix_new(socket(AF_INET, SOCK_STREAM, 0));
  set_up_channel(p->io);
  g_idle_add(use, p);
}
} // namespace none

// What a channel's descriptor is, its own descriptor is.
namespace datagrams {
static gboolean use(gpointer) {
  char c = 0;
  GIOChannel *one = g_io_channel_unix_new(socket(AF_INET, SOCK_DGRAM, 0));
  send(g_io_channel_unix_get_fd(one), &c, 1, 0); // OK: a datagram
  GIOChannel *other = g_io_channel_unix_new(socket(AF_INET, SOCK_STREAM, 0));
  send(g_io_channel_unix_get_fd(other), &c, 1, 0); // BAD: socket
  return FALSE;
}
void start() { g_idle_add(use, nullptr); }
} // namespace datagrams
