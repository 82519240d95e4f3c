// nng on its own headers.
// REQUIRES: nng
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <unistd.h>

mock::task<> talk(nng_socket socket, nng_aio *operation, nng_msg *message, char *text, size_t *size, nng_thread **thread) {
  nng_dial(socket, "tcp://db:1", nullptr, 0);                  // BAD: messaging
  nng_dial(socket, "tcp://db:1", nullptr, NNG_FLAG_NONBLOCK);  // OK: a thread connects
  nng_recv(socket, text, size, 0);                             // BAD: messaging
  nng_recv(socket, text, size, NNG_FLAG_NONBLOCK);             // OK: takes what is there
  nng_sendmsg(socket, message, 0);                             // BAD: messaging
  nng_sendmsg(socket, message, NNG_FLAG_NONBLOCK);             // OK: gives up at once
  nng_recv_aio(socket, operation);                             // OK: the callback tells
  nng_aio_wait(operation);                                     // BAD: wait
  nng_msg_body(message);                                       // OK: works on memory
  nng_thread_create(thread, [](void *) { usleep(5); }, nullptr); // OK: a thread of its own
  nng_msleep(5);                                               // BAD: sleep
  co_return;
}
