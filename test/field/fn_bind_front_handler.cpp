// REQUIRES: boost
// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a session of Boost.Beast hands its own methods on with
// bind_front_handler, older code with boost::bind; std::bind_front was followed.
#include <boost/asio.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/bind/bind.hpp>
#include <functional>
#include <memory>
#include <unistd.h>

namespace asio = boost::asio;
namespace beast = boost::beast;

struct session : std::enable_shared_from_this<session> {
  asio::io_context &loop;
  asio::ip::tcp::socket socket;
  asio::steady_timer timer;
  char text[10];
  void by_front() {
    ::usleep(10); // BAD: sleep
  }
  void by_handler(boost::system::error_code, std::size_t) {
    ::usleep(10); // BAD: sleep
  }
  void by_bind(const boost::system::error_code &) {
    ::usleep(10); // BAD: sleep
  }
  void posted() {
    ::usleep(10); // BAD: sleep
  }
  void never() {
    ::usleep(10); // OK: nobody hands it on
  }
  void start() {
    asio::post(loop, std::bind_front(&session::by_front, shared_from_this()));
    socket.async_read_some(asio::buffer(text),
                           beast::bind_front_handler(&session::by_handler, shared_from_this()));
    timer.async_wait(boost::bind(&session::by_bind, this, asio::placeholders::error));
    asio::post(loop, boost::bind(&session::posted, shared_from_this()));
  }
};
