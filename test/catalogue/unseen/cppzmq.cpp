// cppzmq, on its own headers; see README.md.
// REQUIRES: cppzmq
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <zmq.hpp>
#include <zmq_addon.hpp>
#include <chrono>
#include <vector>
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

task sockets(zmq::context_t &ctx)
{
    zmq::socket_t s(ctx, zmq::socket_type::pull);                       // OK: does not wait
    s.set(zmq::sockopt::linger, 0);                                     // OK: does not wait
    s.bind("tcp://*:5557");                                             // OK: does not wait
    zmq::message_t m;                                                   // OK: does not wait
    auto r = s.recv(m);                                                 // BAD: messaging
    r = s.recv(m, zmq::recv_flags::none);                               // BAD: messaging
    r = s.recv(m, zmq::recv_flags::dontwait);                           // OK: does not wait
    char b[16];
    auto br = s.recv(zmq::buffer(b), zmq::recv_flags::none);            // BAD: messaging
    auto bd = s.recv(zmq::buffer(b), zmq::recv_flags::dontwait);        // OK: does not wait
    std::string t = m.to_string();                                      // OK: does not wait
    auto n = m.size();                                                  // OK: does not wait
    bool more = m.more();                                               // OK: does not wait
    int ev = s.get(zmq::sockopt::events);                               // OK: does not wait
    s.close();                                                          // OK: does not wait
    (void)br; (void)bd; (void)n; (void)more; (void)ev;
    co_return;
}

task sending(zmq::context_t &ctx)
{
    zmq::socket_t s(ctx, zmq::socket_type::push);                       // OK: does not wait
    s.connect("tcp://sink:5558");                                       // OK: does not wait
    zmq::message_t m("job", 3);                                         // OK: does not wait
    s.send(m, zmq::send_flags::none);                                   // BAD: messaging
    s.send(zmq::str_buffer("x"), zmq::send_flags::sndmore);             // BAD: messaging
    s.send(m, zmq::send_flags::dontwait);                               // OK: does not wait
    s.send(zmq::buffer("y", 1), zmq::send_flags::none);                 // BAD: messaging
    s.disconnect("tcp://sink:5558");                                    // OK: does not wait
    co_return;
}

task polls(zmq::socket_t &s)
{
    zmq::pollitem_t it = {s, 0, ZMQ_POLLIN, 0};
    zmq::poll(&it, 1, std::chrono::milliseconds(-1));                   // BAD: messaging
    zmq::poll(&it, 1, std::chrono::milliseconds(500));                  // BAD: messaging
    zmq::poll(&it, 1, std::chrono::milliseconds(0));                    // OK: does not wait
    co_return;
}

task multipart(zmq::socket_t &s)
{
    std::vector<zmq::message_t> parts;
    zmq::multipart_t mp;                                                // OK: does not wait
    mp.addstr("a");                                                     // OK: does not wait
    mp.addmem("b", 1);                                                  // OK: does not wait
    auto r = zmq::recv_multipart(s, std::back_inserter(parts));         // BAD: messaging
    auto rd = zmq::recv_multipart(s, std::back_inserter(parts), zmq::recv_flags::dontwait); // OK: does not wait
    mp.recv(s);                                                         // BAD: messaging
    mp.recv(s, ZMQ_DONTWAIT);                                           // OK: does not wait
    std::string f = mp.popstr();                                        // OK: does not wait
    bool e = mp.empty();                                                // OK: does not wait
    (void)r; (void)rd; (void)e;
    co_return;
}

task contexts(zmq::socket_ref f, zmq::socket_ref b)
{
    zmq::context_t c(1);                                                // OK: does not wait
    c.set(zmq::ctxopt::io_threads, 2);                                  // OK: does not wait
    c.shutdown();                                                       // OK: does not wait
    c.close();                                                          // BAD: wait
    zmq::proxy(f, b);                                                   // BAD: nested-event-loop
    auto v = zmq::version();                                            // OK: does not wait
    (void)v;
    co_return;
}
