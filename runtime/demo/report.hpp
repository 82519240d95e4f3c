#pragma once
// What the demo shows: a table, and the lines that stalled.
#include "nostall/stall_detector.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <string>
#include <unistd.h>
#include <vector>

namespace demo {

struct figures {
  double seconds = 0;
  double per_second = 0;
};

struct row {
  std::string endpoint;
  int requests = 0;
  int answered = 0;
  std::string trouble; // why the others were not
  std::size_t stalls = 0;
  figures here;
  figures article; // zeros: it has none
};

// ---- what a terminal can do ----

inline bool is_terminal() {
  const char *kind = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) && kind && std::strcmp(kind, "dumb") != 0;
}

// Nothing where colours are not wanted (no-color.org).
inline const char *colour(const char *code) {
  static const bool wanted = [] {
    const char *no = std::getenv("NO_COLOR");
    return is_terminal() && !(no && *no);
  }();
  return wanted ? code : "";
}
inline const char *plain() { return colour("\033[0m"); }
inline const char *faint() { return colour("\033[2m"); }
inline const char *bold() { return colour("\033[1m"); }
inline const char *good_or_bad(bool good) {
  return colour(good ? "\033[32m" : "\033[31m");
}

// ---- the table ----

inline void print_head(const std::vector<row> &rows,
                       std::chrono::milliseconds work) {
  const bool article = rows.front().article.seconds > 0;
  std::printf("%d requests at once, each of which takes %lld ms\n\n",
              rows.front().requests, static_cast<long long>(work.count()));
  if (article)
    std::printf("%s%72s%s\n", faint(), "the article's Python", plain());
  std::printf("%s  %-15s %8s %8s %8s %7s%s%s\n", bold(), "endpoint", "requests",
              "seconds", "req/s", "stalls",
              article ? "     seconds     req/s" : "", plain());
}

inline void print_row(const row &r) {
  std::printf("  %-15s %8d %8.3f %8.1f %s%7zu%s", r.endpoint.c_str(),
              r.answered, r.here.seconds, r.here.per_second,
              good_or_bad(r.stalls == 0), r.stalls, plain());
  if (r.article.seconds > 0)
    std::printf(" %11.2f %9.1f", r.article.seconds, r.article.per_second);
  std::printf("\n");
  std::fflush(stdout);
}

inline bool write_json(const char *path, const std::vector<row> &rows) {
  std::FILE *out = std::fopen(path, "w");
  if (!out)
    return false;
  const char *before = "[\n";
  for (auto &r : rows) {
    std::fprintf(out,
                 "%s  {\"endpoint\": \"%s\", \"requests\": %d, "
                 "\"seconds\": %.4f, \"requests_per_second\": %.1f, "
                 "\"stalls\": %zu",
                 before, r.endpoint.c_str(), r.answered, r.here.seconds,
                 r.here.per_second, r.stalls);
    if (r.article.seconds > 0)
      std::fprintf(out,
                   ", \"article_seconds\": %.2f, "
                   "\"article_requests_per_second\": %.1f",
                   r.article.seconds, r.article.per_second);
    std::fprintf(out, "}");
    before = ",\n";
  }
  std::fprintf(out, "\n]\n");
  const bool well = !std::ferror(out);
  return std::fclose(out) == 0 && well;
}

// ---- what the stall detector saw ----

class notebook {
  struct stalls_of_a_line {
    nostall::stall_report first;
    std::size_t times = 0;
    std::chrono::nanoseconds total{}, longest{};
    std::size_t most_waiting = 0;
  };

public:
  // Called on the detector's thread. A loop that is only short of processor
  // time is the machine's fault.
  void note(const nostall::stall_report &r) {
    if (!r.ended || r.why == nostall::stall_report::cause::preempted)
      return;
    std::lock_guard hold(lock_);
    ++count_;
    auto &line = line_of(r);
    ++line.times;
    line.total += r.duration;
    line.longest = std::max(line.longest, r.duration);
    line.most_waiting = std::max(line.most_waiting, r.tasks_waiting);
  }
  std::size_t count() const {
    std::lock_guard hold(lock_);
    return count_;
  }
  void print() const {
    std::printf("\n%swhat the stall detector saw%s\n", bold(), plain());
    for (auto &line : lines_)
      print(line);
    if (lines_.empty())
      std::printf("  nothing\n");
  }

private:
  stalls_of_a_line &line_of(const nostall::stall_report &r) {
    for (auto &line : lines_)
      if (line.first.coroutine.text() == r.coroutine.text())
        return line;
    auto &line = lines_.emplace_back();
    line.first = r;
    return line;
  }
  static void print(const stalls_of_a_line &line) {
    auto ms = [](std::chrono::nanoseconds d) {
      return std::chrono::duration<double, std::milli>(d).count();
    };
    const auto &r = line.first;
    if (r.coroutine.line)
      std::printf("\n  %s%s:%u%s in %s\n", good_or_bad(false),
                  shown(r.coroutine.file).c_str(), r.coroutine.line, plain(),
                  bare(r.coroutine.function).c_str());
    else
      std::printf("\n  a line that could not be told\n");
    std::printf("    %zu time%s %s%s%s, for about %.0f ms each (%.0f ms at "
                "most)\n",
                line.times, line.times > 1 ? "s" : "", to_string(r.why),
                r.system_call.empty() ? "" : " in ", r.system_call.c_str(),
                ms(line.total) / double(line.times), ms(line.longest));
    if (line.most_waiting)
      std::printf("    made up to %zu ready tasks wait\n", line.most_waiting);
  }
  // Without its namespace, type and parameters.
  static std::string bare(std::string function) {
    const std::string unnamed = "(anonymous namespace)::";
    if (auto at = function.find(unnamed); at != function.npos)
      function.erase(at, unnamed.size());
    function.erase(std::min(function.find('('), function.size()));
    return function.substr(function.rfind(' ') + 1);
  }
  // As short as it can be found from here.
  static std::string shown(const std::filesystem::path &file) {
    const auto here = std::filesystem::current_path();
    const auto near = file.lexically_proximate(here);
    return here.has_relative_path() && *near.begin() != ".." ? near : file;
  }
  mutable std::mutex lock_;
  std::size_t count_ = 0;
  std::vector<stalls_of_a_line> lines_;
};

} // namespace demo
