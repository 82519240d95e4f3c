// RUN: %check_marks %s -- %flags -I%S/Inputs
// Sensor gateway: I2C, SPI, serial line, GPIO.
#include <array>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <linux/spi/spidev.h>
#include <linux/watchdog.h>
#include <sys/ioctl.h>
#include <sys/random.h>

namespace gw {

struct coro {
  struct promise_type {
    coro get_return_object() { return {}; }
    std::suspend_never initial_suspend() const noexcept { return {}; }
    std::suspend_never final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    [[noreturn]] void unhandled_exception() const { std::terminate(); }
  };
};

class Timers {
  std::multimap<std::chrono::steady_clock::time_point, std::coroutine_handle<>> m_;
public:
  auto sleep(std::chrono::nanoseconds d) {
    struct S { Timers& t; std::chrono::nanoseconds d; bool await_ready() { return d.count() <= 0; } void await_suspend(std::coroutine_handle<> h) { t.m_.emplace(std::chrono::steady_clock::now() + d, h); } void await_resume() {} };
    return S{*this, d};
  }
  auto usleep(int us) { return sleep(std::chrono::microseconds(us)); }
};

class I2c {
  int fd_ = -1; uint8_t addr_;
public:
  I2c(const char* dev, uint8_t addr) : fd_(::open(dev, O_RDWR)), addr_(addr) { ::ioctl(fd_, I2C_SLAVE, addr_); }
  uint16_t reg(uint8_t r) const {
    i2c_msg m[2]{}; uint8_t v[2]{};
    m[0] = {addr_, 0, 1, &r}; m[1] = {addr_, I2C_M_RD, 2, v};
    i2c_rdwr_ioctl_data d{m, 2};
    ::ioctl(fd_, I2C_RDWR, &d);               // OK: plain member
    return v[0] << 8 | v[1];
  }
  uint8_t address() const { return addr_; }
  uint16_t operator[](uint8_t r) const { return reg(r); }
  uint16_t operator()() const { return reg(0); }
};

struct Celsius {
  double v;
  explicit Celsius(const I2c& dev) : v(dev[5] / 16.0) {}
  explicit Celsius(double d) : v(d) {}
  auto operator<=>(const Celsius&) const = default;
};

static void settle(unsigned us) { if (us) ::usleep(us); }
static void busy(int n) { for (volatile int i = 0; i < n; i = i + 1) {} }

class Serial {
  int fd_;
public:
  explicit Serial(const char* tty, int extra = 0) : fd_(::open(tty, O_RDWR | O_NOCTTY | extra)) {}
  std::string line() { std::string s; char c; while (::read(fd_, &c, 1) == 1 && c != '\n') s += c; return s; }
  void drain() { ::tcdrain(fd_); }
  void discard() { ::tcflush(fd_, TCIOFLUSH); }
  int raw() const { return fd_; }
};

coro poll_i2c(Timers& tm) {
  I2c dev("/dev/i2c-1", 0x48); // BAD: file
  uint16_t a = dev.reg(1); // BAD: device
  a += dev[2]; // BAD: device
  a += dev(); // BAD: device
  a += dev.address();                             // OK: returns a member
  Celsius warm(dev); // BAD: device
  Celsius limit(80.0);                            // OK: the other constructor
  if (warm > limit) settle(50); // BAD: sleep
  busy(10);                                       // OK: spins a few cycles
  co_await tm.sleep(std::chrono::seconds(1));     // OK: awaited timer
  co_await tm.usleep(10);                         // OK: awaited timer
  std::vector<Celsius> hist;
  hist.emplace_back(dev); // BAD: device
  hist.emplace_back(20.0); // FALSE: device: the other constructor
  (void)(a > 3 && dev[7] > 2); // BAD: device
  auto f = [&dev] { return dev[9]; };             // OK: not called here
  a = f(); // BAD: device
}

coro spi(int fd) {
  spi_ioc_transfer t{}; t.len = 4;
  ::ioctl(fd, SPI_IOC_MESSAGE(1), &t); // BAD: device
  int n = 0;
  ::ioctl(fd, FIONREAD, &n);                      // OK: asks for the number of bytes
  winsize ws{}; ::ioctl(fd, TIOCGWINSZ, &ws);     // OK: asks for the window size
  union i2c_smbus_data sd; i2c_smbus_ioctl_data args{I2C_SMBUS_READ, 1, I2C_SMBUS_BYTE_DATA, &sd};
  ::ioctl(fd, I2C_SMBUS, &args); // BAD: device
  std::array<std::byte, 16> key;
  ::getrandom(key.data(), key.size(), GRND_NONBLOCK);   // OK: GRND_NONBLOCK
  ::getrandom(key.data(), key.size(), GRND_RANDOM | GRND_NONBLOCK);   // OK: GRND_NONBLOCK
  co_return;
}

coro serial(Timers& tm) {
  Serial s("/dev/ttyUSB0"); // BAD: file
  std::string l = s.line(); // BAD: file
  s.drain(); // BAD: device
  s.discard();                                    // OK: tcflush drops the buffers
  ::tcsendbreak(s.raw(), 0); // BAD: device
  termios t{}; ::tcgetattr(s.raw(), &t); ::cfmakeraw(&t);   // OK: reads attributes
  ::tcsetattr(s.raw(), TCSANOW, &t);              // OK: TCSANOW
  ::tcsetattr(s.raw(), TCSADRAIN, &t); // BAD: device
  ::tcsetattr(s.raw(), TCSAFLUSH, &t); // BAD: device
  int fd = ::open("/dev/ttyS1", O_RDWR | O_NOCTTY | O_NONBLOCK);   // OK: O_NONBLOCK open
  char c;
  while (::read(fd, &c, 1) > 0) l += c;           // OK: O_NONBLOCK
  if (::read(fd, &c, 1) < 0 && errno == EAGAIN) co_await tm.sleep(std::chrono::milliseconds(1));   // OK: O_NONBLOCK
  (void)!::write(fd, l.data(), l.size());         // OK: O_NONBLOCK
  ::fcntl(fd, F_SETFL, 0);
  (void)!::write(fd, l.data(), l.size()); // MISSED: device: see docs/limitations.md
}

coro gpio(int chip, int dog) {
  gpioevent_request req{}; gpioevent_data ev;
  ::ioctl(chip, GPIO_GET_LINEEVENT_IOCTL, &req);
  (void)!::read(req.fd, &ev, sizeof ev); // BAD: file
  ::ioctl(dog, WDIOC_KEEPALIVE, 0);               // OK: pats the watchdog
  for (int i = 0; i < 3; ++i) {
    struct timespec ts = {.tv_sec = 0, .tv_nsec = 500000};
    while (::nanosleep(&ts, &ts) == -1 && errno == EINTR) {} // BAD: sleep
  }
  settle(0);                                      // OK: zero skips the sleep
  co_return;
}

}  // namespace gw
