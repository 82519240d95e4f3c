// Watchers of ev++.h: callbacks are template arguments, or objects.
// REQUIRES: libev
// RUN: %check_marks %s -- %flags
#include <ev++.h>
#include <sys/socket.h>
#include <unistd.h>
static char c;
static int quick() { return ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); }
static int slow() { return ::socket(AF_INET, SOCK_STREAM, 0); }
class server {
public:
  server() {
    quick_.set<server, &server::on_quick>(this);
    quick_.start(quick(), ev::READ);
    slow_.set<server, &server::on_slow>(this);
    slow_.start(slow(), ev::READ);
    tick_.set<server, &server::on_tick>(this);
    tick_.start(1., 1.);
  }
  void on_quick(ev::io &w, int) {
    ::recv(w.fd, &c, 1, 0); // OK: made non-blocking
    ::recv(w.fd, &c, 1, 0); // OK: and stays so
  }
  void on_slow(ev::io &w, int) {
    ::recv(w.fd, &c, 1, 0); // OK: there is something to read
    ::recv(w.fd, &c, 1, 0); // BAD: socket
  }
  void on_tick(ev::timer &, int) { ::sleep(1); } // BAD: sleep
  void never() { ::sleep(1); }                   // OK: no watcher has it
  ev::io quick_, slow_;
  ev::timer tick_;
};
static void on_local(ev::io &w, int) {
  ::recv(w.fd, &c, 1, 0); // OK: there is something to read
  ::recv(w.fd, &c, 1, 0); // BAD: socket
}
struct functor { void operator()(ev::sig &, int) { ::sleep(1); } }; // BAD: sleep
int main() {
  ev::default_loop loop;
  server s;
  ev::io l;
  l.set<on_local>();
  l.start(slow(), ev::READ);
  functor f;
  ev::sig g;
  g.set(&f);
  g.start(15);
  loop.run(0);
}
