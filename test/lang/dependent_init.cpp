// Templates that nothing instantiates have expressions without a type.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <unistd.h>

struct W {};
void use(const W &);

template <class T> struct dependent {
  void two(T a, T b) {
    T x(a, b);
    use(x);
  }
  void numbers() {
    T t(0, 1);
    use(t);
  }
  T field{0};
  template <class... A> void pack(A... a) { T x(a...); }
};

mock::task<> caller() {
  usleep(1);        // BAD: sleep
  dependent<W> *d;  // OK: nothing is called
  (void)d;
  co_return;
}
