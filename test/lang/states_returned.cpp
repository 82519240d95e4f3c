// Handles in objects that factories return.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace states_returned {

class source {
public:
  static source kernel() { return source("/proc/self/stat"); }
  static source disk(const std::string &path) { return source(path.c_str()); }
  source(source &&o) noexcept : fd_(o.fd_) { o.fd_ = -1; }
  ~source() { close(fd_); }
  void take(char *p) { ::read(fd_, p, 1); }

private:
  explicit source(const char *name) { fd_ = ::open(name, O_RDONLY); }
  int fd_ = -1;
};
struct sources {
  source hot = source::kernel();
  source all = source::disk("/var/index.db");
  static sources &get() {
    static sources s;
    return s;
  }
};
sources *before_the_loop = &sources::get();
mock::task<> kernels(sources &s, char *p) {
  s.hot.take(p); // OK: in memory
  s.all.take(p); // BAD: file
  source a = source::kernel();
  a.take(p); // OK: in memory
  co_return;
}

// Behind a pointer to what the class does not show.
class shell {
public:
  static std::unique_ptr<shell> create(bool wait);
  static std::unique_ptr<shell> quick() { return create(false); }
  static std::unique_ptr<shell> slow() { return create(true); }
  ~shell();
  void pull(char *p);
  void greet(char *p);

private:
  shell();
  struct impl;
  std::unique_ptr<impl> d_;
};
struct shell::impl {
  int fd = -1;
  int copy = -1;
};
shell::shell() : d_(std::make_unique<impl>()) {}
shell::~shell() { close(d_->fd); }
void shell::pull(char *p) { recv(d_->fd, p, 1, 0); }
void shell::greet(char *p) {
  recv(d_->fd, p, 1, 0);
  d_->copy = dup(d_->fd);
  recv(d_->copy, p, 1, 0);
}
std::unique_ptr<shell> shell::create(bool wait) {
  std::unique_ptr<shell> s(new shell);
  s->d_->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (!wait)
    fcntl(s->d_->fd, F_SETFL, O_NONBLOCK);
  return s;
}
struct jump {
  std::unique_ptr<shell> terminal = shell::quick();
  std::unique_ptr<shell> runner = shell::slow();
};
mock::task<> shells(jump &j, char *p) {
  j.terminal->pull(p); // OK: made so
  j.runner->pull(p);   // BAD: socket
  auto a = shell::quick(), b = shell::slow();
  a->pull(p);  // OK: made so
  b->pull(p);  // BAD: socket
  a->greet(p); // OK: made so, and so is the copy
  b->greet(p); // BAD: socket
  co_return;
}
jump only_jump;

} // namespace states_returned
