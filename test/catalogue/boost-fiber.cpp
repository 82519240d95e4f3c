// Boost.Fiber on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <boost/fiber/all.hpp>

mock::task<> wait(boost::fibers::fiber &fiber, boost::fibers::future<int> &result,
                  boost::fibers::buffered_channel<int> &channel, int &value) {
  boost::this_fiber::sleep_for(std::chrono::seconds(1)); // BAD: sleep
  boost::this_fiber::yield();                            // OK: only those that are ready
  fiber.join();                                          // BAD: wait
  fiber.joinable();                                      // OK: only looks
  result.get();                                          // BAD: wait
  channel.pop(value);                                    // BAD: wait
  channel.try_pop(value);                                // OK: gives up at once
  channel.push(1);                                       // BAD: wait
  channel.try_push(1);                                   // OK: gives up at once
  co_return;
}
