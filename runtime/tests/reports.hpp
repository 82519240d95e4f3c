#pragma once
// The reports of a stall detector, collected.
#include "nostall/stall_detector.hpp"
#include <cstdio>
#include <ctime>
#include <mutex>
#include <vector>

// Thread sanitizer keeps a signal back until the next call of a library
// function that it knows, through which no stack can be walked.
#if defined(__SANITIZE_THREAD__)
#define NOSTALL_SIGNALS_ARE_LATE 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define NOSTALL_SIGNALS_ARE_LATE 1
#endif
#endif

namespace reports {

using nostall::stall_report;

// Long against the threshold, so that it is seen even on a machine so busy that
// the watchdog gets its turn late.
constexpr std::chrono::milliseconds threshold(20), long_stall(300);
constexpr unsigned long_stall_us = 300'000;

// The reports of one run, in order.
struct collected {
  std::mutex lock;
  std::vector<stall_report> all;
  nostall::stall_options
  options(std::chrono::nanoseconds threshold = reports::threshold) {
    nostall::stall_options o;
    o.threshold = threshold;
    o.sink = [this](const stall_report &r) {
      std::lock_guard hold(lock);
      all.push_back(r);
    };
    return o;
  }
};

// Runs `work` under a detector; what was reported is complete afterwards.
inline std::vector<stall_report> reports_of(nostall::task<> work) {
  collected c;
  {
    nostall::loop loop;
    nostall::stall_detector watch(loop, c.options());
    loop.run(std::move(work));
  }
  return c.all;
}

// Uses the processor for so long, however long that takes.
[[gnu::noinline]] inline void compute(std::chrono::nanoseconds d) {
  auto used = [] {
    timespec t;
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec);
  };
  for (auto end = used() + d; used() < end;)
    for (int i = 0; i < 100'000; ++i)
      asm volatile("");
}

inline void print(const std::vector<stall_report> &all) {
  for (auto &r : all)
    std::printf("%s", r.text().c_str());
}

} // namespace reports
