// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean (default profile). Catch2 isDebuggerActive():
// literal path under /proc or /sys or /dev/null is not the disk. 168 alarms in
// libcoro's tests
#include <unistd.h>
#include <coroutine>
#include <fstream>
#include <string>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
bool debugger() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) if (line.rfind("TracerPid:", 0) == 0) return line.back() != '0';
  return false;
}
task coro() { debugger(); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
