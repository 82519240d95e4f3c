// REQUIRES: boost
// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a helper that asks for the flags first, and gives up
// if that fails, makes its descriptor non-blocking all the same.
#include <boost/asio.hpp>
#include <fcntl.h>
#include <sys/socket.h>

static void early_return(int descriptor) {
  int flags = ::fcntl(descriptor, F_GETFL, 0);
  if (flags == -1)
    return;
  ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}
static int tells(int descriptor) {
  int flags = ::fcntl(descriptor, F_GETFL, 0);
  if (flags < 0)
    return -1;
  return ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}
static void throws(int descriptor) {
  int flags = ::fcntl(descriptor, F_GETFL, 0);
  if (flags == -1)
    throw 1;
  ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}
static void inside(int descriptor) {
  int flags;
  if ((flags = ::fcntl(descriptor, F_GETFL)) != -1)
    ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}
static void by_state(int descriptor, int blocks) {
  int flags;
  if ((flags = ::fcntl(descriptor, F_GETFL)) != -1) {
    if (!blocks)
      flags |= O_NONBLOCK;
    else
      flags &= ~O_NONBLOCK;
    ::fcntl(descriptor, F_SETFL, flags);
  }
}
static void only_asks(int descriptor) {
  int flags = ::fcntl(descriptor, F_GETFL, 0);
  if (flags == -1)
    throw 1;
}

boost::asio::awaitable<void> after_early_return(int descriptor) {
  char byte;
  early_return(descriptor);
  ::recv(descriptor, &byte, 1, 0); // OK: it was made non-blocking
  co_return;
}
boost::asio::awaitable<void> after_tells(int descriptor) {
  char byte;
  if (tells(descriptor) == -1)
    co_return;
  ::recv(descriptor, &byte, 1, 0); // OK: it was made non-blocking
}
boost::asio::awaitable<void> after_throws(int descriptor) {
  char byte;
  throws(descriptor);
  ::recv(descriptor, &byte, 1, 0); // OK: it was made non-blocking
  co_return;
}
boost::asio::awaitable<void> after_inside(int descriptor) {
  char byte;
  inside(descriptor);
  ::recv(descriptor, &byte, 1, 0); // OK: it was made non-blocking
  co_return;
}
boost::asio::awaitable<void> after_state(int descriptor) {
  char byte;
  by_state(descriptor, 0);
  ::recv(descriptor, &byte, 1, 0); // OK: it was made non-blocking
  co_return;
}
boost::asio::awaitable<void> after_blocking_state(int descriptor) {
  char byte;
  by_state(descriptor, 1);
  ::recv(descriptor, &byte, 1, 0); // MISSED: socket: the flag counts as set on either side
  co_return;
}
boost::asio::awaitable<void> after_question(int descriptor) {
  char byte;
  only_asks(descriptor);
  ::recv(descriptor, &byte, 1, 0); // BAD: socket
  co_return;
}
