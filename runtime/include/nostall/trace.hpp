#pragma once
/// trace: writes what the loop did as a timeline for people to look at.
///
/// Records every step of the loop while it lives, and writes them as Chrome
/// trace JSON, which ui.perfetto.dev and chrome://tracing show: one bar a step,
/// named after its task, with the coroutine and line of its last co_await. A
/// step longer than `stall` is coloured. Costs two clock reads and about 100
/// bytes a step; keeps at most `most` steps (the first ones).
/// Errors: std::system_error from write(); the destructor ignores them.
/// Thread-safety: loop thread, or while the loop does not run.
///
///     nostall::trace timeline(loop, "timeline.json");
#include "loop.hpp"

namespace nostall {

class trace final : private detail::tracer {
public:
  explicit trace(loop &on, std::string path = {},
                 std::chrono::nanoseconds stall = std::chrono::milliseconds(10),
                 std::size_t most = 1'000'000);
  /// Writes the file, if a path was given and write() was not called.
  ~trace();
  trace(const trace &) = delete;
  trace &operator=(const trace &) = delete;

  std::size_t steps() const noexcept { return steps_.size(); }
  /// The whole trace as one JSON document.
  std::string json() const;
  void write(const std::string &path);

private:
  struct step {
    std::int64_t begin = 0, end = 0;
    std::string task;
    std::source_location at;
  };
  void begin(const detail::frame *, std::int64_t now) noexcept override;
  void end(std::int64_t now) noexcept override;
  loop &on_;
  std::string path_;
  std::int64_t stall_;
  std::size_t most_;
  std::vector<step> steps_;
  bool open_ = false;
};

} // namespace nostall
