// loop: iterations, timers, post, stop, exceptions, its end.
#include "check.hpp"
#include "nostall/event.hpp"
#include "nostall/future.hpp"
#include "nostall/io.hpp"
#include "nostall/mutex.hpp"
#include "nostall/queue.hpp"
#include "nostall/sleep.hpp"
#include <atomic>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

static task<int> number(int n) { co_return n; }
static task<> nothing() { co_return; }

CASE(an_iteration_runs_exactly_the_snapshot) {
  nostall::loop loop;
  std::string order;
  loop.run([&]() -> task<> {
    auto &here = nostall::loop::current();
    here.call_soon([&] {
      order += '1';
      here.call_soon([&] { order += '3'; });
    });
    here.call_soon([&] { order += '2'; });
    co_await nostall::yield();
    CHECK(order == "12");
    co_await nostall::yield();
    CHECK(order == "123");
  }());
}

CASE(sleeps_end_in_order) {
  nostall::loop loop;
  std::string order;
  auto after = [&](std::chrono::milliseconds d, char c) -> task<> {
    co_await nostall::sleep(d);
    order += c;
  };
  auto begin = std::chrono::steady_clock::now();
  loop.run([&]() -> task<> {
    auto a = nostall::spawn(after(60ms, 'c'));
    auto b = nostall::spawn(after(0ms, 'a'));
    auto c = nostall::spawn(after(30ms, 'b'));
    co_await a;
    co_await b;
    co_await c;
  }());
  CHECK(order == "abc");
  CHECK(std::chrono::steady_clock::now() - begin >= 60ms);
}

