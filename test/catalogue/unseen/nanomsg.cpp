// nanomsg, on its own headers; see README.md.
// REQUIRES: nanomsg
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <nanomsg/bus.h>
#include <nanomsg/nn.h>
#include <nanomsg/pair.h>
#include <nanomsg/pipeline.h>
#include <nanomsg/pubsub.h>
#include <nanomsg/reqrep.h>
#include <nanomsg/survey.h>
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

task pull()
{
    void *msg = nullptr;
    char b[100];
    int to = 100;
    int s = nn_socket(AF_SP, NN_PULL);                                  // OK: does not wait
    nn_bind(s, "tcp://*:5560");                                         // OK: does not wait
    nn_recv(s, b, sizeof b, 0);                                         // BAD: messaging
    nn_recv(s, &msg, NN_MSG, 0);                                        // BAD: messaging
    nn_recv(s, b, sizeof b, NN_DONTWAIT);                               // OK: does not wait
    nn_freemsg(msg);                                                    // OK: does not wait
    size_t sz = sizeof to;
    nn_getsockopt(s, NN_SOL_SOCKET, NN_RCVFD, &to, &sz);                // OK: does not wait
    co_return;
}

task push()
{
    int prio = 4;
    int s = nn_socket(AF_SP, NN_PUSH);                                  // OK: does not wait
    nn_connect(s, "tcp://192.0.2.7:5560");                              // OK: does not wait
    nn_setsockopt(s, NN_SOL_SOCKET, NN_SNDPRIO, &prio, sizeof prio);    // OK: does not wait
    nn_send(s, "job", 3, 0);                                            // BAD: messaging
    nn_send(s, "job", 3, NN_DONTWAIT);                                  // OK: does not wait
    struct nn_iovec iov = {(void *)"x", 1};
    struct nn_msghdr h = {&iov, 1, nullptr, 0};
    nn_sendmsg(s, &h, 0);                                               // BAD: messaging
    nn_sendmsg(s, &h, NN_DONTWAIT);                                     // OK: does not wait
    co_return;
}

task request()
{
    char b[100];
    int s = nn_socket(AF_SP, NN_REQ);                                   // OK: does not wait
    nn_connect(s, "ipc:///run/svc.ipc");                                // OK: does not wait
    nn_send(s, "q", 1, 0);                                              // BAD: messaging
    nn_recv(s, b, sizeof b, 0);                                         // BAD: messaging
    co_return;
}

task publish()
{
    int s = nn_socket(AF_SP, NN_PUB);                                   // OK: does not wait
    nn_bind(s, "tcp://*:5561");                                         // OK: does not wait
    nn_send(s, "tick", 4, 0);                                           // OK: does not wait
    co_return;
}

task reply(struct nn_msghdr *h)
{
    int s = nn_socket(AF_SP, NN_REP);                                   // OK: does not wait
    nn_recvmsg(s, h, 0);                                                // BAD: messaging
    nn_recvmsg(s, h, NN_DONTWAIT);                                      // OK: does not wait
    co_return;
}

task misc(int a, int b)
{
    struct nn_pollfd p = {a, NN_POLLIN, 0};
    nn_poll(&p, 1, -1);                                                 // BAD: messaging
    nn_poll(&p, 1, 2000);                                               // BAD: messaging
    nn_poll(&p, 1, 0);                                                  // OK: does not wait
    nn_device(a, b);                                                    // BAD: nested-event-loop
    int e = nn_errno();                                                 // OK: does not wait
    const char *t = nn_strerror(e);                                     // OK: does not wait
    void *m = nn_allocmsg(100, 0);                                      // OK: does not wait
    m = nn_reallocmsg(m, 200);                                          // OK: does not wait
    uint64_t st = nn_get_statistic(a, NN_STAT_MESSAGES_SENT);           // OK: does not wait
    (void)t; (void)st;
    co_return;
}
