#pragma once
// The reports of a stall detector, collected.
#include "nostall/stall_detector.hpp"
#include <cstdio>
#include <mutex>
#include <vector>

namespace reports {

using nostall::stall_report;

// The reports of one run, in order.
struct collected {
  std::mutex lock;
  std::vector<stall_report> all;
  nostall::stall_options
  options(std::chrono::nanoseconds threshold = std::chrono::milliseconds(20)) {
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

inline void print(const std::vector<stall_report> &all) {
  for (auto &r : all)
    std::printf("%s", r.text().c_str());
}

} // namespace reports
