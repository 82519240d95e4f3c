// Apache Thrift on its own headers.
// REQUIRES: thrift
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <thrift/concurrency/Monitor.h>
#include <thrift/concurrency/ThreadManager.h>
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

mock::task<> buffered(apache::thrift::transport::TBufferedTransport &wire,
                      apache::thrift::transport::TMemoryBuffer &memory, uint8_t *bytes,
                      apache::thrift::concurrency::ThreadManager &workers) {
  wire.read(bytes, 8);       // BAD: socket
  memory.read(bytes, 8);     // OK: in memory
  workers.removeWorker(1);   // BAD: wait
  workers.addWorker(1);      // OK: starts a thread
  workers.workerCount();     // OK: only looks
  co_return;
}

mock::task<> flushed(apache::thrift::transport::TTransport &wire, apache::thrift::transport::TMemoryBuffer &memory) {
  wire.flush();     // BAD: socket
  memory.flush();   // OK: in memory
  co_return;
}
