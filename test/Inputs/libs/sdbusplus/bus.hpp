// Declarations of sdbusplus for tests; see ../README.md.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>

namespace sdbusplus {
namespace message {
struct message {
  message call(std::optional<std::chrono::microseconds> timeout = std::nullopt);
  template <typename... T> void append(T &&...values);
  template <typename... T> void read(T &&...values);
};
} // namespace message
using message_t = message::message;
struct bus_t {
  message_t new_method_call(const char *service, const char *path, const char *interface, const char *method);
  message_t call(message_t &method, std::optional<std::chrono::microseconds> timeout = std::nullopt);
  void call_noreply(message_t &method, std::uint64_t timeout);
  int wait(std::uint64_t timeout);
  bool process_discard();
  int get_fd();
  void request_name(const char *name);
};
namespace event {
class event {
public:
  void run_one(std::chrono::microseconds timeout = std::chrono::microseconds::max());
};
} // namespace event
namespace bus {
bus_t new_default();
} // namespace bus
} // namespace sdbusplus
