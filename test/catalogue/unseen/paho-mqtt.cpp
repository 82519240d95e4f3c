// paho-mqtt, on its own headers; see README.md.
// REQUIRES: paho
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <MQTTAsync.h>
#include <MQTTClient.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

static int arrived(void *, char *, int, MQTTClient_message *) { return 1; }

task sync_client()
{
    MQTTClient c;
    MQTTClient_deliveryToken dt, *pending = nullptr;
    MQTTClient_message msg = MQTTClient_message_initializer, *in = nullptr;
    MQTTClient_connectOptions o = MQTTClient_connectOptions_initializer;
    char *topic = nullptr;
    int tl;
    char *many[] = {(char *)"a", (char *)"b"};
    int qos[] = {0, 1};
    MQTTClient_create(&c, "tcp://broker1:1883", "app", MQTTCLIENT_PERSISTENCE_NONE, nullptr); // OK: does not wait
    MQTTClient_setCallbacks(c, nullptr, nullptr, arrived, nullptr);     // OK: does not wait
    MQTTClient_setCommandTimeout(c, 3000);                              // OK: does not wait
    MQTTClient_connect(c, &o);                                          // BAD: messaging
    MQTTClient_subscribe(c, "a/#", 1);                                  // BAD: messaging
    MQTTClient_subscribeMany(c, 2, many, qos);                          // BAD: messaging
    MQTTClient_publish(c, "a/b", 2, "hi", 1, 0, &dt);                   // BAD: messaging
    MQTTClient_publishMessage(c, "a/b", &msg, &dt);                     // BAD: messaging
    MQTTClient_waitForCompletion(c, dt, 1000);                          // BAD: messaging
    MQTTClient_receive(c, &topic, &tl, &in, 1000);                      // BAD: messaging
    MQTTClient_yield();                                                 // BAD: messaging
    MQTTClient_unsubscribe(c, "a/#");                                   // BAD: messaging
    MQTTClient_disconnect(c, 10000);                                    // BAD: messaging
    int ok = MQTTClient_isConnected(c);                                 // OK: does not wait
    MQTTClient_getPendingDeliveryTokens(c, &pending);                   // OK: does not wait
    const char *es = MQTTClient_strerror(-1);                           // OK: does not wait
    MQTTClient_freeMessage(&in);                                        // OK: does not wait
    MQTTClient_free(topic);                                             // OK: does not wait
    MQTTClient_nameValue *vi = MQTTClient_getVersionInfo();             // OK: does not wait
    (void)ok; (void)es; (void)vi;
    co_return;
}

task sync_v5(MQTTClient c, MQTTProperties *p)
{
    MQTTClient_deliveryToken dt;
    MQTTClient_connectOptions o = MQTTClient_connectOptions_initializer5;
    MQTTResponse r = MQTTClient_connect5(c, &o, nullptr, nullptr);      // BAD: messaging
    r = MQTTClient_subscribe5(c, "a/#", 1, nullptr, nullptr);           // BAD: messaging
    r = MQTTClient_publish5(c, "a", 2, "hi", 1, 0, nullptr, &dt);       // BAD: messaging
    MQTTClient_disconnect5(c, 1000, MQTTREASONCODE_SUCCESS, nullptr);   // BAD: messaging
    MQTTResponse_free(r);                                               // OK: does not wait
    int n = MQTTProperties_len(p);                                      // OK: does not wait
    MQTTProperties_free(p);                                             // OK: does not wait
    (void)n;
    co_return;
}

task async_client()
{
    MQTTAsync a;
    MQTTAsync_connectOptions o = MQTTAsync_connectOptions_initializer;
    MQTTAsync_responseOptions ro = MQTTAsync_responseOptions_initializer;
    MQTTAsync_disconnectOptions d = MQTTAsync_disconnectOptions_initializer;
    MQTTAsync_message m = MQTTAsync_message_initializer;
    MQTTAsync_create(&a, "tcp://broker1:1883", "app", MQTTCLIENT_PERSISTENCE_NONE, nullptr); // OK: does not wait
    MQTTAsync_connect(a, &o);                                           // OK: does not wait
    MQTTAsync_subscribe(a, "a/#", 1, &ro);                              // OK: does not wait
    MQTTAsync_send(a, "a/b", 2, "hi", 1, 0, &ro);                       // OK: does not wait
    MQTTAsync_sendMessage(a, "a/b", &m, &ro);                           // OK: does not wait
    MQTTAsync_waitForCompletion(a, ro.token, 5000);                     // BAD: messaging
    int c = MQTTAsync_isComplete(a, ro.token);                          // OK: does not wait
    int k = MQTTAsync_isConnected(a);                                   // OK: does not wait
    MQTTAsync_disconnect(a, &d);                                        // OK: does not wait
    const char *es = MQTTAsync_strerror(-1);                            // OK: does not wait
    (void)c; (void)k; (void)es;
    co_return;
}
