// Abseil on its own headers.
// REQUIRES: abseil
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <absl/strings/str_format.h>
#include <absl/synchronization/barrier.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>

mock::task<> wait(absl::Mutex &mutex, absl::CondVar &changed, absl::Notification &done, absl::Barrier &barrier,
                  absl::BlockingCounter &counter, bool *ready) {
  mutex.TryLock();                                            // OK: gives up at once
  mutex.Lock();                                               // BAD: lock
  mutex.Await(absl::Condition(ready));                        // BAD: wait
  mutex.AwaitWithTimeout(absl::Condition(ready), absl::Seconds(1)); // BAD: wait
  mutex.Unlock();                                             // OK: gives it back
  { absl::MutexLock lock(&mutex); }                           // BAD: lock
  { absl::MutexLock lock(&mutex, absl::Condition(ready)); }   // BAD: wait
  changed.Wait(&mutex);                                       // BAD: wait
  changed.Signal();                                           // OK: wakes others
  done.WaitForNotification();                                 // BAD: wait
  done.WaitForNotificationWithTimeout(absl::Seconds(1));      // BAD: wait
  done.HasBeenNotified();                                     // OK: only looks
  done.Notify();                                              // OK: wakes others
  barrier.Block();                                            // BAD: wait
  counter.Wait();                                             // BAD: wait
  counter.DecrementCount();                                   // OK: wakes others
  absl::SleepFor(absl::Seconds(1));                           // BAD: sleep
  absl::Now();                                                // OK: only reads a clock
  co_return;
}

mock::task<> written(absl::TimeZone *zone) {
  absl::PrintF("%d", 1);                           // BAD: console
  std::string text = absl::StrFormat("%d", 1);     // OK: writes to memory
  absl::LoadTimeZone("Europe/Berlin", zone);       // BAD: file
  absl::UTCTimeZone();                             // OK: needs no file
  co_return;
}
