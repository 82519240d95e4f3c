// libusb on its own header.
// REQUIRES: libusb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <libusb-1.0/libusb.h>

mock::task<> ask(libusb_device_handle *device, libusb_transfer *transfer, unsigned char *text, int *size) {
  libusb_bulk_transfer(device, 1, text, 8, size, 1000);   // BAD: device
  libusb_control_transfer(device, 0, 0, 0, 0, text, 8, 0); // BAD: device
  libusb_submit_transfer(transfer);                       // OK: the callback tells
  libusb_handle_events(nullptr);                          // BAD: nested-event-loop
  timeval now = {0, 0};
  libusb_handle_events_timeout(nullptr, &now);            // OK: only what is due
  libusb_get_pollfds(nullptr);                            // OK: only looks
  libusb_error_name(0);                                   // OK: only text
  co_return;
}

mock::task<> described(libusb_device_handle *device, libusb_bos_descriptor *all) {
  libusb_get_bos_descriptor(device, &all);   // BAD: device
  libusb_free_bos_descriptor(all);           // OK: only memory
  co_return;
}
