// Zstandard on its own headers.
// REQUIRES: zstd
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <zdict.h>
#include <zstd.h>

mock::task<> pack(ZSTD_CCtx *packer, ZSTD_DCtx *opener, char *to, const char *from, const size_t *sizes,
                  size_t length) {
  ZSTD_compress(to, 100, from, length, 3);                // BAD: cpu-bound
  ZSTD_compress(to, 100, from, 100, 3);                   // OK: a moment
  ZSTD_compressBound(100);                                // OK: computes a size
  ZSTD_compress2(packer, to, 1 << 30, from, 1 << 30);             // BAD: cpu-bound
  ZSTD_CCtx_setParameter(packer, ZSTD_c_nbWorkers, 2);    // OK: a setting
  ZSTD_decompressDCtx(opener, to, length, from, 100);        // BAD: cpu-bound
  ZSTD_getFrameContentSize(from, 100);                    // OK: reads the head
  ZDICT_trainFromBuffer(to, 100, from, sizes, 9);         // BAD: cpu-bound
  ZSTD_outBuffer out{to, 100, 0};
  ZSTD_inBuffer in{from, 100, 0};
  ZSTD_compressStream2(packer, &out, &in, ZSTD_e_continue); // OK: a block
  co_return;
}
