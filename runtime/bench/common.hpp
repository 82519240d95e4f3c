#pragma once
// A benchmark executable: rows by name, "row ns_per_op allocations_per_op".
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {

inline std::atomic<std::uint64_t> allocations{0};

// Each row runs `body(n)` once to warm up, and then for real.
template <class F>
void row(int argc, char **argv, const char *name, long n, F body) {
  if (argc > 1 && std::strcmp(argv[1], name) != 0)
    return;
  body(n / 10 + 1);
  auto allocated = allocations.load(std::memory_order_relaxed);
  auto begin = std::chrono::steady_clock::now();
  body(n);
  std::chrono::duration<double, std::nano> took =
      std::chrono::steady_clock::now() - begin;
  allocated = allocations.load(std::memory_order_relaxed) - allocated;
  std::printf("%s %.2f %.2f\n", name, took.count() / double(n),
              double(allocated) / double(n));
  std::fflush(stdout);
}

} // namespace bench

// Counts what is asked of the C library, so that every way to allocate counts.
// One file an executable includes this header, so these are defined once.
extern "C" {
void *__libc_malloc(std::size_t);
void *__libc_memalign(std::size_t, std::size_t);

void *malloc(std::size_t n) noexcept {
  bench::allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(n);
}
void *aligned_alloc(std::size_t alignment, std::size_t n) noexcept {
  bench::allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_memalign(alignment, n);
}
}
