// http::server and http::client with peers that misbehave, and when they stop.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/http/client.hpp"
#include "nostall/http/server.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include "waiting.hpp"
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace std::chrono_literals;
namespace http = nostall::http;
using nostall::task;
using nostall::tcp_listener;
using nostall::tcp_stream;

static void routes(http::server &s) {
  s.route("GET", "/hello", [](http::request r) -> task<http::response> {
    co_return http::response("hello " + std::string(r.query()));
  });
  s.route("POST", "/size", [](http::request r) -> task<http::response> {
    co_return http::response(std::to_string(r.body.size()));
  });
  s.route("GET", "/much", [](http::request) -> task<http::response> {
    co_return http::response(std::string(16 << 20, 'm'));
  });
  s.route("GET", "/nothing", [](http::request) -> task<http::response> {
    co_return http::response(204, "not sent");
  });
  s.route("GET", "/same", [](http::request) -> task<http::response> {
    co_return http::response(304, "not sent");
  });
}

template <class F>
static void with_server(F client, http::server_options o = {}) {
  nostall::loop loop;
  loop.run(
      nostall::timeout(60s, [](F &client, http::server_options o) -> task<> {
        http::server server(o);
        routes(server);
        auto running = nostall::spawn(server.serve(), "server");
        co_await client(server);
        server.stop();
        co_await running;
      }(client, o)));
  CHECK(loop.task_count() == 0);
}
static std::string url(std::uint16_t port, const char *path) {
  return "http://127.0.0.1:" + std::to_string(port) + path;
}
static task<std::string> read_to_end(tcp_stream &stream) {
  std::string got;
  char buffer[4096];
  while (auto n = co_await stream.read_some(buffer))
    got.append(buffer, n);
  co_return got;
}
static task<std::string> raw(std::uint16_t port, std::string bytes) {
  auto stream = co_await tcp_stream::connect("127.0.0.1", port);
  co_await stream.write_all(bytes);
  co_return co_await read_to_end(stream);
}
static std::size_t count(const std::string &text, const std::string &what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1))
    ++n;
  return n;
}

// ---- the server ----

