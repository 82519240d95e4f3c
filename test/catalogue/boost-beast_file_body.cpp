// Boost.Beast: a body that is a file is read on the loop's thread, also by the asynchronous operations.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- %flags
#include <boost/asio.hpp>
#include <boost/beast.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

asio::awaitable<void> serve(beast::tcp_stream &client, http::response<http::file_body> &file,
                            http::response<http::string_body> &text, http::request_parser<http::file_body> &upload,
                            http::request_parser<http::string_body> &form) {
  beast::flat_buffer buffer;
  beast::error_code error;
  http::file_body::value_type body;
  body.open("a.html", beast::file_mode::scan, error);                      // BAD: file
  body.is_open();                                                          // OK: a flag
  co_await http::async_write(client, file, asio::use_awaitable);           // BAD: file
  co_await http::async_write(client, text, asio::use_awaitable);           // OK: in memory
  co_await http::async_read(client, buffer, upload, asio::use_awaitable);  // BAD: file
  co_await http::async_read(client, buffer, form, asio::use_awaitable);    // OK: in memory
}
