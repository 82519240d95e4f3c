// A timeout that is zero stays zero through arithmetic, casts, durations and
// structs: whoever is called with it does not wait.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <algorithm>
#include <chrono>
#include <ctime>
#include <poll.h>
#include <sys/select.h>
#include <sys/time.h>
#include <unistd.h>

namespace zero_timeouts {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

void in_seconds(pollfd *p, int s) { poll(p, 1, s * 1000); }
void in_micros(pollfd *p, long us) { poll(p, 1, static_cast<int>(us / 1000)); }
void rounded(pollfd *p, long us) { poll(p, 1, int((us + us % 10) / 1000)); }
void added(pollfd *p, int ms) { poll(p, 1, ms + 1); }
void limited(pollfd *p, int ms) { poll(p, 1, std::min(ms, 100)); }
void at_least(pollfd *p, int ms) { poll(p, 1, std::max(ms, 100)); }
void not_negative(pollfd *p, int ms) { poll(p, 1, std::max(0, ms)); }
void clamped(pollfd *p, int ms) { poll(p, 1, std::clamp(ms, 0, 500)); }
void or_forever(pollfd *p, int ms) { poll(p, 1, ms < 0 ? -1 : ms); }
void or_a_while(pollfd *p, int ms) { poll(p, 1, ms > 0 ? ms : 50); }
void in_variable(pollfd *p, double s) {
  int ms = static_cast<int>(s * 1000);
  poll(p, 1, ms);
}
void chosen(pollfd *p, bool wait) { poll(p, 1, wait ? 1000 : 0); }
void chosen_scaled(pollfd *p, bool wait, int s) {
  poll(p, 1, (wait ? s : 0) * 1000);
}
void two_levels(pollfd *p, int s = 0) { in_seconds(p, s * 60); }

mock::task<> numbers(pollfd *p, int any) {
  in_seconds(p, 0);           // OK: zero
  in_seconds(p, 2);           // BAD: wait
  in_seconds(p, any);         // BAD: wait
  in_micros(p, 0);            // OK: zero
  in_micros(p, 5000);         // BAD: wait
  rounded(p, 0);              // OK: zero
  rounded(p, 5000);           // BAD: wait
  added(p, 0);                // BAD: wait
  limited(p, 0);              // OK: zero
  limited(p, 50);             // BAD: wait
  at_least(p, 0);             // BAD: wait
  not_negative(p, 0);         // OK: zero
  not_negative(p, 5);         // BAD: wait
  clamped(p, 0);              // OK: zero
  clamped(p, 900);            // BAD: wait
  or_forever(p, 0);           // OK: zero
  or_forever(p, -1);          // BAD: wait
  or_a_while(p, 0);           // BAD: wait
  in_variable(p, 0.0);        // OK: zero
  in_variable(p, 0.5);        // BAD: wait
  chosen(p, false);           // OK: zero
  chosen(p, true);            // BAD: wait
  chosen_scaled(p, false, 5); // OK: zero
  chosen_scaled(p, true, 5);  // BAD: wait
  two_levels(p);              // OK: zero by default
  two_levels(p, 0);           // OK: zero
  two_levels(p, 1);           // BAD: wait
  co_return;
}

//===----------------------------------------------------------------------===//
// Durations
//===----------------------------------------------------------------------===//

void counted(pollfd *p, milliseconds t = {}) { poll(p, 1, int(t.count())); }
void by_zero(pollfd *p, milliseconds t = milliseconds::zero()) {
  poll(p, 1, static_cast<int>(t.count()));
}
void cast(pollfd *p, std::chrono::microseconds t) {
  poll(p, 1, duration_cast<milliseconds>(t).count());
}
void converted(pollfd *p, seconds s) { counted(p, s); }
void multiplied(pollfd *p, seconds s) { counted(p, s * 3); }
void made(pollfd *p, int s) { counted(p, seconds(s)); }
void made_scaled(pollfd *p, int s) { counted(p, milliseconds{s * 1000}); }

mock::task<> durations(pollfd *p, milliseconds any) {
  counted(p);        // OK: zero by default
  counted(p, 0ms);   // OK: zero
  counted(p, 5ms);   // BAD: wait
  counted(p, any);   // BAD: wait
  by_zero(p);        // OK: zero by default
  by_zero(p, 1s);    // BAD: wait
  cast(p, 0s);       // OK: zero
  cast(p, 1s);       // BAD: wait
  converted(p, 0s);  // OK: zero
  converted(p, 1s);  // BAD: wait
  multiplied(p, 0s); // OK: zero
  multiplied(p, 1s); // BAD: wait
  made(p, 0);        // OK: zero
  made(p, 1);        // BAD: wait
  made_scaled(p, 0); // OK: zero
  made_scaled(p, 1); // BAD: wait
  co_return;
}

//===----------------------------------------------------------------------===//
// Structs
//===----------------------------------------------------------------------===//

bool braces(fd_set *s, int ms) {
  timeval tv{ms / 1000, (ms % 1000) * 1000};
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool braces_and_more(fd_set *s, int ms) {
  timeval tv{ms / 1000, 500};
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool fields(fd_set *s, int ms) {
  struct timeval tv;
  tv.tv_sec = ms / 1000;
  tv.tv_usec = (ms % 1000) * 1000;
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool chained(fd_set *s, int n) {
  struct timeval tv;
  tv.tv_sec = tv.tv_usec = n;
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool designated(fd_set *s, int n) {
  timeval tv{.tv_sec = n, .tv_usec = 0};
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool from_empty(fd_set *s, int n) {
  timeval tv = {};
  if (n > 0)
    tv.tv_sec = n;
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool or_null(fd_set *s, int ms) {
  timeval tv, *to = nullptr;
  if (ms >= 0) {
    tv.tv_sec = ms / 1000;
    tv.tv_usec = ms % 1000 * 1000;
    to = &tv;
  }
  return select(1, s, nullptr, nullptr, to) > 0;
}
timeval to_timeval(int ms) { return {ms / 1000, ms % 1000 * 1000}; }
timeval to_timeval_too(milliseconds t) {
  timeval tv;
  tv.tv_sec = duration_cast<seconds>(t).count();
  tv.tv_usec = (t % seconds(1)).count() * 1000;
  return tv;
}
bool helped(fd_set *s, int ms) {
  timeval tv = to_timeval(ms);
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool helped_too(fd_set *s, milliseconds t) {
  auto tv = to_timeval_too(t);
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool given(fd_set *s, timeval tv) {
  return select(1, s, nullptr, nullptr, &tv) > 0;
}
bool taken_apart(pollfd *p, const timeval &tv) {
  return poll(p, 1, tv.tv_sec * 1000 + tv.tv_usec / 1000) > 0;
}
int in_ms(int s) { return s * 1000; }
int in_ms_or(bool wait) { return wait ? 500 : 0; }

mock::task<> structs(fd_set *s, pollfd *p, int any) {
  braces(s, 0);                // OK: zero
  braces(s, 1500);             // BAD: wait
  braces(s, any);              // BAD: wait
  braces_and_more(s, 0);       // BAD: wait
  fields(s, 0);                // OK: zero
  fields(s, 20);               // BAD: wait
  chained(s, 0);               // OK: zero
  chained(s, 1);               // BAD: wait
  designated(s, 0);            // OK: zero
  designated(s, 2);            // BAD: wait
  from_empty(s, 0);            // OK: zero
  from_empty(s, 2);            // BAD: wait
  or_null(s, 0);               // OK: zero
  or_null(s, 10);              // BAD: wait
  helped(s, 0);                // OK: zero
  helped(s, 10);               // BAD: wait
  helped_too(s, 0ms);          // OK: zero
  helped_too(s, 10ms);         // BAD: wait
  given(s, {0, 0});            // OK: zero
  given(s, {1, 0});            // BAD: wait
  taken_apart(p, {0, 0});      // OK: zero
  taken_apart(p, {1, 0});      // BAD: wait
  poll(p, 1, in_ms(0));        // OK: zero
  poll(p, 1, in_ms(1));        // BAD: wait
  poll(p, 1, in_ms_or(false)); // OK: zero
  poll(p, 1, in_ms_or(true));  // BAD: wait
  co_return;
}

} // namespace zero_timeouts
