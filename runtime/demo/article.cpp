// What a blocking call does to an event loop, in numbers. An HTTP server under
// the stall detector has handlers that each take 100 ms: one blocks, one
// awaits, one hands the work to threads; two more ask another HTTP server,
// badly and well. A client sends each of them 100 requests at once.
//
// Lines that stall end in "// STALL: <category>".
#include "client.hpp"
#include "nostall/curl.hpp"
#include "nostall/http/server.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/trace.hpp"
#include <charconv>
#include <curl/curl.h>
#include <future>
#include <optional>
#include <sys/resource.h>
#include <thread>

using namespace std::chrono_literals;
using nostall::task;
namespace http = nostall::http;

constexpr auto work_time = 100ms;
constexpr auto async_limit = work_time * 115 / 100;

// ---- the handlers ----

static task<http::response> test_sync(http::request) {
  std::this_thread::sleep_for(work_time); // STALL: sleep
  co_return http::response("done");
}

static task<http::response> test_async(http::request) {
  co_await nostall::sleep(work_time);
  co_return http::response("done");
}

static task<http::response> test_executor(nostall::thread_pool &pool) {
  co_await nostall::run_in_executor(
      pool, [] { std::this_thread::sleep_for(work_time); });
  co_return http::response("done");
}

static std::size_t append(char *at, std::size_t, std::size_t n, void *to) {
  static_cast<std::string *>(to)->append(at, n);
  return n;
}

static task<http::response> bad(std::string upstream) {
  std::string body;
  CURL *request = ::curl_easy_init();
  ::curl_easy_setopt(request, CURLOPT_URL, upstream.c_str());
  ::curl_easy_setopt(request, CURLOPT_WRITEFUNCTION, append);
  ::curl_easy_setopt(request, CURLOPT_WRITEDATA, &body);
  ::curl_easy_perform(request); // STALL: http
  ::curl_easy_cleanup(request);
  co_return http::response(std::move(body));
}

static task<http::response> good(nostall::curl::client &client,
                                 std::string upstream) {
  auto answer = co_await client.get(std::move(upstream));
  co_return http::response(std::move(answer.body));
}

// ---- the server that /bad and /good ask, with a loop and thread of its own --

class upstream_server {
public:
  upstream_server() {
    std::promise<std::uint16_t> port;
    thread_ = std::thread([&] { loop_.run(serve(port)); });
    url_ = "http://127.0.0.1:" + std::to_string(port.get_future().get()) + "/";
  }
  ~upstream_server() {
    loop_.post([this] { server_->stop(); });
    thread_.join();
  }
  const std::string &url() const { return url_; }

private:
  task<> serve(std::promise<std::uint16_t> &port) {
    server_.emplace();
    server_->route("GET", "/", test_async);
    port.set_value(server_->port());
    co_await server_->serve();
  }
  nostall::loop loop_;
  std::optional<http::server> server_;
  std::thread thread_;
  std::string url_;
};

// ---- the program ----

struct settings {
  int requests = 100;
  std::string json, trace;
  bool live = demo::is_terminal();
};

static std::vector<demo::row> endpoints(int requests) {
  auto one = [&](const char *path, demo::figures article = {}) {
    demo::row r;
    r.endpoint = path;
    r.requests = requests;
    if (requests == 100)
      r.article = article;
    return r;
  };
  return {one("/test/sync", {10.23, 9.8}), one("/test/async", {1.05, 95.2}),
          one("/test/executor"), one("/bad"), one("/good")};
}

// What stands around the server's loop. (The server too: its destructor joins
// threads, which the loop should not wait for.)
struct surroundings {
  explicit surroundings(int requests) : pool(std::size_t(requests)) {}
  nostall::thread_pool pool;
  upstream_server upstream;
  std::optional<nostall::curl::client> client;
  std::optional<http::server> server;
};

// Its URL.
static task<std::string> open_server(surroundings &with) {
  with.client.emplace();
  auto &server = with.server.emplace();
  server.route("GET", "/test/sync", test_sync);
  server.route("GET", "/test/async", test_async);
  server.route("GET", "/test/executor",
               [&](http::request) { return test_executor(with.pool); });
  server.route("GET", "/bad",
               [&](http::request) { return bad(with.upstream.url()); });
  server.route("GET", "/good", [&](http::request) {
    return good(*with.client, with.upstream.url());
  });
  co_return "http://127.0.0.1:" + std::to_string(server.port());
}

