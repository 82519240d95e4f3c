// No library of this category is in the catalogue yet: a project's own rows.
// RUN: %split_file %s %t
// RUN: %check_marks %t/a.cpp --config=%t/rows.yaml -- %flags
//--- rows.yaml
functions:
  - name: zmq_recv
    category: messaging
    duration: unbounded
    unless: [{arg: 3, has: 1}]
    reason: waits until a message arrives
//--- a.cpp
#include "coroutine.h"

extern "C" int zmq_recv(void *, void *, unsigned long, int);

mock::task<> receive(void *socket, char *buffer) {
  zmq_recv(socket, buffer, 8, 0); // BAD: messaging
  zmq_recv(socket, buffer, 8, 1); // OK: ZMQ_DONTWAIT
  co_return;
}
