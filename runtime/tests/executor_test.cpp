// thread_pool, run_in_executor.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include <atomic>
#include <stdexcept>
#include <thread>

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

CASE(a_loop_may_run_on_a_pools_thread) {
  bool freed = false;
  {
    nostall::thread_pool pool(1);
    pool.submit([&freed] {
      nostall::loop loop;
      loop.run([](bool &freed) -> task<> {
        auto owned = std::make_shared<int>(1);
        std::weak_ptr<int> seen = owned;
        auto child = [](std::shared_ptr<int>) -> task<> {
          co_await nostall::yield();
        };
        co_await nostall::spawn(child(std::move(owned)));
        co_await nostall::yield();
        freed = seen.expired();
      }(freed));
    });
  }
  CHECK(freed);
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

// An exception from moving the callable must not look like work under way.
struct throws_when_moved {
  throws_when_moved() = default;
  throws_when_moved(throws_when_moved &&o) : moves(o.moves + 1) {
    if (moves == 2)
      throw std::length_error("moved once too often");
  }
  void operator()() const {}
  int moves = 0;
};

CASE(a_callable_that_cannot_be_moved) {
  nostall::thread_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool) -> task<> {
    for (int moved = 0; moved < 4; ++moved) {
      throws_when_moved f;
      f.moves = moved - 2;
      try {
        co_await nostall::run_in_executor(pool, std::move(f));
      } catch (const std::length_error &) {
      }
    }
    co_await nostall::sleep(1ms);
    CHECK(co_await nostall::run_in_executor(pool, [] { return 1; }) == 1);
  }(pool));
}

CASE(many_calls_and_hops_at_once) {
  nostall::thread_pool pool(3);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool) -> task<> {
    auto mixed = [](nostall::thread_pool &pool, int i) -> task<int> {
      auto &home = nostall::loop::current();
      int n = co_await nostall::run_in_executor(pool, [i] { return i; });
      co_await pool.schedule();
      ++n;
      co_await home.schedule();
      if (i % 50 == 0) {
        co_await pool.schedule();
        throw std::runtime_error("from the pool");
      }
      co_return n;
    };
    std::vector<task<int>> all;
    for (int i = 0; i < 1000; ++i)
      all.push_back(mixed(pool, i));
    auto got = co_await nostall::gather_results(std::move(all));
    for (int i = 0; i < 1000; ++i) {
      auto &r = got[std::size_t(i)];
      CHECK(i % 50 ? r.value() == i + 1 : !r);
    }
  }(pool));
  CHECK(loop.task_count() == 0);
}

CASE(a_task_cancelled_while_it_is_away) {
  nostall::thread_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::thread_pool &pool) -> task<> {
    auto away = [](nostall::thread_pool &pool) -> task<> {
      auto &home = nostall::loop::current();
      co_await pool.schedule();
      std::this_thread::sleep_for(10ms);
      co_await home.schedule();
      co_await nostall::sleep(1h); // it learns of it here
    };
    auto h = nostall::spawn(away(pool));
    co_await nostall::sleep(2ms);
    h.cancel();
    co_await h.wait();
    CHECK(nostall::detail::is_cancelled(h.error()));
  }(pool));
}

CHECK_MAIN
