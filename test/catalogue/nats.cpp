// NATS' C client on its own header.
// REQUIRES: nats
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <nats/nats.h>

mock::task<> talk(natsConnection *broker, natsSubscription *orders, natsMsg *message, jsCtx *stream, kvStore *store,
                  kvEntry *entry) {
  natsConnection_ConnectTo(&broker, "nats://db");                  // BAD: messaging
  natsConnection_PublishString(broker, "a", "b");                  // OK: a thread sends it
  natsSubscription_NextMsg(&message, orders, 0);                   // OK: takes what is there
  natsSubscription_NextMsg(&message, orders, 1000);                // BAD: messaging
  natsConnection_RequestString(&message, broker, "a", "b", 1000);  // BAD: messaging
  natsConnection_Flush(broker);                                    // BAD: messaging
  js_PublishAsync(stream, "a", "b", 1, nullptr);                   // OK: a thread sends it
  js_Publish(nullptr, stream, "a", "b", 1, nullptr, nullptr);      // BAD: messaging
  kvStore_Get(&entry, store, "a");                                 // BAD: messaging
  natsConnection_Buffered(broker);                                 // OK: only looks
  natsConnection_Status(broker);                                   // OK: only looks
  co_return;
}
