// nng, on its own headers; see README.md.
// REQUIRES: nng
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <nng/nng.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/reqrep0/req.h>
#include <nng/supplemental/http/http.h>
#include <nng/supplemental/util/platform.h>
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

task sockets()
{
    nng_socket s;
    nng_dialer d;
    nng_listener l;
    size_t n = 64;
    char b[64];
    nng_msg *m = nullptr;
    nng_req0_open(&s);                                                  // OK: does not wait
    nng_socket_set_ms(s, NNG_OPT_RECVTIMEO, 2000);                      // OK: does not wait
    nng_listen(s, "tcp://127.0.0.1:5570", &l, 0);                       // OK: does not wait
    nng_dial(s, "tcp://192.0.2.7:5571", &d, 0);                         // BAD: messaging
    nng_dial(s, "tcp://192.0.2.7:5571", &d, NNG_FLAG_NONBLOCK);         // OK: does not wait
    nng_send(s, b, n, 0);                                               // BAD: messaging
    nng_send(s, b, n, NNG_FLAG_NONBLOCK);                               // OK: does not wait
    nng_recv(s, b, &n, 0);                                              // BAD: messaging
    nng_recv(s, b, &n, NNG_FLAG_NONBLOCK);                              // OK: does not wait
    nng_recv(s, &m, &n, NNG_FLAG_ALLOC);                                // BAD: messaging
    nng_recvmsg(s, &m, 0);                                              // BAD: messaging
    nng_recvmsg(s, &m, NNG_FLAG_NONBLOCK);                              // OK: does not wait
    nng_sendmsg(s, m, 0);                                               // BAD: messaging
    nng_sendmsg(s, m, NNG_FLAG_NONBLOCK);                               // OK: does not wait
    int id = nng_socket_id(s);                                          // OK: does not wait
    const char *e = nng_strerror(NNG_ETIMEDOUT);                        // OK: does not wait
    (void)id; (void)e;
    co_return;
}

task dialers(nng_socket s)
{
    nng_dialer d;
    nng_dialer_create(&d, s, "tcp://192.0.2.7:5571");                   // OK: does not wait
    nng_dialer_set_ms(d, NNG_OPT_RECONNMINT, 100);                      // OK: does not wait
    nng_dialer_start(d, 0);                                             // BAD: messaging
    nng_dialer_start(d, NNG_FLAG_NONBLOCK);                             // OK: does not wait
    co_return;
}

task aios(nng_socket s, nng_ctx ctx)
{
    nng_aio *a = nullptr;
    nng_msg *m = nullptr;
    nng_aio_alloc(&a, nullptr, nullptr);                                // OK: does not wait
    nng_aio_set_timeout(a, 1000);                                       // OK: does not wait
    nng_recv_aio(s, a);                                                 // OK: does not wait
    nng_aio_wait(a);                                                    // BAD: wait
    int rc = nng_aio_result(a);                                         // OK: does not wait
    m = nng_aio_get_msg(a);                                             // OK: does not wait
    nng_aio_set_msg(a, m);                                              // OK: does not wait
    nng_send_aio(s, a);                                                 // OK: does not wait
    nng_aio_cancel(a);                                                  // OK: does not wait
    nng_aio_stop(a);                                                    // BAD: wait
    nng_ctx_recv(ctx, a);                                               // OK: does not wait
    nng_ctx_send(ctx, a);                                               // OK: does not wait
    nng_sleep_aio(100, a);                                              // OK: does not wait
    (void)rc;
    co_return;
}

task messages()
{
    nng_msg *m = nullptr;
    nng_msg_alloc(&m, 0);                                               // OK: does not wait
    nng_msg_append(m, "abc", 3);                                        // OK: does not wait
    size_t n = nng_msg_len(m);                                          // OK: does not wait
    void *p = nng_msg_body(m);                                          // OK: does not wait
    nng_msg_free(m);                                                    // OK: does not wait
    (void)n; (void)p;
    co_return;
}

task platform(nng_cv *cv, nng_thread *t)
{
    nng_msleep(50);                                                     // BAD: sleep
    nng_time now = nng_clock();                                         // OK: does not wait
    nng_cv_wait(cv);                                                    // BAD: wait
    nng_cv_until(cv, now + 1000);                                       // BAD: wait
    nng_cv_wake(cv);                                                    // OK: does not wait
    nng_thread_destroy(t);                                              // BAD: wait
    uint32_t r = nng_random();                                          // OK: does not wait
    (void)r;
    co_return;
}

task http(nng_url *url, nng_aio *a)
{
    nng_http_client *c = nullptr;
    nng_http_req *rq = nullptr;
    nng_http_client_alloc(&c, url);                                     // OK: does not wait
    nng_http_req_alloc(&rq, url);                                       // OK: does not wait
    nng_http_client_connect(c, a);                                      // OK: does not wait
    nng_http_req_set_header(rq, "A", "b");                              // OK: does not wait
    co_return;
}
