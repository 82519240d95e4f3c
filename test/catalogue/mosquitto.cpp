// Mosquitto on its own headers, C and C++.
// REQUIRES: mosquitto
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <mosquitto.h>
#include <mosquittopp.h>

mock::task<> in_c(mosquitto *client) {
  mosquitto_connect(client, "mq", 1883, 60);              // BAD: messaging
  mosquitto_connect_async(client, "127.0.0.1", 1883, 60); // OK: only begins to
  mosquitto_publish(client, nullptr, "a", 1, "b", 0, false); // OK: writes what the socket takes
  mosquitto_loop(client, 0, 1);                           // OK: does not wait
  mosquitto_loop(client, 1000, 1);                        // BAD: messaging
  mosquitto_loop_read(client, 1);                         // OK: reads what is there
  mosquitto_loop_start(client);                           // OK: a thread of its own
  mosquitto_loop_stop(client, false);                     // BAD: wait
  mosquitto_loop_forever(client, -1, 1);                  // BAD: nested-event-loop
  co_return;
}

mock::task<> in_cxx(mosqpp::mosquittopp &client) {
  client.connect("mq");           // BAD: messaging
  client.subscribe(nullptr, "a"); // OK: writes what the socket takes
  client.loop(0);                 // OK: does not wait
  client.loop(100);               // BAD: messaging
  client.loop_forever();          // BAD: nested-event-loop
  client.want_write();            // OK: only looks
  co_return;
}
