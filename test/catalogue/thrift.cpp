// Apache Thrift on its own headers.
// REQUIRES: thrift
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <thrift/concurrency/Monitor.h>
#include <thrift/server/TThreadedServer.h>
#include <thrift/transport/TBufferTransports.h>
#include <thrift/transport/TSocket.h>

using namespace apache::thrift;

mock::task<> talk(transport::TSocket &socket, transport::TFramedTransport &framed, transport::TTransport &any,
                  transport::TMemoryBuffer &memory, server::TServer &server, concurrency::Monitor &monitor,
                  uint8_t *text) {
  socket.open();              // BAD: socket
  socket.isOpen();            // OK: only looks
  socket.write(text, 8);      // BAD: socket
  socket.read(text, 8);       // BAD: socket
  socket.setRecvTimeout(100); // OK: only remembers it
  framed.flush();             // BAD: socket
  any.readAll(text, 8);       // BAD: socket
  memory.getBufferAsString(); // OK: works on memory
  server.serve();             // BAD: nested-event-loop
  monitor.waitForever();      // BAD: wait
  monitor.notify();           // OK: wakes others
  co_return;
}
