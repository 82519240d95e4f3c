// stall_detector: what it reports, and what it does not.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/sleep.hpp"
#include "nostall/stall_detector.hpp"
#include "nostall/task_group.hpp"
#include "reports.hpp"
#include <csignal>
#include <sys/socket.h>
#include <thread>
#include <time.h>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::stall_report;
using nostall::task;

using reports::collected;
using reports::print;
using reports::reports_of;

static unsigned helper_line;
[[gnu::noinline]] static void nap_in_a_helper(unsigned ms) {
  helper_line = __LINE__ + 1;
  ::usleep(ms * 1000);
  asm volatile("");
}
static unsigned await_line;
static task<> inner_nap() {
  nap_in_a_helper(300);
  co_return;
}
static task<> outer_nap() {
  co_await nostall::yield();
  await_line = __LINE__ + 1;
  co_await inner_nap();
}

CASE(blocked_call_in_a_helper) {
  auto all = reports_of(outer_nap());
  CHECK(all.size() == 2);
  if (all.size() != 2)
    return print(all);
  auto &r = all[0];
  CHECK(!r.ended && all[1].ended);
  CHECK(r.why == stall_report::cause::blocked);
  CHECK(r.system_call == "clock_nanosleep" || r.system_call == "nanosleep");
  CHECK(r.task == "main");
  CHECK(r.site.line == helper_line);
  CHECK(r.site.function.find("nap_in_a_helper") != std::string::npos);
  CHECK(r.stack.size() >= 2 &&
        r.stack[1].function.find("inner_nap") != std::string::npos);
  CHECK(r.awaits.size() == 2);
  CHECK(r.awaits.size() == 2 && r.awaits[1].line == await_line);
  CHECK(r.awaits[1].function.find("outer_nap") != std::string::npos);
  CHECK(r.duration >= 15ms && r.duration < 2s);
  CHECK(all[1].duration >= reports::long_stall && all[1].duration < 5s);
  CHECK(all[1].id == r.id);
  if (check::failures)
    print(all);
}

CASE(computing_is_told_from_blocking) {
  auto all = reports_of([]() -> task<> {
    co_await nostall::yield();
    reports::compute(150ms);
  }());
  CHECK(all.size() == 2);
  if (all.size() != 2)
    return print(all);
  CHECK(all[1].why != stall_report::cause::blocked);
  CHECK(all[1].cpu_time > 20ms);
  CHECK(all[0].system_call.empty());
#if defined(__x86_64__) && !defined(NOSTALL_SIGNALS_ARE_LATE)
  bool found = false;
  for (auto &p : all[0].stack)
    found |= p.function.find("compute") != std::string::npos;
  CHECK(found);
#endif
  if (check::failures)
    print(all);
}

CASE(the_descriptor_is_named) {
  int ends[2];
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  std::thread writer([fd = ends[1]] {
    std::this_thread::sleep_for(2 * reports::long_stall);
    (void)!::write(fd, "x", 1);
  });
  auto all = reports_of([](int fd) -> task<> {
    co_await nostall::yield();
    char c;
    (void)!::read(fd, &c, 1);
  }(ends[0]));
  writer.join();
  CHECK(!all.empty() && all[0].system_call == "read");
  CHECK(!all.empty() && all[0].descriptor == ends[0]);
  CHECK(!all.empty() && all[0].descriptor_is.find("socket:") == 0);
  ::close(ends[0]);
  ::close(ends[1]);
}

CASE(those_who_wait_are_named) {
  auto all = reports_of([]() -> task<> {
    auto innocent = []() -> task<> { co_await nostall::yield(); };
    auto timed = []() -> task<> { co_await nostall::sleep(5ms); };
    auto guilty = []() -> task<> {
      ::usleep(reports::long_stall_us);
      co_return;
    };
    auto t = nostall::spawn(timed(), "timed");
    co_await nostall::yield();
    auto g = nostall::spawn(guilty(), "guilty");
    auto a = nostall::spawn(innocent(), "a"),
         b = nostall::spawn(innocent(), "b");
    co_await g;
    co_await a;
    co_await b;
    co_await t;
  }());
  CHECK(all.size() == 2);
  if (all.size() != 2)
    return print(all);
  CHECK(all[0].task == "guilty");
  CHECK(all[0].tasks_waiting == 2);
  CHECK(all[0].waiting_names == std::vector<std::string>({"a", "b"}));
  CHECK(all[1].timers_waiting == 1);
  CHECK(all[1].longest_wait >= 40ms);
}

