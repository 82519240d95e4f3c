// RUN: %check_marks %s -- %flags -I%S/Inputs
// Modbus/serial and I2C/SPI gateway.
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/spi/spidev.h>
#include <linux/watchdog.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "task.h"

namespace gateway {

using frame = std::array<std::uint8_t, 8>;

// One RS-485 line; opened blocking, as the vendor's sample does.
class Line {
 public:
  explicit Line(const char* dev) : fd_(::open(dev, O_RDWR | O_NOCTTY)) {}
  ~Line() { ::close(fd_); }

  void transmit(const frame& f) {
    ::write(fd_, f.data(), f.size());
    ::tcdrain(fd_);
  }
  void speed(speed_t s) {
    termios t{};
    tcgetattr(fd_, &t);
    cfsetspeed(&t, s);
    tcsetattr(fd_, TCSANOW, &t);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

rt::task<frame> transact(Line& line, frame req) {
  line.speed(B115200);                             // OK: TCSANOW changes at once
  line.transmit(req); // BAD: device file
  frame rsp{};
  ::write(line.fd(), req.data(), req.size()); // BAD: file
  ::tcdrain(line.fd()); // BAD: device
  ::read(line.fd(), rsp.data(), rsp.size()); // BAD: file
  ::tcflush(line.fd(), TCIOFLUSH);                 // OK: discards the queues
  ::tcflow(line.fd(), TCOON);                      // OK: flow control only
  co_return rsp;
}

rt::task<> modem_lines(int fd) {
  int bits = 0;
  ioctl(fd, TIOCMGET, &bits);                      // OK: a query
  ioctl(fd, TIOCMIWAIT, TIOCM_CD | TIOCM_CTS); // BAD: device
  ioctl(fd, FIONREAD, &bits);                      // OK: a query
  ioctl(fd, TCSBRK, 1); // BAD: device
  tcsendbreak(fd, 0); // BAD: device
  termios t{};
  tcgetattr(fd, &t);                               // OK: a query
  cfmakeraw(&t);                                   // OK: changes a struct
  tcsetattr(fd, TCSANOW, &t);                      // OK: TCSANOW changes at once
  tcsetattr(fd, TCSADRAIN, &t); // BAD: device
  tcsetattr(fd, TCSAFLUSH, &t); // BAD: device
  co_return;
}

rt::task<int> i2c_sensor(int bus) {
  ioctl(bus, I2C_SLAVE, 0x48);                     // OK: selects the address only
  std::uint8_t reg = 0, raw[2]{};
  ::write(bus, &reg, 1); // BAD: file
  ::read(bus, raw, 2); // BAD: file
  i2c_msg msgs[2] = {{0x48, 0, 1, &reg}, {0x48, I2C_M_RD, 2, raw}};
  i2c_rdwr_ioctl_data xfer{msgs, 2};
  ioctl(bus, I2C_RDWR, &xfer); // BAD: device
  co_return raw[0] << 8 | raw[1];
}

rt::task<int> spi_adc(int dev) {
  std::uint8_t mode = SPI_MODE_0;
  ioctl(dev, SPI_IOC_WR_MODE, &mode);              // OK: sets a mode
  spi_ioc_transfer tr{};
  tr.len = 3;
  ioctl(dev, SPI_IOC_MESSAGE(1), &tr); // BAD: device
  co_return 0;
}

rt::task<std::string> nonblocking_serial(const char* dev) {
  int fd = ::open(dev, O_RDWR | O_NOCTTY | O_NONBLOCK);  // OK: O_NONBLOCK open of a device
  char buf[256];
  co_await rt::readable(fd);                       // OK: waits on the loop
  ssize_t n = ::read(fd, buf, sizeof buf);         // OK: O_NONBLOCK descriptor
  if (n > 0) {
    co_await rt::writable(fd);                     // OK: waits on the loop
    ::write(fd, buf, std::size_t(n));              // OK: O_NONBLOCK descriptor
  }
  co_return std::string(buf, n > 0 ? std::size_t(n) : 0);
}

rt::task<> feed_watchdog(int wd) {
  for (;;) {
    ioctl(wd, WDIOC_KEEPALIVE, 0);                 // OK: a register write
    co_await rt::async_sleep(std::chrono::seconds(5));  // OK: asynchronous timer
  }
}

// Asynchronous device abstraction of the new code.
struct async_line {
  rt::task<> tcdrain();
  rt::task<frame> read();
  rt::task<> write(frame f);
};

rt::task<frame> transact(async_line& l, frame req) {
  co_await l.write(req);                           // OK: awaited member of the user's class
  co_await l.tcdrain();                            // OK: awaited member of the user's class
  co_return co_await l.read();                     // OK: awaited member of the user's class
}

int factory_test(const char* dev) {
  Line l(dev);
  l.transmit({});                                  // OK: plain function, called by no coroutine
  frame f;
  return int(::read(l.fd(), f.data(), f.size()));  // OK: plain function, called by no coroutine
}

}  // namespace gateway
