// LZ4 on its own headers.
// REQUIRES: lz4
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <lz4.h>
#include <lz4hc.h>

mock::task<> pack(char *to, const char *from, int size) {
  LZ4_compress_HC(from, to, size, 100, LZ4HC_CLEVEL_MAX); // BAD: cpu-bound
  LZ4_compress_HC(from, to, 100, 100, LZ4HC_CLEVEL_MAX); // OK: a moment
  LZ4_compress_default(from, to, 100, 100);              // OK: nearly as quick as a copy
  LZ4_compressBound(100);                                // OK: computes a size
  co_return;
}
