// RUN: %check_marks %s -- %flags -I%S/Inputs
// Mail spool delivery: every kind of advisory lock.
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "task.h"

namespace spool {

const int LOCK_TRY = LOCK_EX | LOCK_NB;
constexpr int shared_now = LOCK_SH | LOCK_NB;
constexpr int exclusive_wait = LOCK_EX;

// RAII lock on a whole file.
class FileLock {
 public:
  explicit FileLock(int fd) : fd_(fd) { ::flock(fd_, LOCK_EX); }
  ~FileLock() { ::flock(fd_, LOCK_UN); }

 private:
  int fd_;
};

class TryFileLock {
 public:
  explicit TryFileLock(int fd) : fd_(fd), held_(::flock(fd, LOCK_EX | LOCK_NB) == 0) {}
  ~TryFileLock() {
    if (held_) ::flock(fd_, LOCK_UN);
  }
  explicit operator bool() const { return held_; }

 private:
  int fd_;
  bool held_;
};

bool lock_region(int fd, off_t from, off_t len) {
  struct flock l {};
  l.l_type = F_WRLCK;
  l.l_whence = SEEK_SET;
  l.l_start = from;
  l.l_len = len;
  return fcntl(fd, F_SETLKW, &l) == 0;
}

bool try_lock_region(int fd, off_t from, off_t len) {
  struct flock l {};
  l.l_type = F_WRLCK;
  l.l_start = from;
  l.l_len = len;
  return fcntl(fd, F_SETLK, &l) == 0;
}

rt::task<> deliver_flock(int fd) {
  flock(fd, LOCK_EX); // BAD: lock
  flock(fd, LOCK_UN);                          // OK: unlocking never waits
  flock(fd, LOCK_SH); // BAD: lock
  flock(fd, LOCK_UN);                          // OK: unlocking never waits
  flock(fd, exclusive_wait); // BAD: lock
  flock(fd, LOCK_EX | LOCK_NB);                // OK: LOCK_NB
  flock(fd, LOCK_NB | LOCK_SH);                // OK: LOCK_NB
  flock(fd, LOCK_TRY);                         // OK: constant with LOCK_NB
  flock(fd, shared_now);                       // OK: constant with LOCK_NB
  FileLock guard(fd); // BAD: lock
  co_return;
}

rt::task<> deliver_lockf(int fd) {
  lockf(fd, F_LOCK, 0); // BAD: lock
  lockf(fd, F_ULOCK, 0);                       // OK: unlocking never waits
  if (lockf(fd, F_TLOCK, 128) == 0) {          // OK: try variant
    lockf(fd, F_ULOCK, 128);                   // OK: unlocking never waits
  }
  lockf(fd, F_TEST, 0);                        // OK: a query
  co_return;
}

rt::task<> deliver_fcntl(int fd) {
  struct flock l {};
  l.l_type = F_RDLCK;
  fcntl(fd, F_SETLKW, &l); // BAD: lock
  fcntl(fd, F_OFD_SETLKW, &l); // BAD: lock
  fcntl(fd, F_SETLK, &l);                      // OK: F_SETLK returns at once
  fcntl(fd, F_OFD_SETLK, &l);                  // OK: F_OFD_SETLK returns at once
  fcntl(fd, F_GETLK, &l);                      // OK: a query
  fcntl(fd, F_GETFL);                          // OK: a query
  if (lock_region(fd, 0, 100)) co_return; // BAD: lock
  if (try_lock_region(fd, 0, 100)) co_return;  // OK: the helper uses F_SETLK
}

rt::task<bool> deliver_politely(int fd) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    if (TryFileLock held(fd); held) {          // OK: the wrapper uses LOCK_NB
      co_return true;
    }
    if (errno != EWOULDBLOCK) break;
    co_await rt::async_sleep(std::chrono::milliseconds(50));  // OK: asynchronous timer
  }
  co_return false;
}

rt::task<> nested_scopes(int a, int b) {
  {
    FileLock first(a); // BAD: lock
    co_await rt::async_sleep(std::chrono::milliseconds(1));
    {
      FileLock second(b); // BAD: lock
    }
  }
  if (flock(a, LOCK_SH | LOCK_NB) == -1 && errno == EWOULDBLOCK)  // OK: LOCK_NB
    flock(a, LOCK_SH); // BAD: lock
}

// Postmaster's maintenance command.
int expunge(int fd) {
  FileLock guard(fd);                          // OK: plain function, called by no coroutine
  lockf(fd, F_LOCK, 0);                        // OK: plain function, called by no coroutine
  return lock_region(fd, 0, 0) ? 0 : 1;        // OK: plain function, called by no coroutine
}

}  // namespace spool
