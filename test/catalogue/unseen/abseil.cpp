// abseil, on its own headers; see README.md.
// REQUIRES: abseil
// RUN: %check_marks %s --profile=strict -- -std=c++20 -DNOMINMAX
#include <absl/status/status.h>
#include <absl/strings/str_cat.h>
#include <absl/strings/str_split.h>
#include <absl/synchronization/barrier.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/time/clock.h>
#include <absl/time/time.h>
#include <string>
#include <vector>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task sleeping()
{
    absl::SleepFor(absl::Milliseconds(20));                             // BAD: sleep
    absl::SleepFor(absl::Seconds(1));                                   // BAD: sleep
    absl::Time t = absl::Now();                                         // OK: does not wait
    int64_t n = absl::GetCurrentTimeNanos();                            // OK: does not wait
    absl::Duration d = absl::Seconds(5);                                // OK: does not wait
    std::string s = absl::FormatDuration(d);                            // OK: does not wait
    auto u = absl::UTCTimeZone();                                       // OK: does not wait
    (void)t; (void)n; (void)u;
    co_return;
}

task notifications(absl::Notification &n, absl::BlockingCounter &c, absl::Barrier *b)
{
    bool h = n.HasBeenNotified();                                       // OK: does not wait
    n.WaitForNotification();                                            // BAD: wait
    n.WaitForNotificationWithTimeout(absl::Seconds(2));                 // BAD: wait
    n.WaitForNotificationWithDeadline(absl::Now() + absl::Seconds(2));  // BAD: wait
    n.WaitForNotificationWithTimeout(absl::ZeroDuration());             // OK: does not wait
    n.Notify();                                                         // OK: does not wait
    c.DecrementCount();                                                 // OK: does not wait
    c.Wait();                                                           // BAD: wait
    b->Block();                                                         // BAD: wait
    (void)h;
    co_return;
}

task already_notified()
{
    absl::Notification n;                                               // OK: does not wait
    n.Notify();                                                         // OK: does not wait
    n.WaitForNotification();                                            // OK: does not wait
    co_return;
}

task mutexes(absl::Mutex &m, absl::CondVar &cv, bool *flag)
{
    absl::Condition cond(flag);                                         // OK: does not wait
    bool t = m.TryLock();                                               // OK: does not wait
    m.AssertHeld();                                                     // OK: does not wait
    m.Await(cond);                                                      // BAD: wait
    m.AwaitWithTimeout(cond, absl::Seconds(1));                         // BAD: wait
    m.AwaitWithDeadline(cond, absl::Now() + absl::Seconds(1));          // BAD: wait
    cv.Wait(&m);                                                        // BAD: wait
    cv.WaitWithTimeout(&m, absl::Seconds(1));                           // BAD: wait
    cv.WaitWithDeadline(&m, absl::Now() + absl::Seconds(1));            // BAD: wait
    cv.Signal();                                                        // OK: does not wait
    cv.SignalAll();                                                     // OK: does not wait
    m.Unlock();                                                         // OK: does not wait
    m.LockWhen(cond);                                                   // BAD: wait
    m.LockWhenWithTimeout(cond, absl::Seconds(1));                      // BAD: wait
    m.ReaderLockWhen(cond);                                             // BAD: wait
    (void)t;
    co_return;
}

task values()
{
    absl::Status s = absl::NotFoundError("gone");                       // OK: does not wait
    bool ok = s.ok();                                                   // OK: does not wait
    std::string t = absl::StrCat("a", 1, "b");                          // OK: does not wait
    std::vector<std::string> v = absl::StrSplit("a,b", ',');            // OK: does not wait
    std::string m = s.ToString();                                       // OK: does not wait
    (void)ok;
    co_return;
}
