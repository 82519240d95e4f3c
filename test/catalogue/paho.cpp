// Eclipse Paho on its own headers.
// REQUIRES: paho
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <MQTTClient.h>
#include <MQTTAsync.h>

mock::task<> talk(MQTTClient client, MQTTAsync other, MQTTClient_connectOptions *options,
                  MQTTAsync_connectOptions *async, char **topic, int *size, MQTTClient_message **message) {
  MQTTClient_connect(client, options);                       // BAD: messaging
  MQTTAsync_connect(other, async);                           // OK: a thread of its own
  MQTTClient_subscribe(client, "a", 1);                      // BAD: messaging
  MQTTAsync_subscribe(other, "a", 1, nullptr);               // OK: a thread of its own
  MQTTClient_receive(client, topic, size, message, 0);       // OK: takes what is there
  MQTTClient_receive(client, topic, size, message, 1000);    // BAD: messaging
  MQTTAsync_send(other, "a", 1, "b", 0, 0, nullptr);         // OK: a thread of its own
  MQTTAsync_waitForCompletion(other, 1, 1000);               // BAD: messaging
  MQTTAsync_isComplete(other, 1);                            // OK: only looks
  co_return;
}
