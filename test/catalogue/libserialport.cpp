// libserialport on its own header.
// REQUIRES: libserialport
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <libserialport.h>

mock::task<> ask(sp_port *port, sp_event_set *events, char *text) {
  sp_blocking_read(port, text, 8, 1000);  // BAD: device
  sp_nonblocking_read(port, text, 8);     // OK: takes what is there
  sp_blocking_write(port, text, 8, 0);    // BAD: device
  sp_nonblocking_write(port, text, 8);    // OK: writes what there is room for
  sp_drain(port);                         // BAD: device
  sp_wait(events, 0);                     // BAD: device
  sp_input_waiting(port);                 // OK: only looks
  co_return;
}
