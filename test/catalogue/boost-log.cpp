// Boost.Log on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- %flags -DBOOST_LOG_DYN_LINK
#include "coroutine.h"

#include <boost/log/core.hpp>
#include <boost/log/sinks/async_frontend.hpp>
#include <boost/log/sinks/sync_frontend.hpp>
#include <boost/log/sinks/text_file_backend.hpp>
#include <boost/log/trivial.hpp>
#include <boost/log/utility/ipc/reliable_message_queue.hpp>

namespace logging = boost::log;
namespace sinks = logging::sinks;

mock::task<> written(sinks::synchronous_sink<sinks::text_file_backend> &file,
                     sinks::asynchronous_sink<sinks::text_file_backend> &thread) {
  BOOST_LOG_TRIVIAL(info) << "a";          // BAD: console
  logging::core::get()->flush();           // BAD: console
  logging::core::get()->add_thread_attribute("a", {}); // OK: only remembers it
  file.flush();                            // BAD: file
  file.locked_backend()->rotate_file();    // BAD: file
  thread.flush();                          // BAD: wait
  thread.stop();                           // BAD: wait
  thread.reset_filter();                   // OK: only forgets it
  co_return;
}

mock::task<> queued(logging::ipc::reliable_message_queue &queue, std::string &text) {
  queue.send("a", 1);         // BAD: ipc
  queue.try_send("a", 1);     // OK: gives up at once
  queue.receive(text);        // BAD: ipc
  queue.try_receive(text);    // OK: gives up at once
  co_return;
}
