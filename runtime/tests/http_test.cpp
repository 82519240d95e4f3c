// http::server and http::client, with each other and with peers that misbehave.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/http/client.hpp"
#include "nostall/http/server.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include <atomic>
#include <thread>

using namespace std::chrono_literals;
namespace http = nostall::http;
using nostall::task;

static void routes(http::server &s) {
  s.route("GET", "/hello", [](http::request r) -> task<http::response> {
    co_await nostall::sleep(1ms);
    co_return http::response("hello " + std::string(r.query()));
  });
  s.route("POST", "/echo", [](http::request r) -> task<http::response> {
    http::response out(201, std::move(r.body));
    out.fields.set("X-Type", std::string(r.fields.get("content-type")));
    co_return out;
  });
  s.route("GET", "/plain", [](const http::request &) {
    std::this_thread::sleep_for(20ms); // it may: not on the loop
    return http::response("from a thread");
  });
  s.route("GET", "/throws", [](http::request) -> task<http::response> {
    throw std::runtime_error("oops");
    co_return http::response{};
  });
  s.route("GET", "/bad-header", [](http::request) -> task<http::response> {
    http::response out;
    out.fields.set("X-A", "1\r\nX-B: 2");
    co_return out;
  });
}

// Runs `client` against a server on a free port.
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
static std::string at(http::server &s, const char *path) {
  return "http://127.0.0.1:" + std::to_string(s.port()) + path;
}
// Sends raw bytes and reads until the server closes.
static task<std::string> raw(http::server &s, std::string bytes) {
  auto stream = co_await nostall::tcp_stream::connect("127.0.0.1", s.port());
  std::string got;
  char buffer[4096];
  co_await stream.write_all(bytes);
  while (auto n = co_await stream.read_some(buffer))
    got.append(buffer, n);
  co_return got;
}

CASE(get_post_and_plain_handler) {
  with_server([](http::server &s) -> task<> {
    http::client c;
    auto r = co_await c.get(at(s, "/hello?you"));
    CHECK(r.status == 200 && r.body == "hello you");
    r = co_await c.post(at(s, "/echo"), std::string(300'000, 'x'), "text/x");
    CHECK(r.status == 201 && r.body.size() == 300'000);
    CHECK(r.fields.get("x-type") == "text/x");
    r = co_await c.get(at(s, "/plain"));
    CHECK(r.body == "from a thread");
    CHECK((co_await c.get(at(s, "/nowhere"))).status == 404);
    CHECK((co_await c.post(at(s, "/hello"), "")).status == 405);
    CHECK((co_await c.get(at(s, "/throws"))).status == 500);
    CHECK((co_await c.get(at(s, "/bad-header"))).status == 500);
    auto head = co_await c.send(at(s, "/hello"), http::request("HEAD"));
    CHECK(head.status == 200 && head.body.empty());
    CHECK((co_await c.get(at(s, "/hello"))).body == "hello ");
    CHECK(s.served() == 9);
  });
}

CASE(a_hundred_at_once) {
  with_server([](http::server &s) -> task<> {
    http::client c;
    std::vector<task<http::response>> all;
    for (int i = 0; i < 100; ++i)
      all.push_back(c.get(at(s, "/hello")));
    for (auto &r : co_await nostall::gather(std::move(all)))
      CHECK(r.body == "hello ");
  });
}

CASE(pipelined_requests_are_answered_in_order) {
  with_server([](http::server &s) -> task<> {
    auto got = co_await raw(
        s, "GET /hello?1 HTTP/1.1\r\nHost: x\r\n\r\n"
           "GET /hello?2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    auto first = got.find("hello 1"), second = got.find("hello 2");
    CHECK(first != got.npos && second != got.npos && first < second);
  });
}

CASE(garbage_gets_a_400) {
  with_server([](http::server &s) -> task<> {
    auto got = co_await raw(s, "\x16\x03\x01 this is no HTTP\r\n\r\n");
    CHECK(got.find("HTTP/1.1 400") == 0);
    auto large = co_await raw(
        s,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
    CHECK(large.find("HTTP/1.1 413") == 0);
    auto chunked = co_await raw(
        s,
        "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    CHECK(chunked.find("abcde") != chunked.npos);
    auto waits = co_await raw(
        s, "POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
           "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nok");
    CHECK(waits.find("201 Created") != waits.npos);
  });
}

CASE(serve_waits_for_plain_handlers) {
  std::atomic<int> state{0};
  nostall::loop loop;
  loop.run([](std::atomic<int> &state) -> task<> {
    http::server server;
    server.route("GET", "/slow", [&state](const http::request &) {
      state = 1;
      std::this_thread::sleep_for(50ms);
      state = 2;
      return http::response("too late");
    });
    auto running = nostall::spawn(server.serve());
    auto asking = nostall::spawn(raw(server, "GET /slow HTTP/1.1\r\n\r\n"));
    while (state == 0)
      co_await nostall::sleep(1ms);
    server.stop();
    co_await running;
    CHECK(state == 2);
    CHECK((co_await std::move(asking)).empty());
  }(state));
}

CASE(idle_connections_are_closed) {
  http::server_options o;
  o.idle_limit = 30ms;
  with_server(
      [](http::server &s) -> task<> {
        auto got = co_await raw(s, "GET /hel"); // and no more
        CHECK(got.empty());
      },
      o);
}

CASE(kept_connection_that_the_server_closed) {
  http::server_options o;
  o.idle_limit = 20ms;
  with_server(
      [](http::server &s) -> task<> {
        http::client c;
        CHECK((co_await c.get(at(s, "/hello"))).status == 200);
        co_await nostall::sleep(80ms);
        CHECK((co_await c.get(at(s, "/hello"))).status == 200);
      },
      o);
}

CASE(client_errors) {
  nostall::loop loop;
  loop.run(nostall::timeout(30s, []() -> task<> {
    http::client c;
    bool bad = false, cut = false, garbage = false;
    try {
      co_await c.get("https://127.0.0.1/");
    } catch (const std::invalid_argument &) {
      bad = true;
    }
    nostall::tcp_listener l;
    auto answer = [](nostall::tcp_listener &l, std::string text) -> task<> {
      auto s = co_await l.accept();
      char buffer[1024];
      co_await s.read_some(buffer);
      co_await s.write_all(text);
    };
    auto url = "http://127.0.0.1:" + std::to_string(l.port());
    auto first = nostall::spawn(
        answer(l, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"));
    try {
      co_await c.get(url);
    } catch (const std::exception &e) {
      cut = true;
    }
    co_await first;
    auto second = nostall::spawn(answer(l, "SSH-2.0-OpenSSH\r\n"));
    try {
      co_await c.get(url);
    } catch (const http::protocol_error &) {
      garbage = true;
    }
    co_await second;
    // A body that ends with the connection.
    auto third = nostall::spawn(answer(l, "HTTP/1.0 200 OK\r\n\r\nabc"));
    CHECK((co_await c.get(url)).body == "abc");
    co_await third;
    CHECK(bad && cut && garbage);
  }()));
}

CHECK_MAIN
