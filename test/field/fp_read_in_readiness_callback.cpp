// REQUIRES: boost, libevent, glib, systemd
// RUN: %check_marks %s -- -std=c++20 -isystem /usr/include/glib-2.0 -isystem /usr/lib/x86_64-linux-gnu/glib-2.0/include
// Found in a field trial: the loop calls back because there is something to
// read. The first read of what was watched does not wait, as after
// `co_await readable(descriptor)`.
#include <boost/asio.hpp>
#include <event2/event.h>
#include <glib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>

namespace fp_read_in_readiness_callback {

struct peer {
  int descriptor;
  peer *next;
};
void count(int);

// ---- GLib ----

static gboolean on_channel(GIOChannel *channel, GIOCondition, gpointer) {
  char text[512];
  int descriptor = g_io_channel_unix_get_fd(channel);
  ssize_t size = ::recv(descriptor, text, sizeof text, 0); // OK: there is something to read
  size += ::recv(descriptor, text, sizeof text, 0);        // BAD: socket
  return size > 0;
}
static gboolean on_room(GIOChannel *channel, GIOCondition, gpointer) {
  char text[512];
  int descriptor = g_io_channel_unix_get_fd(channel);
  return ::recv(descriptor, text, sizeof text, 0) > 0; // BAD: socket
}
void watch(GIOChannel *data) {
  g_io_add_watch(data, static_cast<GIOCondition>(G_IO_IN | G_IO_HUP), on_channel, nullptr);
  g_io_add_watch(data, G_IO_OUT, on_room, nullptr);
}

// ---- libevent ----

static void on_event(evutil_socket_t descriptor, short, void *) {
  char text[512];
  ::recv(descriptor, text, sizeof text, 0); // OK: there is something to read
  ::recv(descriptor, text, sizeof text, 0); // BAD: socket
}
static void on_many(evutil_socket_t descriptor, short, void *) {
  char text[512];
  while (::recv(descriptor, text, sizeof text, 0) > 0) // BAD: socket
    count(1);
}
static void on_timer(evutil_socket_t descriptor, short, void *) {
  char text[512];
  ::recv(descriptor, text, sizeof text, 0); // BAD: socket
}
static void on_either(evutil_socket_t descriptor, short, void *) {
  char text[512];
  ::recv(descriptor, text, sizeof text, 0); // BAD: socket
}
static void take(peer *p) {
  char text[512];
  ::recv(p->descriptor, text, sizeof text, 0);
}
static void on_peer(evutil_socket_t, short, void *argument) {
  char text[512];
  auto *p = static_cast<peer *>(argument);
  ::recv(p->descriptor, text, sizeof text, 0); // OK: it is what was watched
  ::recv(p->descriptor, text, sizeof text, 0); // BAD: socket
}
static void on_next(evutil_socket_t, short, void *argument) {
  char text[512];
  auto *p = static_cast<peer *>(argument);
  peer *other = p->next;
  ::recv(other->descriptor, text, sizeof text, 0); // BAD: socket
  ::recv(p->descriptor, text, sizeof text, 0);     // BAD: socket
}
static void on_helped(evutil_socket_t, short, void *argument) {
  auto *p = static_cast<peer *>(argument);
  take(p); // OK: it is what was watched
  take(p); // BAD: socket
}
void watch(event_base *base, int descriptor, peer *p) {
  event_new(base, descriptor, EV_READ | EV_PERSIST, on_event, nullptr);
  event_new(base, descriptor, EV_READ | EV_PERSIST, on_many, nullptr);
  event_new(base, descriptor, EV_TIMEOUT, on_timer, nullptr);
  event_new(base, descriptor, EV_READ, on_either, nullptr);
  event_new(base, descriptor, EV_WRITE, on_either, nullptr);
  event_new(base, p->descriptor, EV_READ, on_peer, p);
  event_new(base, p->descriptor, EV_READ, on_next, p);
  event_new(base, p->descriptor, EV_READ, on_helped, p);
}

// ---- sd-event ----

static int on_io(sd_event_source *, int descriptor, uint32_t, void *) {
  char text[512];
  ::recv(descriptor, text, sizeof text, 0);        // OK: there is something to read
  return ::recv(descriptor, text, sizeof text, 0); // BAD: socket
}
void watch(sd_event *loop, int descriptor) {
  sd_event_add_io(loop, nullptr, descriptor, EPOLLIN, on_io, nullptr);
}

// ---- Asio ----

struct session {
  boost::asio::ip::tcp::socket socket;
  void start() {
    socket.async_wait(socket.wait_read, [this](boost::system::error_code) {
      char text[512];
      ::recv(socket.native_handle(), text, sizeof text, 0); // OK: there is something to read
      ::recv(socket.native_handle(), text, sizeof text, 0); // BAD: socket
    });
    socket.async_wait(socket.wait_read, [this](boost::system::error_code) {
      char text[512];
      socket.read_some(boost::asio::buffer(text)); // OK: there is something to read
      socket.read_some(boost::asio::buffer(text)); // BAD: socket
    });
    socket.async_wait(socket.wait_read, std::bind(&session::on_data, this));
    boost::asio::post(socket.get_executor(), [this] {
      char text[512];
      ::recv(socket.native_handle(), text, sizeof text, 0); // BAD: socket
    });
  }
  void on_data() {
    char text[512];
    ::recv(socket.native_handle(), text, sizeof text, 0); // OK: there is something to read
    ::recv(socket.native_handle(), text, sizeof text, 0); // BAD: socket
  }
};

} // namespace fp_read_in_readiness_callback
