#pragma once
// The demo's client: sends requests all at once, and shows how it goes.
#include "nostall/gather.hpp"
#include "nostall/http/client.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include "report.hpp"
#include <functional>

namespace demo {

using namespace std::chrono_literals;
using nostall::task;

using stall_count = std::function<std::size_t()>;
using clock = std::chrono::steady_clock;

inline double seconds_since(clock::time_point begin) {
  return std::chrono::duration<double>(clock::now() - begin).count();
}

// One line that changes in its place.
inline task<> show_progress(const row &r, clock::time_point begin,
                            const stall_count &stalls) {
  constexpr int width = 30;
  for (;;) {
    const int full = r.answered * width / r.requests;
    std::string bar;
    for (int i = 0; i < width; ++i)
      bar += i < full ? "█" : "░";
    const std::size_t seen = stalls();
    std::printf("\r  %-15s %s %4d/%d %6.1f s %s%4zu stalls%s\033[K",
                r.endpoint.c_str(), bar.c_str(), r.answered, r.requests,
                seconds_since(begin), good_or_bad(seen == 0), seen, plain());
    std::fflush(stdout);
    co_await nostall::sleep(50ms);
  }
}

inline task<> ask(nostall::http::client &client, std::string url, row &r) {
  try {
    auto answer = co_await client.get(url);
    if (answer.status == 200)
      ++r.answered;
    else
      r.trouble = "status " + std::to_string(answer.status);
  } catch (const nostall::cancelled &) {
    throw;
  } catch (const std::exception &e) {
    r.trouble = e.what();
  }
}

inline task<> ask_all(std::string server, row &r, bool live,
                      const stall_count &stalls) {
  nostall::http::client client(std::size_t(r.requests));
  std::vector<task<>> all;
  for (int i = 0; i < r.requests; ++i)
    all.push_back(ask(client, server + r.endpoint, r));
  const auto begin = clock::now();
  nostall::join_handle<void> progress;
  if (live)
    progress = nostall::spawn(show_progress(r, begin, stalls), "progress");
  try {
    co_await nostall::timeout(60s + r.requests * 200ms,
                              nostall::gather(std::move(all)));
  } catch (const nostall::timeout_error &e) {
    r.trouble = e.what();
  }
  r.here.seconds = seconds_since(begin);
  r.here.per_second = r.answered / r.here.seconds;
  if (live) {
    progress.cancel();
    std::printf("\r\033[K");
  }
}

// On a loop of its own: call it on a thread of its own.
inline void measure(const std::string &server, row &r, bool live,
                    const stall_count &stalls) {
  nostall::loop loop;
  loop.run(ask_all(server, r, live, stalls));
}

} // namespace demo
