// Calls that the language makes: default arguments and initialisers,
// range-for, structured bindings; and calls that a macro makes.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <tuple>
#include <unistd.h>
#include <utility>

int nap() { return usleep(5); }
int quick() { return 0; }

void slow_default(int = nap()) {}
void quick_default(int = quick()) {}
void second_default(int, int = usleep(5)) {}

mock::task<> default_arguments() {
  slow_default();        // BAD: sleep
  slow_default(1);       // OK: the argument is given
  quick_default();       // OK: does nothing
  second_default(1);     // BAD: sleep
  second_default(1, 2);  // OK: the argument is given
  co_return;
}

struct slow_member {
  int x = nap();
};
struct quick_member {
  int x = quick();
};

mock::task<> default_initialisers() {
  slow_member a;         // BAD: sleep
  quick_member b;        // OK: does nothing
  slow_member c{};       // BAD: sleep
  slow_member d{.x = 1}; // OK: the value is given
  (void)slow_member().x; // BAD: sleep
  (void)quick_member().x; // OK: does nothing
  co_return;
}

struct iterator {
  int operator*() { return 0; }
  iterator &operator++() { return *this; }
  bool operator!=(const iterator &) { return false; }
};
struct slow_iterator {
  int operator*() { return 0; }
  slow_iterator &operator++() { usleep(5); return *this; }
  bool operator!=(const slow_iterator &) { return false; }
};
struct slow_value {
  int operator*() { return usleep(5); }
  slow_value &operator++() { return *this; }
  bool operator!=(const slow_value &) { return false; }
};
struct rows {
  iterator begin() { return {}; }
  iterator end() { return {}; }
};
struct slow_begin {
  iterator begin() { usleep(5); return {}; }
  iterator end() { return {}; }
};
struct slow_steps {
  slow_iterator begin() { return {}; }
  slow_iterator end() { return {}; }
};
struct slow_values {
  slow_value begin() { return {}; }
  slow_value end() { return {}; }
};

mock::task<> range_for(rows a, slow_begin b, slow_steps c, slow_values d) {
  for (int x : a) // OK: does nothing
    (void)x;
  for (int x : b) // BAD: sleep
    (void)x;
  for (int x : c) // BAD: sleep
    (void)x;
  for (int x : d) // BAD: sleep
    (void)x;
  int array[3];
  for (int x : array) // OK: does nothing
    (void)x;
  for (int x : array)
    usleep(x); // BAD: sleep
  for (int x : array)
    nap(), // BAD: sleep
        quick(), (void)x;
  co_return;
}

// Structured bindings by the tuple protocol call get<>().
struct slow_pair {};
struct quick_pair {};
template <int> int get(slow_pair) { return usleep(5); }
template <int> int get(quick_pair) { return 0; }
namespace std {
template <> struct tuple_size<slow_pair> { static constexpr int value = 2; };
template <> struct tuple_size<quick_pair> { static constexpr int value = 2; };
template <size_t I> struct tuple_element<I, slow_pair> { using type = int; };
template <size_t I> struct tuple_element<I, quick_pair> { using type = int; };
} // namespace std
struct aggregate {
  int a, b;
};
aggregate read_slowly() { usleep(5); return {}; }
aggregate read_quickly() { return {}; }

mock::task<> bindings(slow_pair s, quick_pair q) {
  auto [a, b] = s;              // BAD: sleep
  auto [c, d] = q;              // OK: does nothing
  auto [e, f] = read_slowly();  // BAD: sleep
  auto [g, h] = read_quickly(); // OK: does nothing
  (void)(a + b + c + d + e + f + g + h);
  co_return;
}

// A macro is reported where it is used.
#define NAP() usleep(5)
#define NAP_OF(x) usleep(x)
#define TWICE(what) (what, what)
#define LOG(x) (void)sizeof(x)
#define UNUSED_NAP() usleep(5)

mock::task<> macros() {
  NAP();           // BAD: sleep
  NAP_OF(5);       // BAD: sleep
  NAP_OF(0);       // OK: zero
  TWICE(nap());    // BAD: sleep
  TWICE(quick());  // OK: does nothing
  LOG(nap());      // OK: is not evaluated
#if 0
  NAP();           // OK: the preprocessor removed it
#endif
  co_return;
}

mock::task<> conditions() {
  if (int x = nap())   // BAD: sleep
    (void)x;
  if (quick(); nap())  // BAD: sleep
    quick();
  if (int x = quick()) // OK: does nothing
    (void)x;
  switch (nap()) {     // BAD: sleep
  default:
    break;
  }
  switch (quick()) {   // OK: does nothing
  default:
    break;
  }
  while (nap())        // BAD: sleep
    quick();
  int y = quick() ? quick() : nap(); // BAD: sleep
  int z = quick() ? quick() : quick(); // OK: does nothing
  co_await (nap(), mock::yield());   // BAD: sleep
  co_await (quick(), mock::yield()); // OK: does nothing
  (void)(y + z);
}
mock::task<int> returned(bool b) {
  if (b)
    co_return nap(); // BAD: sleep
  co_return quick(); // OK: does nothing
}
