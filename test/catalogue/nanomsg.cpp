// nanomsg on its own header.
// REQUIRES: nanomsg
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <nanomsg/nn.h>

mock::task<> talk(int socket, char *text, nn_pollfd *sockets) {
  nn_recv(socket, text, 8, 0);           // BAD: messaging
  nn_recv(socket, text, 8, NN_DONTWAIT); // OK: takes what is there
  nn_send(socket, text, 8, 0);           // BAD: messaging
  nn_send(socket, text, 8, NN_DONTWAIT); // OK: gives up at once
  nn_poll(sockets, 1, -1);               // BAD: messaging
  nn_poll(sockets, 1, 0);                // OK: only looks
  nn_connect(socket, "tcp://db:1");      // OK: a thread connects
  co_return;
}
