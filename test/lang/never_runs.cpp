// What is unreachable, unevaluated or discarded does not block.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstdlib>
#include <typeinfo>
#include <unistd.h>

int nap() { return usleep(5); }
bool chance();
[[noreturn]] void fail();
constexpr bool enabled = true, disabled = false;
template <typename T> constexpr bool always = true;

mock::task<> unreachable() {
  if (false)
    nap(); // OK: never
  if (true)
    nap(); // BAD: sleep
  else
    nap(); // OK: never
  if (disabled)
    nap(); // OK: never
  if (enabled)
    nap(); // BAD: sleep
  while (false)
    nap(); // OK: never
  do
    nap(); // BAD: sleep
  while (false);
  for (; disabled;)
    nap(); // OK: never
  for (; chance();)
    nap(); // BAD: sleep
  (void)(false && nap()); // OK: never
  (void)(true && nap());  // BAD: sleep
  (void)(true || nap());  // OK: never
  (void)(false || nap()); // BAD: sleep
  (void)(true ? 1 : nap());  // OK: never
  (void)(true ? nap() : 1);  // BAD: sleep
  (void)(chance() && nap()); // BAD: sleep
  co_return;
  nap(); // OK: after the end
}

mock::task<> after_a_return(bool b) {
  if (b) {
    co_return;
    nap(); // OK: after the end
  }
  nap(); // BAD: sleep
}

mock::task<> after_an_endless_loop() {
  while (true)
    co_await mock::yield();
  nap(); // OK: never
}
mock::task<> after_a_loop_with_an_end() {
  while (true) {
    co_await mock::yield();
    if (chance())
      break;
  }
  nap(); // BAD: sleep
}
mock::task<> after_a_throw(bool b) {
  if (b) {
    throw 1;
    nap(); // OK: never
  }
  nap(); // BAD: sleep
  co_return;
}
mock::task<> after_noreturn(int n) {
  if (n == 1) {
    fail();
    nap(); // OK: never
  }
  if (n == 2) {
    std::abort();
    nap(); // OK: never
  }
  switch (n) {
  case 3:
    break;
    nap(); // OK: never
  case 4:
    nap(); // BAD: sleep
  }
  goto end;
  nap(); // OK: jumped over
end:
  nap(); // BAD: sleep
  co_return;
}

mock::task<> handlers() {
  try {
    chance();
  } catch (int) {
    nap(); // BAD: sleep
  } catch (...) {
    nap(); // BAD: sleep
  }
  co_return;
}

mock::task<> unevaluated() {
  (void)sizeof(nap());                    // OK: only its type counts
  (void)alignof(decltype(nap()));         // OK: only its type counts
  decltype(nap()) x = 0;                  // OK: only its type counts
  (void)noexcept(nap());                  // OK: only whether it throws
  (void)typeid(nap());                    // OK: only its type counts
  (void)requires { nap(); };              // OK: only whether it compiles
  static_assert(sizeof(nap()) == 4);      // OK: only its type counts
  (void)__builtin_constant_p(nap());      // OK: is not evaluated
  int array[sizeof(nap())];               // OK: only its type counts
  (void)x, (void)array;
  nap();                                  // BAD: sleep
  co_return;
}

template <typename T> mock::task<> discarded() {
  if constexpr (sizeof(T) == 1)
    nap(); // BAD: sleep
  if constexpr (sizeof(T) > 100)
    nap(); // OK: no instantiation keeps it
  if constexpr (disabled)
    nap(); // OK: always discarded
  co_return;
}
template mock::task<> discarded<char>();
template mock::task<> discarded<int>();

mock::task<> dead_lambda() {
  auto f = [] { nap(); }; // OK: nobody calls it
  (void)f;
  auto g = [] { nap(); };
  if (false)
    g(); // OK: never
  g(); // BAD: sleep
  co_return;
}

// In a helper as in the coroutine.
void never_helper() {
  return;
  nap();
}
void guarded_helper() {
  if (disabled)
    nap();
}
void live_helper() {
  if (chance())
    nap();
}
int type_helper() { return sizeof(nap()); }
mock::task<> helpers() {
  never_helper();   // OK: it returns before
  guarded_helper(); // OK: turned off
  type_helper();    // OK: only the type counts
  live_helper();    // BAD: sleep
  co_return;
}
consteval int compile_time(int n) { return n; }
mock::task<> computed() {
  (void)compile_time(5); // OK: the compiler runs it
  if consteval {
    (void)compile_time(1);
  } else {
    nap(); // BAD: sleep
  }
  if (__builtin_is_constant_evaluated())
    (void)compile_time(1);
  co_return;
}

int wanted();
void adjust(int &level) { level = wanted(); }
mock::task<> constant_locals() {
  int debug = 0, level = 2, set = 0, lent = 0, named = 0, captured = 0;
  volatile int by_debugger = 0;
  bool quiet = true;
  if (debug)
    nap(); // OK: it stays 0
  if (!quiet)
    nap(); // OK: it stays true
  if (level > 3)
    nap(); // OK: it stays 2
  if (level > 1)
    nap(); // BAD: sleep
  if (quiet && !debug)
    nap(); // BAD: sleep
  if (by_debugger)
    nap(); // BAD: sleep: others may write to it
  for (int i = 0; i < 2; ++i) {
    if (set)
      nap(); // BAD: sleep: the second time
    set = wanted();
  }
again:
  int last = 0;
  adjust(lent);
  if (lent)
    nap(); // BAD: sleep
  int &other = named;
  other = wanted();
  if (named)
    nap(); // BAD: sleep
  auto change = [&] { captured = wanted(); };
  change();
  if (captured)
    nap(); // BAD: sleep
  if (last)
    goto again;
  co_return;
}
