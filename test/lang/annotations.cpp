// The macros of nostall/annotations.h, on functions and on parameters.
// RUN: %check_marks %s -- %flags -I%source/include
// The header needs no more than a compiler, and no warning is worth it.
// RUN: %clangxx -std=c++20 -Wall -Wextra -Werror -pedantic -fsyntax-only %flags -I%source/include %s
// RUN: %clangxx -xc -std=c99 -Wall -Wextra -Werror -pedantic -fsyntax-only %source/test/Inputs/annotated.h -I%source/include
// RUN: %clangxx -xc++ -std=c++98 -Wall -Wextra -Werror -pedantic -fsyntax-only %source/test/Inputs/annotated.h -I%source/include

#include "coroutine.h"
#include <functional>
#include <nostall/annotations.h>
#include <unistd.h>
#include <vector>

NOSTALL_BLOCKING void vendor_wait();
NOSTALL_NONBLOCKING inline void vouched_for() { usleep(5); }

struct device {
  NOSTALL_BLOCKING explicit device(int);
  NOSTALL_NONBLOCKING static void poll() { usleep(5); }
  NOSTALL_BLOCKING virtual void flush();
  virtual ~device() = default;
};

mock::task<> functions(device &d) {
  vendor_wait();  // BAD: wait
  vouched_for();  // OK: declared not to block
  device other(1); // BAD: wait
  device::poll(); // OK: declared not to block
  d.flush();      // BAD: wait
  co_return;
}

// Where the body does not show it, parameters say what becomes of callables.
void submit(NOSTALL_OFFLOADS std::function<void()> job);
void on_message(int id, NOSTALL_RUNS_ON_LOOP std::function<void(int)> callback);
struct pool {
  std::vector<std::function<void()>> jobs;
  template <typename F> void run(NOSTALL_OFFLOADS F job) {
    jobs.push_back(std::move(job));
  }
  template <typename F> void run_here(F job) { job(); }
  void later(NOSTALL_RUNS_ON_LOOP void (*callback)());
};
void annotated_nap() { usleep(5); }

void set_up(pool &p) {
  on_message(1, [](int) {
    usleep(5); // BAD: sleep
  });
  p.later([] {
    usleep(5); // BAD: sleep
  });
  submit([] {
    usleep(5); // OK: on another thread
  });
}

mock::task<> parameters(pool &p) {
  submit(annotated_nap);                // OK: other threads run it
  p.run(annotated_nap);                 // OK: other threads run it
  p.run([] { usleep(5); });   // OK: other threads run it
  p.run_here(annotated_nap);            // BAD: sleep
  co_return;
}

// A coroutine that only other threads start.
mock::task<> elsewhere() {
  usleep(5); // OK: started on another thread
  co_return;
}
void start() {
  submit([] { elsewhere(); });
}
