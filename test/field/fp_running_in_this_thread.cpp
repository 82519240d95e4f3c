// RUN: %check_marks %s -- -std=c++20
// REQUIRES: asio
// Found in a field trial: clean. silkworm rpc/json/stream.cpp:274 (66 alarms):
// the sleep is on the branch where executor.running_in_this_thread() is false,
// i.e. never on the loop's thread (flags: -std=c++20, Debian libasio-dev)
#define ASIO_STANDALONE
#define ASIO_HAS_CO_AWAIT
#include <utility>
#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <chrono>
#include <thread>
bool try_send();
void write(asio::io_context &loop) {
  if (loop.get_executor().running_in_this_thread()) {
    asio::post(loop, [] { try_send(); });
  } else {
    while (!try_send()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}
asio::awaitable<void> handle(asio::io_context &loop) { write(loop); co_return; } // FALSE: sleep
void elsewhere() {} // OK: nothing waits
