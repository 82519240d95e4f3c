// curl::client, over TLS with a real server, and with peers that misbehave.
#include "check.hpp"
#include "nostall/curl.hpp"
#include "nostall/gather.hpp"
#include "nostall/http/server.hpp"
#include "nostall/sleep.hpp"
#include "nostall/stall_detector.hpp"
#include "nostall/timeout.hpp"
#include "servers.hpp"
#include <atomic>
#include <curl/curl.h>
#include <dlfcn.h>
#include <memory>
#include <netdb.h>
#include <semaphore>

using namespace std::chrono_literals;
namespace curl = nostall::curl;
namespace http = nostall::http;
using nostall::task;

// ---- a resolver that takes as long as a test wants ----

static std::atomic<int> resolving{0};
static std::counting_semaphore<> resolver_may_go_on{0};

// In the place of the C library's, for libcurl too.
extern "C" int getaddrinfo(const char *host, const char *service,
                           const addrinfo *hints, addrinfo **found) {
  static const auto real =
      reinterpret_cast<decltype(&getaddrinfo)>(::dlsym(RTLD_NEXT, __func__));
  if (!host || std::strcmp(host, "slow.example") != 0)
    return real(host, service, hints, found);
  ++resolving;
  (void)resolver_may_go_on.try_acquire_for(10s);
  int status = real("127.0.0.1", service, hints, found);
  --resolving;
  return status;
}

// ---- a server with a certificate ----

static const char *const program = R"(
import http.server, ssl, sys, threading

everybody = threading.Barrier(100)

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/close":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/together":
            everybody.wait()
        if self.path == "/never":
            threading.Event().wait()
        self.answer(b"port %d" % self.client_address[1])

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128

server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True,
                                    do_handshake_on_connect=False)
server.serve_forever()
)";

static constexpr const char *openssl = "/usr/bin/openssl";
static constexpr const char *python = "/usr/bin/python3";

class tls_server {
public:
  tls_server() : port_(servers::free_port()) {
    std::ofstream(where_.path + "/server.py") << program;
    servers::process make({openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt",
                           "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                           "key.pem", "-out", "cert.pem", "-days", "2", "-subj",
                           "/CN=nostall test", "-addext",
                           "subjectAltName=IP:127.0.0.1"},
                          "", where_.path);
    if (make.wait() != 0)
      throw std::runtime_error("openssl made no certificate");
    server_ = std::make_unique<servers::process>(
        std::vector<std::string>{python, "server.py", std::to_string(port_)},
        "", where_.path);
    servers::wait_for(*server_, port_);
  }
  std::string at(const char *path, const char *host = "127.0.0.1") const {
    return std::string("https://") + host + ":" + std::to_string(port_) + path;
  }
  std::string certificate() const { return where_.path + "/cert.pem"; }

private:
  servers::directory where_{"tls"};
  std::uint16_t port_;
  std::unique_ptr<servers::process> server_;
};

static std::unique_ptr<tls_server> tls;

static curl::client_options trusting() {
  curl::client_options o;
  o.ca_file = tls->certificate();
  return o;
}

// ---- helpers ----

static void run(task<> work) {
  nostall::loop loop;
  loop.run(nostall::timeout(100s, std::move(work)));
  CHECK(loop.task_count() == 0);
}

// The code of the curl::error that a request ends with, 0 for none.
static task<int> code_of(task<http::response> request) {
  try {
    co_await std::move(request);
  } catch (const curl::error &e) {
    CHECK(*e.what());
    co_return e.code();
  }
  co_return 0;
}

static std::string local(std::uint16_t port, const char *path = "/") {
  return "http://127.0.0.1:" + std::to_string(port) + path;
}

// Says `answer` to one request and closes.
static task<> say_once(nostall::tcp_listener &listener, std::string answer) {
  auto stream = co_await listener.accept();
  std::string got;
  char buffer[4096];
  while (got.find("\r\n\r\n") == got.npos) {
    auto n = co_await stream.read_some(buffer);
    if (!n)
      co_return;
    got.append(buffer, n);
  }
  co_await stream.write_all(answer);
}

