// Recursion ends, and what is on the ring is found from each entry.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

void direct(int n) {
  if (n > 0)
    direct(n - 1);
  usleep(5);
}
void quiet(int n) {
  if (n > 0)
    quiet(n - 1);
}

void even(int n);
void odd(int n) {
  if (n > 0)
    even(n - 1);
}
void even(int n) {
  if (n > 0)
    odd(n - 1);
  else
    usleep(5);
}

void quiet_even(int n);
void quiet_odd(int n) { quiet_even(n - 1); }
void quiet_even(int n) {
  if (n > 0)
    quiet_odd(n - 1);
}

// A condition that is carried around the ring.
void carried(int n, int nap) {
  if (n > 0)
    carried(n - 1, nap);
  usleep(nap);
}

template <int N> void counts() { counts<N - 1>(); }
template <> void counts<0>() { usleep(5); }
template <int N> void quiet_counts() { quiet_counts<N - 1>(); }
template <> void quiet_counts<0>() {}

mock::task<> enters() {
  direct(3);        // BAD: sleep
  quiet(3);         // OK: does nothing
  even(3);          // BAD: sleep
  odd(3);           // BAD: sleep
  quiet_even(3);    // OK: does nothing
  quiet_odd(3);     // OK: does nothing
  carried(3, 5);    // BAD: sleep
  carried(3, 0);    // OK: zero
  counts<4>();      // BAD: sleep
  quiet_counts<4>(); // OK: does nothing
  co_return;
}

mock::task<> itself(int n) {
  if (n > 0)
    co_await itself(n - 1); // OK: the body has its own finding
  usleep(5); // BAD: sleep
}

struct node {
  node *next;
  void visit() {
    if (next)
      next->visit();
    usleep(5);
  }
  void count() {
    if (next)
      next->count();
  }
};
mock::task<> walks(node n) {
  n.visit(); // BAD: sleep
  n.count(); // OK: does nothing
  auto ring = [](auto self, int i) -> void {
    if (i > 0)
      self(self, i - 1);
    usleep(5);
  };
  ring(ring, 3); // BAD: sleep
  auto quiet_ring = [](auto self, int i) -> void {
    if (i > 0)
      self(self, i - 1);
  };
  quiet_ring(quiet_ring, 3); // OK: does nothing
  co_return;
}
