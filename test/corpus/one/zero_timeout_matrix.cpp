// RUN: %check_marks %s -- %flags -I%S/Inputs
// Frame loop of a simulation: everything it polls, with every way to say "do not wait".
#include <mqueue.h>
#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/wait.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <semaphore>
#include <thread>

#include "task.h"

namespace frame {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr int immediately = 0;
constexpr int frame_ms = 16;
const auto zero_duration = milliseconds{0};
constexpr auto budget = 16ms;
static constexpr timespec zero_spec{0, 0};
constexpr bool headless = true;

int remaining_ms();

bool input_ready(int fd, int timeout = 0) {
  pollfd p{fd, POLLIN, 0};
  return ::poll(&p, 1, timeout) > 0;
}

template <class F>
bool is_ready(F& f) {
  return f.wait_for(0s) == std::future_status::ready;
}

rt::task<bool> poll_inputs(int fd, int ep) {
  pollfd p{fd, POLLIN, 0};
  bool any = ::poll(&p, 1, immediately) > 0;            // OK: constexpr zero
  any |= ::poll(&p, 1, frame_ms) > 0; // BAD: wait
  any |= ::poll(&p, 1, frame_ms - 16) > 0;              // OK: folds to zero
  any |= ::poll(&p, 1, remaining_ms()) > 0; // BAD: wait
  any |= ::poll(&p, 1, headless ? 0 : 16) > 0;          // OK: folds to zero
  any |= input_ready(fd);                               // OK: default argument zero
  any |= input_ready(fd, frame_ms); // BAD: wait
  any |= input_ready(fd, immediately);                  // OK: constexpr zero
  epoll_event ev[4];
  any |= ::epoll_wait(ep, ev, 4, immediately) > 0;      // OK: constexpr zero
  any |= ::epoll_wait(ep, ev, 4, frame_ms) > 0; // BAD: wait
  int timeout = 0;
  any |= ::epoll_wait(ep, ev, 4, timeout) > 0;          // OK: local still zero
  timeout = 10;
  any |= ::epoll_wait(ep, ev, 4, timeout) > 0; // BAD: wait
  co_return any;
}

rt::task<bool> select_inputs(int fd) {
  fd_set r;
  FD_ZERO(&r);
  timeval tv = {0, 0};
  ::select(fd + 1, &r, nullptr, nullptr, &tv);          // OK: zero timeout
  tv.tv_usec = 16000;
  ::select(fd + 1, &r, nullptr, nullptr, &tv); // BAD: wait
  timeval sec;
  sec.tv_sec = 0;
  sec.tv_usec = 0;
  ::select(fd + 1, &r, nullptr, nullptr, &sec);         // OK: both fields set to zero
  timeval one = {1, 0};
  ::select(fd + 1, &r, nullptr, nullptr, &one); // BAD: wait
  ::pselect(fd + 1, &r, nullptr, nullptr, &zero_spec, nullptr);  // OK: zero timeout
  co_return FD_ISSET(fd, &r);
}

rt::task<int> poll_jobs(std::future<int>& f, std::shared_future<int> sf) {
  if (f.wait_for(zero_duration) == std::future_status::ready) co_return f.get();  // OK: known to be ready
  if (f.wait_for(budget) == std::future_status::ready) co_return 1; // BAD: wait
  if (f.wait_for(budget - 16ms) == std::future_status::ready) co_return 1;  // OK: folds to zero
  if (f.wait_for(seconds(0)) == std::future_status::ready) co_return 1;  // OK: zero timeout
  if (f.wait_for(seconds(2)) == std::future_status::ready) co_return 1; // BAD: wait
  if (f.wait_for(duration<double>(0)) == std::future_status::ready) co_return 1;  // OK: zero timeout
  if (f.wait_for(milliseconds::zero()) == std::future_status::ready) co_return 1;  // OK: zero timeout
  if (f.wait_for(milliseconds{}) == std::future_status::ready) co_return 1;  // OK: zero timeout
  if (f.wait_until(steady_clock::time_point::min()) == std::future_status::ready) co_return 1; // FALSE: wait: in the past
  if (is_ready(f) && is_ready(sf)) co_return 2;         // OK: the helper waits zero seconds
  sf.wait_for(1ns * 1'000'000); // BAD: wait
  co_return 0;
}

rt::task<> poll_primitives(sem_t* s, std::counting_semaphore<>& cs, std::timed_mutex& tm) {
  if (cs.try_acquire_for(0ms)) cs.release();            // OK: zero timeout
  if (cs.try_acquire_for(zero_duration)) cs.release();  // OK: constant zero
  if (cs.try_acquire_for(budget)) cs.release(); // BAD: wait
  if (tm.try_lock_for(0s)) tm.unlock();                 // OK: zero timeout
  if (tm.try_lock_for(budget)) tm.unlock(); // BAD: lock
  ::sem_timedwait(s, &zero_spec);                       // OK: a moment in the past
  std::mutex m;
  std::condition_variable cv;
  std::unique_lock lk(m);
  cv.wait_for(lk, zero_duration);                       // OK: constant zero
  cv.wait_for(lk, budget); // BAD: wait
  sigset_t set;
  sigemptyset(&set);
  ::sigtimedwait(&set, nullptr, &zero_spec);            // OK: zero timeout
  std::this_thread::sleep_for(zero_duration);           // OK: constant zero
  std::this_thread::sleep_for(budget); // BAD: sleep
  std::this_thread::sleep_for(budget * 0);              // OK: folds to zero
  co_return;
}

}  // namespace frame
