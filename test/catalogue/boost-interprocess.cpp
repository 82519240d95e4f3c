// Boost.Interprocess on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/interprocess/sync/file_lock.hpp>
#include <boost/interprocess/sync/named_mutex.hpp>
#include <boost/interprocess/sync/named_semaphore.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>

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
