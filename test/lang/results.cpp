// What helpers return decides branches of those that call them.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <poll.h>
#include <unistd.h>

bool unknown();

bool never() { return false; }
bool always() { return true; }
int level() { return 3; }
bool same(bool b) { return b; }
bool unlike(bool b) { return !b; }
bool twice_removed(bool b) { return unlike(unlike(b)); }
bool is_mode(int mode) { return mode == 2; }
bool sometimes() {
  if (unknown())
    return false;
  return true;
}

class config {
public:
  explicit config(bool on) : on_(on) {}
  bool on() const { return on_; }
  bool off() const { return !on(); }
  void nap() {
    if (on())
      usleep(1);
  }
  void nap_if_off() {
    if (off())
      usleep(1);
  }
  virtual bool overridden() const { return false; }
  static bool debugging() { return false; }

private:
  bool on_;
};
struct other_config : config {
  using config::config;
  bool overridden() const override { return true; }
};

void nap_if(bool b) {
  if (same(b))
    usleep(1);
}
void nap_unless(bool b) {
  if (unlike(b))
    usleep(1);
}
void nap_if_twice(bool b) {
  if (!twice_removed(b))
    return;
  usleep(1);
}
void nap_in_mode(int mode) {
  if (is_mode(mode))
    usleep(1);
}
void nap_as_configured(const config &c) {
  if (c.on())
    usleep(1);
}

mock::task<> results(config &c) {
  if (never())
    usleep(1); // OK: never
  if (always())
    usleep(1); // BAD: sleep
  if (!always())
    usleep(1); // OK: never
  if (level() > 3)
    usleep(1); // OK: it is three
  if (level() >= 3)
    usleep(1); // BAD: sleep
  if (sometimes())
    usleep(1); // BAD: sleep
  if (config::debugging())
    usleep(1); // OK: never
  if (c.overridden())
    usleep(1);         // BAD: sleep
  nap_if(false);       // OK: told not to
  nap_if(true);        // BAD: sleep
  nap_unless(true);    // OK: told not to
  nap_unless(false);   // BAD: sleep
  nap_if_twice(false); // OK: told not to
  nap_if_twice(true);  // BAD: sleep
  nap_in_mode(1);      // OK: another mode
  nap_in_mode(2);      // BAD: sleep
  config quick(false), slow(true);
  quick.nap();              // OK: off
  slow.nap();               // BAD: sleep
  quick.nap_if_off();       // BAD: sleep
  slow.nap_if_off();        // OK: on
  nap_as_configured(quick); // OK: off
  nap_as_configured(slow);  // BAD: sleep
  if (!quick.on())
    co_return;
  usleep(1); // OK: comes back before
}
