// libi2c on its own header.
// REQUIRES: i2c
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

extern "C" {
#include <i2c/smbus.h>
}
#include <linux/i2c-dev.h>
#include <sys/ioctl.h>

mock::task<> measure(int bus) {
  ioctl(bus, I2C_SLAVE, 0x48);            // OK: says whom it talks to
  i2c_smbus_read_byte_data(bus, 0);       // BAD: device
  i2c_smbus_write_byte_data(bus, 0, 1);   // BAD: device
  ioctl(bus, I2C_FUNCS, nullptr);         // OK: a number
  co_return;
}
