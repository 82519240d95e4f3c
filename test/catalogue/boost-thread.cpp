// Boost.Thread on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- %flags -DBOOST_THREAD_VERSION=4 -DBOOST_THREAD_PROVIDES_EXECUTORS
#include "coroutine.h"

#include <boost/thread.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/executors/basic_thread_pool.hpp>
#include <unistd.h>

mock::task<> wait(boost::timed_mutex &mutex, boost::condition_variable &changed, boost::thread &thread,
                  boost::future<int> &result, boost::latch &latch, boost::executors::basic_thread_pool &pool) {
  mutex.try_lock();                                       // OK: gives up at once
  mutex.try_lock_for(boost::chrono::seconds(1));          // BAD: lock
  mutex.lock();                                           // BAD: lock
  mutex.unlock();                                         // OK: gives it back
  boost::unique_lock<boost::timed_mutex> lock(mutex, boost::defer_lock); // OK: takes nothing yet
  boost::mutex other;
  boost::unique_lock<boost::mutex> held(other);           // BAD: lock
  changed.wait(held);                                     // BAD: wait
  changed.wait_for(held, boost::chrono::seconds(1));      // BAD: wait
  changed.notify_one();                                   // OK: wakes others
  thread.joinable();                                      // OK: only looks
  thread.join();                                          // BAD: wait
  result.is_ready();                                      // OK: only looks
  result.get();                                           // BAD: wait
  latch.try_wait();                                       // OK: only looks
  latch.wait();                                           // BAD: wait
  boost::this_thread::sleep_for(boost::chrono::seconds(1)); // BAD: sleep
  boost::this_thread::yield();                            // OK: comes back at once
  pool.submit([] { usleep(5); });                         // OK: a thread of the pool
  boost::thread started([] { usleep(5); });               // OK: a thread of its own
  started.detach();                                       // OK: does not wait
  co_return;
}

mock::task<> rest(boost::shared_mutex &table, boost::executors::basic_thread_pool &pool, boost::latch &latch) {
  boost::this_thread::no_interruption_point::sleep_for(boost::chrono::seconds(1)); // BAD: sleep
  boost::this_thread::yield();                                  // OK: lets others run
  table.try_lock_upgrade_for(boost::chrono::seconds(1));        // BAD: lock
  table.try_lock_upgrade();                                     // OK: gives up at once
  latch.sync();                                                 // BAD: wait
  latch.count_down();                                           // OK: only counts
  pool.interrupt_and_join();                                    // BAD: wait
  pool.close();                                                 // OK: only tells it
  co_return;
}
