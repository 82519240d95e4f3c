// libwebp on its own headers.
// REQUIRES: libwebp
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <webp/decode.h>
#include <webp/encode.h>

mock::task<> show(const uint8_t *from, WebPConfig *settings, WebPPicture *picture) {
  int width, height;
  WebPGetInfo(from, 100, &width, &height);          // OK: reads the head
  WebPFree(WebPDecodeRGBA(from, 100, &width, &height)); // BAD: cpu-bound
  WebPConfigInit(settings);                         // OK: a setting
  WebPEncode(settings, picture);                    // BAD: cpu-bound
  WebPPictureRescale(picture, 10, 10);              // BAD: cpu-bound
  WebPPictureFree(picture);                         // OK: memory
  co_return;
}
