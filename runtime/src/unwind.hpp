#pragma once
// Walks the stack of another thread from a few of its registers, by the call
// frame information that every x86-64 program carries (.eh_frame). Memory is
// read through a function that may fail, so a stack that changes under us
// yields a wrong or short walk, never a crash.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace nostall::detail {

struct registers {
  // DWARF numbers: 6 rbp, 7 rsp, 16 the return address.
  static constexpr int count = 17, rbp = 6, rsp = 7, rip = 16;
  std::uint64_t value[count] = {};
  bool known[count] = {};
  void set(int r, std::uint64_t v) {
    value[r] = v;
    known[r] = true;
  }
};

using memory_reader =
    std::function<bool(std::uint64_t at, void *to, std::size_t size)>;

// Reads this process's own memory; false where there is none.
bool read_memory(std::uint64_t at, void *to, std::size_t size) noexcept;

// Program counters, innermost first. The first is exact, the others are return
// addresses.
std::vector<std::uint64_t> unwind(registers from, const memory_reader &read,
                                  std::size_t most = 64);

} // namespace nostall::detail
