// ZeroMQ on its own headers, C and C++.
// REQUIRES: cppzmq
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <unistd.h>
#include <zmq.hpp>
#include <zmq_addon.hpp>

mock::task<> in_c(void *socket, void *context, char *text, zmq_msg_t *message, zmq_pollitem_t *items) {
  zmq_recv(socket, text, 8, 0);              // BAD: messaging
  zmq_recv(socket, text, 8, ZMQ_DONTWAIT);   // OK: does not wait
  zmq_send(socket, text, 8, ZMQ_SNDMORE);    // BAD: messaging
  zmq_send(socket, text, 8, ZMQ_DONTWAIT);   // OK: does not wait
  zmq_msg_recv(message, socket, 0);          // BAD: messaging
  zmq_msg_send(message, socket, ZMQ_DONTWAIT | ZMQ_SNDMORE); // OK: does not wait
  zmq_poll(items, 1, -1);                    // BAD: messaging
  zmq_poll(items, 1, 0);                     // OK: only looks
  zmq_connect(socket, "tcp://127.0.0.1:1");  // OK: the context's threads connect
  zmq_threadstart([](void *) { usleep(5); }, nullptr); // OK: a thread of its own
  zmq_proxy(socket, socket, nullptr);        // BAD: nested-event-loop
  zmq_ctx_term(context);                     // BAD: wait
  co_return;
}

mock::task<> in_cxx(zmq::socket_t &socket, zmq::socket_ref reference, std::vector<zmq::message_t> &parts) {
  zmq::message_t message;                             // OK: makes nothing but memory
  auto a = socket.recv(message);                      // BAD: messaging
  a = socket.recv(message, zmq::recv_flags::dontwait); // OK: does not wait
  auto b = socket.recv(zmq::mutable_buffer());        // BAD: messaging
  socket.send(message, zmq::send_flags::dontwait);    // OK: does not wait
  socket.send(message, zmq::send_flags::none);        // BAD: messaging
  socket.send(zmq::str_buffer("x"));                  // BAD: messaging
  reference.send(zmq::str_buffer("x"), zmq::send_flags::sndmore | zmq::send_flags::dontwait); // OK: does not wait
  socket.connect("tcp://127.0.0.1:1");                // OK: the context's threads connect
  a = zmq::recv_multipart(reference, std::back_inserter(parts)); // BAD: messaging
  a = zmq::recv_multipart(reference, std::back_inserter(parts), zmq::recv_flags::dontwait); // OK: does not wait
  co_return;
}