// ---- TLS ----

CASE(https_over_connections_that_are_kept) {
  run([]() -> task<> {
    curl::client c(trusting());
    auto first = co_await c.get(tls->at("/"));
    CHECK(first.status == 200 && first.body.starts_with("port "));
    CHECK(first.fields.get("content-length") ==
          std::to_string(first.body.size()));
    CHECK((co_await c.get(tls->at("/"))).body == first.body);
    std::string big(3 << 20, 'x');
    CHECK((co_await c.post(tls->at("/"), big)).body == big);
    auto other = co_await curl::client(trusting()).get(tls->at("/"));
    CHECK(other.body != first.body);
  }());
}

CASE(wrong_certificates_are_refused) {
  run([]() -> task<> {
    curl::client stranger;
    CHECK(co_await code_of(stranger.get(tls->at("/"))) ==
          CURLE_PEER_FAILED_VERIFICATION);
    curl::client c(trusting());
    CHECK(co_await code_of(c.get(tls->at("/", "localhost"))) ==
          CURLE_PEER_FAILED_VERIFICATION);
    curl::client_options o;
    o.ca_file = "/nonexistent";
    curl::client nobody(o);
    CHECK(co_await code_of(nobody.get(tls->at("/"))) ==
          CURLE_SSL_CACERT_BADFILE);
    CHECK((co_await c.get(tls->at("/"))).status == 200);
  }());
}

// Reading it takes a while, and happens on the loop.
CASE(the_file_of_authorities_is_read_once) {
  run([]() -> task<> {
    servers::directory where("authorities");
    curl::client_options o;
    o.ca_file = where.path + "/cert.pem";
    std::filesystem::copy(tls->certificate(), o.ca_file);
    curl::client c(o);
    auto first = co_await c.get(tls->at("/close"));
    std::filesystem::remove(o.ca_file);
    auto second = co_await c.get(tls->at("/close"));
    CHECK(second.status == 200 && second.body != first.body);
  }());
}

CASE(a_hundred_requests_at_once) {
  nostall::loop loop;
  nostall::stall_options options;
  std::mutex lock;
  std::size_t blocked = 0;
  options.threshold = 50ms;
  options.sink = [&](const nostall::stall_report &r) {
    std::lock_guard hold(lock);
    if (!r.system_call.empty()) { // a busy machine holds up what computes
      ++blocked;
      std::printf("%s", r.text().c_str());
    }
  };
  nostall::stall_detector watch(loop, options);
  loop.run(nostall::timeout(100s, []() -> task<> {
    curl::client c(trusting());
    // The server answers none before all are there.
    std::vector<task<http::response>> all;
    for (int i = 0; i < 99; ++i)
      all.push_back(c.get(tls->at("/together")));
    auto waiting = nostall::spawn(nostall::gather(std::move(all)));
    for (int i = 0; i < 20; ++i)
      co_await nostall::sleep(10ms);
    CHECK(!waiting.done());
    CHECK((co_await c.get(tls->at("/together"))).status == 200);
    std::vector<http::response> answers = co_await waiting;
    for (auto &a : answers)
      CHECK(a.status == 200);
  }()));
  std::lock_guard hold(lock);
  CHECK(blocked == 0);
}

CASE(slow_servers_and_limits) {
  run([]() -> task<> {
    curl::client c(trusting());
    bool late = false;
    try {
      co_await nostall::timeout(30ms, c.get(tls->at("/never")));
    } catch (const nostall::timeout_error &) {
      late = true;
    }
    CHECK(late);
    CHECK((co_await c.get(tls->at("/"))).status == 200);
    auto o = trusting();
    o.timeout = 30ms;
    curl::client hasty(o);
    CHECK(co_await code_of(hasty.get(tls->at("/never"))) ==
          CURLE_OPERATION_TIMEDOUT);
  }());
}

