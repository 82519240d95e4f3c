// A loop over an array does to each of its elements what it does: it runs at
// least once.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace in_loops {
static int make_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL, 0);
  return fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}
mock::task<> local(int count) {
  char b[4];
  int ends[2];
  pipe(ends);
  for (auto fd : ends)
    make_nonblocking(fd);
  read(ends[0], b, 4); // OK: both are non-blocking
  int counted[2];
  pipe(counted);
  for (int i = 0; i < 2; ++i)
    make_nonblocking(counted[i]);
  read(counted[0], b, 4); // OK: both are non-blocking
  int perhaps[2];
  pipe(perhaps);
  for (int i = 0; i < count; ++i)
    make_nonblocking(perhaps[i]);
  read(perhaps[0], b, 4); // BAD: file
  int none[2];
  pipe(none);
  for (int i = 2; i < 2; ++i)
    make_nonblocking(none[i]);
  read(none[0], b, 4); // BAD: file
  int chosen[2];
  pipe(chosen);
  for (auto fd : chosen)
    if (count > 0)
      make_nonblocking(fd);
  read(chosen[0], b, 4); // BAD: file
  co_return;
}

// A helper makes the pair.
static std::array<int, 2> make_pair(bool fast) {
  std::array<int, 2> fds;
  if (pipe(fds.data()) == -1)
    return {-1, -1};
  for (auto fd : fds)
    make_nonblocking(fd);
  return fds;
}
static std::array<int, 2> make_slow_pair() {
  std::array<int, 2> fds;
  pipe(fds.data());
  for (auto fd : fds)
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  return fds;
}
mock::task<> returned() {
  char b[4];
  std::array<int, 2> fds = make_pair(true), slow = make_slow_pair();
  read(fds[0], b, 4);  // OK: both are non-blocking
  read(slow[0], b, 4); // BAD: file
  co_return;
}
} // namespace in_loops
