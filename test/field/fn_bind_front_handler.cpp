// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a session of Boost.Beast hands its own methods on with
// bind_front_handler, older code with boost::bind; std::bind_front is followed.
#include <cstddef>
#include <functional>
#include <memory>
#include <unistd.h>

namespace boost {
namespace asio {
struct io_context {
  void run();
};
template <typename F> void post(io_context &, F &&);
} // namespace asio
namespace beast {
template <typename F> struct bind_front_wrapper {
  void operator()();
};
template <typename F, typename... A> bind_front_wrapper<F> bind_front_handler(F &&, A &&...);
} // namespace beast
namespace _bi {
template <typename F> struct bind_t {
  void operator()();
};
} // namespace _bi
template <typename F, typename... A> _bi::bind_t<F> bind(F, A...);
} // namespace boost

namespace asio = boost::asio;
namespace beast = boost::beast;

struct session : std::enable_shared_from_this<session> {
  asio::io_context &loop;
  void by_front() {
    ::usleep(10); // BAD: sleep
  }
  void by_handler() {
    ::usleep(10); // BAD: sleep
  }
  void by_bind() {
    ::usleep(10); // BAD: sleep
  }
  void never() {
    ::usleep(10); // OK: nobody hands it on
  }
  void start() {
    asio::post(loop, std::bind_front(&session::by_front, shared_from_this()));
    asio::post(loop, beast::bind_front_handler(&session::by_handler, shared_from_this()));
    asio::post(loop, boost::bind(&session::by_bind, this));
  }
};