CASE(short_tasks_are_silent) {
  auto all = reports_of([]() -> task<> {
    auto brief = []() -> task<> {
      co_await nostall::yield();
      auto end = std::chrono::steady_clock::now() + 10us;
      while (std::chrono::steady_clock::now() < end) {
      }
      co_await nostall::yield();
    };
    for (int i = 0; i < 100; ++i) {
      std::vector<task<>> many;
      for (int j = 0; j < 100; ++j)
        many.push_back(brief());
      co_await nostall::gather(std::move(many));
    }
    co_await nostall::sleep(100ms);
  }());
  // On a machine that is shared, a step may be preempted: that is no false
  // alarm.
  std::erase_if(
      all, [](auto &r) { return r.why == stall_report::cause::preempted; });
  CHECK(all.empty());
  print(all);
}

struct slow_destructor {
  ~slow_destructor() { ::usleep(reports::long_stall_us); }
};

CASE(stall_in_a_destructor_and_in_unwinding) {
  auto all = reports_of([]() -> task<> {
    co_await nostall::yield();
    {
      slow_destructor here;
    }
    co_await nostall::yield();
    try {
      slow_destructor here;
      throw 1;
    } catch (int) {
    }
  }());
  CHECK(all.size() == 4);
  for (auto &r : all) {
    CHECK(r.why == stall_report::cause::blocked);
    CHECK(r.site.function.find("slow_destructor") != std::string::npos);
  }
  if (check::failures)
    print(all);
}

CASE(stall_in_a_plain_callback) {
  collected c;
  unsigned line = 0;
  {
    nostall::loop loop;
    nostall::stall_detector watch(loop, c.options());
    bool woke = false; // work after the call: it must not become a tail call
    line = __LINE__ + 1;
    loop.call_soon([&] { woke = ::usleep(reports::long_stall_us) == 0; });
    loop.run([]() -> task<> { co_await nostall::sleep(1ms); }());
    CHECK(watch.stalls() == 1 && woke);
  }
  CHECK(c.all.size() == 2);
  CHECK(!c.all.empty() && c.all[0].site.line == line);
  CHECK(!c.all.empty() && c.all[0].task.empty());
  if (check::failures)
    print(c.all);
}

CASE(one_site_is_not_reported_without_end) {
  collected c;
  std::uint64_t stalls = 0;
  auto o = c.options(10ms);
  o.reports_per_site = 2;
  {
    nostall::loop loop;
    nostall::stall_detector watch(loop, o);
    loop.run([]() -> task<> {
      for (int i = 0; i < 6; ++i) {
        ::usleep(150'000);
        co_await nostall::yield();
      }
    }());
    stalls = watch.stalls();
    std::uint64_t iterations = 0;
    for (auto n : watch.histogram())
      iterations += n;
    CHECK(iterations >= 5); // the last one is still going on
    auto h = watch.histogram();
    std::uint64_t slow = 0;
    for (std::size_t i = 16; i < h.size(); ++i) // 32 ms and more
      slow += h[i];
    CHECK(slow >= 5);
    CHECK(watch.histogram_text().find('#') != std::string::npos);
  }
  CHECK(stalls == 6);
  CHECK(c.all.size() == 4); // two stalls, begin and end each
}

CASE(detector_made_within_a_running_loop) {
  collected c;
  nostall::loop loop;
  loop.run([](collected &c) -> task<> {
    {
      nostall::stall_detector watch(nostall::loop::current(), c.options());
      ::usleep(reports::long_stall_us);
      co_await nostall::yield();
    }
    ::usleep(60'000); // nobody looks
    co_await nostall::yield();
  }(c));
  CHECK(c.all.size() == 2);
}

CHECK_MAIN
