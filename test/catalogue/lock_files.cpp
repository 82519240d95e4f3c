// Files that are opened to be locked: the lock decides, not open().
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>

class lock_file {
public:
  enum mode { wait, attempt };
  lock_file(const std::string &path, mode m)
      : fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    owned = ::flock(fd, m == wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0;
  }
  ~lock_file() { ::close(fd); }
  bool owned;

private:
  int fd;
};

class instance {
  int fd = -1;

public:
  bool acquire(const char *path, bool wait) {
    fd = ::open(path, O_CREAT | O_RDWR, 0644);
    return ::flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB)) == 0;
  }
};

class journal {
  int fd = -1;

public:
  bool start(const char *path, const char *lock) {
    int locked = ::openat(AT_FDCWD, lock, O_CREAT | O_RDWR, 0644);
    fd = ::open(path, O_CREAT | O_RDWR, 0644);
    return ::flock(locked, LOCK_EX | LOCK_NB) == 0;
  }
};

mock::task<> take(instance &only, journal &records) {
  lock_file now("/run/now", lock_file::wait);      // BAD: lock
  lock_file soon("/run/now", lock_file::attempt);  // OK: gives up at once
  only.acquire("/run/only", true);                 // BAD: lock
  only.acquire("/run/only", false);                // OK: gives up at once
  records.start("/var/records", "/run/records");   // BAD: file
  int seen = ::open("/run/now", O_RDONLY);         // BAD: file
  int mine = ::openat(AT_FDCWD, "/run/x", O_RDWR); // OK: is only locked
  if (::lockf(mine, F_TLOCK, 0) == 0)              // OK: gives up at once
    ::close(seen);
  co_return;
}
