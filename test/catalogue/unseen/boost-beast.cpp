// boost-beast, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>
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

namespace beast = boost::beast;
namespace http = beast::http;
namespace ws = beast::websocket;
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

task http_client(asio::io_context &io, const tcp::endpoint &ep)
{
    beast::error_code ec;
    beast::flat_buffer buf;                                             // OK: does not wait
    beast::tcp_stream st(io);                                           // OK: does not wait
    st.connect(ep);                                                     // BAD: socket
    http::request<http::empty_body> req{http::verb::get, "/", 11};      // OK: does not wait
    req.set(http::field::host, "example.com");                          // OK: does not wait
    req.prepare_payload();                                              // OK: does not wait
    http::write(st, req);                                               // BAD: http
    http::request_serializer<http::empty_body> sr{req};                 // OK: does not wait
    http::write_header(st, sr, ec);                                     // BAD: http
    http::write_some(st, sr, ec);                                       // BAD: http
    http::response<http::string_body> res;                              // OK: does not wait
    http::read(st, buf, res);                                           // BAD: http
    http::response_parser<http::string_body> p;                         // OK: does not wait
    p.body_limit(1 << 20);                                              // OK: does not wait
    http::read_header(st, buf, p, ec);                                  // BAD: http
    http::read_some(st, buf, p);                                        // BAD: http
    bool done = p.is_done();                                            // OK: does not wait
    p.put(asio::buffer("HTTP/1.1 200 OK\r\n\r\n", 19), ec);             // OK: does not wait
    auto status = res.result_int();                                     // OK: does not wait
    st.expires_after(std::chrono::seconds(30));                         // OK: does not wait
    auto &sock = st.socket();                                           // OK: does not wait
    st.cancel();                                                        // OK: does not wait
    (void)done; (void)status; (void)sock;
    co_return;
}

task http_async(beast::tcp_stream &st, beast::flat_buffer &buf, http::request<http::string_body> &req,
                http::response<http::string_body> &res)
{
    auto h = [](beast::error_code, std::size_t) {};
    http::async_write(st, req, h);                                      // OK: does not wait
    http::async_read(st, buf, res, h);                                  // OK: does not wait
    buf.consume(buf.size());                                            // OK: does not wait
    co_return;
}

task websocket(tcp::socket sock, beast::flat_buffer &buf)
{
    beast::error_code ec;
    char tmp[32];
    ws::stream<tcp::socket> w(std::move(sock));                         // OK: does not wait
    w.set_option(ws::stream_base::timeout::suggested(beast::role_type::client)); // OK: does not wait
    w.handshake("example.com", "/feed");                                // BAD: socket
    w.text(true);                                                       // OK: does not wait
    w.write(asio::buffer("hi", 2));                                     // BAD: socket
    w.write_some(true, asio::buffer("hi", 2), ec);                      // BAD: socket
    w.read(buf);                                                        // BAD: socket
    w.read_some(asio::buffer(tmp), ec);                                 // BAD: socket
    w.ping({});                                                         // BAD: socket
    w.pong({}, ec);                                                     // BAD: socket
    bool t = w.got_text();                                              // OK: does not wait
    bool o = w.is_open();                                               // OK: does not wait
    auto r = w.reason();                                                // OK: does not wait
    w.async_read(buf, [](beast::error_code, std::size_t) {});           // OK: does not wait
    w.async_close(ws::close_code::normal, [](beast::error_code) {});    // OK: does not wait
    w.close(ws::close_code::normal);                                    // BAD: socket
    (void)t; (void)o;
    co_return;
}

task websocket_server(tcp::socket sock)
{
    beast::error_code ec;
    ws::stream<tcp::socket> w(std::move(sock));                         // OK: does not wait
    w.accept(ec);                                                       // BAD: socket
    w.async_accept([](beast::error_code) {});                           // OK: does not wait
    co_return;
}

task tls(asio::io_context &io, asio::ssl::context &ctx)
{
    beast::ssl_stream<beast::tcp_stream> s(io, ctx);                    // OK: does not wait
    s.handshake(asio::ssl::stream_base::client);                        // BAD: socket
    s.async_handshake(asio::ssl::stream_base::client, [](beast::error_code) {}); // OK: does not wait
    s.shutdown();                                                       // BAD: socket
    co_return;
}

task files(const char *path)
{
    beast::error_code ec;
    http::file_body::value_type body;                                   // OK: does not wait
    body.open(path, beast::file_mode::scan, ec);                        // BAD: file
    auto n = body.size();                                               // OK: does not wait
    beast::file_posix f;                                                // OK: does not wait
    char b[64];
    f.open(path, beast::file_mode::read, ec);                           // BAD: file
    f.read(b, sizeof b, ec);                                            // BAD: file
    bool o = f.is_open();                                               // OK: does not wait
    (void)n; (void)o;
    co_return;
}
