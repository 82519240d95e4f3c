// Magick++ on its own headers.
// REQUIRES: magick++
// RUN: %check_marks %s -- %flags -I/usr/include/ImageMagick-6 -I/usr/include/x86_64-linux-gnu/ImageMagick-6
#define MAGICKCORE_HDRI_ENABLE 0
#define MAGICKCORE_QUANTUM_DEPTH 16
#include "coroutine.h"

#include <Magick++.h>

mock::task<> thumbnail(Magick::Blob blob) {
  Magick::Image empty;                            // OK: has no pixels
  Magick::Image file("a.jpg");                    // BAD: file
  Magick::Image memory(blob);                     // BAD: cpu-bound
  Magick::Image copy(memory);                     // OK: shares the pixels
  empty.read("b.jpg");                            // BAD: file
  empty.read(blob);                               // BAD: cpu-bound
  empty.ping(blob);                               // OK: reads the head
  empty.resize("100x100");                        // BAD: cpu-bound
  empty.columns();                                // OK: a number
  empty.gaussianBlur(2, 1);                       // BAD: cpu-bound
  empty.quality(90);                              // OK: a setting
  empty.write("c.jpg");                           // BAD: file
  empty.write(&blob);                             // BAD: cpu-bound
  empty.magick("PNG");                            // OK: a setting
  empty.display();                                // BAD: wait
  co_return;
}
