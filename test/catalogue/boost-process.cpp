// Boost.Process on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <boost/process.hpp>
#include <boost/process/v2.hpp>

namespace bp = boost::process;

mock::task<> run(bp::child &child, bp::v2::process &other) {
  bp::system("make");                                // BAD: process
  child.wait();                                      // BAD: process
  child.wait_for(std::chrono::seconds(1));           // BAD: process
  child.running();                                   // OK: only asks
  child.terminate();                                 // OK: only tells it
  other.wait();                                      // BAD: process
  other.running();                                   // OK: only asks
  other.interrupt();                                 // OK: only tells it
  co_return;
}
