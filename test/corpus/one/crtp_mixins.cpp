// RUN: %check_marks %s -- %flags -I%S/Inputs
// Home automation: CRTP devices, mixins, tag dispatch, policy bases.
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "task.h"

namespace home {

using namespace std::chrono_literals;

template <class Derived>
class Device {
 public:
  int read_value() { return self().raw() & 0xff; }
  void set(int v) {
    self().prepare();
    self().apply(v);
  }
  void prepare() {}
  std::string label() const { return static_cast<const Derived&>(*this).name(); }

 protected:
  Derived& self() { return static_cast<Derived&>(*this); }
};

class Thermometer : public Device<Thermometer> {
 public:
  explicit Thermometer(int fd) : fd_(fd) {}
  int raw() {
    char b[16] = {};
    ::read(fd_, b, sizeof b - 1);
    return std::atoi(b);
  }
  void apply(int) {}
  std::string name() const { return "thermometer"; }

 private:
  int fd_;
};

class Lamp : public Device<Lamp> {
 public:
  int raw() const { return level_; }
  void prepare() { std::this_thread::sleep_for(5ms); }
  void apply(int v) { level_ = v; }
  std::string name() const { return "lamp"; }

 private:
  int level_ = 0;
};

class Virtual : public Device<Virtual> {
 public:
  int raw() const { return v_; }
  void apply(int v) { v_ = v; }
  std::string name() const { return "virtual"; }

 private:
  int v_ = 0;
};

// Mixins.
template <class Base>
struct Retrying : Base {
  using Base::Base;
  int read_twice() {
    int a = this->read_value();
    return a ? a : this->read_value();
  }
};

template <class Base>
struct Settling : Base {
  using Base::Base;
  void settle() { ::usleep(1000); }
};

template <class... Mixins>
struct Board : Mixins... {
  void bring_up() { (Mixins::init(), ...); }
};
struct Uart {
  int fd = 0;
  void init() { ::tcdrain(fd); }
};
struct Gpio { void init() {} };
struct Pwm { void init() {} };

// Tag dispatch.
struct blocking_tag {};
struct polling_tag {};
inline void acquire(blocking_tag) { std::this_thread::sleep_for(10ms); }
inline void acquire(polling_tag) {}
template <class D>
void acquire_for(const D&) {
  acquire(typename D::mode{});
}
struct Relay { using mode = blocking_tag; };
struct Led { using mode = polling_tag; };

// C++20 variant of the same with a deduced helper.
template <class D>
int poll_device(Device<D>& d) {
  return d.read_value();
}

rt::task<int> sample_all(Thermometer& t, Lamp& l, Virtual& v) {
  int n = t.read_value(); // BAD: file
  n += l.read_value();                          // OK: returns a member
  n += v.read_value();                          // OK: returns a member
  n += poll_device(t); // BAD: file
  n += poll_device(v);                          // OK: returns a member
  n += int(t.label().size() + l.label().size());  // OK: a constant
  co_return n;
}

rt::task<> set_all(Thermometer& t, Lamp& l, Virtual& v) {
  t.set(1);                                     // OK: empty prepare and apply
  l.set(80); // BAD: sleep
  v.set(1);                                     // OK: stores a number
  co_return;
}

rt::task<int> mixins(int fd) {
  Retrying<Thermometer> t(fd);
  int n = t.read_twice(); // BAD: file
  Retrying<Virtual> v;
  n += v.read_twice();                          // OK: returns a member
  Settling<Retrying<Virtual>> s;
  n += s.read_twice();                          // OK: returns a member
  s.settle(); // BAD: sleep
  co_return n;
}

rt::task<> boards() {
  Board<Gpio, Uart> full;
  full.bring_up(); // BAD: device
  Board<Gpio, Pwm> small;
  small.bring_up();                             // OK: every init is empty
  full.Gpio::init();                            // OK: empty
  full.Uart::init(); // BAD: device
  co_return;
}

rt::task<> tags() {
  acquire_for(Relay{}); // BAD: sleep
  acquire_for(Led{});                           // OK: polling overload is empty
  acquire(blocking_tag{}); // BAD: sleep
  acquire(polling_tag{});                       // OK: polling overload is empty
  co_return;
}

// A coroutine living in a CRTP base: the finding depends on the derived class.
template <class D>
class Service {
 public:
  rt::task<> start() {
    auto& d = static_cast<D&>(*this);
    d.init(); // BAD: sleep
    co_return;
  }
};
class Heater : public Service<Heater> {
 public:
  void init() { ::sleep(1); }
};

template <class D>
class QuietService {
 public:
  rt::task<> start() {
    static_cast<D&>(*this).init();              // OK: the derived init is empty
    co_return;
  }
};
class Clock : public QuietService<Clock> {
 public:
  void init() {}
};

rt::task<> start_all(Heater& h, Clock& c) {
  co_await h.start();                           // OK: reported in start itself
  co_await c.start();                           // OK: harmless
}

void bench(Thermometer& t, Lamp& l) {
  t.read_value();                               // OK: plain function, called by no coroutine
  l.set(1);                                     // OK: plain function, called by no coroutine
}

}  // namespace home
