// What a parameter decides in a helper: which way a branch goes, and which of
// two values an argument has. Callers that say so are judged by their side.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <ctime>
#include <fcntl.h>
#include <semaphore.h>
#include <string>
#include <sys/file.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

bool unknown();

//===----------------------------------------------------------------------===//
// Branches
//===----------------------------------------------------------------------===//

void nap(bool wait) {
  if (wait)
    usleep(10);
}
void nap_unless(bool quick) {
  if (!quick)
    usleep(10);
}
void nap_early(int count) {
  if (count == 0)
    return;
  usleep(10);
}
void nap_for(std::chrono::milliseconds d) {
  if (d.count() > 0)
    std::this_thread::sleep_for(1s);
}
void nap_compared(std::chrono::milliseconds d) {
  if (d == 0ms)
    return;
  std::this_thread::sleep_for(1s);
}
void nap_both(bool a, bool b) {
  if (a && b)
    usleep(10);
}
void nap_either(bool a, bool b) {
  if (a || b)
    usleep(10);
}
void nap_at_flag(unsigned flags) {
  if (flags & 4)
    usleep(10);
}
void nap_named(int mode) {
  const bool waits = mode == 7;
  if (waits)
    usleep(10);
}
void nap_through(bool wait) { nap(wait); }
void nap_in_loop(int count) {
  while (count > 0) {
    usleep(10);
    --count;
  }
}
void nap_later(int count) {
  while (count > 0)
    --count;
  usleep(10);
}
void nap_changed(bool wait) {
  wait = unknown();
  if (wait)
    usleep(10);
}
void nap_changeable(bool &wait) {
  if (unknown())
    wait = true;
  if (wait)
    usleep(10);
}
void nap_anyway(bool wait) {
  if (wait)
    unknown();
  usleep(10);
}
void nap_when_thrown(bool careful) {
  try {
    if (careful)
      unknown();
  } catch (...) {
    usleep(10);
  }
}
bool negative_waits(int timeout, sem_t *s) {
  if (timeout > 0)
    return unknown();
  if (timeout < 0)
    return sem_wait(s) == 0;
  return sem_trywait(s) == 0;
}
void nap_unless_both(bool quick) {
  if (std::string("text").empty() && quick)
    return;
  usleep(10);
}
void nap_if_also(bool wait) {
  if (wait && !std::string("text").empty())
    usleep(10);
}
void nap_if_given(const int *p) {
  if (p)
    usleep(10);
}
void nap_if_found(const int *p) {
  static int number;
  if (unknown())
    p = &number;
  if (p)
    usleep(10);
}

mock::task<> branches(bool any) {
  nap(true);                   // BAD: sleep
  nap(false);                  // OK: does not wait
  nap(any);                    // BAD: sleep
  nap_unless(false);           // BAD: sleep
  nap_unless(true);            // OK: quick
  nap_early(1);                // BAD: sleep
  nap_early(0);                // OK: returns
  nap_for(1ms);                // BAD: sleep
  nap_for(0ms);                // OK: zero
  nap_compared(1ms);           // BAD: sleep
  nap_compared(0ms);           // OK: zero
  nap_both(true, any);         // BAD: sleep
  nap_both(any, false);        // OK: not both
  nap_either(any, false);      // BAD: sleep
  nap_either(any, true);       // BAD: sleep
  nap_at_flag(6);              // BAD: sleep
  nap_at_flag(3);              // OK: not that flag
  nap_named(7);                // BAD: sleep
  nap_named(6);                // OK: another mode
  nap_through(true);           // BAD: sleep
  nap_through(false);          // OK: two calls down
  nap_in_loop(3);              // BAD: sleep
  nap_later(0);                // BAD: sleep
  nap_changed(false);          // BAD: sleep
  nap_changeable(any);         // BAD: sleep
  nap_anyway(false);           // BAD: sleep
  nap_when_thrown(false);      // BAD: sleep
  negative_waits(-1, nullptr); // BAD: wait
  negative_waits(0, nullptr);  // OK: tries
  negative_waits(5, nullptr);  // OK: does something else
  nap_unless_both(true);       // BAD: sleep
  nap_if_also(true);           // BAD: sleep
  int number = 0;
  nap_if_given(&number); // BAD: sleep
  nap_if_given(nullptr); // OK: nothing given
  nap_if_found(nullptr); // BAD: sleep
  co_return;
}

//===----------------------------------------------------------------------===//
// Switches
//===----------------------------------------------------------------------===//

enum class mode { never, twice, once };
void by_mode(mode m) {
  switch (m) {
  case mode::never:
    return;
  case mode::twice:
    usleep(10);
    [[fallthrough]];
  case mode::once:
    usleep(10);
  }
}
void by_last_mode(mode m) {
  switch (m) {
  case mode::twice:
    usleep(10);
    [[fallthrough]];
  case mode::once:
    usleep(10);
    break;
  case mode::never:
    break;
  }
}
void by_number(int n) {
  switch (n) {
  case 1:
    unknown();
    break;
  case 2:
    return;
  default:
    usleep(10);
  }
}
void by_range(int n) {
  switch (n) {
  case 1 ... 5:
    usleep(10);
    break;
  default:
    break;
  }
}

