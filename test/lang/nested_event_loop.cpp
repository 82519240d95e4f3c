// nostall-nested-event-loop: loops that run inside the loop.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <thread>

namespace boost::asio {
struct io_context {
  std::size_t run();
  std::size_t run_one();
  std::size_t run_for(std::chrono::nanoseconds time);
  void stop();
  bool stopped() const;
};
} // namespace boost::asio

extern "C" {
typedef enum { UV_RUN_DEFAULT, UV_RUN_ONCE, UV_RUN_NOWAIT } uv_run_mode;
int uv_run(struct uv_loop_s *loop, uv_run_mode mode);
void uv_stop(struct uv_loop_s *loop);
}

namespace nested_event_loop {

using boost::asio::io_context;

int answer_now(io_context &io) {
  int answer = 0;
  io.run();
  return answer;
}

void turn(uv_loop_s *loop, uv_run_mode mode) { uv_run(loop, mode); }

mock::task<> ask(io_context &io) {
  using namespace std::chrono_literals;
  answer_now(io);                            // BAD: nested-event-loop
  io.run_one();                              // BAD: nested-event-loop
  io.run_for(20ms);                          // BAD: nested-event-loop
  io.run_for(0s);                            // OK: what is ready
  std::thread([&io] { io.run(); }).detach(); // OK: has a thread of its own
  if (!io.stopped())                         // OK: asks
    io.stop();                               // OK: tells
  co_return;
}

mock::task<> drain(uv_loop_s *loop) {
  turn(loop, UV_RUN_DEFAULT); // BAD: nested-event-loop
  turn(loop, UV_RUN_NOWAIT);  // OK: what is ready
  uv_stop(loop);              // OK: tells
  co_return;
}

// Not the loop of a library, whatever its name says.
struct engine {
  int run();
};

mock::task<> drive(engine &e) {
  e.run(); // OK: unknown
  co_return;
}

} // namespace nested_event_loop

int main() {
  boost::asio::io_context io;
  return static_cast<int>(io.run()); // OK: this is where it belongs
}