CASE(cancelled_at_every_stage) {
  run([]() -> task<> {
    curl::client c(trusting());
    for (int us = 0; us < 8000; us += 400) {
      auto request = nostall::spawn(c.get(tls->at("/never")));
      co_await nostall::sleep(std::chrono::microseconds(us));
      request.cancel();
      co_await request.wait();
      CHECK_THROWS(nostall::cancelled, request.result());
    }
    CHECK((co_await c.get(tls->at("/"))).status == 200);
  }());
}

// ---- ends ----

CASE(a_client_that_goes_fails_its_requests) {
  run([]() -> task<> {
    auto c = std::make_unique<curl::client>(trusting());
    auto young = nostall::spawn(code_of(c->get(tls->at("/never"))));
    auto old = nostall::spawn(code_of(c->get(tls->at("/never"))));
    co_await nostall::yield();
    curl::client moved = std::move(*c);
    c.reset();
    co_await nostall::sleep(20ms);
    CHECK(!young.done() && !old.done());
    moved = curl::client();
    CHECK(co_await young == CURLE_ABORTED_BY_CALLBACK);
    CHECK(co_await old == CURLE_ABORTED_BY_CALLBACK);
  }());
}

CASE(a_loop_that_goes_takes_its_requests_along) {
  for (bool client_first : {true, false}) {
    nostall::loop loop;
    loop.run([](bool client_first) -> task<> {
      auto owner = [](auto &c) -> task<> {
        auto mine = std::move(c);
        co_await nostall::sleep(1h);
      };
      auto c = std::make_unique<curl::client>(trusting());
      auto &client = *c;
      auto ask = [](curl::client &c) -> task<> {
        co_await c.get(tls->at("/never"));
      };
      nostall::join_handle<void> one, two;
      if (client_first)
        one = nostall::spawn(owner(c));
      two = nostall::spawn(ask(client));
      if (!client_first)
        one = nostall::spawn(owner(c));
      co_await nostall::sleep(10ms);
    }(client_first));
    CHECK(loop.task_count() == 2);
  }
}

// ---- names ----

CASE(names_are_resolved_beside_the_loop) {
  run([]() -> task<> {
    nostall::tcp_listener listener;
    auto server = nostall::spawn(
        say_once(listener, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
    const std::string url =
        "http://slow.example:" + std::to_string(listener.port());
    curl::client c;
    auto request = nostall::spawn(c.get(url));
    auto cancelled = nostall::spawn(c.get(url + "/other"));
    while (resolving < 2)
      co_await nostall::sleep(1ms);
    cancelled.cancel();
    co_await cancelled.wait(); // though its name is being resolved still
    CHECK(resolving == 2);
    resolver_may_go_on.release(2);
    CHECK((co_await request).body == "hi");
    co_await server;
    while (resolving)
      co_await nostall::sleep(1ms);
  }());
}

// ---- plain HTTP ----

CASE(methods_and_fields) {
  run([]() -> task<> {
    http::server s;
    auto echo = [](http::request r) -> task<http::response> {
      http::response out(201, r.method + " " + r.target + " " + r.body);
      for (auto &[name, value] : r.fields)
        if (name.starts_with("X-") || name == "Content-Type")
          out.fields.add(name, "<" + value + ">");
      co_return out;
    };
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "DELETE"})
      s.route(method, "/echo", echo);
    auto running = nostall::spawn(s.serve());
    curl::client c;
    const std::string url = local(s.port(), "/echo?q=1");

    auto r = co_await c.get(url);
    CHECK(r.status == 201 && r.body == "GET /echo?q=1 ");
    CHECK(!r.fields.has("Content-Type"));
    r = co_await c.post(url, "some", "text/x");
    CHECK(r.body == "POST /echo?q=1 some");
    CHECK(r.fields.get("content-type") == "<text/x>");
    r = co_await c.post(url, "");
    CHECK(r.body == "POST /echo?q=1 ");
    for (const char *method : {"PUT", "DELETE", "GET"}) {
      http::request q(method, "ignored", {}, "body");
      q.fields.add("X-A", "1");
      q.fields.add("X-None", "");
      r = co_await c.send(url, q);
      CHECK(r.body == std::string(method) + " /echo?q=1 body");
      CHECK(r.fields.get("x-a") == "<1>" && r.fields.get("x-none") == "<>");
      CHECK(!r.fields.has("Content-Type"));
    }
    http::request head("HEAD");
    r = co_await c.send(url, head);
    CHECK(r.status == 201 && r.body.empty());
    CHECK((co_await c.get(local(s.port(), "/nowhere"))).status == 404);
    s.stop();
    co_await running;
  }());
}

