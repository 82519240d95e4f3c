#include "http_reader.hpp"
#include "nostall/http/server.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/sleep.hpp"
#include <cerrno>
#include <system_error>

namespace nostall::http {

namespace {

// Closes a connection on which nothing happens.
struct idle_limit final : detail::timer {
  idle_limit(tcp_stream &s, std::chrono::nanoseconds d)
      : stream(s), limit(d), on(loop::current()) {}
  ~idle_limit() { on.disarm(*this); }
  void begin() { on.arm(*this, detail::after(on.now(), limit)); }
  void end() { on.disarm(*this); }
  void fire() noexcept override { stream.close(); }
  tcp_stream &stream;
  std::chrono::nanoseconds limit;
  loop &on;
};

std::string serialize(const response &r, bool keep_alive, bool head) {
  std::string out =
      "HTTP/1.1 " + std::to_string(r.status) + " " + reason(r.status) + "\r\n";
  write_fields(out, r.fields, "Content-Length", "Connection");
  const bool bodiless = r.status < 200 || r.status == 204 || r.status == 304;
  if (!bodiless)
    out += "Content-Length: " + std::to_string(r.body.size()) + "\r\n";
  out += keep_alive ? "Connection: keep-alive\r\n\r\n"
                    : "Connection: close\r\n\r\n";
  if (!bodiless && !head)
    out += r.body;
  return out;
}

// Closing with bytes unread would reset the connection, and the peer might lose
// the answer: let it close first. `idle` is running.
task<> linger(tcp_stream &stream) {
  stream.shutdown_send();
  char unwanted[4096];
  while (co_await stream.read_some(unwanted)) {
  }
}

// A plain function cannot be stopped: whoever is cancelled waits for its end.
task<response> run_plain(thread_pool &pool, const server::plain_handler &f,
                         request r) {
  auto call = [&f, r = std::move(r)] { return f(r); };
  auto in_pool = [](thread_pool &pool, auto call) -> task<response> {
    co_return co_await run_in_executor(pool, std::move(call));
  };
  auto running = spawn(in_pool(pool, std::move(call)), "handler");
  bool asked_to_stop = false;
  while (!running.done()) {
    try {
      co_await running.wait();
    } catch (const cancelled &) {
      asked_to_stop = true;
    }
  }
  if (asked_to_stop) {
    (void)running.error(); // nobody asks for it any more
    throw cancelled{};
  }
  co_return running.result();
}

response plain_text(int status) {
  response r(status, std::string(reason(status)) + "\n");
  r.fields.set("Content-Type", "text/plain");
  return r;
}

} // namespace

server::server(options o)
    : options_(std::move(o)), listener_(options_.host, options_.port) {}
server::~server() = default;

void server::add(std::string method, std::string path, handler h) {
  if (h.plain && !pool_)
    pool_ = std::make_unique<thread_pool>(options_.threads);
  routes_[std::move(path)][std::move(method)] = std::move(h);
}

void server::stop() noexcept {
  stopping_ = true;
  if (serving_)
    serving_->cancel();
}

task<> server::serve() {
  task_group connections;
  auto accept = [](server &s, task_group &connections) -> task<> {
    for (;;) {
      bool full = false;
      try {
        connections.spawn(s.talk(co_await s.listener_.accept()), "connection");
      } catch (const std::system_error &e) {
        const int error = e.code().value();
        full = error == EMFILE || error == ENFILE || error == ENOMEM ||
               error == ENOBUFS;
        if (!full)
          throw;
      }
      if (full)
        co_await sleep(std::chrono::milliseconds(20));
    }
  };
  auto acceptor = spawn(accept(*this, connections), "accept");
  serving_ = acceptor.core();
  if (stopping_)
    acceptor.cancel();
  struct leave {
    server &s;
    ~leave() { s.serving_ = nullptr; }
  } at_end{*this};
  bool asked_to_stop = false;
  try {
    co_await acceptor.wait();
  } catch (const cancelled &) {
    asked_to_stop = true;
  }
  acceptor.cancel();
  while (!acceptor.done()) { // it may be about to start one more connection
    try {
      co_await acceptor.wait();
    } catch (const cancelled &) {
      asked_to_stop = true;
    }
  }
  auto error = acceptor.error();
  serving_ = nullptr;
  connections.cancel();
  co_await connections.join();
  if (error && !detail::is_cancelled(error))
    std::rethrow_exception(error);
  if (asked_to_stop)
    throw cancelled{};
}

task<> server::talk(tcp_stream stream) {
  message_reader reader(HTTP_REQUEST, options_.body_limit);
  idle_limit idle(stream, options_.idle_limit);
  try {
    for (;;) {
      message m;
      response r;
      bool keep_alive = false;
      idle.begin();
      try {
        if (!co_await reader.next(stream, m))
          co_return;
        keep_alive = m.keep_alive;
      } catch (const protocol_error &e) {
        r = plain_text(e.status());
        m.method.clear();
      }
      idle.end();
      const bool head = m.method == "HEAD";
      if (!m.method.empty())
        r = co_await answer(request(std::move(m.method), std::move(m.target),
                                    std::move(m.fields), std::move(m.body)));
      std::string out;
      try {
        out = serialize(r, keep_alive, head);
      } catch (const protocol_error &) {
        out = serialize(plain_text(500), keep_alive, head);
      }
      idle.begin(); // a peer that does not read is idle too
      co_await stream.write_all(out);
      ++served_;
      if (!keep_alive) {
        co_await linger(stream);
        co_return;
      }
    }
  } catch (const std::system_error &) {
    // The peer is gone, or idle for too long: nothing to tell it.
  } catch (const end_of_stream &) {
  }
}

task<response> server::answer(request r) {
  auto path = routes_.find(r.path());
  if (path == routes_.end())
    co_return plain_text(404);
  auto found = path->second.find(r.method);
  if (found == path->second.end() && r.method == "HEAD")
    found = path->second.find("GET");
  if (found == path->second.end())
    co_return plain_text(405);
  try {
    if (found->second.coroutine)
      co_return co_await found->second.coroutine(std::move(r));
    co_return co_await run_plain(*pool_, found->second.plain, std::move(r));
  } catch (const cancelled &) {
    throw;
  } catch (...) {
    // It is the handler's failure, not the connection's.
  }
  co_return plain_text(500);
}

} // namespace nostall::http
