// Members of class templates that only library code runs, which an editor does
// not see in the open file: destructors, a lock's protocol.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <memory>
#include <mutex>
#include <string>
#include <unistd.h>

namespace erased_members {

struct quick {
  std::string name;
  void put(int) {}
};
struct slow {
  std::string name;
  void put(int i) { usleep(i); }
};

template <typename T> struct closing {
  T t;
  ~closing() { t.put(5); }
};
mock::task<> lifetimes() {
  auto c = std::make_unique<closing<slow>>();   // BAD: sleep
  auto d = std::make_unique<closing<quick>>();  // OK: another instance
  co_return;
}

template <typename T> struct gate {
  T t;
  void lock() { t.put(5); }
  void unlock() {}
};
mock::task<> locks(gate<slow> &a, gate<quick> &b) {
  std::lock_guard<gate<slow>> first(a);   // BAD: sleep
  std::lock_guard<gate<quick>> second(b); // OK: another instance
  co_return;
}

} // namespace erased_members
