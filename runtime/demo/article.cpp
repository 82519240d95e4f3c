// What a blocking call does to an event loop, in numbers: 100 requests at once
// to handlers that each take 100 ms, one blocking, one awaiting, one handing
// the work to threads; and two that ask another HTTP server, badly and well.
//
//   article [--requests N] [--json FILE] [--trace FILE] [--quiet]
//
// The handlers run in a server with a loop of its own, under the stall
// detector. Lines that stall end in "// STALL: <category>".
#include "nostall/future.hpp"
#include "nostall/gather.hpp"
#include "nostall/http/client.hpp"
#include "nostall/http/server.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/sleep.hpp"
#include "nostall/stall_detector.hpp"
#include "nostall/timeout.hpp"
#include "nostall/trace.hpp"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <curl/curl.h>
#include <future>
#include <map>
#include <set>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;
namespace http = nostall::http;

namespace {

constexpr auto work_time = 100ms;

// ---- the handlers ----

std::string upstream_url;

task<http::response> test_sync(http::request) {
  std::this_thread::sleep_for(work_time); // STALL: sleep
  co_return http::response("done");
}

task<http::response> test_async(http::request) {
  co_await nostall::sleep(work_time);
  co_return http::response("done");
}

task<http::response> test_executor(nostall::thread_pool &pool) {
  co_await nostall::run_in_executor(
      pool, [] { std::this_thread::sleep_for(work_time); });
  co_return http::response("done");
}

std::size_t append(char *at, std::size_t size, std::size_t n, void *to) {
  static_cast<std::string *>(to)->append(at, size * n);
  return size * n;
}

task<http::response> bad(http::request) {
  std::string body;
  CURL *request = ::curl_easy_init();
  ::curl_easy_setopt(request, CURLOPT_URL, upstream_url.c_str());
  ::curl_easy_setopt(request, CURLOPT_WRITEFUNCTION, append);
  ::curl_easy_setopt(request, CURLOPT_WRITEDATA, &body);
  ::curl_easy_perform(request); // STALL: http
  ::curl_easy_cleanup(request);
  co_return http::response(std::move(body));
}

task<http::response> good(http::client &client) {
  auto answer = co_await client.get(upstream_url);
  co_return http::response(std::move(answer.body));
}

// ---- servers, each with a thread and a loop ----

class running_server {
public:
  // `set_up` adds the routes, on the server's thread.
  template <class F> explicit running_server(F set_up) {
    std::promise<std::uint16_t> started;
    auto port = started.get_future();
    thread_ = std::thread([this, &started, set_up] {
      nostall::loop loop;
      [[maybe_unused]] auto watchers = set_up.around(loop);
      loop.run(serve(*this, started, set_up));
    });
    url_ = "http://127.0.0.1:" + std::to_string(port.get());
  }
  ~running_server() {
    stop_.set_value();
    thread_.join();
  }
  const std::string &url() const { return url_; }

private:
  template <class F>
  static task<> serve(running_server &me, std::promise<std::uint16_t> &started,
                      F set_up) {
    http::server server;
    set_up.routes(server);
    nostall::promise<> stop;
    auto stopped = stop.get_future();
    me.stop_ = std::move(stop);
    auto running = nostall::spawn(server.serve(), "server");
    started.set_value(server.port());
    co_await stopped;
    server.stop();
    co_await running;
  }
  std::thread thread_;
  nostall::promise<> stop_{nullptr};
  std::string url_;
};

struct upstream_setup {
  int around(nostall::loop &) const { return 0; }
  void routes(http::server &s) const { s.route("GET", "/", test_async); }
};

struct seen {
  std::mutex lock;
  std::size_t stalls = 0;
  std::set<std::string> lines;
  std::vector<nostall::stall_report> first; // of each line
};

struct server_setup {
  seen *into;
  std::string trace_file;
  nostall::thread_pool *pool;

