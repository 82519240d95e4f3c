// Brotli on its own headers.
// REQUIRES: brotli
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <brotli/decode.h>
#include <brotli/encode.h>

mock::task<> pack(BrotliEncoderState *state, uint8_t *to, size_t *size, const uint8_t *from,
                  size_t length) {
  BrotliEncoderCompress(BROTLI_DEFAULT_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, length, from, size, to); // BAD: cpu-bound
  BrotliEncoderCompress(BROTLI_DEFAULT_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, 100, from, size, to); // OK: a moment
  BrotliEncoderMaxCompressedSize(100);                       // OK: computes a size
  BrotliDecoderDecompress(length, from, size, to);              // BAD: cpu-bound
  BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, 1); // OK: a setting
  BrotliEncoderCompressStream(state, BROTLI_OPERATION_PROCESS, size, &from, size, &to, nullptr); // OK: a block
  co_return;
}
