// What the code declares about itself wins over what its body shows.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

#define BLOCKING [[clang::annotate("nostall::blocking")]]
#define NONBLOCKING [[clang::annotate("nostall::nonblocking")]]

BLOCKING void vendor_wait();
NONBLOCKING void vendor_poll();
void vendor_unknown();
BLOCKING void declared_only() {}
NONBLOCKING void vouched_for() { usleep(5); }
[[clang::annotate("other::blocking")]] void other_tool() {}

struct device {
  BLOCKING void read();
  NONBLOCKING void poll() { usleep(5); }
  BLOCKING device(int);
  NONBLOCKING device(char) { usleep(5); }
  BLOCKING int operator()();
  BLOCKING virtual void flush();
};
struct quiet_device : device {
  void flush() override {}
};

mock::task<> direct(device d, quiet_device &q) {
  vendor_wait();    // BAD: wait
  vendor_poll();    // OK: declared not to block
  vendor_unknown(); // OK: nobody says anything
  declared_only();  // BAD: wait
  vouched_for();    // OK: declared not to block
  other_tool();     // OK: another tool's word
  d.read();         // BAD: wait
  d.poll();         // OK: declared not to block
  device a(1);      // BAD: wait
  device b('c');    // OK: declared not to block
  d();              // BAD: wait
  d.device::flush(); // BAD: wait
  q.flush();        // OK: the override says nothing
  co_return;
}

void helper() { vendor_wait(); }
void quiet_helper() { vouched_for(); }
NONBLOCKING void vouched_helper() { vendor_wait(); }

mock::task<> through_helpers() {
  helper();         // BAD: wait
  quiet_helper();   // OK: what it calls is declared not to block
  vouched_helper(); // OK: declared not to block
  co_return;
}

// On a redeclaration.
NONBLOCKING void redeclared();
void redeclared() { usleep(5); }
void later();
BLOCKING void later();
mock::task<> redeclarations() {
  redeclared(); // OK: declared not to block
  later();      // BAD: wait
  co_return;
}

template <typename T> BLOCKING void template_wait(T);
template <typename T> NONBLOCKING void template_poll(T) { usleep(5); }
mock::task<> templates() {
  template_wait(1); // BAD: wait
  template_poll(1); // OK: declared not to block
  co_return;
}
