// libtiff on its own headers.
// REQUIRES: libtiff
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <tiffio.h>

mock::task<> show(uint32_t *pixels, void *line, int *width) {
  TIFF *picture = TIFFOpen("a.tif", "r");           // OK: brief
  TIFFGetField(picture, TIFFTAG_IMAGEWIDTH, width); // OK: is in memory
  TIFFReadRGBAImage(picture, 10, 10, pixels, 0);    // BAD: file
  TIFFScanlineSize(picture);                        // OK: computes a size
  TIFFReadScanline(picture, line, 0, 0);            // BAD: file
  TIFFWriteScanline(picture, line, 0, 0);           // BAD: file
  TIFFClose(picture);                               // BAD: file
  co_return;
}
