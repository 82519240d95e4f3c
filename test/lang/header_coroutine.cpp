// Coroutines of a header are judged too, and reported where they stand.
// RUN: %nostall --quiet --exit-zero %s -- %flags 2>&1 | %filecheck --implicit-check-not=note: %s

#include "header_coroutine.h"

// CHECK: Inputs/header_coroutine.h:6:3: warning: '::usleep' blocks the event loop in coroutine 'in_header' [nostall-blocking-sleep]
// CHECK: Inputs/header_coroutine.h:6:3: note: it does nothing until the given number of microseconds is over; use instead: {{.+}}
// CHECK: Inputs/header_coroutine.h:11:3: warning: '::usleep' blocks the event loop in coroutine 'template_in_header' [nostall-blocking-sleep]
// CHECK: Inputs/header_coroutine.h:11:3: note: it does nothing {{.+}}

mock::task<> uses_it() {
  co_await in_header();
  co_await template_in_header(1);
  co_await template_in_header('c');
  co_await clean_in_header();
}
