// RUN: %check_marks %s -- %flags -I%S/Inputs
// Log ingestion: blocking calls in conditions, loops, switches, handlers and inner blocks.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace ingest {

enum class Kind { file, socket, memory, pause };

bool more(int fd) {
  pollfd p{fd, POLLIN, 0};
  return ::poll(&p, 1, 1000) > 0;
}
bool pending(const std::vector<int>& v) { return !v.empty(); }

std::size_t chunk(FILE* f, char* b) { return ::fread(b, 1, 512, f); }

void backoff(int n) { std::this_thread::sleep_for(std::chrono::milliseconds(n)); }

rt::task<> handle(std::string line);

rt::task<int> conditions(int fd, std::vector<int> v) {
  int n = 0;
  if (more(fd)) ++n; // BAD: wait
  if (pending(v)) ++n;                                 // OK: looks at memory
  if (char c; ::recv(fd, &c, 1, 0) == 1) ++n; // BAD: socket
  if (char c; ::recv(fd, &c, 1, MSG_DONTWAIT) == 1) ++n;  // OK: MSG_DONTWAIT
  if (bool m = more(fd); m) ++n; // BAD: wait
  while (more(fd)) ++n; // BAD: wait
  while (pending(v)) v.pop_back();                     // OK: looks at memory
  do {
    ++n;
  } while (more(fd)); // BAD: wait
  for (int i = 0; i < n && more(fd); ++i) --n; // BAD: wait
  for (backoff(1); n < 3; ++n) --fd; // BAD: sleep
  for (; n < 5; backoff(2)) ++n; // BAD: sleep
  for (int i = 0; i < n; ++i) co_await rt::async_sleep(std::chrono::milliseconds(i));  // OK: asynchronous timer
  co_return n;
}

rt::task<> switches(Kind k, int fd, FILE* f) {
  char b[512];
  switch (k) {
    case Kind::file:
      chunk(f, b); // BAD: file
      break;
    case Kind::socket: {
      ::recv(fd, b, sizeof b, 0); // BAD: socket
      break;
    }
    case Kind::memory:
      b[0] = 'x';
      break;
    case Kind::pause:
      backoff(5); // BAD: sleep
      [[fallthrough]];
    default:
      co_await rt::async_sleep(std::chrono::milliseconds(1));  // OK: asynchronous timer
  }
  switch (::fgetc(f)) { // BAD: file
    case 'a':
      co_return;
    default:
      break;
  }
  switch (int n = more(fd); n) { // BAD: wait
    case 1:
      ::fflush(f); // BAD: file
  }
}

rt::task<> handlers(int fd, FILE* f) {
  try {
    if (char x; ::read(fd, &x, 1) < 0) // BAD: file
      throw std::runtime_error("read");
    co_await handle("x");                              // OK: awaited
  } catch (const std::runtime_error& e) {
    backoff(100); // BAD: sleep
    ::fprintf(f, "%s\n", e.what()); // BAD: file
  } catch (...) {
    ::fsync(fd); // BAD: file
    throw;
  }
  bool failed = false;
  try {
    co_await handle("y");                              // OK: awaited
  } catch (...) {
    failed = true;
  }
  if (failed) co_await rt::async_sleep(std::chrono::seconds(1));  // OK: asynchronous timer
}

rt::task<> loops(FILE* f, int fd) {
  char b[512];
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      if (i == j) continue;
      chunk(f, b); // BAD: file
      if (j == 2) break;
    }
    ::write(fd, b, sizeof b); // BAD: file
  }
  for (;;) {
    std::size_t n = chunk(f, b); // BAD: file
    if (n == 0) break;
    std::string line(b, n);
    co_await handle(line);                             // OK: awaited
    line.clear();                                      // OK: in memory
  }
again:
  backoff(1); // BAD: sleep
  if (more(fd)) goto again; // BAD: wait
}

rt::task<> inner_blocks(FILE* f, int fd, bool verbose) {
  {
    char b[512];
    {
      chunk(f, b); // MISSED: file: see docs/limitations.md
    }
  }
  if (verbose) {
    ::fputs("verbose\n", f); // MISSED: file: see docs/limitations.md
  } else if (errno == EAGAIN) {
    backoff(1); // BAD: sleep
  } else {
    co_await rt::async_sleep(std::chrono::milliseconds(1));  // OK: asynchronous timer
  }
  if (!verbose) co_return;
  ::fdatasync(fd); // BAD: file
  co_return;
  ::fdatasync(fd);                                     // OK: after co_return
}

rt::task<> range_initialisers(FILE* f) {
  char b[512];
  for (char c : std::string(b, chunk(f, b))) co_await handle(std::string(1, c)); // BAD: file
  for (auto v = std::vector<int>(chunk(f, b)); int i : v) co_await handle(std::to_string(i)); // BAD: file
  for (char c : std::string("abc")) co_await handle(std::string(1, c));  // OK: iterates memory
}

void replay(FILE* f, int fd) {
  char b[512];
  while (chunk(f, b) > 0) {                            // OK: plain function, called by no coroutine
    if (!more(fd)) backoff(10);                        // OK: plain function, called by no coroutine
  }
}

}  // namespace ingest
