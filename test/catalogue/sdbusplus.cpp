// sdbusplus, on declarations of its headers.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <sdbusplus/async/context.hpp>
#include <sdbusplus/bus.hpp>

mock::task<> ask(sdbusplus::bus_t &bus, sdbusplus::event::event &events, sdbusplus::async::context &context) {
  auto method = bus.new_method_call("a", "/b", "c", "d"); // OK: works on memory
  method.append(1);                                       // OK: works on memory
  auto answer = bus.call(method);                         // BAD: ipc
  answer.read();                                          // OK: is in memory
  method.call();                                          // BAD: ipc
  bus.call_noreply(method, 1000);                         // BAD: ipc
  bus.wait(0);                                            // OK: only looks
  bus.wait(1000);                                         // BAD: ipc
  bus.process_discard();                                  // OK: handles what is there
  bus.request_name("e");                                  // BAD: ipc
  bus.get_fd();                                           // OK: a number
  events.run_one(std::chrono::microseconds(0));           // OK: handles what is there
  events.run_one();                                       // BAD: nested-event-loop
  context.request_stop();                                 // OK: a flag
  context.run();                                          // BAD: nested-event-loop
  co_return;
}
