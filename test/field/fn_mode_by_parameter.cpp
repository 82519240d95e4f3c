// A helper that makes a blocking descriptor or another one, as its caller wants,
// and copes with both: asking for EINPROGRESS says nothing of the blocking one.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace {

enum class mode { blocking, nonblocking };

class descriptor {
  int fd = -1;

public:
  explicit descriptor(int fd) : fd(fd) {}
  descriptor(const descriptor &) = delete;
  descriptor(descriptor &&other) : fd(other.fd) { other.fd = -1; }
  ~descriptor() { ::close(fd); }
  int get() const { return fd; }
};

descriptor open_stream(const sockaddr &where, mode how) {
  const int flags = SOCK_STREAM | SOCK_CLOEXEC | (how == mode::nonblocking ? SOCK_NONBLOCK : 0);
  descriptor fd(::socket(AF_INET, flags, 0));
  if (::connect(fd.get(), &where, sizeof where) != 0 && errno != EINPROGRESS)
    return descriptor(-1);
  return fd;
}

int open_plain(const sockaddr &where, mode how) {
  int fd = ::socket(AF_INET, SOCK_STREAM | (how == mode::nonblocking ? SOCK_NONBLOCK : 0), 0);
  if (::connect(fd, &where, sizeof where) != 0 && errno != EINPROGRESS)
    return -1;
  return fd;
}

// What an object is set to is no demand: there is more than one way to make it so.
struct session {
  bool is_secure;
  int fd;
};
int make_secure(int fd);
void connect_session(session *s, const sockaddr &where) {
  s->fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (!s->is_secure)
    ::fcntl(s->fd, F_SETFL, O_NONBLOCK);
  else
    make_secure(s->fd);
  if (::connect(s->fd, &where, sizeof where) != 0 && errno != EINPROGRESS)
    ::close(s->fd);
}

void send_all(int fd, const std::string &text) {
  ::send(fd, text.data(), text.size(), 0);
}

mock::task<> forward(const sockaddr &where, std::string text) {
  descriptor slow = open_stream(where, mode::blocking); // BAD: socket
  send_all(slow.get(), text);                           // BAD: socket
  descriptor up = open_stream(where, mode::nonblocking); // OK: as the caller says
  send_all(up.get(), text);                              // OK: it does not block
  session secure{.is_secure = true, .fd = -1};
  connect_session(&secure, where);                       // OK: expects EINPROGRESS
  int other = open_plain(where, mode::blocking);         // BAD: socket
  send_all(other, text);                                 // BAD: socket
  int plain = open_plain(where, mode::nonblocking);      // OK: as the caller says
  send_all(plain, text);                                 // OK: it does not block
  co_return;
}

} // namespace
