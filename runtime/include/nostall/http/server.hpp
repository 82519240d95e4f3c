#pragma once
/// http::server: HTTP/1.1 on the loop, with keep-alive and pipelining.
///
/// A handler that is a coroutine, task<response>(request), runs on the loop: it
/// must not block. A plain function, response(const request &), runs in the
/// server's thread pool, where it may. What a handler throws becomes a 500.
/// Malformed requests get a 400, bodies over the limit a 413, and the
/// connection is closed.
/// A connection has `idle_limit` for each request to arrive, for each answer to
/// be taken, and for the peer to close at the end; then it is closed.
/// serve() runs until it is cancelled or stop() is called, then closes every
/// connection and waits for plain handlers, which cannot be stopped; the server
/// must outlive it. When descriptors run out it
/// waits a little and goes on. Errors: std::system_error if the address cannot
/// be bound. Loop thread only.
///
///     nostall::http::server server;
///     server.route("GET", "/hello", [](http::request) -> task<http::response>
///     {
///       co_await nostall::sleep(1ms);
///       co_return http::response("hello");
///     });
///     auto running = nostall::spawn(server.serve());
#include "../task_group.hpp"
#include "../tcp.hpp"
#include "../thread_pool.hpp"
#include "message.hpp"
#include <functional>
#include <map>

namespace nostall::http {

struct server_options {
  std::string host = "127.0.0.1";   // numeric
  std::uint16_t port = 0;           // 0: a free one
  std::size_t threads = 4;          // for plain handlers
  std::size_t body_limit = 1 << 20; // bytes
  std::chrono::nanoseconds idle_limit = std::chrono::seconds(60);
};

class server {
public:
  using options = server_options;
  using coroutine_handler = std::function<task<response>(request)>;
  using plain_handler = std::function<response(const request &)>;

  explicit server(options o = {});
  ~server();
  std::uint16_t port() const noexcept { return listener_.port(); }

  /// Exact path; a later route for the same method and path replaces it.
  template <class F>
  void route(std::string method, std::string path, F handler) {
    if constexpr (std::is_same_v<std::invoke_result_t<F &, request>,
                                 task<response>>)
      add(std::move(method), std::move(path),
          {coroutine_handler(std::move(handler)), nullptr});
    else
      add(std::move(method), std::move(path),
          {nullptr, plain_handler(std::move(handler))});
  }

  task<> serve();
  void stop() noexcept;
  /// Requests answered.
  std::uint64_t served() const noexcept { return served_; }

private:
  struct handler {
    coroutine_handler coroutine;
    plain_handler plain;
  };
  void add(std::string method, std::string path, handler h);
  task<> talk(tcp_stream stream);
  task<response> answer(request r);

  options options_;
  tcp_listener listener_;
  std::map<std::string, std::map<std::string, handler>, std::less<>> routes_;
  std::unique_ptr<thread_pool> pool_;
  detail::task_core *serving_ = nullptr;
  std::uint64_t served_ = 0;
  bool stopping_ = false;
};

} // namespace nostall::http
