// MagickWand on its own headers.
// REQUIRES: magickwand
// RUN: %check_marks %s -- %flags -I/usr/include/ImageMagick-6 -I/usr/include/x86_64-linux-gnu/ImageMagick-6
#define MAGICKCORE_HDRI_ENABLE 0
#define MAGICKCORE_QUANTUM_DEPTH 16
#include "coroutine.h"

#include <wand/MagickWand.h>

mock::task<> thumbnail(const void *blob, size_t *size) {
  MagickWand *wand = NewMagickWand();                      // OK: memory
  MagickReadImage(wand, "a.jpg");                          // BAD: file
  MagickReadImageBlob(wand, blob, 100);                    // BAD: cpu-bound
  MagickGetImageWidth(wand);                               // OK: a number
  MagickResizeImage(wand, 10, 10, LanczosFilter, 1.0);     // BAD: cpu-bound
  MagickSetImageCompressionQuality(wand, 90);              // OK: a setting
  MagickGetImageBlob(wand, size);                          // BAD: cpu-bound
  MagickNextImage(wand);                                   // OK: counts
  MagickWriteImage(wand, "b.jpg");                         // BAD: file
  DestroyMagickWand(wand);                                 // OK: memory
  co_return;
}
