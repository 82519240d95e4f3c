// A lambda that waits where no coroutine is stays silent; the project's rows
// can say which functions run their callbacks on a loop.
// RUN: rm -rf %t && %split_file %s %t
// RUN: %check_marks %t/main.cpp --config=%t/rows.yaml -- %flags

//--- rows.yaml
functions:
  - name: [loop::post, "loop::on_*"]
    runs_on_loop: all
  - name: pool::submit
    offloads: all
//--- main.cpp
#include "coroutine.h"
#include <functional>
#include <unistd.h>

struct loop {
  void post(std::function<void()>);
  void on_timer(int, void (*)());
  void other(std::function<void()>);
};
struct pool {
  void submit(std::function<void()> f) { f(); }
};
void nap() {
  usleep(5); // BAD: sleep
}
void plain_nap() {
  usleep(5); // OK: no loop runs it
}
struct handler {
  void operator()() {
    usleep(5); // BAD: sleep
  }
};

void setup(loop l, pool p) {
  l.post([] {
    usleep(5); // BAD: sleep
  });
  l.post([] {
    usleep(0); // OK: zero
  });
  l.post([] {
    plain_nap(); // BAD: sleep
  });
  l.other([] {
    usleep(5); // OK: not known to be a loop's
  });
  p.submit([] {
    usleep(5); // OK: on the pool
  });
  l.on_timer(1, nap); // OK: the function has the finding
  l.post(handler());  // OK: the operator has the finding
  usleep(5);          // OK: no loop runs it
}
mock::task<> coroutine(loop l, pool p) {
  p.submit([] { usleep(5); }); // OK: the row says that it offloads
  co_return;
}
