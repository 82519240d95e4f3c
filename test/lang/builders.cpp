// Objects that setters set up before they are used: builders above all.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace builders {

bool unknown();

class upstream {
public:
  class builder {
  public:
    builder &host(std::string h) {
      host_ = std::move(h);
      return *this;
    }
    builder &non_blocking(bool on = true) {
      nb_ = on;
      return *this;
    }
    builder &quick() { return non_blocking(true); }
    builder &perhaps() {
      if (unknown())
        nb_ = true;
      return *this;
    }
    std::unique_ptr<upstream> build() const {
      int fd = socket(AF_INET, SOCK_STREAM | (nb_ ? SOCK_NONBLOCK : 0), 0);
      return std::unique_ptr<upstream>(new upstream(fd));
    }
    upstream make() const {
      return upstream(socket(AF_INET, nb_ ? SOCK_NONBLOCK : 0, 0));
    }

  private:
    std::string host_ = "10.0.0.5";
    bool nb_ = false;
  };
  ~upstream() { close(fd_); }
  void read(char *p) { recv(fd_, p, 1, 0); }

private:
  explicit upstream(int fd) : fd_(fd) {}
  int fd_;
};

struct proxy {
  std::unique_ptr<upstream> fast = upstream::builder().non_blocking().build();
  std::unique_ptr<upstream> slow = upstream::builder().host("x").build();
};
proxy only_proxy;

mock::task<> chains(proxy &x, char *p) {
  x.fast->read(p); // OK: built so
  x.slow->read(p); // BAD: socket
  auto probe = upstream::builder().host("x").non_blocking().build();
  probe->read(p); // OK: built so
  auto waits = upstream::builder().non_blocking(false).build();
  waits->read(p); // BAD: socket
  auto last = upstream::builder().non_blocking(false).non_blocking().build();
  last->read(p); // OK: the last one counts
  auto through = upstream::builder().quick().host("x").build();
  through->read(p); // OK: by another setter
  auto either = upstream::builder().perhaps().build();
  either->read(p); // BAD: socket
  auto made = upstream::builder().non_blocking().make();
  made.read(p); // OK: built so
  auto slow = upstream::builder().make();
  slow.read(p); // BAD: socket
  co_return;
}

mock::task<> locals(char *p) {
  upstream::builder b;
  b.host("x");
  b.non_blocking();
  auto quick = b.build();
  quick->read(p); // OK: built so
  upstream::builder c;
  c.host("x");
  auto slow = c.build();
  slow->read(p); // BAD: socket
  upstream::builder d;
  if (unknown())
    d.non_blocking();
  auto either = d.build();
  either->read(p); // BAD: socket
  co_return;
}

// Settings with setters.
class settings {
public:
  void set_wait(bool on) { wait_ = on; }
  void set_timeout(int ms) { timeout_ = ms; }
  bool wait() const { return wait_; }
  int timeout() const { return timeout_; }

private:
  bool wait_ = true;
  int timeout_ = -1;
};
void run(pollfd *p, const settings &s) {
  if (s.wait())
    usleep(10);
}
void look(pollfd *p, const settings &s) { poll(p, 1, s.timeout()); }
void turn_on(settings &s) { s.set_wait(true); }

mock::task<> setters(pollfd *p) {
  settings quick;
  quick.set_wait(false);
  quick.set_timeout(0);
  run(p, quick);  // OK: set so
  look(p, quick); // OK: set so
  settings slow;
  run(p, slow);  // BAD: sleep
  look(p, slow); // BAD: wait
  settings turned;
  turned.set_wait(false);
  turn_on(turned);
  run(p, turned); // BAD: sleep
  co_return;
}

} // namespace builders
