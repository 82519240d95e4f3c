// libudev on its own header.
// REQUIRES: libudev
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <libudev.h>

mock::task<> devices(struct udev *context, struct udev_enumerate *all, struct udev_monitor *events,
                     struct udev_device *disk) {
  udev_enumerate_add_match_subsystem(all, "block"); // OK: a setting
  udev_enumerate_scan_devices(all);                 // BAD: file
  udev_enumerate_get_list_entry(all);               // OK: what was found
  udev_monitor_get_fd(events);                      // OK: only looks
  udev_monitor_receive_device(events);              // OK: takes what is there
  udev_device_get_devnode(disk);                    // OK: known already
  udev_device_get_sysattr_value(disk, "size");      // BAD: device
  co_return;
}
