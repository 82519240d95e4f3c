// Cancellation, timeout, shield, gather, task_group.
#include "check.hpp"
#include "nostall/event.hpp"
#include "nostall/future.hpp"
#include "nostall/gather.hpp"
#include "nostall/io.hpp"
#include "nostall/mutex.hpp"
#include "nostall/queue.hpp"
#include "nostall/shield.hpp"
#include "nostall/sleep.hpp"
#include "nostall/task_group.hpp"
#include "nostall/timeout.hpp"
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

static task<int> later(int n, std::chrono::milliseconds d = 1ms) {
  co_await nostall::sleep(d);
  co_return n;
}
static task<int> fails_after(std::chrono::milliseconds d) {
  co_await nostall::sleep(d);
  throw std::runtime_error("failed");
}
static task<> forever(int &cleaned) {
  try {
    co_await nostall::sleep(1h);
  } catch (const nostall::cancelled &) {
    ++cleaned;
    throw;
  }
}

// What a task waits for, and that it is cancelled there.
template <class F> static task<> cancelled_in(int &caught, F &make) {
  try {
    co_await make();
  } catch (const nostall::cancelled &) {
    ++caught;
    throw;
  }
}
template <class F>
static void check_cancel_at(F make, std::size_t left_running = 0) {
  nostall::loop loop;
  int caught = 0;
  loop.run([](int &caught, F &make) -> task<> {
    auto h = nostall::spawn(cancelled_in(caught, make));
    co_await nostall::yield();
    co_await nostall::yield();
    CHECK(!h.done());
    h.cancel();
    co_await h.wait();
    CHECK(nostall::detail::is_cancelled(h.error()));
  }(caught, make));
  CHECK(caught == 1);
  CHECK(loop.task_count() == left_running);
}

CASE(cancel_at_every_kind_of_suspension) {
  int ends[2];
  CHECK(::pipe(ends) == 0);
  nostall::event e;
  nostall::mutex m;
  CHECK(m.try_lock());
  nostall::queue<int> empty, full(1);
  CHECK(full.try_push(1));
  int cleaned = 0;
  std::unique_ptr<nostall::promise<int>> p;
  nostall::future<int> f;
  check_cancel_at([&] { return e.wait(); });
  check_cancel_at([&] { return nostall::sleep(1h); });
  check_cancel_at([&] { return m.lock_unguarded(); });
  check_cancel_at([&] { return empty.pop(); });
  check_cancel_at([&] { return full.push(2); });
  check_cancel_at([&] { return nostall::readable(ends[0]); });
  check_cancel_at([&] {
    p = std::make_unique<nostall::promise<int>>();
    f = p->get_future();
    return f.operator co_await();
  });
  check_cancel_at([&] { return forever(cleaned); });
  check_cancel_at([&] { return nostall::shield(later(1)); }, 1);
  check_cancel_at([&] { return nostall::timeout(1h, forever(cleaned)); });
  check_cancel_at(
      [&] { return nostall::gather(forever(cleaned), forever(cleaned)); });
  check_cancel_at([&]() -> task<> {
    return [](int &c) -> task<> {
      nostall::task_group g;
      g.spawn(forever(c));
      g.spawn(forever(c));
      co_await g.join();
    }(cleaned);
  });
  CHECK(cleaned == 6);
  // Nothing is left behind: the next ones in line still get their turn.
  m.unlock();
  CHECK(!m.locked() && full.try_pop() == 1 && !full.try_pop());
  f = {};
  p.reset();
  ::close(ends[0]);
  ::close(ends[1]);
}

CASE(cancel_before_the_first_step) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    auto h = nostall::spawn(forever(cleaned));
    h.cancel();
    co_await h.wait();
    CHECK(nostall::detail::is_cancelled(h.error()));
    h.cancel(); // a done task does not mind
  }(cleaned));
  CHECK(cleaned == 1);
}

CASE(cancel_is_delivered_once) {
  nostall::loop loop;
  int n = loop.run([]() -> task<int> {
    auto h = nostall::spawn([]() -> task<int> {
      bool stop = false;
      try {
        co_await nostall::sleep(1h);
      } catch (const nostall::cancelled &) {
        stop = true;
      }
      if (stop)
        co_await nostall::sleep(1ms); // cleaning up may wait
      co_return stop;
    }());
    co_await nostall::yield();
    h.cancel();
    co_return co_await h;
  }());
  CHECK(n == 1);
}

CASE(cancelled_waiter_of_a_lock_does_not_keep_it) {
  nostall::loop loop;
  nostall::mutex m;
  loop.run([](nostall::mutex &m) -> task<> {
    auto first = co_await m.lock();
    auto want = [](nostall::mutex &m) -> task<> { auto g = co_await m.lock(); };
    auto second = nostall::spawn(want(m)), third = nostall::spawn(want(m));
    co_await nostall::yield();
    second.cancel();
    first.release();
    co_await second.wait();
    co_await third;
  }(m));
  CHECK(!m.locked());
}

