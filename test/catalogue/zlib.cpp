// zlib on its own headers.
// REQUIRES: zlib
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <zlib.h>

void compress(int level); // of the project

mock::task<> pack(unsigned char *to, unsigned long *size, const unsigned char *from, unsigned long length) {
  ::compress(to, size, from, length);      // BAD: cpu-bound
  ::compress(7);                           // OK: another function
  compress2(to, size, from, length, 9);    // BAD: cpu-bound
  compress2(to, size, from, 512, 9);       // OK: a moment
  compressBound(length);                   // OK: computes a size
  uncompress(to, size, from, length);      // BAD: cpu-bound
  crc32(0, from, 8);                       // OK: as quick as a copy
  z_stream stream{};
  deflateInit(&stream, 6);                 // OK: prepares
  deflate(&stream, Z_NO_FLUSH);            // OK: a block
  inflate(&stream, Z_NO_FLUSH);            // OK: a block
  gzFile file = gzopen("a", "r");          // OK: brief
  gzread(file, to, 8);                     // BAD: file
  gzeof(file);                             // OK: a flag
  gzwrite(file, from, 8);                  // BAD: file
  gzclose(file);                           // BAD: file
  co_return;
}
