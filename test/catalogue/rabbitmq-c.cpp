// RabbitMQ's C client on its own headers.
// REQUIRES: rabbitmq-c
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <sys/time.h>
#include <amqp.h>
#include <amqp_tcp_socket.h>

mock::task<> consume(amqp_connection_state_t broker, amqp_socket_t *socket, amqp_envelope_t *message,
                     amqp_frame_t *frame, amqp_bytes_t text) {
  amqp_connection_state_t made = amqp_new_connection();          // OK: only makes it
  amqp_tcp_socket_new(made);                                     // OK: only makes it
  amqp_socket_open(socket, "mq", 5672);                          // BAD: messaging
  amqp_login(broker, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, "a", "b"); // BAD: messaging
  amqp_channel_open(broker, 1);                                  // BAD: messaging
  amqp_basic_publish(broker, 1, text, text, 0, 0, nullptr, text); // BAD: messaging
  amqp_consume_message(broker, message, nullptr, 0);             // BAD: messaging
  timeval now = {0, 0};
  amqp_simple_wait_frame_noblock(broker, frame, &now);           // OK: takes what is there
  timeval second = {1, 0};
  amqp_simple_wait_frame_noblock(broker, frame, &second);        // BAD: messaging
  amqp_frames_enqueued(broker);                                  // OK: only looks
  amqp_get_sockfd(broker);                                       // OK: only looks
  amqp_get_rpc_reply(broker);                                    // OK: only looks
  co_return;
}