CASE(timeout_in_time_and_not) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    CHECK(co_await nostall::timeout(10s, later(3)) == 3);
    bool thrown = false;
    try {
      co_await nostall::timeout(5ms, forever(cleaned));
    } catch (const nostall::timeout_error &) {
      thrown = true;
    }
    CHECK(thrown && cleaned == 1);
    thrown = false;
    try {
      co_await nostall::timeout(10s, fails_after(1ms));
    } catch (const std::runtime_error &e) {
      thrown = std::string(e.what()) == "failed";
    }
    CHECK(thrown);
    // The inner limit is the nearer one, then the outer.
    thrown = false;
    try {
      co_await nostall::timeout(10s, nostall::timeout(5ms, forever(cleaned)));
    } catch (const nostall::timeout_error &) {
      thrown = true;
    }
    CHECK(thrown);
    thrown = false;
    try {
      co_await nostall::timeout(5ms, nostall::timeout(10s, forever(cleaned)));
    } catch (const nostall::timeout_error &) {
      thrown = true;
    }
    CHECK(thrown && cleaned == 3);
  }(cleaned));
}

CASE(shield_lets_it_end) {
  nostall::loop loop;
  bool ended = false;
  loop.run([](bool &ended) -> task<> {
    auto inner = [](bool &ended) -> task<> {
      co_await nostall::sleep(10ms);
      ended = true;
    };
    auto h = nostall::spawn(nostall::shield(inner(ended)));
    co_await nostall::sleep(2ms);
    h.cancel();
    co_await h.wait();
    CHECK(!ended);
    for (int i = 0; i < 1000 && !ended; ++i)
      co_await nostall::sleep(1ms);
  }(ended));
  CHECK(ended);
}

CASE(gather_of_two_and_of_many) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    int cleaned = 0;
    auto [a, b, c] = co_await nostall::gather(
        later(1, 3ms), []() -> task<std::string> { co_return "two"; }(),
        []() -> task<> { co_return; }());
    CHECK(a == 1 && b == "two" && c == std::monostate{});
    std::vector<task<int>> many;
    for (int i = 0; i < 1000; ++i)
      many.push_back(later(i));
    auto got = co_await nostall::gather(std::move(many));
    CHECK(got.size() == 1000 && got[0] == 0 && got[999] == 999);
    CHECK((co_await nostall::gather(std::vector<task<int>>{})).empty());
    std::vector<task<>> voids;
    voids.push_back([]() -> task<> { co_return; }());
    co_await nostall::gather(std::move(voids));
    (void)cleaned;
  }());
}

CASE(gather_first_error_cancels_the_rest) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    bool thrown = false;
    try {
      co_await nostall::gather(forever(cleaned), fails_after(1ms),
                               forever(cleaned));
    } catch (const std::runtime_error &) {
      thrown = true;
    }
    CHECK(thrown && cleaned == 2);
  }(cleaned));
  CHECK(loop.task_count() == 0);
}

CASE(gather_results_yields_all) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto [a, b] =
        co_await nostall::gather_results(fails_after(1ms), later(2, 5ms));
    CHECK(!a && b && *b == 2);
    CHECK(a.error() != nullptr);
    CHECK_THROWS(std::runtime_error, a.value());
    std::vector<task<int>> many;
    many.push_back(later(1));
    many.push_back(fails_after(0ms));
    auto all = co_await nostall::gather_results(std::move(many));
    CHECK(all.size() == 2 && all[0].value() == 1 && !all[1]);
  }());
}

CASE(group_waits_for_children_of_children) {
  nostall::loop loop;
  int ended = 0;
  loop.run([](int &ended) -> task<> {
    nostall::task_group g;
    auto child = [](nostall::task_group &g, int &ended) -> task<> {
      co_await nostall::sleep(1ms);
      g.spawn([](int &ended) -> task<> {
        co_await nostall::sleep(1ms);
        ++ended;
      }(ended));
      ++ended;
    };
    for (int i = 0; i < 50; ++i)
      g.spawn(child(g, ended));
    CHECK(g.size() == 50);
    co_await g.join();
    CHECK(g.size() == 0);
  }(ended));
  CHECK(ended == 100);
}

CASE(group_first_error_cancels_and_awaits_the_rest) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    nostall::task_group g;
    auto slow_cleaner = [](int &cleaned) -> task<> {
      bool stop = false;
      try {
        co_await nostall::sleep(1h);
      } catch (const nostall::cancelled &) {
        stop = true;
      }
      if (stop)
        co_await nostall::sleep(5ms);
      ++cleaned;
    };
    g.spawn(slow_cleaner(cleaned));
    g.spawn(fails_after(1ms));
    g.spawn(forever(cleaned));
    bool thrown = false;
    try {
      co_await g.join();
    } catch (const std::runtime_error &) {
      thrown = true;
    }
    CHECK(thrown && cleaned == 2);
  }(cleaned));
}

CASE(group_destroyed_unjoined_cancels) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    {
      nostall::task_group g;
      g.spawn(forever(cleaned));
      co_await nostall::yield();
    }
    for (int i = 0; i < 10 && !cleaned; ++i)
      co_await nostall::yield();
  }(cleaned));
  CHECK(cleaned == 1);
}

CASE(cancelling_a_join_leaves_the_joined_alone) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto work = nostall::spawn(later(5, 10ms));
    auto waits = [](nostall::join_handle<int> &h) -> task<> {
      co_await h.wait();
    };
    auto waiter = nostall::spawn(waits(work));
    co_await nostall::yield();
    waiter.cancel();
    co_await waiter.wait();
    CHECK(!work.done());
    CHECK(co_await work == 5);
  }());
}

CHECK_MAIN
