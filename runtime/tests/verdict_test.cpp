// stall_detector: verdicts, signals, several at once, and their ends.
#include "check.hpp"
#include "nostall/sleep.hpp"
#include "nostall/spawn.hpp"
#include "python.hpp"
#include "reports.hpp"
#include <atomic>
#include <csignal>
#include <memory>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::stall_report;
using nostall::task;
using reports::collected;
using reports::compute;
using reports::print;
using reports::reports_of;

CASE(computing_counts_the_processor_time) {
  auto all = reports_of([]() -> task<> {
    co_await nostall::yield();
    compute(120ms);
  }());
  CHECK(all.size() == 2);
  if (all.size() != 2)
    return print(all);
  // On a machine that is much too busy it may be the machine's fault.
  CHECK(all[1].why != stall_report::cause::blocked);
  CHECK(all[1].cpu_time >= 30ms && all[1].cpu_time <= all[1].duration);
  CHECK(all[1].duration >= 120ms);
  CHECK(all[1].system_call.empty());
}

// A step that waits for a processor is not the task's fault.
CASE(preempted_is_the_machines_fault) {
  collected c;
  std::atomic<bool> over{false};
  nostall::loop loop;
  nostall::stall_detector watch(loop, c.options());
  cpu_set_t allowed, one;
  CHECK(::sched_getaffinity(0, sizeof allowed, &allowed) == 0);
  CPU_ZERO(&one);
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &allowed)) {
      CPU_SET(i, &one);
      break;
    }
  auto hog = [&over, &one] {
    ::sched_setaffinity(0, sizeof one, &one);
    while (!over) {
    }
  };
  std::thread first(hog), second(hog);
  std::thread runs([&] {
    loop.run([](cpu_set_t &one) -> task<> {
      co_await nostall::yield();
      ::sched_setaffinity(0, sizeof one, &one);
      sched_param none{};
      ::sched_setscheduler(0, SCHED_IDLE, &none); // the last to be served
      auto begin = std::chrono::steady_clock::now();
      while (std::chrono::steady_clock::now() - begin < 150ms) {
      }
    }(one));
  });
  // The report comes while the stall lasts.
  for (int i = 0; i < 2000; ++i) {
    {
      std::lock_guard hold(c.lock);
      if (!c.all.empty())
        break;
    }
    std::this_thread::sleep_for(5ms);
  }
  over = true;
  first.join();
  second.join();
  runs.join();
  std::lock_guard hold(c.lock);
  CHECK(!c.all.empty());
  if (!c.all.empty())
    CHECK(c.all[0].why == stall_report::cause::preempted);
  if (check::failures)
    print(c.all);
}

// A blocked thread gets no signal: these calls would return early with EINTR,
// whatever SA_RESTART says.
CASE(blocked_calls_are_not_disturbed) {
  int slept = -1, waited = -1, received = -1;
  int ends[2];
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  timeval limit{0,
                reports::long_stall_us}; // with a limit, recv is not restarted
  ::setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  auto all =
      reports_of([](int fd, int &slept, int &waited, int &received) -> task<> {
        co_await nostall::yield();
        timespec t{0, reports::long_stall_us * 1000L};
        slept = ::nanosleep(&t, nullptr);
        co_await nostall::yield();
        int e = ::epoll_create1(EPOLL_CLOEXEC);
        epoll_event none;
        waited = ::epoll_wait(e, &none, 1, int(reports::long_stall.count()));
        ::close(e);
        co_await nostall::yield();
        char c;
        received = int(::recv(fd, &c, 1, 0));
        received = received < 0 ? errno : 0;
      }(ends[0], slept, waited, received));
  CHECK(slept == 0 && waited == 0 && received == EAGAIN);
  CHECK(all.size() == 6);
  for (auto &r : all)
    CHECK(r.why == stall_report::cause::blocked && !r.system_call.empty());
  ::close(ends[0]);
  ::close(ends[1]);
}

static std::atomic<int> users_signals{0};
CASE(a_signal_of_the_users_is_left_alone) {
  const int taken = SIGRTMIN + 4;
  struct sigaction mine{}, before{}, after{};
  mine.sa_handler = [](int) { ++users_signals; };
  ::sigaction(taken, &mine, &before);
  auto all = reports_of([]() -> task<> {
    co_await nostall::yield();
    compute(150ms);
  }());
  ::sigaction(taken, nullptr, &after);
  CHECK(after.sa_handler == mine.sa_handler);
  CHECK(all.size() == 2 && users_signals == 0);
#if defined(__x86_64__)
  CHECK(!all.empty() && !all[0].stack.empty());
#endif
  ::sigaction(taken, &before, nullptr);
}

