// RUN: %check_marks %s -- %flags -I%S/Inputs
// Portable device daemon: macros that block, code removed by the preprocessor.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>

#include "task.h"

#define HAVE_FLOCK 1
#define USE_BLOCKING_IO 0
#undef LEGACY_SLEEP

#define MSLEEP(ms) usleep((ms) * 1000)
#define RETRY_EINTR(expr)                          \
  ({                                               \
    long _r;                                       \
    do                                             \
      _r = (long)(expr);                           \
    while (_r == -1 && errno == EINTR);            \
    _r;                                            \
  })
#define CHECK(cond) \
  do {              \
    if (!(cond)) ++failures; \
  } while (0)
#define FOREVER for (;;)
#define NOTHING(x) ((void)0)
#define STR(x) #x
#define LOG_TO(f, ...) fprintf(f, __VA_ARGS__)
#define RECV_NB(fd, p, n) recv(fd, p, n, MSG_DONTWAIT)
#define RECV(fd, p, n) recv(fd, p, n, 0)
#define CO_SLEEP(ms) co_await rt::async_sleep(std::chrono::milliseconds(ms))
#define CALL(fn, ...) fn(__VA_ARGS__)
#define LOCK_FILE(fd) FileLock lock_##__LINE__(fd)

#if USE_BLOCKING_IO
#define IO_WAIT(fd) wait_blocking(fd)
#else
#define IO_WAIT(fd) co_await rt::readable(fd)
#endif

#if defined(LEGACY_SLEEP)
#define pause_briefly() sleep(1)
#else
#define pause_briefly() NOTHING(0)
#endif

namespace devd {

static int failures = 0;

struct FileLock {
  explicit FileLock(int fd) { ::flock(fd, LOCK_EX); }
};

inline void wait_blocking(int fd) {
  pollfd p{fd, POLLIN, 0};
  ::poll(&p, 1, -1);
}

rt::task<> function_like(int fd, FILE* log) {
  MSLEEP(20); // BAD: sleep
  char c = 0;
  RETRY_EINTR(read(fd, &c, 1)); // BAD: file
  RETRY_EINTR(recv(fd, &c, 1, MSG_DONTWAIT));     // OK: MSG_DONTWAIT
  CHECK(write(fd, &c, 1) == 1); // BAD: file
  CHECK(c == 0);                                  // OK: compares
  NOTHING(sleep(10));                             // OK: macro drops its argument
  const char* name = STR(sleep(10));              // OK: stringized
  LOG_TO(log, "%s\n", name); // BAD: file
  CALL(usleep, 10); // BAD: sleep
  CALL(wait_blocking, fd); // BAD: wait
  CALL(snprintf, &c, 1, "%s", "");                // OK: formats into a buffer
  co_return;
}

rt::task<> flag_macros(int fd) {
  char b[32];
  RECV(fd, b, sizeof b); // BAD: socket
  RECV_NB(fd, b, sizeof b);                       // OK: macro adds MSG_DONTWAIT
  LOCK_FILE(fd); // BAD: lock
  CO_SLEEP(5);                                    // OK: expands to an asynchronous timer
  IO_WAIT(fd);                                    // OK: expands to an awaited descriptor
  pause_briefly();                                // OK: expands to nothing
  FOREVER {
    MSLEEP(1); // BAD: sleep
    if (b[0]) break;
  }
}

rt::task<> conditional_code(int fd) {
#if 0
  sleep(1);                                       // OK: removed by the preprocessor
  system("reboot");                               // OK: removed by the preprocessor
#endif
#ifdef HAVE_FLOCK
  flock(fd, LOCK_EX); // BAD: lock
#else
  lockf(fd, F_LOCK, 0);                           // OK: removed by the preprocessor
#endif
#ifdef _WIN32
  Sleep(100);                                     // OK: removed by the preprocessor
  WaitForSingleObject(handle, INFINITE);          // OK: removed by the preprocessor
#elif defined(__linux__)
  usleep(100); // BAD: sleep
#else
  sleep(1);                                       // OK: removed by the preprocessor
#endif
#if USE_BLOCKING_IO
  wait_blocking(fd);                              // OK: removed by the preprocessor
#else
  co_await rt::readable(fd);                      // OK: waits on the loop
#endif
#ifndef NDEBUG
  std::ifstream in("/etc/devd.debug"); // BAD: file
#endif
#if __has_include(<sys/wait.h>)
  waitpid(-1, nullptr, 0); // BAD: process
#endif
}

// The next lines name blocking calls in comments and strings only: sleep(1); read(fd);
/* usleep(5); std::this_thread::sleep_for(...); */
rt::task<std::string> strings() {
  std::string s = "sleep(1); recv(fd, b, n, 0);"; // OK: a string literal
  s += R"(fread(b, 1, n, f); system("x");)";      // OK: a raw string literal
  s += __func__;                                  // OK: a constant
  // sleep(1);
  co_return s;                                    // OK: copies a string
}

#define DEFINE_POLLER(name, ms) \
  inline void name(int fd) {    \
    pollfd p{fd, POLLIN, 0};    \
    ::poll(&p, 1, ms);          \
  }
DEFINE_POLLER(poll_now, 0)
DEFINE_POLLER(poll_long, 5000)

rt::task<> generated(int fd) {
  poll_now(fd);                                   // OK: generated with a zero timeout
  poll_long(fd); // BAD: wait
  co_return;
}

#define DEFINE_COROUTINE(name, body) \
  rt::task<> name(int arg) {         \
    body;                            \
    co_return;                       \
  }
DEFINE_COROUTINE(generated_sleep, ::sleep(unsigned(arg))) // BAD: sleep
DEFINE_COROUTINE(generated_quiet, ++arg)          // OK: counts

void tool(int fd) {
  MSLEEP(100);                                    // OK: plain function, called by no coroutine
  RETRY_EINTR(read(fd, nullptr, 0));              // OK: plain function, called by no coroutine
}

}  // namespace devd
