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

mock::task<> talk(bp::opstream &input, bp::group &workers, bp::v2::popen &filter, boost::asio::io_context &loop,
                  char *text) {
  input << "text" << std::endl;                      // BAD: ipc
  input.write(text, 8);                              // BAD: ipc
  input.good();                                      // OK: only looks
  std::ostringstream memory;
  memory << "text" << std::endl;                     // OK: in memory
  workers.join();                                    // BAD: process
  workers.joinable();                                // OK: only asks
  filter.read_some(boost::asio::buffer(text, 8));    // BAD: ipc
  filter.get_stdin();                                // OK: only looks
  bp::v2::process idle(loop);                        // OK: no program yet
  co_return;
}

mock::task<> start(boost::asio::io_context &loop) {
  bp::v2::process made(loop, "/bin/make", {"all"}); // OK: brief
  co_return;
}
