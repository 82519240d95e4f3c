// How the advice to move a call off the loop writes the call's object. In a
// field trial it wrote `lock->.push()`, `unlock.unlock()` and `LOG(x).log(LOG(x))`.
// RUN: %nostall --quiet --exit-zero %s -- %flags 2>&1 | %filecheck_only %s --implicit-check-not="off the event loop"
// REQUIRES: asio
#define ASIO_STANDALONE
#define ASIO_HAS_CO_AWAIT
#include <utility>
#include <asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <unistd.h>

struct journal {
  void push(int n) { ::usleep(n); }
  void log(const char *) { ::usleep(10); }
  asio::awaitable<void> serve();
};
#define LOG(j, text) (j).log(text)
#define NAP(j) (j).log("no advice" + 3)

asio::awaitable<void> handle(journal value, journal *pointer, std::optional<journal> optional) {
  // CHECK: off the event loop it can be: {{.*}} co_return value.push(1);
  value.push(1);
  // CHECK: off the event loop it can be: {{.*}} co_return pointer->push(2);
  pointer->push(2);
  // CHECK: off the event loop it can be: {{.*}} co_return optional->push(3);
  optional->push(3);
  // CHECK: off the event loop it can be: {{.*}} co_return value.log("slow");
  LOG(value, "slow");
  NAP(value);
  co_return;
}

asio::awaitable<void> journal::serve() {
  // CHECK: off the event loop it can be: {{.*}} co_return this->push(4);
  push(4);
  co_return;
}
