// Clang's own function effects say the same.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

void declared_slow() [[clang::blocking]];
void vouched_for() [[clang::nonblocking]] { usleep(5); }
void vouched_if() [[clang::nonblocking(true)]] { usleep(5); }

mock::task<> calls() {
  declared_slow();        // BAD: wait
  vouched_for(); // OK: declared not to block
  vouched_if();  // OK: declared not to block
  co_return;
}
