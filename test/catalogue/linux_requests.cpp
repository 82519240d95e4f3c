// Requests of ioctl and calls by number that wait, beside those that do not.
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <fcntl.h>
#include <linux/dvb/frontend.h>
#include <linux/loop.h>
#include <linux/usbdevice_fs.h>
#include <linux/watchdog.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mtio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

mock::task<> requests(int device, void *data, mtop *tape) {
  ioctl(device, USBDEVFS_SETINTERFACE, data);     // BAD: device
  ioctl(device, USBDEVFS_SUBMITURB, data);        // OK: only starts it
  ioctl(device, USBDEVFS_REAPURBNDELAY, data);    // OK: takes what is there
  ioctl(device, LOOP_CONFIGURE, data);            // BAD: device
  ioctl(device, LOOP_GET_STATUS64, data);         // OK: only asks
  ioctl(device, MTIOCTOP, tape);                  // BAD: device
  ioctl(device, FE_GET_EVENT, data);              // BAD: device
  ioctl(device, FE_READ_STATUS, data);            // OK: only asks
  ioctl(device, WDIOC_KEEPALIVE, 0);              // OK: only says so
  co_return;
}

mock::task<> numbers(int socket, pollfd *watched, char *text) {
  syscall(SYS_poll, watched, 1, -1);                             // BAD: wait
  syscall(SYS_poll, watched, 1, 0);                              // OK: only looks
  syscall(SYS_recvfrom, socket, text, 8, 0, nullptr, nullptr);   // BAD: socket
  syscall(SYS_recvfrom, socket, text, 8, MSG_DONTWAIT, nullptr, nullptr); // OK: takes what is there
  syscall(SYS_accept, socket, nullptr, nullptr);                 // BAD: socket
  syscall(SYS_flock, socket, LOCK_EX);                           // BAD: lock
  syscall(SYS_flock, socket, LOCK_EX | LOCK_NB);                 // OK: gives up at once
  syscall(SYS_getpid);                                           // OK: only asks
  co_return;
}