mock::task<> switches(mode any) {
  by_mode(mode::never);      // OK: that case returns
  by_mode(mode::twice);      // BAD: sleep
  by_mode(mode::once);       // BAD: sleep
  by_mode(any);              // BAD: sleep
  by_last_mode(mode::never); // FALSE: sleep: two cases lead to one call
  by_last_mode(mode::once);  // BAD: sleep
  by_number(1);              // OK: that case does something else
  by_number(2);              // OK: that case returns
  by_number(3);              // BAD: sleep
  by_range(3);               // BAD: sleep
  co_return;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

void pull(int fd, char *p, bool wait) {
  recv(fd, p, 1, wait ? 0 : MSG_DONTWAIT);
}
void pull_or(int fd, char *p, bool quick) {
  recv(fd, p, 1, MSG_NOSIGNAL | (quick ? MSG_DONTWAIT : 0));
}
void pull_variable(int fd, char *p, mode m) {
  const int flags = m == mode::never ? MSG_DONTWAIT : 0;
  recv(fd, p, 1, flags);
}
void pull_twice_removed(int fd, char *p, bool wait) { pull(fd, p, wait); }
void pull_either(int fd, char *p, bool some) {
  recv(fd, p, 1, some ? MSG_DONTWAIT : MSG_DONTWAIT | MSG_PEEK);
}
void pull_asked(int fd, char *p) {
  recv(fd, p, 1, unknown() ? MSG_DONTWAIT : 0);
}
struct lock_file {
  explicit lock_file(int fd, bool wait)
      : held(flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0) {}
  bool held;
};

mock::task<> values(int fd, char *p, bool any) {
  pull(fd, p, true);                 // BAD: socket
  pull(fd, p, false);                // OK: MSG_DONTWAIT
  pull(fd, p, any);                  // BAD: socket
  pull_or(fd, p, false);             // BAD: socket
  pull_or(fd, p, true);              // OK: MSG_DONTWAIT
  pull_variable(fd, p, mode::once);  // BAD: socket
  pull_variable(fd, p, mode::never); // OK: MSG_DONTWAIT
  pull_twice_removed(fd, p, true);   // BAD: socket
  pull_twice_removed(fd, p, false);  // OK: MSG_DONTWAIT
  pull_either(fd, p, any);           // OK: either is MSG_DONTWAIT
  pull_asked(fd, p);                 // BAD: socket
  lock_file quick(fd, false);        // OK: LOCK_NB
  lock_file patient(fd, true);       // BAD: lock
  co_return;
}

struct backoff {
  int attempts = 3;
  std::chrono::milliseconds pause{0};
};
void retry(const backoff &b) {
  if (b.pause.count() > 0)
    std::this_thread::sleep_for(b.pause);
}
struct settings {
  bool wait = false;
  void read() { wait = unknown(); }
};
void nap_as_read(settings s) {
  s.read();
  if (s.wait)
    usleep(10);
}
void nap_as_set(const settings *s) {
  if (s->wait)
    usleep(10);
}
mock::task<> fields() {
  nap_as_read(settings{false}); // BAD: sleep
  settings quick{false}, slow{true};
  nap_as_set(&quick);      // OK: set to false
  nap_as_set(&slow);       // BAD: sleep
  retry(backoff{3, {}});   // OK: no pause
  retry(backoff{3, 10ms}); // BAD: sleep
  backoff none{2, 0ms}, some{2, 5ms};
  retry(none); // OK: no pause
  retry(some); // BAD: sleep
  some.pause = 0ms;
  retry(none); // OK: no pause
  none.pause = 5ms;
  retry(none); // BAD: sleep
  co_return;
}

//===----------------------------------------------------------------------===//
// Many branches
//===----------------------------------------------------------------------===//

// More ways than are told apart: then it counts as one that may wait.
void many(int n) {
  if (n == 1)
    usleep(1);
  if (n == 2)
    usleep(2);
  if (n == 3)
    usleep(3);
  if (n == 4)
    usleep(4);
  if (n == 5)
    usleep(5);
  if (n == 6)
    usleep(6);
  if (n == 7)
    usleep(7);
  if (n == 8)
    usleep(8);
  if (n == 9)
    usleep(9);
  if (n == 10)
    usleep(10);
  if (n == 11)
    usleep(11);
  if (n == 12)
    usleep(12);
}
mock::task<> ways() {
  many(1);  // BAD: sleep
  many(12); // BAD: sleep
  co_return;
}

// An exception destroys what it jumps over.
struct waits_at_end {
  ~waits_at_end() { usleep(5); }
};
void thrown_over(bool connected) {
  waits_at_end here;
  if (!connected)
    throw 1;
}
void only_if(bool wanted) {
  if (wanted) {
    waits_at_end here;
  }
}
mock::task<> exceptions() {
  thrown_over(false); // BAD: sleep
  thrown_over(true);  // BAD: sleep
  only_if(true);      // BAD: sleep
  only_if(false);     // FALSE: sleep: nothing says where it was made
  co_return;
}
