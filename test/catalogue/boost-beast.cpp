// Boost.Beast on its own headers: the calls that wait, and those that are awaited.
// REQUIRES: boost
// RUN: %check_marks %s -- %flags -DBOOST_ASIO_HAS_CO_AWAIT -DBOOST_ASIO_HAS_STD_COROUTINE
#include "coroutine.h"

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <unistd.h>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

asio::awaitable<void> fetch(beast::tcp_stream &stream, http::request<http::string_body> &request,
                            asio::ip::tcp::endpoint server) {
  beast::flat_buffer buffer;
  http::response<http::string_body> answer;
  stream.expires_after(std::chrono::seconds(5));                        // OK: only remembers it
  stream.connect(server);                                               // BAD: socket
  co_await stream.async_connect(server, asio::use_awaitable);           // OK: awaited
  http::write(stream, request);                                         // BAD: http
  co_await http::async_write(stream, request, asio::use_awaitable);     // OK: awaited
  http::read(stream, buffer, answer);                                   // BAD: http
  co_await http::async_read(stream, buffer, answer, asio::use_awaitable); // OK: awaited
  answer.set(http::field::server, "x");                                 // OK: works on memory
  stream.cancel();                                                      // OK: only tells it
}

asio::awaitable<void> chat(beast::websocket::stream<beast::tcp_stream> &socket) {
  beast::flat_buffer buffer;
  socket.accept();                                             // BAD: socket
  socket.read(buffer);                                         // BAD: socket
  co_await socket.async_read(buffer, asio::use_awaitable);     // OK: awaited
  socket.write(asio::buffer("x", 1));                          // BAD: socket
  socket.text(true);                                           // OK: only remembers it
  socket.close(beast::websocket::close_code::normal);          // BAD: socket
}

void handlers(beast::tcp_stream &stream, asio::ip::tcp::endpoint server) {
  stream.async_connect(server, [](beast::error_code) {
    usleep(5); // BAD: sleep
  });
  stream.connect(server); // OK: no loop runs this
}

asio::awaitable<void> end(asio::ip::tcp::socket &socket) {
  beast::error_code error;
  beast::websocket::teardown(beast::role_type::client, socket, error);                           // BAD: socket
  beast::websocket::async_teardown(beast::role_type::client, socket, [](beast::error_code) {}); // OK: calls back
  co_return;
}
