// Sleeping in a coroutine of Seastar: its fix is a line of its file.
// RUN: %check_fixes %t %s -- -std=c++20 -isystem %inputs/libs | %filecheck_only %s
// CHECK: fixed, {{[0-9]+}} left, 1 headers

#include <seastar/core/coroutine.hh>
#include <thread>
#include <unistd.h>

seastar::future<> sleeps(unsigned n) {
  std::this_thread::sleep_for(std::chrono::milliseconds(n)); // FIX: co_await seastar::sleep(std::chrono::milliseconds(n));
  std::this_thread::sleep_for(std::chrono::duration<float>(n)); // OK: not an integer
  co_return;
}
