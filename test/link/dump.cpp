// The facts of a file, as text.
// RUN: %nostall summarize %s --dump -- %flags | %filecheck_only --match-full-lines %s
// What was written and read again gives the same findings: see summarize.test.
#include "coroutine.h"
#include <sys/socket.h>
#include <unistd.h>

struct base {
  virtual ~base() = default;
  virtual void work() {}
};
struct derived : base {
  int fd_ = -1;
  void work() override { usleep(5); } // NOLINT
};

template <typename F> void run(F f) { f(); }

mock::task<int> fetch(base &b, int fd) {
  char buffer[8];
  auto size = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
  if (size < 0)
    b.work();
  run([] { usleep(1); });
  co_await mock::yield();
  co_return 0;
}

struct holder {
  int fd;
  void keep(int other) { fd = other; }
};

int *made;
int once() {
  static int first = getpid();
  made = new int;
  return first;
}

// CHECK: summary of {{.*}}dump.cpp
// CHECK: written made by once as 1
// CHECK: function derived::work at {{.*}}dump.cpp:14:8
// CHECK-NEXT:   usr c:@S@derived@F@work#
// CHECK-NEXT:   overrides base::work
// CHECK:     0: call usleep(5) at 14:26-14:35, suppressed, written "5"
// CHECK: coroutine fetch at {{.*}}dump.cpp:19:17, returns mock::task
// CHECK:   variable ${{[0-9]+}} fd, parameter 1
// CHECK:     {{[0-9]+}}: call recv(parameter 1 ${{[0-9]+}}, ? ${{[0-9]+}}, 8, 64) to ${{[0-9]+}} at 21:15-21:60, written "fd" "buffer" "sizeof buffer" "MSG_DONTWAIT"
// CHECK:     {{[0-9]+}}: call base::work() on parameter 0 ${{[0-9]+}} at 23:7-23:13, virtual
// CHECK:     {{[0-9]+}}: call run(functor fetch()::) at 24:3-24:25{{.*}}
// CHECK:     {{[0-9]+}}: await of result {{[0-9]+}}{{.*}} at 25:3-25:11
// CHECK: function holder::keep at {{.*}}
// CHECK:     0: copy of parameter 0 ${{[0-9]+}} to ? ${{[0-9]+}} "holder::fd" own at 31:31-31:36
// CHECK: function once at {{.*}}
// CHECK:     0: call getpid() to ${{[0-9]+}} at 36:22-36:30, once{{.*}}
