// thread_pool, run_in_executor, process_pool.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/process_pool.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include <atomic>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

CASE(executor_returns_and_throws) {
  nostall::thread_pool pool(2);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool) -> task<> {
    auto here = std::this_thread::get_id();
    auto there = co_await nostall::run_in_executor(
        pool, [] { return std::this_thread::get_id(); });
    CHECK(here != there && std::this_thread::get_id() == here);
    auto give = [q = std::make_unique<int>(3)]() mutable {
      return std::move(q);
    };
    auto p = co_await nostall::run_in_executor(pool, std::move(give));
    CHECK(*p == 3);
    bool thrown = false;
    try {
      co_await nostall::run_in_executor(
          pool, [] { throw std::runtime_error("there"); });
    } catch (const std::runtime_error &) {
      thrown = true;
    }
    CHECK(thrown);
  }(pool));
}

CASE(the_loop_goes_on_meanwhile) {
  nostall::thread_pool pool(1);
  nostall::loop loop;
  int ticks = 0;
  loop.run([](nostall::thread_pool &pool, int &ticks) -> task<> {
    auto tick = [](int &n) -> task<> {
      for (;;) {
        co_await nostall::sleep(5ms);
        ++n;
      }
    };
    auto ticker = nostall::spawn(tick(ticks));
    co_await nostall::run_in_executor(
        pool, [] { std::this_thread::sleep_for(100ms); });
    ticker.cancel();
  }(pool, ticks));
  CHECK(ticks >= 3);
}

CASE(cancelled_call_is_abandoned) {
  std::atomic<bool> ended{false};
  nostall::thread_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool, auto &ended) -> task<> {
    auto slow = [](nostall::thread_pool &pool, auto &ended) -> task<> {
      co_await nostall::run_in_executor(pool, [&ended] {
        std::this_thread::sleep_for(50ms);
        ended = true;
      });
    };
    bool thrown = false;
    try {
      co_await nostall::timeout(5ms, slow(pool, ended));
    } catch (const nostall::timeout_error &) {
      thrown = true;
    }
    CHECK(thrown && !ended);
  }(pool, ended));
}

CASE(hop_to_the_pool_and_back) {
  nostall::thread_pool pool(2);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool) -> task<> {
    auto &home = nostall::loop::current();
    auto here = std::this_thread::get_id();
    for (int i = 0; i < 100; ++i) {
      co_await pool.schedule();
      CHECK(std::this_thread::get_id() != here);
      bool refused = false;
      try {
        co_await nostall::sleep(1ms); // belongs to the loop
      } catch (const std::logic_error &) {
        refused = true;
      }
      CHECK(refused);
      co_await home.schedule();
      CHECK(std::this_thread::get_id() == here);
      co_await nostall::yield();
    }
  }(pool));
}

CASE(a_task_may_end_in_the_pool) {
  nostall::thread_pool pool(2);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool) -> task<> {
    auto away = [](nostall::thread_pool &pool, int n) -> task<int> {
      co_await pool.schedule();
      co_return n;
    };
    std::vector<task<int>> all;
    for (int i = 0; i < 200; ++i)
      all.push_back(away(pool, i));
    auto got = co_await nostall::gather(std::move(all));
    CHECK(got.size() == 200 && got[199] == 199);
    // … and take its awaiter along.
    auto here = std::this_thread::get_id();
    co_await away(pool, 1);
    CHECK(std::this_thread::get_id() != here);
  }(pool));
  CHECK(loop.task_count() == 0);
}

CASE(loop_destroyed_while_the_pool_works) {
  std::atomic<int> ended{0};
  {
    nostall::thread_pool pool(2);
    nostall::loop loop;
    loop.run([](nostall::thread_pool &pool, auto &ended) -> task<> {
      auto call = [](nostall::thread_pool &pool, auto &ended) -> task<> {
        co_await nostall::run_in_executor(pool, [&ended] {
          std::this_thread::sleep_for(30ms);
          ++ended;
        });
      };
      auto hops = [](nostall::thread_pool &pool, auto &ended) -> task<> {
        auto &home = nostall::loop::current();
        co_await pool.schedule();
        std::this_thread::sleep_for(30ms);
        ++ended;
        co_await home.schedule();
        ended += 100; // not reached: the loop is gone
      };
      nostall::spawn(call(pool, ended)).detach();
      nostall::spawn(hops(pool, ended)).detach();
      co_await nostall::sleep(5ms);
    }(pool, ended));
  }
  CHECK(ended == 2);
}

static long sum_to(long n) {
  long s = 0;
  for (long i = 1; i <= n; ++i)
    s += i;
  return s;
}
static std::vector<std::string> words(const std::string &text, int times) {
  return std::vector<std::string>(std::size_t(times), text);
}
static int throws() { throw std::runtime_error("over there"); }
static void nap(int ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

CASE(process_pool_calls) {
  nostall::process_pool pool(2);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 1000L) == 500'500);
    auto pid =
        co_await nostall::run_in_executor(pool, [] { return ::getpid(); });
    CHECK(pid != ::getpid());
    auto w = co_await nostall::run_in_executor(pool, words,
                                               std::string(100'000, 'x'), 20);
    CHECK(w.size() == 20 && w[19].size() == 100'000);
    bool thrown = false;
    try {
      co_await nostall::run_in_executor(pool, throws);
    } catch (const nostall::remote_error &e) {
      thrown = std::string(e.what()) == "over there";
    }
    CHECK(thrown);
    std::vector<task<long>> many; // more than workers
    for (long i = 0; i < 50; ++i)
      many.push_back(nostall::run_in_executor(pool, sum_to, i));
    CHECK((co_await nostall::gather(std::move(many)))[49] == 49 * 50 / 2);
  }(pool));
}

CASE(a_worker_that_dies_is_replaced) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    bool died = false;
    try {
      co_await nostall::run_in_executor(pool, [](int s) { ::_exit(s); }, 7);
    } catch (const nostall::worker_died &e) {
      died = WIFEXITED(e.status()) && WEXITSTATUS(e.status()) == 7;
    }
    CHECK(died);
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 3L) == 6);
    // Killed while it is idle: the next call says so, the one after works.
    ::kill(pool.pids()[0], SIGKILL);
    died = false;
    try {
      co_await nostall::run_in_executor(pool, sum_to, 3L);
    } catch (const nostall::worker_died &e) {
      died = WIFSIGNALED(e.status());
    }
    CHECK(died);
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 4L) == 10);
  }(pool));
}

CASE(cancelling_a_process_call_stops_it) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  auto before = pool.pids()[0];
  auto begin = std::chrono::steady_clock::now();
  loop.run([](nostall::process_pool &pool) -> task<> {
    bool thrown = false;
    try {
      co_await nostall::timeout(10ms,
                                nostall::run_in_executor(pool, nap, 60'000));
    } catch (const nostall::timeout_error &) {
      thrown = true;
    }
    CHECK(thrown);
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 2L) == 3);
  }(pool));
  CHECK(pool.pids()[0] != before);
  CHECK(std::chrono::steady_clock::now() - begin < 30s);
}

CHECK_MAIN
