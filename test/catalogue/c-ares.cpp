// c-ares on its own header.
// REQUIRES: c-ares
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <ares.h>
#include <netdb.h>
#include <unistd.h>

void on_address(void *, int, int, ares_addrinfo *) {
  usleep(5); // BAD: sleep
}

mock::task<> look_up(ares_channel channel, ares_addrinfo_hints *hints, fd_set *reading, fd_set *writing) {
  ares_getaddrinfo(channel, "db", nullptr, hints, on_address, nullptr); // OK: the callback gets the answer
  ares_process(channel, reading, writing);                              // OK: takes what is there
  ares_cancel(channel);                                                 // OK: only tells it
  getaddrinfo("db", nullptr, nullptr, nullptr);                         // BAD: dns
  co_return;
}
