// RUN: %check_marks %s -- %flags -I%S/Inputs
// sensord: polls a handful of sensors and publishes averaged readings.
#include <poll.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include "task.h"

namespace sensord {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

struct sample {
  int channel = 0;
  double value = 0;
};

double sample_channel(int channel);
void publish(const sample& s);

constexpr auto settle_time = 15ms;

// Older helper, kept for the boards without an interrupt line.
static void settle_blocking() { std::this_thread::sleep_for(settle_time); }

rt::task<> warm_up(unsigned seconds) {
  ::sleep(seconds); // BAD: sleep
  unsigned left = sleep(2); // BAD: sleep
  if (left != 0) std::fprintf(stderr, "woken early\n");
  co_await rt::async_sleep(std::chrono::seconds(seconds));  // OK: asynchronous timer
  std::this_thread::yield();                          // OK: gives up the slice only
}

rt::task<sample> read_slow_channel(int channel) {
  usleep(20 * 1000); // BAD: sleep
  timespec ts{0, 5'000'000};
  nanosleep(&ts, nullptr); // BAD: sleep
  while (nanosleep(&ts, &ts) == -1) { // BAD: sleep
  }
  clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, nullptr); // BAD: sleep
  sample s{channel, sample_channel(channel)};
  co_return s;
}

rt::task<> periodic(std::vector<int> channels) {
  auto next = steady::now();
  for (;;) {
    for (int c : channels) publish({c, sample_channel(c)});
    next += 100ms;
    std::this_thread::sleep_until(next); // BAD: sleep
    std::this_thread::sleep_for(10ms); // BAD: sleep
    std::this_thread::sleep_for(std::chrono::milliseconds{25}); // BAD: sleep
    std::this_thread::sleep_for(settle_time); // BAD: sleep
    std::this_thread::sleep_for(0ms);                 // OK: returns at once
    settle_blocking(); // BAD: sleep
    co_await rt::async_sleep(next - steady::now());   // OK: asynchronous timer
  }
}

rt::task<> legacy_delays(int ms) {
  // select() as a portable sub-second sleep
  timeval tv{0, ms * 1000};
  select(0, nullptr, nullptr, nullptr, &tv); // BAD: sleep
  poll(nullptr, 0, ms); // BAD: sleep
  timespec ts{};
  ts.tv_nsec = 1'000'000;
  pselect(0, nullptr, nullptr, nullptr, &ts, nullptr); // BAD: sleep
  thrd_sleep(&ts, nullptr); // BAD: sleep
  timespec zero{0, 0};
  nanosleep(&zero, nullptr);                          // OK: zero interval
  thrd_yield();                                       // OK: gives up the slice only
  co_return;
}

rt::task<> arm_timers(int tfd) {
  alarm(30);                                          // OK: only arms a timer
  ualarm(1000, 0);                                    // OK: only arms a timer
  itimerval it{{1, 0}, {1, 0}};
  setitimer(ITIMER_REAL, &it, nullptr);               // OK: only arms a timer
  itimerspec when{};
  when.it_value.tv_sec = 1;
  timerfd_settime(tfd, 0, &when, nullptr);            // OK: only arms a timer
  co_await rt::readable(tfd);                         // OK: waits on the loop
  pause(); // BAD: wait
}

// The calibration tool runs before the loop exists.
void calibrate_all(const std::vector<int>& channels) {
  for (int c : channels) {
    sample_channel(c);
    usleep(1500);                                     // OK: plain function, called by no coroutine
    std::this_thread::sleep_for(1s);                  // OK: plain function, called by no coroutine
  }
}

void start_watchdog(int period) {
  std::jthread([period] {
    for (;;) {
      sleep(period);                                  // OK: dedicated thread
    }
  }).detach();
}

}  // namespace sensord
