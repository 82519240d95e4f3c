// libgpiod on its own headers, C and C++.
// REQUIRES: libgpiod
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <gpiod.h>
#include <gpiod.hpp>

mock::task<> button(gpiod_line *line, const gpiod::line &pin) {
  timespec wait{1, 0}, none{};
  gpiod_line_event event;
  gpiod_line_request_rising_edge_events(line, "a"); // OK: sets it up
  gpiod_line_event_wait(line, &wait);               // BAD: device
  gpiod_line_event_wait(line, nullptr);             // BAD: device
  gpiod_line_event_wait(line, &none);               // OK: only looks
  gpiod_line_event_get_fd(line);                    // OK: a number
  gpiod_line_event_read(line, &event);              // BAD: device
  gpiod_line_get_value(line);                       // OK: brief
  pin.event_wait(std::chrono::seconds(1));          // BAD: device
  pin.event_wait(std::chrono::seconds(0));          // OK: only looks
  pin.event_read();                                 // BAD: device
  pin.set_value(1);                                 // OK: brief
  co_return;
}
