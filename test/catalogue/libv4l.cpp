// libv4l on its own headers.
// REQUIRES: libv4l
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <fcntl.h>
#include <libv4l2.h>
#include <linux/videodev2.h>

mock::task<> film(int camera, char *picture, v4l2_buffer buffer) {
  v4l2_read(camera, picture, 100);           // BAD: device
  v4l2_ioctl(camera, VIDIOC_QBUF, &buffer);  // OK: hands a buffer over
  v4l2_ioctl(camera, VIDIOC_DQBUF, &buffer); // BAD: device
  int other = v4l2_open("/dev/video0", O_RDWR | O_NONBLOCK); // OK: brief
  v4l2_ioctl(other, VIDIOC_DQBUF, &buffer);  // OK: says EAGAIN
  v4l2_close(other);                         // OK: does not wait
  co_return;
}
