#pragma once
// Waiting for descriptors that the runtime does not own: each wait registers
// the descriptor and the last one takes it out again, so that a descriptor
// which is closed and opened anew behind our back is no trouble.
#include "nostall/io.hpp"
#include <unordered_map>

namespace nostall::detail {

class readiness_table {
public:
  explicit readiness_table(loop &l) noexcept : loop_(l) {}
  ~readiness_table();
  // False if the descriptor is always ready (a regular file).
  bool add(int fd, readiness &waiter);
  void remove(int fd) noexcept; // after a waiter left

private:
  struct entry final : io_source {
    list<operation> readers, writers;
    std::uint32_t armed = 0;
    readiness_table *table = nullptr;
    int fd = -1;
    void on_events(std::uint32_t events) noexcept override;
  };
  void update(entry &e);
  loop &loop_;
  std::unordered_map<int, std::unique_ptr<entry>> entries_;
  std::vector<std::unique_ptr<entry>> spare_;
};

} // namespace nostall::detail
