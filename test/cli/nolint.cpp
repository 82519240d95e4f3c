// NOLINT and its relatives mean what they mean to clang-tidy; in a helper they
// cut every chain that goes through the line.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

mock::task<> on_the_line() {
  usleep(5); // NOLINT
  usleep(5); // NOLINT(nostall-blocking-sleep)
  usleep(5); // NOLINT(nostall-*)
  usleep(5); // NOLINT(bugprone-foo, nostall-blocking-sleep): a reason
  usleep(5); // NOLINT(bugprone-foo) // BAD: sleep
  usleep(5); // NOLINT(nostall-blocking-wait) // BAD: sleep
  usleep(5); // NOLINT() // BAD: sleep
  usleep(5); // BAD: sleep
  co_return;
}

mock::task<> next_line() {
  // NOLINTNEXTLINE
  usleep(5); // OK: turned off above
  usleep(5); // BAD: sleep
  // NOLINTNEXTLINE(nostall-blocking-sleep)
  usleep(5); // OK: turned off above
  // NOLINTNEXTLINE(other-check)
  usleep(5); // BAD: sleep
  // NOLINTNEXTLINE

  usleep(5); // BAD: sleep
  co_return;
}

mock::task<> blocks() {
  // NOLINTBEGIN
  usleep(5); // OK: within the block
  pause();   // OK: within the block
  // NOLINTEND
  usleep(5); // BAD: sleep
  // NOLINTBEGIN(nostall-blocking-sleep)
  usleep(5); // OK: within the block
  pause();   // BAD: wait
  // NOLINTEND(nostall-blocking-sleep)
  usleep(5); // BAD: sleep
  co_return;
}

void silenced_helper() {
  usleep(5); // NOLINT(nostall-blocking-sleep)
}
void half_silenced_helper() {
  usleep(5); // NOLINT(nostall-blocking-sleep)
  pause();
}
void wrong_name() {
  usleep(5); // NOLINT(nostall-blocking-wait)
}
void nap() { usleep(5); }
void middle() {
  nap(); // NOLINT
}
void other_way() {
  nap(); // NOLINT
  nap();
}

mock::task<> chains() {
  silenced_helper();      // OK: silenced at its end
  half_silenced_helper(); // BAD: wait
  wrong_name();           // BAD: sleep
  middle();               // OK: silenced in the middle
  other_way();            // BAD: sleep
  nap();                  // BAD: sleep
  nap(); // NOLINT
  co_return;
}

#define NAP() usleep(5)
#define SILENT_NAP() usleep(5) // NOLINT
mock::task<> macros() {
  NAP(); // NOLINT
  NAP(); // BAD: sleep
  SILENT_NAP(); // OK: silenced in the macro
  co_return;
}

mock::task<> several_on_a_line() {
  usleep(5); pause(); // NOLINT(nostall-blocking-wait) // BAD: sleep
  usleep(5); pause(); // NOLINT
  usleep( // BAD: sleep
      5); // NOLINT
  co_return;
}
