// nostall-blocking-messaging: clients of brokers, as their headers declare
// them.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <thread>

extern "C" {
int zmq_recv(void *socket, void *buffer, std::size_t size, int flags);
int zmq_send(void *socket, const void *buffer, std::size_t size, int flags);
int nn_recv(int socket, void *buffer, std::size_t size, int flags);
int rd_kafka_poll(struct rd_kafka_s *client, int timeout_ms);
int rd_kafka_flush(struct rd_kafka_s *client, int timeout_ms);
int rd_kafka_produce(struct rd_kafka_topic_s *topic, int partition, int flags,
                     void *text, std::size_t size, const void *key,
                     std::size_t key_size, void *opaque);
}
#define ZMQ_DONTWAIT 1
#define NN_DONTWAIT 1

namespace blocking_messaging {

class subscriber {
  void *socket;

public:
  int receive(char *into, std::size_t size, int flags) {
    return zmq_recv(socket, into, size, flags);
  }
};

mock::task<> relay(subscriber &from, void *to) {
  char text[64];
  from.receive(text, sizeof text, 0);            // BAD: messaging
  from.receive(text, sizeof text, ZMQ_DONTWAIT); // OK: does not wait
  zmq_send(to, text, sizeof text, 0);            // BAD: messaging
  zmq_send(to, text, sizeof text, ZMQ_DONTWAIT); // OK: does not wait
  co_return;
}

mock::task<> survey(int socket) {
  char text[64];
  nn_recv(socket, text, sizeof text, NN_DONTWAIT); // OK: does not wait
  nn_recv(socket, text, sizeof text, 0);           // BAD: messaging
  co_return;
}

mock::task<> producer(rd_kafka_s *client, rd_kafka_topic_s *topic) {
  char text[] = "measured";
  rd_kafka_produce(topic, 0, 0, text, 8, nullptr, 0, nullptr); // OK: queues
  rd_kafka_poll(client, 0);     // OK: what is there
  rd_kafka_poll(client, 100);   // BAD: messaging
  rd_kafka_flush(client, 5000); // BAD: messaging
  std::jthread([=] { rd_kafka_flush(client, 5000); }).detach(); // OK: thread
  co_return;
}

} // namespace blocking_messaging
