// Functions, members, operators and conversions, called as one calls them.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <compare>
#include <unistd.h>

void nap() { usleep(5); }
void quick() {}
namespace lib {
void nap() { usleep(5); }
void quick() {}
} // namespace lib

struct worker {
  void nap() { usleep(5); }
  void quick() {}
  static void static_nap() { usleep(5); }
  static void static_quick() {}
  worker &chain() { return *this; }
};

struct blocking {
  blocking operator+(int) { usleep(5); return *this; }
  blocking operator-() { usleep(5); return *this; }
  blocking &operator++() { usleep(5); return *this; }
  blocking operator++(int) { usleep(5); return *this; }
  blocking &operator=(int) { usleep(5); return *this; }
  int operator[](int) { usleep(5); return 0; }
  int operator()(int) { usleep(5); return 0; }
  worker *operator->() { usleep(5); return nullptr; }
  operator bool() { usleep(5); return true; }
  explicit operator int() { usleep(5); return 1; }
  bool operator==(const blocking &) const { usleep(5); return true; }
  std::strong_ordering operator<=>(const blocking &) const {
    usleep(5);
    return std::strong_ordering::equal;
  }
};
blocking &operator<<(blocking &b, int) { usleep(5); return b; }
int operator""_naps(unsigned long long) { return usleep(5); }

struct harmless {
  harmless operator+(int) { return *this; }
  harmless operator-() { return *this; }
  harmless &operator++() { return *this; }
  harmless &operator=(int) { return *this; }
  int operator[](int) { return 0; }
  int operator()(int) { return 0; }
  worker *operator->() { return nullptr; }
  operator bool() { return true; }
  explicit operator int() { return 1; }
  bool operator==(const harmless &) const { return true; }
};
harmless &operator<<(harmless &h, int) { return h; }
int operator""_times(unsigned long long) { return 1; }

mock::task<> functions(worker w) {
  nap();                     // BAD: sleep
  ::nap();                   // BAD: sleep
  lib::nap();                // BAD: sleep
  (nap)();                   // BAD: sleep
  quick();                   // OK: does nothing
  lib::quick();              // OK: does nothing
  w.quick();                 // OK: does nothing
  w.chain().chain().nap();   // BAD: sleep
  w.chain().chain().quick(); // OK: does nothing
  worker::static_nap();      // BAD: sleep
  w.static_nap();            // BAD: sleep
  worker::static_quick();    // OK: does nothing
  co_return;
}

mock::task<> operators(blocking b, harmless h) {
  b + 1;             // BAD: sleep
  -b;                // BAD: sleep
  ++b;               // BAD: sleep
  b++;               // BAD: sleep
  b = 1;             // BAD: sleep
  b[1];              // BAD: sleep
  b(1);              // BAD: sleep
  b->quick();        // BAD: sleep
  b << 1;            // BAD: sleep
  1_naps;            // BAD: sleep
  (void)(b == b);    // BAD: sleep
  (void)(b != b);    // BAD: sleep
  (void)(b < b);     // BAD: sleep
  b.operator+(1);    // BAD: sleep
  h + 1;             // OK: does nothing
  -h;                // OK: does nothing
  ++h;               // OK: does nothing
  h = 1;             // OK: does nothing
  h[1];              // OK: does nothing
  h(1);              // OK: does nothing
  h->quick();        // OK: does nothing
  h << 1;            // OK: does nothing
  1_times;           // OK: does nothing
  (void)(h == h);    // OK: does nothing
  (void)(h != h);    // OK: does nothing
  h.operator+(1);    // OK: does nothing
  co_return;
}

void take(bool) {}

mock::task<> conversions(blocking b, harmless h) {
  if (b)                  // BAD: sleep
    quick();
  take(b);                // BAD: sleep
  bool x = b;             // BAD: sleep
  (void)static_cast<int>(b); // BAD: sleep
  (void)!b;               // BAD: sleep
  if (h)                  // OK: does nothing
    quick();
  take(h);                // OK: does nothing
  bool y = h;             // OK: does nothing
  (void)static_cast<int>(h); // OK: does nothing
  (void)!h;               // OK: does nothing
  (void)(x && y);
  co_return;
}
