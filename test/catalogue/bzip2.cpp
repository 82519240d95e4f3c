// bzip2 on its own headers.
// REQUIRES: bzip2
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <bzlib.h>

mock::task<> pack(char *to, unsigned *size, char *from, unsigned length, BZFILE *file) {
  BZ2_bzBuffToBuffCompress(to, size, from, 100, 9, 0, 0);   // OK: a moment
  BZ2_bzBuffToBuffCompress(to, size, from, length, 9, 0, 0); // BAD: cpu-bound
  BZ2_bzBuffToBuffDecompress(to, size, from, length, 0, 0);   // BAD: cpu-bound
  bz_stream stream{};
  BZ2_bzCompressInit(&stream, 9, 0, 0);                     // OK: prepares
  BZ2_bzCompress(&stream, BZ_RUN);                          // OK: a block
  BZ2_bzread(file, to, 100);                                // BAD: file
  BZ2_bzlibVersion();                                       // OK: a string
  co_return;
}
