// What a watcher of libev was set up with is what its callback finds in it.
// REQUIRES: libev
// RUN: %check_marks %s -- %flags
#include <ev.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
static char c;
static int quick() { return ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
static int slow() { return ::socket(AF_INET, SOCK_STREAM, 0); }

// ---- The descriptor in the watcher ----

static void on_quick(struct ev_loop *, ev_io *w, int) {
  ::recv(w->fd, &c, 1, 0); // OK: made non-blocking
  ::recv(w->fd, &c, 1, 0); // OK: and stays so
}
static void on_slow(struct ev_loop *, ev_io *w, int) {
  ::recv(w->fd, &c, 1, 0); // OK: there is something to read
  ::recv(w->fd, &c, 1, 0); // BAD: socket
}
static void on_writable(struct ev_loop *, ev_io *w, int) {
  ::recv(w->fd, &c, 1, 0); // BAD: socket
}
static void on_both(struct ev_loop *, ev_io *w, int) {
  ::recv(w->fd, &c, 1, 0); // OK: there is something to read
  ::recv(w->fd, &c, 1, 0); // BAD: socket
}
static void on_stdin(struct ev_loop *, ev_io *w, int) {
  ::read(w->fd, &c, 1); // OK: there is something to read
  ::read(w->fd, &c, 1); // BAD: socket
}
// ---- The same descriptor elsewhere ----

struct conn {
  ev_io in, out;
  int fd;
};
static void conn_in(struct ev_loop *, ev_io *w, int) {
  auto *self = static_cast<conn *>(w->data);
  ::recv(self->fd, &c, 1, 0); // OK: there is something to read
  ::recv(self->fd, &c, 1, 0); // BAD: socket
}
static void conn_out(struct ev_loop *, ev_io *w, int) {
  auto *self = static_cast<conn *>(w->data);
  ::recv(self->fd, &c, 1, 0); // BAD: socket
}
// ---- In classes ----

class server {
public:
  server(struct ev_loop *loop, int fd) : loop_(loop) {
    ev_io_init(&accept_, &server::on_accept, fd, EV_READ);
    accept_.data = this;
    ev_io_start(loop_, &accept_);
    admin_fd_ = slow();
    ev_io_init(&admin_, [](struct ev_loop *, ev_io *w, int) {
      ::recv(w->fd, &c, 1, 0); // OK: there is something to read
      ::recv(w->fd, &c, 1, 0); // BAD: socket
    }, admin_fd_, EV_READ);
  }
  static void on_accept(struct ev_loop *, ev_io *w, int) {
    ::accept(w->fd, nullptr, nullptr); // OK: the caller made it non-blocking
    ::accept(w->fd, nullptr, nullptr); // OK: and it stays so
  }
  struct ev_loop *loop_;
  ev_io accept_, admin_;
  int admin_fd_;
};
int main() {
  struct ev_loop *loop = ev_default_loop(0);
  ev_io a, b, d, e, f, g;
  ev_io_init(&a, on_quick, quick(), EV_READ);
  ev_io_init(&b, on_slow, slow(), EV_READ);
  ev_io_init(&d, on_writable, slow(), EV_WRITE);
  int fd = quick();
  ev_io_init(&e, on_both, fd, EV_READ);
  ev_init(&f, on_both);
  ev_io_set(&f, slow(), EV_READ);
  ev_io_init(&g, on_stdin, STDIN_FILENO, EV_READ);
  conn k;
  k.fd = slow();
  ev_io_init(&k.in, conn_in, k.fd, EV_READ);
  ev_io_init(&k.out, conn_out, k.fd, EV_WRITE);
  k.in.data = k.out.data = &k;
  server s(loop, quick());
  ev_run(loop, 0);
}
