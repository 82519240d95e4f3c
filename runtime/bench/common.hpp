#pragma once
// A benchmark program is called as
//   PROGRAM ROW OPERATIONS         prints "ns allocations", an operation each
//   PROGRAM ROW OPERATIONS once    does it once, for who counts instructions
//   PROGRAM                        prints what it was built with
// A row is a function that does n operations and returns how many it saw done.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {

inline std::atomic<bool> counting{false};
inline std::atomic<std::uint64_t> allocations{0};

class program {
public:
  program(int argc, char **argv, const char *about) {
    if (argc >= 3) {
      row_ = argv[1];
      operations_ = std::atol(argv[2]);
      once_ = argc > 3 && !std::strcmp(argv[3], "once");
    } else {
      std::printf("%s\n", about);
    }
  }
  /// A row with nothing to prepare.
  template <class F> void row(const char *name, F body) const {
    prepared_row(name, [&] { return body; });
  }
  /// `prepare` makes, unmeasured, the function that is measured.
  template <class F> void prepared_row(const char *name, F prepare) const {
    if (std::strcmp(row_, name) != 0)
      return;
    auto &&body = prepare();
    run(body, warm_up);
    if (once_) {
      run(body, operations_);
      return;
    }
    auto begin = std::chrono::steady_clock::now();
    run(body, operations_);
    std::chrono::duration<double, std::nano> took =
        std::chrono::steady_clock::now() - begin;
    counting = true;
    run(body, operations_);
    counting = false;
    std::printf("%.3f %.3f\n", took.count() / double(operations_),
                double(allocations) / double(operations_));
  }

private:
  template <class F> static void run(F &body, long n) {
    if (body(n) != n)
      std::abort();
  }
  static constexpr long warm_up = 100;
  const char *row_ = "";
  long operations_ = 0;
  bool once_ = false;
};

inline void count_allocation() noexcept {
  if (counting.load(std::memory_order_relaxed))
    allocations.fetch_add(1, std::memory_order_relaxed);
}

/// The order in which timers are moved, and when they are due: far away, and
/// the same for all libraries.
class timer_script {
public:
  explicit timer_script(long timers) : timers_(std::uint64_t(timers)) {}
  std::size_t which() { return std::size_t(next() % timers_); }
  std::chrono::milliseconds due() {
    return std::chrono::milliseconds(3'600'000 + next() % 1'000'000);
  }

private:
  std::uint64_t next() { // Knuth's MMIX generator
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return state_ >> 33;
  }
  std::uint64_t timers_;
  std::uint64_t state_ = 1;
};

} // namespace bench

// Counts what is asked of the C library, by new or otherwise. One file of a
// program includes this header, so these are defined once.
extern "C" {
void *__libc_malloc(std::size_t);
void *__libc_calloc(std::size_t, std::size_t);
void *__libc_realloc(void *, std::size_t);
void *__libc_memalign(std::size_t, std::size_t);

void *malloc(std::size_t n) noexcept {
  bench::count_allocation();
  return __libc_malloc(n);
}
void *calloc(std::size_t n, std::size_t size) noexcept {
  bench::count_allocation();
  return __libc_calloc(n, size);
}
void *realloc(void *p, std::size_t n) noexcept {
  bench::count_allocation();
  return __libc_realloc(p, n);
}
void *aligned_alloc(std::size_t alignment, std::size_t n) noexcept {
  bench::count_allocation();
  return __libc_memalign(alignment, n);
}
}