  struct watchers {
    std::unique_ptr<nostall::stall_detector> detector;
    std::unique_ptr<nostall::trace> trace;
  };
  watchers around(nostall::loop &loop) const {
    watchers w;
    nostall::stall_options options;
    options.threshold = 50ms;
    options.reports_per_site = ~0u;
    options.sink = [into = into](const nostall::stall_report &r) {
      std::lock_guard hold(into->lock);
      if (r.ended)
        ++into->stalls;
      else if (into->lines.insert(r.coroutine.text()).second)
        into->first.push_back(r);
    };
    w.detector = std::make_unique<nostall::stall_detector>(loop, options);
    if (!trace_file.empty())
      w.trace = std::make_unique<nostall::trace>(loop, trace_file);
    return w;
  }
  void routes(http::server &s) const {
    s.route("GET", "/test/sync", test_sync);
    s.route("GET", "/test/async", test_async);
    s.route("GET", "/test/executor",
            [pool = pool](http::request) { return test_executor(*pool); });
    s.route("GET", "/bad", bad);
    s.route("GET", "/good",
            [client = std::make_shared<http::client>()](http::request) {
              return good(*client);
            });
  }
};

// ---- the client ----

struct row {
  std::string endpoint;
  int requests = 0;
  int answered = 0;
  double seconds = 0;
  std::size_t stalls = 0;
  double per_second() const { return seconds > 0 ? answered / seconds : 0; }
};

task<> one(http::client &client, std::string url, row &r) {
  auto answer = co_await client.get(url);
  if (answer.status == 200)
    ++r.answered;
}

task<> show_progress(const row &r, std::chrono::steady_clock::time_point begin,
                     bool live) {
  while (live) {
    co_await nostall::sleep(100ms);
    int width = r.requests ? r.answered * 40 / r.requests : 0;
    std::chrono::duration<double> past =
        std::chrono::steady_clock::now() - begin;
    std::printf("\r  %-15s %4d/%-4d %6.2f s  [%s%s]", r.endpoint.c_str(),
                r.answered, r.requests, past.count(),
                std::string(std::size_t(width), '#').c_str(),
                std::string(std::size_t(40 - width), ' ').c_str());
    std::fflush(stdout);
  }
}

task<> measure(const std::string &base, row &r, bool live) {
  http::client client;
  std::vector<task<>> all;
  for (int i = 0; i < r.requests; ++i)
    all.push_back(one(client, base + r.endpoint, r));
  auto begin = std::chrono::steady_clock::now();
  auto progress = nostall::spawn(show_progress(r, begin, live), "progress");
  co_await nostall::timeout(120s, nostall::gather(std::move(all)));
  r.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count();
  progress.cancel();
  if (live)
    std::printf("\r%80s\r", "");
}

} // namespace

int main(int argc, char **argv) {
  int requests = 100;
  std::string json_file, trace_file;
  bool quiet = false;
  for (int i = 1; i < argc; ++i) {
    auto is = [&](const char *name) { return !std::strcmp(argv[i], name); };
    if (is("--quiet")) {
      quiet = true;
    } else if (is("--requests") && i + 1 < argc) {
      requests = std::atoi(argv[++i]);
    } else if (is("--json") && i + 1 < argc) {
      json_file = argv[++i];
    } else if (is("--trace") && i + 1 < argc) {
      trace_file = argv[++i];
    } else {
      std::fprintf(stderr,
                   "usage: %s [--requests 1..1000] [--json FILE] "
                   "[--trace FILE] [--quiet]\n",
                   argv[0]);
      return 2;
    }
  }
  if (requests < 1 || requests > 1000) {
    std::fprintf(stderr, "--requests: from 1 to 1000\n");
    return 2;
  }
  ::curl_global_init(CURL_GLOBAL_ALL);

  seen saw;
  std::vector<row> rows;
  {
    nostall::thread_pool pool{std::size_t(requests)};
    running_server upstream{upstream_setup{}};
    upstream_url = upstream.url() + "/";
    running_server server{server_setup{&saw, trace_file, &pool}};
    const bool live = !quiet && ::isatty(STDOUT_FILENO);
    for (const char *endpoint :
         {"/test/sync", "/test/async", "/test/executor", "/bad", "/good"}) {
      row r;
      r.endpoint = endpoint;
      r.requests = requests;
      nostall::loop loop;
      loop.run(measure(server.url(), r, live));
      std::this_thread::sleep_for(100ms); // the detector's last report
      std::lock_guard hold(saw.lock);
      r.stalls = std::exchange(saw.stalls, 0);
      rows.push_back(r);
    }
  }

  std::printf("%d requests at once, %lld ms of work each\n\n", requests,
              static_cast<long long>(work_time.count()));
  std::printf("  endpoint         requests   seconds     req/s   stalls\n");
  bool complete = true;
  for (auto &r : rows) {
    complete = complete && r.answered == r.requests;
    std::printf("  %-15s %9d %9.3f %9.1f %8zu\n", r.endpoint.c_str(),
                r.answered, r.seconds, r.per_second(), r.stalls);
  }
  std::printf("\nwhat the stall detector saw (the first of each line):\n\n");
  for (auto &r : saw.first)
    std::printf("%s\n", r.text().c_str());

  if (!json_file.empty()) {
    std::FILE *out = std::fopen(json_file.c_str(), "w");
    if (!out) {
      std::perror(json_file.c_str());
      return 1;
    }
    std::fprintf(out, "[\n");
    for (auto &r : rows)
      std::fprintf(out,
                   "  {\"endpoint\": \"%s\", \"requests\": %d, \"seconds\": "
                   "%.4f, \"requests_per_second\": %.1f, \"stalls\": %zu}%s\n",
                   r.endpoint.c_str(), r.answered, r.seconds, r.per_second(),
                   r.stalls, &r == &rows.back() ? "" : ",");
    std::fprintf(out, "]\n");
    std::fclose(out);
  }
  return complete ? 0 : 1;
}
