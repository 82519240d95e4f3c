// spdlog and fmt on their own headers: off by default.
// REQUIRES: spdlog
// RUN: %check_marks %s --profile=strict --checks=nostall-blocking-console -- %flags -DSPDLOG_FMT_EXTERNAL
#include "coroutine.h"

#include <spdlog/spdlog.h>
#include <spdlog/sinks/basic_file_sink.h>

mock::task<> log(spdlog::logger &log) {
  log.info("x {}", 1);                    // BAD: console
  spdlog::warn("x");                      // BAD: console
  log.should_log(spdlog::level::info);    // OK: only looks
  log.set_level(spdlog::level::info);     // OK: only remembers it
  log.flush();                            // BAD: file
  spdlog::basic_logger_mt("a", "a.log");  // BAD: file
  fmt::print("x");                        // BAD: console
  fmt::format("{}", 1);                   // OK: works on memory
  co_return;
}

mock::task<> quiet(spdlog::logger &log) {
  spdlog::get("a"); // OK: only looks
  log.name();       // OK: only looks
  co_return;
}
