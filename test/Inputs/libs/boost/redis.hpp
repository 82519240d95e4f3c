// Declarations of Boost.Redis for tests; see ../README.md.
#pragma once
#include <future>
#include <string>

namespace boost::redis {
struct use_future_t {};
class request {
public:
  void push(const std::string &command, const std::string &key);
};
class response {};
class basic_connection {
public:
  struct operation {
    bool await_ready();
    template <typename H> void await_suspend(H);
    void await_resume();
  };
  operation async_exec(const request &wish, response &answer);
  std::future<std::size_t> async_exec(const request &wish, response &answer, use_future_t);
  std::size_t receive(int &error);
  void cancel();
  bool will_reconnect() const;
  void set_receive_response(response &pushes);
  int &next_layer();
  void reset_stream();
};
class connection {
public:
  using operation = basic_connection::operation;
  operation async_exec(const request &wish, response &answer);
  std::future<std::size_t> async_exec(const request &wish, response &answer, use_future_t);
  std::size_t receive(int &error);
  void cancel();
  bool will_reconnect() const;
  void set_receive_response(response &pushes);
  int &next_layer();
  void reset_stream();
};
} // namespace boost::redis
