// RUN: %check_marks %s -- %flags -I%S/Inputs
// Bridge between ZeroMQ, Kafka, MQTT and AMQP. The vendored C headers are abridged below.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "task.h"

extern "C" {
// zmq.h
#define ZMQ_DONTWAIT 1
#define ZMQ_SNDMORE 2
#define ZMQ_POLLIN 1
typedef struct zmq_msg_t { unsigned char _[64]; } zmq_msg_t;
typedef struct zmq_pollitem_t { void* socket; int fd; short events; short revents; } zmq_pollitem_t;
int zmq_recv(void* s, void* buf, size_t len, int flags);
int zmq_send(void* s, const void* buf, size_t len, int flags);
int zmq_msg_init(zmq_msg_t* msg);
int zmq_msg_recv(zmq_msg_t* msg, void* s, int flags);
int zmq_msg_send(zmq_msg_t* msg, void* s, int flags);
int zmq_msg_close(zmq_msg_t* msg);
int zmq_poll(zmq_pollitem_t* items, int n, long timeout);
int zmq_ctx_term(void* ctx);
// rdkafka.h
typedef struct rd_kafka_s rd_kafka_t;
typedef struct rd_kafka_message_s { int err; void* payload; size_t len; } rd_kafka_message_t;
rd_kafka_message_t* rd_kafka_consumer_poll(rd_kafka_t* rk, int timeout_ms);
void rd_kafka_message_destroy(rd_kafka_message_t* m);
int rd_kafka_poll(rd_kafka_t* rk, int timeout_ms);
int rd_kafka_flush(rd_kafka_t* rk, int timeout_ms);
int rd_kafka_outq_len(rd_kafka_t* rk);
// mosquitto.h
struct mosquitto;
int mosquitto_connect(struct mosquitto* m, const char* host, int port, int keepalive);
int mosquitto_connect_async(struct mosquitto* m, const char* host, int port, int keepalive);
int mosquitto_loop(struct mosquitto* m, int timeout, int max_packets);
int mosquitto_loop_forever(struct mosquitto* m, int timeout, int max_packets);
int mosquitto_loop_start(struct mosquitto* m);
}

namespace bridge {

constexpr int dont_wait = ZMQ_DONTWAIT;

std::string recv_string(void* sock, int flags = 0) {
  char buf[512];
  int n = zmq_recv(sock, buf, sizeof buf, flags);
  return n > 0 ? std::string(buf, std::size_t(n)) : std::string();
}

class Consumer {
 public:
  explicit Consumer(rd_kafka_t* rk) : rk_(rk) {}
  std::string next() {
    rd_kafka_message_t* m = rd_kafka_consumer_poll(rk_, 1000);
    if (!m) return {};
    std::string s(static_cast<char*>(m->payload), m->len);
    rd_kafka_message_destroy(m);
    return s;
  }

 private:
  rd_kafka_t* rk_;
};

rt::task<> zmq_side(void* sock) {
  char buf[256];
  zmq_recv(sock, buf, sizeof buf, 0); // BAD: messaging
  zmq_recv(sock, buf, sizeof buf, ZMQ_DONTWAIT);          // OK: ZMQ_DONTWAIT
  zmq_send(sock, buf, 3, ZMQ_SNDMORE); // BAD: messaging
  zmq_send(sock, buf, 3, ZMQ_SNDMORE | ZMQ_DONTWAIT);     // OK: ZMQ_DONTWAIT
  zmq_send(sock, buf, 3, dont_wait);                      // OK: constant ZMQ_DONTWAIT
  zmq_msg_t m;
  zmq_msg_init(&m);                                       // OK: initialises a struct
  zmq_msg_recv(&m, sock, 0); // BAD: messaging
  zmq_msg_send(&m, sock, 0); // BAD: messaging
  zmq_msg_recv(&m, sock, ZMQ_DONTWAIT);                   // OK: ZMQ_DONTWAIT
  zmq_msg_close(&m);                                      // OK: frees memory
  zmq_pollitem_t items[] = {{sock, 0, ZMQ_POLLIN, 0}};
  zmq_poll(items, 1, -1); // BAD: messaging
  zmq_poll(items, 1, 0);                                  // OK: zero timeout
  recv_string(sock); // BAD: messaging
  co_return;
}

rt::task<int> kafka_side(rd_kafka_t* rk, Consumer& c) {
  auto* m = rd_kafka_consumer_poll(rk, 500); // BAD: messaging
  if (m) rd_kafka_message_destroy(m);                     // OK: frees memory
  m = rd_kafka_consumer_poll(rk, 0);                      // OK: zero timeout
  rd_kafka_poll(rk, 0);                                   // OK: zero timeout
  rd_kafka_poll(rk, 100); // BAD: messaging
  std::string s = c.next(); // BAD: messaging
  rd_kafka_flush(rk, 10 * 1000); // BAD: messaging
  co_return rd_kafka_outq_len(rk);                        // OK: a counter
}

rt::task<> mqtt_side(mosquitto* m) {
  mosquitto_connect(m, "broker", 1883, 60); // BAD: messaging
  mosquitto_connect_async(m, "broker", 1883, 60);         // OK: starts only
  mosquitto_loop(m, 1000, 1); // BAD: messaging
  mosquitto_loop(m, 0, 1);                                // OK: zero timeout
  mosquitto_loop_start(m);                                // OK: starts a thread
  mosquitto_loop_forever(m, -1, 1); // BAD: nested-event-loop
  co_return;
}

// In-process bus of the service: awaitable publish / next.
class Bus {
 public:
  rt::task<std::string> next();
  rt::task<> flush(int timeout_ms);
  rt::task<int> poll(int timeout_ms);
};

rt::task<> bus_side(Bus& b) {
  std::string s = co_await b.next();                      // OK: awaited member of the user's class
  co_await b.flush(1000);                                 // OK: awaited member of the user's class
  co_await b.poll(-1);                                    // OK: awaited member of the user's class
}

void kafka_thread(rd_kafka_t* rk) {
  for (;;) {
    auto* m = rd_kafka_consumer_poll(rk, 1000);           // OK: plain function, called by no coroutine
    if (m) rd_kafka_message_destroy(m);
  }
}

}  // namespace bridge
