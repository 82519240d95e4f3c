// Snappy on its own headers: short enough for the default profile.
// REQUIRES: snappy
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <snappy.h>

mock::task<> pack(std::string from, std::string to, size_t size) {
  snappy::Compress(from.data(), from.size(), &to);                       // BAD: cpu-bound
  snappy::MaxCompressedLength(100);                                      // OK: computes a size
  snappy::Uncompress(from.data(), from.size(), &to);                     // BAD: cpu-bound
  snappy::GetUncompressedLength(from.data(), from.size(), &size);        // OK: reads the head
  co_return;
}
