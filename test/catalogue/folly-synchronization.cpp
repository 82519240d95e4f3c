// folly, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <folly/SharedMutex.h>
#include <folly/MPMCQueue.h>
#include <folly/io/async/EventBase.h>
#include <folly/synchronization/Baton.h>
#include <unistd.h>

mock::task<> wait(folly::Baton<> &baton, folly::MPMCQueue<int> &queue, folly::EventBase &loop, int &value) {
  baton.try_wait();                            // OK: only looks
  baton.wait();                                // BAD: wait
  baton.try_wait_for(std::chrono::seconds(0)); // OK: only looks
  baton.try_wait_for(std::chrono::seconds(1)); // BAD: wait
  baton.post();                                // OK: wakes another
  queue.read(value);                           // OK: gives up at once
  queue.blockingRead(value);                   // BAD: wait
  loop.runInEventBaseThreadAndWait([] {});     // BAD: wait
  loop.runInEventBaseThread([] {
    usleep(5); // BAD: sleep
  });
  loop.loopForever(); // BAD: nested-event-loop
  co_return;
}
