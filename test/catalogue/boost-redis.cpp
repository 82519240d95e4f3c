// Boost.Redis, on declarations of its documentation: it has no call that waits, its futures have.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <boost/redis.hpp>

mock::task<> load(boost::redis::connection &db) {
  boost::redis::request wish;
  boost::redis::response answer;
  int error = 0;
  wish.push("GET", "a");                                                 // OK: works on memory
  co_await db.async_exec(wish, answer);                                  // OK: awaited
  db.async_exec(wish, answer, boost::redis::use_future_t{}).get();       // BAD: wait
  db.receive(error);                                                     // OK: takes what is there
  db.cancel();                                                           // OK: does not wait
}
