// task, spawn, join_handle; what nobody awaited or read.
#include "check.hpp"
#include "nostall/sleep.hpp"
#include "nostall/spawn.hpp"
#include <memory>

using namespace std::chrono_literals;
using nostall::task;

static task<int> number(int n) { co_return n; }
static task<> nothing() { co_return; }
static task<int> fails() {
  throw std::runtime_error("no");
  co_return 0;
}

CASE(task_yields_its_value) {
  nostall::loop loop;
  CHECK(loop.run(number(42)) == 42);
  loop.run(nothing());
  CHECK_THROWS(std::runtime_error, loop.run(fails()));
}

CASE(task_of_move_only_and_reference) {
  nostall::loop loop;
  auto owned = [](int n) -> task<std::unique_ptr<int>> {
    co_return std::make_unique<int>(n);
  };
  CHECK(*loop.run(owned(7)) == 7);
  int place = 1;
  auto refer = [](int &r) -> task<int &> { co_return r; };
  auto change = [](task<int &> t) -> task<> { co_await std::move(t) = 5; };
  loop.run(change(refer(place)));
  CHECK(place == 5);
}

CASE(exception_passes_through_awaits) {
  nostall::loop loop;
  auto outer = []() -> task<int> {
    try {
      co_await fails();
    } catch (const std::runtime_error &) {
      co_return 1;
    }
    co_return 0;
  };
  CHECK(loop.run(outer()) == 1);
}

CASE(many_ready_awaits_do_not_grow_the_stack) {
  nostall::loop loop;
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_THREAD__) &&                  \
    !defined(__SANITIZE_ADDRESS__)
  constexpr int rounds = 200'000;
#else
  constexpr int rounds = 1'000; // g++ makes no tail calls then
#endif
  auto sum = []() -> task<long> {
    long total = 0;
    for (int i = 0; i < rounds; ++i)
      total += co_await number(1);
    co_return total;
  };
  CHECK(loop.run(sum()) == rounds);
}

static int unawaited = 0;
CASE(never_awaited_is_reported) {
  auto before = nostall::set_unawaited_handler(
      [](const std::source_location &at) noexcept {
        unawaited += std::strstr(at.file_name(), "task_test.cpp") != nullptr;
      });
  {
    auto t = number(1);
  }
  CHECK(unawaited == 1);
  {
    auto t = number(1);
    t.discard();
  }
  CHECK(unawaited == 1);
  nostall::set_unawaited_handler(before);
}

static std::string unread;
CASE(unread_exception_is_reported) {
  auto before = nostall::set_unread_exception_handler(
      [](const std::string &name, const std::source_location &,
         std::exception_ptr) noexcept { unread += name; });
  nostall::loop loop;
  loop.run([]() -> task<> {
    nostall::spawn(fails(), "dropped").detach();
    auto read = nostall::spawn(fails(), "read");
    co_await read.wait();
    CHECK(read.error() != nullptr);
  }());
  CHECK(unread == "dropped");
  nostall::set_unread_exception_handler(before);
}

CASE(spawn_runs_beside) {
  nostall::loop loop;
  std::string order;
  auto letter = [&](char c) -> task<> {
    order += c;
    co_await nostall::yield();
    order += c;
  };
  loop.run([&]() -> task<> {
    auto a = nostall::spawn(letter('a'), "a");
    auto b = nostall::spawn(letter('b'));
    CHECK(a.name() == "a" && !a.done());
    order += 'm';
    co_await a;
    co_await b;
    CHECK(a.done());
  }());
  CHECK(order == "mabab");
  CHECK(loop.task_count() == 0);
}

CASE(a_handle_may_outlive_its_loop) {
  nostall::join_handle<int> done, failed, pending;
  {
    nostall::loop loop;
    loop.run([&]() -> task<> {
      done = nostall::spawn(number(6));
      failed = nostall::spawn(fails());
      pending = nostall::spawn([]() -> task<int> {
        co_await nostall::sleep(1h);
        co_return 0;
      }());
      co_await failed.wait();
    }());
  }
  CHECK(done.result() == 6);
  CHECK_THROWS(std::runtime_error, failed.result());
  CHECK(pending.done());
  pending.cancel(); // does not mind
  CHECK_THROWS(nostall::cancelled, pending.result());
  CHECK(nostall::detail::is_cancelled(pending.error()));
}

#ifndef NOSTALL_NO_DETECTOR
CASE(a_task_knows_its_name) {
  nostall::loop loop;
  CHECK(nostall::this_task_name().empty());
  loop.run([]() -> task<> {
    CHECK(nostall::this_task_name() == "main");
    auto ask = []() -> task<std::string> {
      co_await nostall::yield();
      auto inner = []() -> task<std::string> {
        co_return nostall::this_task_name();
      };
      co_return co_await inner();
    };
    CHECK(co_await nostall::spawn(ask(), "asks") == "asks");
    CHECK(nostall::this_task_name() == "main");
  }());
}

#endif

CASE(a_cancelled_task_is_not_reported_as_unread) {
  static int reports;
  reports = 0;
  auto before = nostall::set_unread_exception_handler(
      [](const std::string &, const std::source_location &,
         std::exception_ptr) noexcept { ++reports; });
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto sleeps = []() -> task<> { co_await nostall::sleep(1h); };
    auto h = nostall::spawn(sleeps());
    co_await nostall::yield();
    h.cancel();
    h.detach();
    co_await nostall::sleep(1ms);
  }());
  CHECK(reports == 0 && loop.task_count() == 0);
  nostall::set_unread_exception_handler(before);
}

CASE(two_may_wait_for_one) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto work =
        nostall::spawn([]() -> task<> { co_await nostall::sleep(2ms); }());
    auto waits = [](auto &work) -> task<> { co_await work.wait(); };
    auto a = nostall::spawn(waits(work)), b = nostall::spawn(waits(work));
    co_await a;
    co_await b;
    CHECK(work.done());
    co_await work;
  }());
}

CHECK_MAIN
