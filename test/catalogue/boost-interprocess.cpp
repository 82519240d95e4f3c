// Boost.Interprocess on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/managed_mapped_file.hpp>
#include <boost/interprocess/sync/file_lock.hpp>
#include <boost/interprocess/sync/interprocess_condition.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/named_semaphore.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/interprocess/sync/named_sharable_mutex.hpp>
#include <boost/interprocess/sync/null_mutex.hpp>
#include <chrono>

using namespace boost::interprocess;

mock::task<> wait(named_mutex &mutex, named_semaphore &slots, message_queue &queue, file_lock &file, char *text) {
  mutex.try_lock();                                     // OK: gives up at once
  mutex.lock();                                         // BAD: ipc
  mutex.unlock();                                       // OK: gives it back
  scoped_lock<named_mutex> lock(mutex);                 // BAD: ipc
  scoped_lock<named_mutex> later(mutex, defer_lock);    // OK: takes nothing yet
  slots.try_wait();                                     // OK: gives up at once
  slots.wait();                                         // BAD: ipc
  slots.post();                                         // OK: wakes others
  message_queue::size_type size;
  unsigned priority;
  queue.send(text, 8, 0);                               // BAD: ipc
  queue.try_send(text, 8, 0);                           // OK: gives up at once
  queue.receive(text, 8, size, priority);               // BAD: ipc
  queue.try_receive(text, 8, size, priority);           // OK: gives up at once
  file.lock_sharable();                                 // BAD: ipc
  file.try_lock();                                      // OK: gives up at once
  co_return;
}

mock::task<> newer_names(named_mutex &mutex, named_sharable_mutex &table, interprocess_mutex &shared,
                         interprocess_condition &changed, managed_mapped_file *orders) {
  auto soon = std::chrono::seconds(1);
  mutex.try_lock_for(soon);                         // BAD: ipc
  mutex.try_lock();                                 // OK: gives up at once
  table.lock_shared();                              // BAD: ipc
  table.try_lock_shared();                          // OK: gives up at once
  table.try_lock_shared_for(soon);                  // BAD: ipc
  table.unlock_shared();                            // OK: gives it back
  scoped_lock<interprocess_mutex> lock(shared, defer_lock); // OK: takes nothing yet
  lock.try_lock_for(soon);                          // BAD: ipc
  changed.wait_for(lock, soon);                     // BAD: ipc
  changed.notify_all();                             // OK: wakes others
  null_mutex none;
  none.lock();                                      // OK: locks nothing
  orders->flush();                                  // BAD: file
  orders->get_size();                               // OK: only looks
  co_return;
}