static void measure(std::vector<demo::row> &rows, demo::notebook &seen,
                    const settings &s) {
  nostall::loop loop;
  surroundings around(s.requests);
  std::optional<nostall::trace> trace;
  if (!s.trace.empty())
    trace.emplace(loop);
  for (auto &r : rows) {
    auto stalls = [&, before = seen.count()] { return seen.count() - before; };
    {
      nostall::stall_options options;
      options.threshold = work_time / 4;
      options.reports_per_site = ~0u;
      options.sink = [&](const nostall::stall_report &r) { seen.note(r); };
      nostall::stall_detector watch(loop, options);
      const std::string url = loop.run(open_server(around));
      std::jthread client([&] {
        demo::measure(url, r, s.live, stalls);
        loop.post([&] { around.server->stop(); });
      });
      loop.run(around.server->serve());
    } // by now the detector has reported everything
    r.stalls = stalls();
    demo::print_row(r);
  }
  if (trace)
    trace->write(s.trace);
}

// The exit status.
static int judge(const std::vector<demo::row> &rows) {
  const double limit = std::chrono::duration<double>(async_limit).count();
  int status = 0;
  for (auto &r : rows) {
    if (r.answered != r.requests) {
      std::fprintf(stderr, "%s answered %d of %d requests: %s.\n",
                   r.endpoint.c_str(), r.answered, r.requests,
                   r.trouble.c_str());
      status = 1;
    }
    if (r.endpoint == "/test/async" && r.here.seconds > limit) {
      std::fprintf(stderr,
                   "%s took %.0f ms for requests of %lld ms, which is more "
                   "than 15 %% longer. Is the machine busy?\n",
                   r.endpoint.c_str(), r.here.seconds * 1000,
                   static_cast<long long>(work_time.count()));
      status = 1;
    }
  }
  return status;
}

static constexpr const char *help =
    R"(100 requests at once to handlers that take 100 ms each: what becomes of them
when one of them blocks the event loop.

usage: nostall_demo [options]

  --requests N   requests to each endpoint, 1 to 1000 (default 100)
  --json FILE    write the table's rows to FILE as well
  --trace FILE   write a timeline of the server's loop, for ui.perfetto.dev
  --quiet        no live view
  --help         this text

Exit status: 0, or 1 if a request failed or /test/async took over 15 % longer
than one request, or 2 if the options were wrong. NO_COLOR=1 turns colours off.
)";

// The exit status, if it is decided already.
static std::optional<int> read_options(int argc, char **argv, settings &s) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--help" || word == "-h") {
      std::printf("%s", help);
      return 0;
    }
    if (word == "--quiet") {
      s.live = false;
      continue;
    }
    const bool known =
        word == "--requests" || word == "--json" || word == "--trace";
    if (!known || i + 1 == argc) {
      std::fprintf(stderr,
                   known ? "%s needs a value; see --help.\n"
                         : "There is no option %s; see --help.\n",
                   argv[i]);
      return 2;
    }
    const std::string_view value = argv[++i];
    if (word == "--json") {
      s.json = value;
    } else if (word == "--trace") {
      s.trace = value;
    } else {
      auto [end, error] = std::from_chars(
          value.data(), value.data() + value.size(), s.requests);
      if (error != std::errc() || end != value.data() + value.size() ||
          s.requests < 1 || s.requests > 1000) {
        std::fprintf(stderr, "--requests takes a number from 1 to 1000.\n");
        return 2;
      }
    }
  }
  return {};
}

// Each request has a socket at both of its ends.
static void allow_many_descriptors() {
  rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

int main(int argc, char **argv) try {
  settings s;
  if (auto status = read_options(argc, argv, s))
    return *status;
  allow_many_descriptors();
  ::curl_global_init(CURL_GLOBAL_ALL);

  demo::notebook seen;
  auto rows = endpoints(s.requests);
  demo::print_head(rows, work_time);
  measure(rows, seen, s);
  seen.print();
  if (!s.json.empty() && !demo::write_json(s.json.c_str(), rows)) {
    std::perror(s.json.c_str());
    return 1;
  }
  return judge(rows);
} catch (const std::exception &e) {
  std::fprintf(stderr, "\nThe demo could not be run: %s.\n", e.what());
  return 1;
}
