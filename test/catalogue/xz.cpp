// liblzma on its own headers.
// REQUIRES: xz
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <lzma.h>

mock::task<> pack(uint8_t *to, size_t *size, const uint8_t *from, lzma_stream *stream, uint64_t *limit,
                  size_t length) {
  lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, nullptr, from, length, to, size, 100); // BAD: cpu-bound
  lzma_easy_encoder(stream, 6, LZMA_CHECK_CRC64);                                  // OK: prepares
  lzma_stream_buffer_decode(limit, 0, nullptr, from, size, 100, to, size, 100);    // BAD: cpu-bound
  lzma_code(stream, LZMA_RUN);                                                     // OK: a block
  co_return;
}