CASE(what_cannot_be_sent) {
  run([]() -> task<> {
    curl::client c;
    auto bad = [&](std::string method, const char *name,
                   const char *value) -> task<> {
      http::request r(method);
      r.fields.add(name, value);
      bool refused = false;
      try {
        co_await c.send("http://127.0.0.1:1/", r);
      } catch (const std::invalid_argument &) {
        refused = true;
      }
      CHECK(refused);
    };
    co_await bad("GET", "X-A", "1\r\nX-B: 2");
    co_await bad("GET", "X-A: 1\r\nX-B", "2");
    co_await bad("GET", "", "2");
    co_await bad("GET / HTTP/1.1\r\nX-B: 2\r\n\r\n", "X-A", "2");
    CHECK(co_await code_of(c.get("ftp://127.0.0.1/")) ==
          CURLE_UNSUPPORTED_PROTOCOL);
    CHECK(co_await code_of(c.get("http://")) == CURLE_URL_MALFORMAT);
    CHECK(co_await code_of(c.get(local(servers::free_port()))) ==
          CURLE_COULDNT_CONNECT);
  }());
}

CASE(answers_of_all_kinds) {
  run([]() -> task<> {
    nostall::tcp_listener listener;
    curl::client_options o;
    o.body_limit = 5;
    curl::client c(o);
    auto ask = [&](std::string answer) -> task<http::response> {
      auto server = nostall::spawn(say_once(listener, std::move(answer)));
      http::response r = co_await c.get(local(listener.port()));
      co_await server;
      co_return r;
    };
    auto r = co_await ask("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
                          "HTTP/1.1 203 Fine\r\nX-A: \t1 2 \r\nX-Empty:\r\n"
                          "Content-Length: 5\r\nX-A: 3\r\n\r\nwhole");
    CHECK(r.status == 203 && r.body == "whole");
    CHECK(!r.fields.has("X-Early") && r.fields.has("X-Empty"));
    CHECK(r.fields.get("x-a") == "1 2" && r.fields.get("x-empty") == "");
    CHECK(r.fields.size() == 4);
    // On a connection that the server has closed since: a new one is made.
    r = co_await ask("HTTP/1.0 200 OK\r\n\r\nend");
    CHECK(r.body == "end");
    CHECK(co_await code_of(ask("")) == CURLE_GOT_NOTHING);
    CHECK(co_await code_of(ask("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                               "par")) == CURLE_PARTIAL_FILE);
    bool too_large = false;
    try {
      co_await ask("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nlarger");
    } catch (const http::protocol_error &e) {
      too_large = e.status() == 413;
    }
    CHECK(too_large);
  }());
}

CASE(at_most_two_connections) {
  run([]() -> task<> {
    http::server s;
    int now = 0, most = 0;
    s.route("GET", "/", [&](http::request) -> task<http::response> {
      most = std::max(most, ++now);
      co_await nostall::sleep(1ms);
      --now;
      co_return http::response("done");
    });
    auto running = nostall::spawn(s.serve());
    curl::client_options o;
    o.connections_per_host = 2;
    curl::client c(o);
    std::vector<task<http::response>> all;
    for (int i = 0; i < 20; ++i)
      all.push_back(c.get(local(s.port())));
    co_await nostall::gather(std::move(all));
    CHECK(most == 2 && s.served() == 20);
    s.stop();
    co_await running;
  }());
}

int main(int argc, char **argv) {
  for (const char *needed : {openssl, python})
    if (::access(needed, X_OK) != 0) {
      std::printf("skipped: no %s here\n", needed);
      return 77;
    }
  ::setenv("no_proxy", "*", 1);
  tls = std::make_unique<tls_server>();
  int status = check::main(argc, argv);
  tls.reset();
  return status;
}
