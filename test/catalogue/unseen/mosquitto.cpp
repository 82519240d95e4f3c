// mosquitto, on its own headers; see README.md.
// REQUIRES: mosquitto
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <mosquitto.h>
#include <mosquittopp.h>
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

static int on_msg(struct mosquitto *, void *, const struct mosquitto_message *) { return 0; }
static void on_connect(struct mosquitto *, void *, int) {}

task client()
{
    bool match = false;
    mosquitto_lib_init();                                               // OK: does not wait
    struct mosquitto *m = mosquitto_new("app", true, nullptr);          // OK: does not wait
    mosquitto_username_pw_set(m, "u", "p");                             // OK: does not wait
    mosquitto_will_set(m, "app/dead", 1, "1", 1, false);                // OK: does not wait
    mosquitto_connect_callback_set(m, on_connect);                      // OK: does not wait
    mosquitto_reconnect_delay_set(m, 1, 30, true);                      // OK: does not wait
    mosquitto_connect(m, "broker1", 1883, 60);                          // BAD: messaging
    mosquitto_connect_bind(m, "broker1", 1883, 60, "192.0.2.1");        // BAD: messaging
    mosquitto_connect_async(m, "192.0.2.7", 1883, 60);                  // OK: does not wait
    mosquitto_reconnect(m);                                             // BAD: messaging
    int fd = mosquitto_socket(m);                                       // OK: does not wait
    bool ww = mosquitto_want_write(m);                                  // OK: does not wait
    const char *es = mosquitto_strerror(MOSQ_ERR_NO_CONN);              // OK: does not wait
    const char *cs = mosquitto_connack_string(5);                       // OK: does not wait
    mosquitto_topic_matches_sub("a/#", "a/b", &match);                  // OK: does not wait
    (void)fd; (void)ww; (void)es; (void)cs;
    co_return;
}

task loops(struct mosquitto *m)
{
    mosquitto_loop(m, 1000, 1);                                         // BAD: messaging
    mosquitto_loop(m, -1, 1);                                           // BAD: messaging
    mosquitto_loop(m, 0, 1);                                            // OK: does not wait
    mosquitto_loop_forever(m, -1, 1);                                   // BAD: nested-event-loop
    mosquitto_loop_read(m, 1);                                          // OK: does not wait
    mosquitto_loop_write(m, 1);                                         // OK: does not wait
    mosquitto_loop_misc(m);                                             // OK: does not wait
    mosquitto_loop_start(m);                                            // OK: does not wait
    mosquitto_publish(m, nullptr, "a/b", 2, "hi", 0, false);            // OK: does not wait
    mosquitto_subscribe(m, nullptr, "a/#", 1);                          // OK: does not wait
    mosquitto_unsubscribe(m, nullptr, "a/#");                           // OK: does not wait
    mosquitto_disconnect(m);                                            // OK: does not wait
    mosquitto_loop_stop(m, false);                                      // BAD: wait
    co_return;
}

task simple()
{
    struct mosquitto_message *msg = nullptr;
    mosquitto_subscribe_simple(&msg, 1, true, "a/b", 1, "broker1", 1883, "app", 60, true, nullptr, nullptr, nullptr, nullptr); // BAD: messaging
    mosquitto_subscribe_callback(on_msg, nullptr, "a/#", 0, "broker1", 1883, "app", 60, true, nullptr, nullptr, nullptr, nullptr); // BAD: messaging
    mosquitto_message_free(&msg);                                       // OK: does not wait
    co_return;
}

task cpp_wrapper(mosqpp::mosquittopp &m)
{
    m.connect("broker1");                                               // BAD: messaging
    m.connect_async("192.0.2.7");                                       // OK: does not wait
    m.reconnect();                                                      // BAD: messaging
    m.publish(nullptr, "a/b", 2, "hi");                                 // OK: does not wait
    m.subscribe(nullptr, "a/#");                                        // OK: does not wait
    m.loop_start();                                                     // OK: does not wait
    m.loop(500);                                                        // BAD: messaging
    m.loop_forever();                                                   // BAD: nested-event-loop
    m.loop_stop();                                                      // BAD: wait
    int s = m.socket();                                                 // OK: does not wait
    (void)s;
    co_return;
}
