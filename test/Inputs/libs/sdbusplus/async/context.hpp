// Declarations of sdbusplus for tests; see ../../README.md.
#pragma once

namespace sdbusplus::async {
class context {
public:
  void run();
  bool request_stop() noexcept;
};
} // namespace sdbusplus::async
