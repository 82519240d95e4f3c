// zmq, on its own headers; see README.md.
// REQUIRES: cppzmq
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <zmq.h>
#include <zmq_utils.h>
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

static void *other(void *s) { return s; }

task pull(void *ctx)
{
    char b[256];
    int linger = 0;
    size_t sl = sizeof linger;
    void *s = zmq_socket(ctx, ZMQ_PULL);                                // OK: does not wait
    zmq_setsockopt(s, ZMQ_LINGER, &linger, sizeof linger);              // OK: does not wait
    zmq_bind(s, "tcp://*:5557");                                        // OK: does not wait
    int n = zmq_recv(s, b, sizeof b, 0);                                // BAD: messaging
    n = zmq_recv(s, b, sizeof b, ZMQ_DONTWAIT);                         // OK: does not wait
    zmq_msg_t m;
    zmq_msg_init(&m);                                                   // OK: does not wait
    zmq_msg_recv(&m, s, 0);                                             // BAD: messaging
    zmq_msg_recv(&m, s, ZMQ_DONTWAIT);                                  // OK: does not wait
    void *d = zmq_msg_data(&m);                                         // OK: does not wait
    size_t z = zmq_msg_size(&m);                                        // OK: does not wait
    int more = zmq_msg_more(&m);                                        // OK: does not wait
    zmq_msg_close(&m);                                                  // OK: does not wait
    zmq_getsockopt(s, ZMQ_FD, &linger, &sl);                            // OK: does not wait
    zmq_close(s);                                                       // OK: does not wait
    (void)n; (void)d; (void)z; (void)more;
    co_return;
}

task push(void *ctx)
{
    void *s = zmq_socket(ctx, ZMQ_PUSH);                                // OK: does not wait
    zmq_connect(s, "tcp://sink:5558");                                  // OK: does not wait
    zmq_send(s, "job", 3, 0);                                           // BAD: messaging
    zmq_send(s, "job", 3, ZMQ_SNDMORE);                                 // BAD: messaging
    zmq_send(s, "job", 3, ZMQ_DONTWAIT);                                // OK: does not wait
    zmq_send(s, "job", 3, ZMQ_DONTWAIT | ZMQ_SNDMORE);                  // OK: does not wait
    zmq_send_const(s, "job", 3, 0);                                     // BAD: messaging
    zmq_msg_t m;
    zmq_msg_init_size(&m, 10);                                          // OK: does not wait
    zmq_msg_send(&m, s, 0);                                             // BAD: messaging
    zmq_msg_send(&m, s, ZMQ_DONTWAIT);                                  // OK: does not wait
    zmq_disconnect(s, "tcp://sink:5558");                               // OK: does not wait
    co_return;
}

task publish(void *ctx)
{
    void *s = zmq_socket(ctx, ZMQ_PUB);                                 // OK: does not wait
    zmq_bind(s, "tcp://*:5556");                                        // OK: does not wait
    zmq_send(s, "tick", 4, 0);                                          // OK: does not wait
    co_return;
}

task request(void *ctx)
{
    char b[64];
    void *s = zmq_socket(ctx, ZMQ_REQ);                                 // OK: does not wait
    zmq_connect(s, "tcp://svc:5555");                                   // OK: does not wait
    zmq_send(s, "hello", 5, 0);                                         // BAD: messaging
    zmq_recv(s, b, sizeof b, 0);                                        // BAD: messaging
    co_return;
}

task polling(void *s)
{
    zmq_pollitem_t it = {s, 0, ZMQ_POLLIN, 0};
    zmq_poll(&it, 1, -1);                                               // BAD: messaging
    zmq_poll(&it, 1, 1000);                                             // BAD: messaging
    zmq_poll(&it, 1, 0);                                                // OK: does not wait
    co_return;
}

task devices(void *front, void *back, void *ctl)
{
    zmq_proxy(front, back, nullptr);                                    // BAD: nested-event-loop
    zmq_proxy_steerable(front, back, nullptr, ctl);                     // BAD: nested-event-loop
    co_return;
}

task contexts()
{
    void *ctx = zmq_ctx_new();                                          // OK: does not wait
    zmq_ctx_set(ctx, ZMQ_IO_THREADS, 2);                                // OK: does not wait
    int io = zmq_ctx_get(ctx, ZMQ_IO_THREADS);                          // OK: does not wait
    zmq_ctx_shutdown(ctx);                                              // OK: does not wait
    zmq_ctx_term(ctx);                                                  // BAD: wait
    int e = zmq_errno();                                                // OK: does not wait
    const char *es = zmq_strerror(e);                                   // OK: does not wait
    int maj, min, pat;
    zmq_version(&maj, &min, &pat);                                      // OK: does not wait
    zmq_sleep(1);                                                       // BAD: sleep
    unsigned long t = zmq_stopwatch_stop(zmq_stopwatch_start());        // OK: does not wait
    (void)io; (void)es; (void)t;
    co_return;
}
