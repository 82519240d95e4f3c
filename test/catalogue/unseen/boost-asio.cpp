// boost-asio, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
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

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

task client(asio::io_context &io, const tcp::endpoint &ep)
{
    boost::system::error_code ec;
    char buf[1024];
    std::string s;
    asio::streambuf sb;                                             // OK: does not wait
    tcp::socket sock(io);                                           // OK: does not wait
    sock.open(tcp::v4());                                           // OK: does not wait
    sock.set_option(tcp::no_delay(true));                           // OK: does not wait
    sock.connect(ep, ec);                                           // BAD: socket
    asio::write(sock, asio::buffer("GET / HTTP/1.0\r\n\r\n", 18));  // BAD: socket
    sock.write_some(asio::buffer(buf, 10), ec);                     // BAD: socket
    sock.send(asio::buffer(buf, 10));                               // BAD: socket
    sock.read_some(asio::buffer(buf));                              // BAD: socket
    sock.receive(asio::buffer(buf));                                // BAD: socket
    asio::read(sock, asio::buffer(buf));                            // BAD: socket
    asio::read_until(sock, sb, "\r\n");                             // BAD: socket
    asio::read_until(sock, asio::dynamic_buffer(s), '\n', ec);      // BAD: socket
    sock.wait(tcp::socket::wait_read);                              // BAD: socket
    auto n = sock.available(ec);                                    // OK: does not wait
    auto r = sock.remote_endpoint(ec);                              // OK: does not wait
    bool o = sock.is_open();                                        // OK: does not wait
    sock.cancel(ec);                                                // OK: does not wait
    sock.shutdown(tcp::socket::shutdown_send, ec);                  // OK: does not wait
    (void)n; (void)o;
    co_return;
}

task client_async(asio::io_context &io, const tcp::endpoint &ep, char *buf, asio::streambuf &sb)
{
    auto h = [](boost::system::error_code, std::size_t) {};
    auto c = [](boost::system::error_code) {};
    tcp::socket sock(io);                                           // OK: does not wait
    sock.async_connect(ep, c);                                      // OK: does not wait
    sock.async_read_some(asio::buffer(buf, 100), h);                // OK: does not wait
    asio::async_write(sock, asio::buffer(buf, 100), h);             // OK: does not wait
    asio::async_read_until(sock, sb, '\n', h);                      // OK: does not wait
    sock.async_wait(tcp::socket::wait_write, c);                    // OK: does not wait
    co_return;
}

task nonblocking(asio::io_context &io, const tcp::endpoint &ep)
{
    boost::system::error_code ec;
    char buf[100];
    tcp::acceptor acc(io, ep);                                      // OK: does not wait
    acc.non_blocking(true);                                         // OK: does not wait
    tcp::socket s(io);                                              // OK: does not wait
    acc.accept(s, ec);                                              // OK: does not wait
    udp::socket u(io, udp::v4());                                   // OK: does not wait
    u.non_blocking(true);                                           // OK: does not wait
    udp::endpoint from;
    u.receive_from(asio::buffer(buf), from, 0, ec);                 // OK: does not wait
    co_return;
}

task server(asio::io_context &io)
{
    char buf[100];
    tcp::acceptor acc(io);                                          // OK: does not wait
    acc.open(tcp::v4());                                            // OK: does not wait
    acc.bind(tcp::endpoint(tcp::v4(), 8080));                       // OK: does not wait
    acc.listen();                                                   // OK: does not wait
    tcp::socket s = acc.accept();                                   // BAD: socket
    acc.wait(tcp::acceptor::wait_read);                             // BAD: socket
    acc.async_accept([](boost::system::error_code, tcp::socket) {}); // OK: does not wait
    udp::socket u(io, udp::endpoint(udp::v4(), 5353));              // OK: does not wait
    udp::endpoint from;
    u.receive_from(asio::buffer(buf), from);                        // BAD: socket
    co_return;
}

task names(asio::io_context &io, tcp::socket &s)
{
    boost::system::error_code ec;
    tcp::resolver res(io);                                          // OK: does not wait
    auto eps = res.resolve("db.internal", "5432");                  // BAD: dns
    auto one = res.resolve("db.internal", "5432", tcp::resolver::canonical_name, ec); // BAD: dns
    asio::connect(s, eps);                                          // BAD: socket
    res.async_resolve("db.internal", "5432", [](boost::system::error_code, tcp::resolver::results_type) {}); // OK: does not wait
    auto rev = res.resolve(tcp::endpoint(asio::ip::make_address("192.0.2.1"), 80)); // BAD: dns
    auto a = asio::ip::make_address("192.0.2.1");                   // OK: does not wait
    res.cancel();                                                   // OK: does not wait
    (void)one; (void)rev; (void)a;
    co_return;
}

task timers(asio::io_context &io)
{
    asio::steady_timer t(io, std::chrono::seconds(1));              // OK: does not wait
    t.expires_after(std::chrono::seconds(5));                       // OK: does not wait
    t.wait();                                                       // BAD: sleep
    t.async_wait([](boost::system::error_code) {});                 // OK: does not wait
    t.cancel();                                                     // OK: does not wait
    asio::deadline_timer d(io, boost::posix_time::seconds(2));      // OK: does not wait
    d.wait();                                                       // BAD: sleep
    asio::signal_set sig(io, SIGTERM);                              // OK: does not wait
    sig.async_wait([](boost::system::error_code, int) {});          // OK: does not wait
    co_return;
}

task loops(asio::thread_pool &pool)
{
    asio::io_context inner;                                         // OK: does not wait
    asio::post(inner, [] {});                                       // OK: does not wait
    inner.run();                                                    // BAD: nested-event-loop
    inner.run_one();                                                // BAD: nested-event-loop
    inner.run_for(std::chrono::seconds(1));                         // BAD: nested-event-loop
    inner.stop();                                                   // OK: does not wait
    inner.restart();                                                // OK: does not wait
    bool st = inner.stopped();                                      // OK: does not wait
    pool.join();                                                    // BAD: wait
    auto f = asio::post(pool, asio::use_future);
    f.get();                                                        // BAD: wait
    pool.stop();                                                    // OK: does not wait
    (void)st;
    co_return;
}

task tls(asio::io_context &io, const tcp::endpoint &ep)
{
    char buf[100];
    asio::ssl::context ctx(asio::ssl::context::tls_client);         // OK: does not wait
    ctx.set_verify_mode(asio::ssl::verify_peer);                    // OK: does not wait
    asio::ssl::stream<tcp::socket> s(io, ctx);                      // OK: does not wait
    s.lowest_layer().connect(ep);                                   // BAD: socket
    s.handshake(asio::ssl::stream_base::client);                    // BAD: socket
    s.write_some(asio::buffer(buf));                                // BAD: socket
    s.read_some(asio::buffer(buf));                                 // BAD: socket
    s.shutdown();                                                   // BAD: socket
    s.async_handshake(asio::ssl::stream_base::client, [](boost::system::error_code) {}); // OK: does not wait
    co_return;
}

task streams(asio::io_context &io)
{
    char buf[16];
    tcp::iostream none;                                             // OK: does not wait
    tcp::iostream st("time.nist.gov", "daytime");                   // BAD: socket
    asio::serial_port port(io);                                     // OK: does not wait
    asio::read(port, asio::buffer(buf));                            // BAD: device
    port.read_some(asio::buffer(buf));                              // BAD: device
    port.async_read_some(asio::buffer(buf), [](boost::system::error_code, std::size_t) {}); // OK: does not wait
    co_return;
}
