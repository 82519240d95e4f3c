// libpng on its own headers.
// REQUIRES: libpng
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <png.h>

mock::task<> show(png_structp png, png_infop info, png_bytepp rows, png_image image, void *pixels) {
  png_set_expand(png);                                          // OK: a setting
  png_read_image(png, rows);                                    // BAD: cpu-bound
  png_read_row(png, rows[0], nullptr);                          // OK: a line
  png_write_png(png, info, 0, nullptr);                         // BAD: cpu-bound
  png_image_begin_read_from_memory(&image, pixels, 100);        // OK: reads the head
  png_image_finish_read(&image, nullptr, pixels, 0, nullptr);   // BAD: cpu-bound
  png_image_write_to_file(&image, "a.png", 0, pixels, 0, nullptr); // BAD: file
  png_get_image_width(png, info);                               // OK: a number
  co_return;
}