CASE(ten_thousand_timers) {
  nostall::loop loop;
  int ended = 0;
  std::int64_t last = 0;
  bool ordered = true;
  auto one = [&](std::chrono::nanoseconds due) -> task<> {
    co_await nostall::sleep_until(nostall::loop::time_point(due));
    ordered = ordered && due.count() >= last;
    last = due.count();
    ++ended;
  };
  auto base = std::chrono::steady_clock::now().time_since_epoch() + 50ms;
  loop.run([&]() -> task<> {
    std::vector<nostall::join_handle<void>> all;
    for (int i = 0; i < 10'000; ++i)
      all.push_back(nostall::spawn(one(base + (i * 7919 % 10'000) * 1us)));
    for (auto &h : all)
      co_await h;
  }());
  CHECK(ended == 10'000);
  CHECK(ordered);
}

CASE(hundred_thousand_tasks) {
  nostall::loop loop;
  long total = 0;
  auto one = [&](int n) -> task<> {
    co_await nostall::yield();
    total += n;
  };
  loop.run([&]() -> task<> {
    std::vector<nostall::join_handle<void>> all;
    for (int i = 0; i < 100'000; ++i)
      all.push_back(nostall::spawn(one(1)));
    for (auto &h : all)
      co_await h;
  }());
  CHECK(total == 100'000);
}

CASE(post_from_threads) {
  nostall::loop loop;
  constexpr int threads = 4, each = 1000;
  int seen = 0;
  nostall::event all;
  std::vector<std::thread> posters;
  for (int t = 0; t < threads; ++t)
    posters.emplace_back([&] {
      for (int i = 0; i < each; ++i)
        loop.post([&] {
          if (++seen == threads * each)
            all.set();
        });
    });
  loop.run([&]() -> task<> { co_await all.wait(); }());
  for (auto &t : posters)
    t.join();
  CHECK(seen == threads * each);
}

CASE(stop_from_a_thread) {
  nostall::loop loop;
  std::thread stopper([&] {
    std::this_thread::sleep_for(20ms);
    loop.stop();
  });
  loop.run_forever();
  stopper.join();
}

// A thread's last touch of a loop that ends because of it.
CASE(destroyed_as_soon_as_it_is_stopped) {
  std::thread stopper([] {});
  for (int i = 0; i < 500; ++i) {
    nostall::loop loop; // in the place of the one before
    stopper.join();
    stopper = std::thread([&loop] { loop.stop(); });
    loop.run_forever();
  }
  stopper.join();
}

CASE(exception_leaves_run_and_the_loop_goes_on) {
  nostall::loop loop;
  int ran = 0;
  loop.call_soon([] { throw std::runtime_error("from a callback"); });
  loop.call_soon([&] { ++ran; });
  CHECK_THROWS(std::runtime_error, loop.run(nothing()));
  CHECK(loop.run(number(3)) == 3);
  CHECK(ran == 1);
}

CASE(a_loop_does_not_run_inside_itself) {
  nostall::loop loop;
  loop.run([&]() -> task<> {
    auto before = nostall::set_unawaited_handler(nullptr);
    CHECK_THROWS(std::logic_error, loop.run(number(1)));
    nostall::set_unawaited_handler(before);
    co_return;
  }());
  CHECK_THROWS(std::logic_error, nostall::loop::current());
}

struct counted {
  explicit counted(int &n) : n(n) { ++n; }
  ~counted() { --n; }
  int &n;
};

template <class F> static task<> await_inner(F &f) { co_await f(); }
template <class F> static task<> hold_and_wait(int &alive, F f) {
  counted here(alive);
  co_await await_inner(f);
}

CASE(loop_destroyed_with_tasks_pending) {
  int alive = 0, ends[2];
  CHECK(::pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
  nostall::event never;
  nostall::mutex held;
  nostall::queue<int> empty;
  nostall::join_handle<void> kept;
  {
    nostall::loop loop;
    loop.run([&]() -> task<> {
      CHECK(held.try_lock());
      nostall::spawn(hold_and_wait(alive, [&] {
        return never.wait();
      })).detach();
      nostall::spawn(hold_and_wait(alive, [&] {
        return nostall::sleep(1h);
      })).detach();
      nostall::spawn(hold_and_wait(alive, [&] {
        return held.lock_unguarded();
      })).detach();
      nostall::spawn(hold_and_wait(alive, [&] {
        return nostall::readable(ends[0]);
      })).detach();
      kept = nostall::spawn(hold_and_wait(alive, [&] { return empty.pop(); }));
      nostall::spawn(hold_and_wait(alive, [&] {
        return kept.wait();
      })).detach();
      co_await nostall::sleep(5ms);
      nostall::spawn(hold_and_wait(alive, [] {
        return nothing();
      })).detach(); // not begun
    }());
    CHECK(alive == 6);
    CHECK(loop.task_count() == 7);
    loop.post([] {});
    loop.call_soon([] {});
  }
  CHECK(alive == 0);
  CHECK(kept.done());
  CHECK_THROWS(nostall::cancelled, kept.result());
  kept.detach();
  ::close(ends[0]);
  ::close(ends[1]);
}

CASE(one_iteration_polls_then_takes_posts_then_fires_timers) {
  nostall::loop loop;
  int ends[2];
  CHECK(::pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
  std::string order;
  nostall::event over;
  loop.run([&]() -> task<> {
    const auto due = std::chrono::steady_clock::now() + 5ms;
    auto timed = [](auto due, std::string &order, auto &over) -> task<> {
      co_await nostall::sleep_until(due);
      order += 't';
      over.set();
    };
    auto reads = [](int fd, std::string &order) -> task<> {
      co_await nostall::readable(fd);
      order += 'r';
    };
    auto t = nostall::spawn(timed(due, order, over));
    auto r = nostall::spawn(reads(ends[0], order));
    co_await nostall::yield();
    // All three become ready while this step runs.
    CHECK(::write(ends[1], "x", 1) == 1);
    loop.post([&] { order += 'p'; });
    while (std::chrono::steady_clock::now() < due) {
    }
    co_await over.wait();
  }());
  CHECK(order == "rpt");
  ::close(ends[0]);
  ::close(ends[1]);
}

CASE(stop_ends_after_the_iteration_in_progress) {
  nostall::loop loop;
  int same = 0, later = 0;
  loop.call_soon([&] {
    loop.stop();
    loop.call_soon([&] { ++later; });
  });
  loop.call_soon([&] { ++same; });
  loop.run_forever();
  CHECK(same == 1 && later == 0);
  loop.stop(); // before it runs: one iteration
  loop.run_forever();
  CHECK(later == 1);
}

CASE(stop_after_an_exception_left_run_forever) {
  nostall::loop loop;
  auto throws = [](nostall::loop &l) {
    l.call_soon([] { throw std::runtime_error("out"); });
    CHECK_THROWS(std::runtime_error, l.run_forever());
  };
  throws(loop);
  loop.stop(); // nothing to stop
  loop.run(nothing());
  loop.call_soon([&] { loop.stop(); });
  loop.run_forever();
}

CASE(a_refused_run_leaves_no_trace) {
  nostall::loop loop;
  int ran = 0;
  auto before = nostall::set_unawaited_handler(nullptr);
  auto count = [](int &ran) -> task<> {
    ++ran;
    co_return;
  };
  loop.call_soon([&] {
    CHECK_THROWS(std::logic_error, loop.run(count(ran)));
    CHECK_THROWS(std::logic_error, loop.run_forever());
    CHECK_THROWS(std::logic_error, loop.step());
  });
  std::thread stopper([&] {
    std::this_thread::sleep_for(10ms);
    loop.stop(); // the outer one
  });
  loop.run_forever();
  stopper.join();
  CHECK(ran == 0 && loop.task_count() == 0);
  nostall::set_unawaited_handler(before);
}

CASE(step_by_step) {
  nostall::loop loop;
  bool seen = false;
  loop.call_soon([&] { seen = &nostall::loop::current() == &loop; });
  loop.step(false);
  CHECK(seen);
  loop.step(false); // nothing to do, and does not wait
  CHECK(nostall::loop::try_current() == nullptr);
}

CASE(another_loop_may_run_inside) {
  nostall::loop outer, inner;
  outer.run([&]() -> task<> {
    CHECK(inner.run(number(4)) == 4);
    CHECK(&nostall::loop::current() == &outer);
    co_await nostall::sleep(1ms);
  }());
}

CASE(tasks_go_on_after_an_exception_left_run) {
  nostall::loop loop;
  int steps = 0;
  auto work = [](int &steps) -> task<> {
    nostall::loop::current().call_soon([] { throw std::runtime_error("x"); });
    co_await nostall::sleep(2ms);
    ++steps;
  };
  CHECK_THROWS(std::runtime_error, loop.run(work(steps)));
  CHECK(steps == 0 && loop.task_count() == 1);
  loop.run([](int &steps) -> task<> {
    while (!steps)
      co_await nostall::sleep(1ms);
  }(steps));
  CHECK(steps == 1 && loop.task_count() == 0);
}

// Each post meets a loop that is about to sleep, asleep, or just awake.
CASE(no_post_is_overlooked) {
  nostall::loop loop;
  constexpr int rounds = 5000;
  std::atomic<int> answered{0};
  nostall::event all;
  std::thread other([&] {
    for (int i = 1; i <= rounds; ++i) {
      loop.post([&, i] { answered = i; });
      while (answered != i)
        std::this_thread::yield();
    }
    loop.post([&] { all.set(); });
  });
  loop.run([&]() -> task<> { co_await all.wait(); }());
  other.join();
  CHECK(answered == rounds);
}

CASE(two_loops_in_two_threads) {
  nostall::loop a;
  nostall::event told;
  nostall::loop *b = nullptr;
  std::thread second([&] {
    nostall::loop mine;
    a.post([&] {
      b = &mine;
      told.set();
    });
    mine.run_forever();
  });
  a.run([](auto &a, auto *&b, auto &told) -> task<> {
    co_await told.wait();
    const auto here = std::this_thread::get_id();
    for (int i = 0; i < 200; ++i) {
      co_await b->schedule();
      CHECK(std::this_thread::get_id() != here);
      co_await a.schedule();
      CHECK(std::this_thread::get_id() == here);
    }
    b->stop();
  }(a, b, told));
  second.join();
}

CASE(timers_stay_in_order_when_many_are_cancelled) {
  nostall::loop loop;
  std::int64_t last = 0;
  bool ordered = true;
  int ended = 0;
  loop.run([&]() -> task<> {
    const auto base = std::chrono::steady_clock::now() + 20ms;
    auto one = [&](auto due) -> task<> {
      co_await nostall::sleep_until(due);
      ordered = ordered && due.time_since_epoch().count() >= last;
      last = due.time_since_epoch().count();
      ++ended;
    };
    std::vector<nostall::join_handle<void>> all;
    for (int i = 0; i < 3000; ++i)
      all.push_back(nostall::spawn(one(base + (i * 7919 % 3001) * 3us)));
    co_await nostall::yield();
    for (int i = 0; i < 3000; ++i)
      if (i * 31 % 7 < 3)
        all[std::size_t(i)].cancel();
    for (auto &h : all)
      co_await h.wait();
  }());
  int kept = 0;
  for (int i = 0; i < 3000; ++i)
    kept += i * 31 % 7 >= 3;
  CHECK(ordered && ended == kept);
}

CASE(what_was_posted_dies_with_the_loop) {
  auto owned = std::make_shared<int>(1);
  {
    nostall::loop loop;
    loop.post([owned] {});
    loop.call_soon([owned] {});
    CHECK(owned.use_count() == 3);
  }
  CHECK(owned.use_count() == 1);
}

// A child may use what its parent owns, up to its own end.
CASE(children_are_destroyed_before_their_parents) {
  struct owned {
    explicit owned(bool &alive) : alive(alive) { alive = true; }
    ~owned() { alive = false; }
    bool &alive;
  };
  struct user {
    ~user() { ++(alive ? in_time : too_late); }
    const bool &alive;
    int &in_time, &too_late;
  };
  bool alive = false;
  int in_time = 0, too_late = 0;
  {
    nostall::loop loop;
    loop.run([](bool &alive, int &in_time, int &too_late) -> task<> {
      auto parent = [](bool &alive, int &in_time, int &too_late) -> task<> {
        owned own(alive);
        auto child = [](bool &alive, int &in_time, int &too_late) -> task<> {
          user here{alive, in_time, too_late};
          co_await nostall::sleep(1h);
        };
        auto first = nostall::spawn(child(alive, in_time, too_late)),
             second = nostall::spawn(child(alive, in_time, too_late));
        co_await second;
      };
      nostall::spawn(parent(alive, in_time, too_late)).detach();
      co_await nostall::sleep(1ms);
    }(alive, in_time, too_late));
  }
  CHECK(in_time == 2 && too_late == 0 && !alive);
}

CASE(a_task_that_spawns_while_it_is_destroyed) {
  int ran = 0;
  struct spawns_at_its_end {
    int &ran;
    ~spawns_at_its_end() {
      nostall::spawn([](int &ran) -> task<> {
        ++ran;
        co_return;
      }(ran))
          .detach();
    }
  };
  {
    nostall::loop loop;
    loop.run([](int &ran) -> task<> {
      auto waits = [](int &ran) -> task<> {
        spawns_at_its_end late{ran};
        co_await nostall::sleep(1h);
      };
      nostall::spawn(waits(ran)).detach();
      co_await nostall::yield();
    }(ran));
  }
  CHECK(ran == 0); // destroyed as well, before it began
}

CHECK_MAIN