CASE(no_signals_if_so_asked) {
  collected c;
  auto o = c.options();
  o.use_signal = false;
  {
    nostall::loop loop;
    nostall::stall_detector watch(loop, o);
    loop.run([]() -> task<> {
      co_await nostall::yield();
      compute(150ms);
    }());
  }
  CHECK(c.all.size() == 2);
  CHECK(!c.all.empty() && c.all[0].stack.empty());
  // The last co_await is the next best.
  CHECK(!c.all.empty() &&
        c.all[0].coroutine.file.find("verdict_test.cpp") != std::string::npos);
}

CASE(a_detector_that_ends_during_a_stall) {
  collected c;
  nostall::loop loop;
  loop.run([](collected &c) -> task<> {
    auto watch = std::make_unique<nostall::stall_detector>(
        nostall::loop::current(), c.options());
    co_await nostall::yield();
    while (watch->stalls() == 0)
      ::usleep(1000);
    watch.reset(); // the step goes on
    co_await nostall::yield();
    // The next one starts afresh.
    nostall::stall_detector again(nostall::loop::current(), c.options(10s));
    for (int i = 0; i < 100; ++i)
      co_await nostall::yield();
    CHECK(again.stalls() == 0);
  }(c));
  CHECK(!c.all.empty() && !c.all[0].ended);
}

// What it waits for in the end is told, though it computed at first.
CASE(a_stall_that_changes_its_kind) {
  auto all = reports_of([]() -> task<> {
    co_await nostall::yield();
    auto begin = std::chrono::steady_clock::now();
    compute(40ms);
    std::this_thread::sleep_for(6 * (std::chrono::steady_clock::now() - begin));
  }());
  CHECK(all.size() == 2);
  if (all.size() != 2)
    return print(all);
  CHECK(all[1].why == stall_report::cause::blocked);
  CHECK(all[1].system_call == "clock_nanosleep" ||
        all[1].system_call == "nanosleep");
}

[[gnu::noinline]] static void stall_here(int which) {
  ::usleep(reports::long_stall_us);
  asm volatile("" ::"r"(which));
}

CASE(each_loop_has_its_own) {
  constexpr int loops = 3;
  collected c[loops];
  std::vector<std::thread> threads;
  for (int i = 0; i < loops; ++i)
    threads.emplace_back([&c, i] {
      nostall::loop loop;
      nostall::stall_detector watch(loop, c[i].options());
      loop.run([](int i) -> task<> {
        for (int k = 0; k <= i; ++k) {
          auto stalls = [](int i) -> task<> {
            stall_here(i);
            compute(i == 2 ? 60ms : 0ms);
            co_return;
          };
          co_await nostall::spawn(stalls(i), "of loop " + std::to_string(i));
        }
      }(i));
    });
  for (auto &t : threads)
    t.join();
  for (int i = 0; i < loops; ++i) {
    CHECK(c[i].all.size() == 2u * unsigned(i + 1));
    for (auto &r : c[i].all)
      CHECK(r.task == "of loop " + std::to_string(i));
    if (check::failures)
      print(c[i].all);
  }
}

// Every stall ends in a report with its whole duration.
CASE(the_duration_at_the_end_is_the_whole) {
  auto all = reports_of([]() -> task<> {
    co_await nostall::yield();
    for (int ms : {150, 300, 600}) {
      ::usleep(unsigned(ms) * 1000);
      co_await nostall::yield();
    }
  }());
  CHECK(all.size() == 6);
  if (all.size() != 6)
    return print(all);
  std::chrono::milliseconds least = 150ms;
  for (std::size_t i = 0; i < 6; i += 2, least *= 2) {
    CHECK(!all[i].ended && all[i + 1].ended && all[i].id == all[i + 1].id);
    CHECK(all[i].duration <= all[i + 1].duration);
    CHECK(all[i + 1].duration >= least);
    CHECK(all[i + 1].site.line == all[i].site.line);
  }
}

static const char *const lines_are_json = R"(
import json, sys
lines = sys.stdin.buffer.read().decode("utf-8").splitlines()
assert len(lines) == 2, len(lines)
for ended, line in zip((False, True), lines):
    r = json.loads(line)
    assert r["ended"] is ended and r["verdict"] == "blocked"
    assert r["site"]["file"].endswith("verdict_test.cpp"), r
    assert "odd" in r["task"] and len(r["task"]) > 200, r
    assert r["ms"] > 0 and r["system_call"], r
)";

CASE(reports_as_json_lines) {
  auto all = reports_of([]() -> task<> {
    auto stalls = []() -> task<> {
      stall_here(0);
      co_return;
    };
    co_await nostall::spawn(
        stalls(), "\x01 \"odd\" \\ \xff \xc3\x28 \xf4\x90\x80\x80 é \n" +
                      std::string(300, 'n'));
  }());
  CHECK(all.size() == 2);
  std::string lines;
  for (auto &r : all)
    lines += r.json();
  CHECK(python::accepts(lines_are_json, lines));
}

CHECK_MAIN
