// libjpeg and TurboJPEG on their own headers.
// REQUIRES: libjpeg
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <cstdio>
#include <jpeglib.h>
#include <turbojpeg.h>

mock::task<> show(tjhandle jpeg, unsigned char *from, unsigned char *to, jpeg_decompress_struct *lines, JSAMPARRAY rows) {
  int width, height, sampling, space;
  tjDecompressHeader3(jpeg, from, 100, &width, &height, &sampling, &space); // OK: reads the head
  tjDecompress2(jpeg, from, 100, to, 10, 0, 10, TJPF_RGB, 0);              // BAD: cpu-bound
  tjAlloc(100);                                                            // OK: memory
  unsigned long size = 0;
  tjCompress2(jpeg, from, 10, 0, 10, TJPF_RGB, &to, &size, TJSAMP_420, 90, 0); // BAD: cpu-bound
  jpeg_mem_src(lines, from, 100);       // OK: prepares
  jpeg_start_decompress(lines);         // BAD: cpu-bound
  jpeg_read_scanlines(lines, rows, 1);  // OK: a line
  co_return;
}