CASE(slow_loris) {
  http::server_options o;
  o.idle_limit = 60ms;
  with_server(
      [](http::server &s) -> task<> {
        // A header byte now and then does not prolong its time.
        auto slow = co_await tcp_stream::connect("127.0.0.1", s.port());
        co_await slow.write_all("GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        bool cut = false;
        for (int i = 0; i < 2000 && !cut; ++i) {
          try {
            co_await slow.write_all("a");
          } catch (const std::system_error &) {
            cut = true;
          }
          co_await nostall::sleep(5ms);
        }
        CHECK(cut);
        CHECK((co_await raw(s.port(), "GET /hello HTTP/1.0\r\n\r\n"))
                  .find("hello") != std::string::npos);
      },
      o);
}

CASE(a_hundred_pipelined_requests) {
  with_server([](http::server &s) -> task<> {
    std::string all;
    for (int i = 0; i < 100; ++i)
      all += "GET /hello?" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n" +
             (i == 99 ? "Connection: close\r\n\r\n" : "\r\n");
    // In pieces that respect no border.
    auto stream = co_await tcp_stream::connect("127.0.0.1", s.port());
    for (std::size_t at = 0; at < all.size(); at += 777) {
      co_await stream.write_all(std::string_view(all).substr(at, 777));
      co_await nostall::yield();
    }
    auto got = co_await read_to_end(stream);
    CHECK(count(got, "HTTP/1.1 200 OK") == 100);
    std::size_t at = 0;
    for (int i = 0; i < 100; ++i) {
      auto next = got.find("hello " + std::to_string(i), at);
      CHECK(next != got.npos);
      at = std::max(at, next);
    }
  });
}

CASE(chunked_bodies) {
  with_server([](http::server &s) -> task<> {
    const std::string head = "POST /size HTTP/1.1\r\nHost: x\r\nConnection: "
                             "close\r\nTransfer-Encoding: chunked\r\n\r\n";
    auto stream = co_await tcp_stream::connect("127.0.0.1", s.port());
    std::string bytes = head + "a;ext=1\r\n0123456789\r\n1\r\nx\r\n0\r\n"
                               "Trailer: t\r\n\r\n";
    for (char c : bytes) // byte by byte
      co_await stream.write_all({&c, 1});
    CHECK((co_await read_to_end(stream)).find("\r\n\r\n11") !=
          std::string::npos);
    CHECK((co_await raw(s.port(), head + "zz\r\n")).find("HTTP/1.1 400") == 0);
    // Over the limit, though nothing said so before.
    std::string large = head;
    for (int i = 0; i < 20; ++i)
      large += "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    CHECK((co_await raw(s.port(), large)).find("HTTP/1.1 413") == 0);
  });
}

CASE(answers_without_a_body) {
  with_server([](http::server &s) -> task<> {
    http::client c;
    for (int i = 0; i < 3; ++i) { // over one connection: nothing is left in it
      auto r = co_await c.get(url(s.port(), "/nothing"));
      CHECK(r.status == 204 && r.body.empty());
      CHECK(!r.fields.has("Content-Length"));
      r = co_await c.get(url(s.port(), "/same"));
      CHECK(r.status == 304 && r.body.empty());
      r = co_await c.send(url(s.port(), "/hello?you"), http::request("HEAD"));
      CHECK(r.status == 200 && r.body.empty());
      CHECK(r.fields.get("content-length") == "9");
    }
  });
}

CASE(oversized_headers_and_bodies) {
  with_server([](http::server &s) -> task<> {
    const std::string begin = "GET /hello HTTP/1.1\r\nHost: x\r\n";
    CHECK((co_await raw(s.port(), begin + "X: " + std::string(1 << 20, 'x')))
              .find("HTTP/1.1 431") == 0);
    std::string many = begin;
    for (int i = 0; i < 5000; ++i)
      many += "X-" + std::to_string(i) + ": some value\r\n";
    CHECK((co_await raw(s.port(), many)).find("HTTP/1.1 431") == 0);
    // The peer sends all of what is too much; the answer arrives all the same.
    http::client c;
    for (std::size_t size : {(1 << 20) + 1, 32 << 20})
      CHECK((co_await c.post(url(s.port(), "/size"), std::string(size, 'x')))
                .status == 413);
    CHECK((co_await c.post(url(s.port(), "/size"), std::string(1 << 20, 'x')))
              .body == "1048576");
  });
}

CASE(a_peer_that_half_closes) {
  with_server([](http::server &s) -> task<> {
    auto stream = co_await tcp_stream::connect("127.0.0.1", s.port());
    co_await stream.write_all("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    stream.shutdown_send();
    CHECK((co_await read_to_end(stream)).find("hello") != std::string::npos);
    // In the middle of a request.
    auto cut = co_await tcp_stream::connect("127.0.0.1", s.port());
    co_await cut.write_all("GET /hel");
    cut.shutdown_send();
    CHECK((co_await read_to_end(cut)).find("200") == std::string::npos);
  });
}

CASE(a_peer_that_never_reads) {
  http::server_options o;
  o.idle_limit = 80ms;
  with_server(
      [](http::server &s) -> task<> {
        auto deaf = co_await tcp_stream::connect("127.0.0.1", s.port());
        co_await deaf.write_all("GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
        // Others are served meanwhile, and the server gives it up.
        CHECK((co_await raw(s.port(), "GET /hello HTTP/1.0\r\n\r\n"))
                  .find("hello") != std::string::npos);
        co_await nostall::sleep(200ms);
        auto got = (co_await read_to_end(deaf)).size();
        CHECK(got > 0 && got < 16 << 20);
      },
      o);
}

CASE(descriptors_run_out) {
  with_server([](http::server &s) -> task<> {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(s.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Connections that wait in the backlog …
    std::vector<int> peers;
    for (int i = 0; i < 5; ++i) {
      int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      CHECK(::connect(fd, reinterpret_cast<sockaddr *>(&to), sizeof to) == 0);
      const std::string ask = "GET /hello HTTP/1.0\r\n\r\n";
      CHECK(::write(fd, ask.data(), ask.size()) == ssize_t(ask.size()));
      peers.push_back(fd);
    }
    // … while there is no descriptor for them.
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few{rlim_t(peers.back() + 1), before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
    std::vector<int> taken;
    for (int fd; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;)
      taken.push_back(fd);
    co_await nostall::sleep(50ms);
    CHECK(s.served() == 0);
    ::setrlimit(RLIMIT_NOFILE, &before);
    for (int fd : taken)
      ::close(fd);
    for (int fd : peers) {
      auto stream = tcp_stream::adopt(fd);
      CHECK((co_await read_to_end(stream)).find("hello") != std::string::npos);
    }
  });
}

// A connection that arrives in the very iteration in which serve() ends.
CASE(cancelled_while_a_connection_arrives) {
  for (int steps = 0; steps < 70; steps += 3) {
    nostall::loop loop;
    loop.run([](int steps) -> task<> {
      http::server server;
      auto running = nostall::spawn(server.serve(), "server");
      for (int i = 0; i <= steps; ++i)
        co_await nostall::yield();
      auto late = std::chrono::steady_clock::now() + 30us;
      while (std::chrono::steady_clock::now() < late) {
      }
      co_await nostall::yield();
      sockaddr_in to{};
      to.sin_family = AF_INET;
      to.sin_port = htons(server.port());
      to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      CHECK(::connect(fd, reinterpret_cast<sockaddr *>(&to), sizeof to) == 0);
      running.cancel();
      co_await running.wait();
      CHECK(nostall::loop::current().task_count() == 1);
      ::close(fd);
    }(steps));
    CHECK(loop.task_count() == 0);
  }
}

CASE(the_server_and_its_handlers_can_be_cancelled) {
  int in_handler = 0, in_plain = 0;
  waiting::waits_at("serve", [] {
    return []() -> task<> {
      http::server s;
      co_await s.serve();
    }();
  });
  // With a handler at work, and a connection that says nothing.
  waiting::waits_at("handlers", [&] {
    return [](int &in_handler) -> task<> {
      http::server s;
      s.route("GET", "/wait",
              [&in_handler](http::request) -> task<http::response> {
                struct count {
                  explicit count(int &n) : n(++n) {}
                  ~count() { --n; }
                  int &n;
                } here(in_handler);
                co_await nostall::sleep(1h);
                co_return http::response();
              });
      http::client c;
      auto silent = [](std::uint16_t port) -> task<> {
        auto stream = co_await tcp_stream::connect("127.0.0.1", port);
        char byte;
        co_await stream.read_some({&byte, 1});
      };
      co_await nostall::gather(s.serve(), c.get(url(s.port(), "/wait")),
                               silent(s.port()));
    }(in_handler);
  });
  CHECK(in_handler == 0 && in_plain == 0);
}

// ---- the client ----

// Answers one request after the other on one connection with these bytes.
static task<> answers(tcp_listener &l, std::vector<std::string> with) {
  auto s = co_await l.accept();
  char buffer[4096];
  for (auto &text : with) {
    co_await s.read_some(buffer);
    co_await s.write_all(text);
  }
  co_await s.read_some(buffer);
}

static void with_answers(std::vector<std::string> texts,
                         task<> (*ask)(std::string url)) {
  nostall::loop loop;
  loop.run(nostall::timeout(20s, [](auto texts, auto ask) -> task<> {
    tcp_listener l;
    auto peer = nostall::spawn(answers(l, std::move(texts)));
    co_await ask(url(l.port(), "/"));
    peer.cancel();
    co_await peer.wait();
  }(std::move(texts), ask)));
}

CASE(a_content_length_without_content) {
  with_answers({"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"},
               [](std::string url) -> task<> {
                 http::client c;
                 CHECK((co_await c.get(url)).status == 304);
                 CHECK((co_await c.get(url)).status == 204);
                 CHECK((co_await c.get(url)).body == "ok");
               });
}

CASE(more_than_was_asked_for) {
  nostall::loop loop;
  loop.run(nostall::timeout(20s, []() -> task<> {
    tcp_listener l;
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: ";
    std::vector<std::string> first(1, head + "1\r\n\r\n1" + head +
                                          "4\r\n\r\nfake");
    std::vector<std::string> second(1, head + "1\r\n\r\n2");
    auto both = [](tcp_listener &l, auto first, auto second) -> task<> {
      co_await nostall::gather(answers(l, std::move(first)),
                               answers(l, std::move(second)));
    };
    auto peers = nostall::spawn(both(l, first, second));
    http::client c;
    CHECK((co_await c.get(url(l.port(), "/"))).body == "1");
    CHECK((co_await c.get(url(l.port(), "/"))).body == "2"); // not the fake
    peers.cancel();
    co_await peers.wait();
  }()));
}

CASE(an_answer_that_expects_something) {
  with_answers({"HTTP/1.1 200 OK\r\nExpect: 100-continue\r\n"
                "Content-Length: 2\r\n\r\n"},
               [](std::string url) -> task<> {
                 http::client c;
                 bool late = false; // the body never comes
                 try {
                   co_await nostall::timeout(20ms, c.get(url));
                 } catch (const nostall::timeout_error &) {
                   late = true;
                 }
                 CHECK(late);
               });
}

CASE(the_client_can_be_cancelled) {
  waiting::waits_at("get", [] {
    return []() -> task<> {
      tcp_listener l;
      http::client c;
      co_await c.get(url(l.port(), "/"));
    }();
  });
}

CHECK_MAIN
