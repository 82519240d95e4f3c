// timeout, shield, gather, task_group.
#include "check.hpp"
#include "nostall/event.hpp"
#include "nostall/gather.hpp"
#include "nostall/shield.hpp"
#include "nostall/sleep.hpp"
#include "nostall/task_group.hpp"
#include "nostall/timeout.hpp"
#include <memory>
#include <stdexcept>

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
    nostall::event go_on;
    auto inner = [](auto &go_on, bool &ended) -> task<> {
      co_await go_on.wait();
      ended = true;
    };
    auto h = nostall::spawn(nostall::shield(inner(go_on, ended)));
    co_await nostall::sleep(2ms);
    h.cancel();
    co_await h.wait();
    CHECK(!ended);
    go_on.set();
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

CASE(timeout_result_just_in_time) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    // It ends in the step in which the time is over: the result counts.
    auto late = []() -> task<int> {
      co_await nostall::yield();
      auto end = std::chrono::steady_clock::now() + 10ms;
      while (std::chrono::steady_clock::now() < end) {
      }
      co_return 1;
    };
    CHECK(co_await nostall::timeout(5ms, late()) == 1);
    // Or it finishes what it does in spite of being told to stop.
    auto stubborn = []() -> task<int> {
      try {
        co_await nostall::sleep(1h);
      } catch (const nostall::cancelled &) {
      }
      co_return 2;
    };
    CHECK(co_await nostall::timeout(1ms, stubborn()) == 2);
    // No time at all: cancelled where it first waits, if it waits.
    CHECK(co_await nostall::timeout(-1s,
                                    []() -> task<int> { co_return 3; }()) == 3);
    bool late_at_once = false;
    try {
      co_await nostall::timeout(0s, later(4, 1h));
    } catch (const nostall::timeout_error &) {
      late_at_once = true;
    }
    CHECK(late_at_once);
  }());
}

CASE(the_longest_times_are_long) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    CHECK(co_await nostall::timeout(std::chrono::hours::max(), later(1)) == 1);
    auto sleeps = []() -> task<> {
      co_await nostall::sleep(std::chrono::nanoseconds::max());
    };
    auto h = nostall::spawn(sleeps());
    co_await nostall::sleep(std::chrono::hours::min());
    co_await nostall::sleep(std::chrono::duration<double>(0.001));
    CHECK(!h.done());
    h.cancel();
    co_await h.wait();
  }());
}

// The one who is cancelled from outside says so, though its time is over too.
CASE(timeout_cancelled_while_timing_out) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto slow_to_stop = []() -> task<int> {
      bool stop = false;
      try {
        co_await nostall::sleep(1h);
      } catch (const nostall::cancelled &) {
        stop = true;
      }
      if (stop)
        co_await nostall::sleep(20ms);
      throw nostall::cancelled{};
    };
    auto h = nostall::spawn(nostall::timeout(1ms, slow_to_stop()));
    co_await nostall::sleep(8ms); // the time is over, the task still stops
    CHECK(!h.done());
    h.cancel();
    co_await h.wait();
    CHECK(nostall::detail::is_cancelled(h.error()));
  }());
  CHECK(loop.task_count() == 0);
}

CASE(a_child_spawned_after_the_failure_is_cancelled) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    nostall::task_group g;
    g.spawn(fails_after(0ms));
    co_await nostall::sleep(5ms);
    g.spawn(forever(cleaned));
    bool thrown = false;
    try {
      co_await nostall::timeout(20s, g.join());
    } catch (const nostall::timeout_error &) {
    } catch (const std::runtime_error &) {
      thrown = true;
    }
    CHECK(thrown && cleaned == 1);
    // The group may be used again.
    int ended = 0;
    auto ok = [](int &ended) -> task<> {
      co_await nostall::sleep(1ms);
      ++ended;
    };
    g.spawn(ok(ended));
    co_await g.join();
    CHECK(ended == 1);
  }(cleaned));
}

CASE(a_child_spawned_while_the_group_stops_is_cancelled) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    auto body = [](int &cleaned) -> task<> {
      nostall::task_group g;
      auto spawns_at_its_end = [](auto &g, int &cleaned) -> task<> {
        try {
          co_await nostall::sleep(1h);
        } catch (const nostall::cancelled &) {
        }
        g.spawn(forever(cleaned));
      };
      g.spawn(spawns_at_its_end(g, cleaned));
      co_await g.join();
    };
    auto h = nostall::spawn(body(cleaned));
    co_await nostall::sleep(1ms);
    h.cancel();
    co_await nostall::timeout(20s,
                              [](auto &h) -> task<> { co_await h.wait(); }(h));
    CHECK(nostall::detail::is_cancelled(h.error()));
  }(cleaned));
  CHECK(cleaned == 1);
}

CASE(an_error_in_the_scope_of_a_group) {
  nostall::loop loop;
  int cleaned = 0;
  loop.run([](int &cleaned) -> task<> {
    auto body = [](int &cleaned) -> task<> {
      nostall::task_group g;
      g.spawn(forever(cleaned));
      co_await nostall::sleep(1ms);
      throw std::out_of_range("the body's");
    };
    bool thrown = false;
    try {
      co_await body(cleaned);
    } catch (const std::out_of_range &) {
      thrown = true;
    }
    CHECK(thrown);
    co_await nostall::sleep(1ms); // the child ends by itself
    CHECK(cleaned == 1);
  }(cleaned));
  CHECK(loop.task_count() == 0);
}

// Of several errors the first is thrown; the others are not "unread".
CASE(several_errors_at_once) {
  static int unread;
  unread = 0;
  auto before = nostall::set_unread_exception_handler(
      [](const std::string &, const std::source_location &,
         std::exception_ptr) noexcept { ++unread; });
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto fails = [](const char *what) -> task<int> {
      co_await nostall::yield();
      throw std::runtime_error(what);
    };
    std::string first;
    try {
      co_await nostall::gather(fails("a"), fails("b"), fails("c"));
    } catch (const std::runtime_error &e) {
      first = e.what();
    }
    CHECK(first == "a");
    std::vector<task<int>> many;
    many.push_back(fails("x"));
    many.push_back(later(1));
    try {
      co_await nostall::gather(std::move(many));
    } catch (const std::runtime_error &e) {
      first = e.what();
    }
    CHECK(first == "x");
    // Cancelled from outside, and a task fails on its way out.
    auto fails_to_stop = []() -> task<> {
      try {
        co_await nostall::sleep(1h);
      } catch (const nostall::cancelled &) {
      }
      throw std::logic_error("on the way out");
    };
    auto h = nostall::spawn(nostall::gather(fails_to_stop(), fails_to_stop()));
    co_await nostall::sleep(1ms);
    h.cancel();
    co_await h.wait();
    CHECK_THROWS(std::logic_error, (void)h.result());
  }());
  CHECK(unread == 0 && loop.task_count() == 0);
  nostall::set_unread_exception_handler(before);
}

CASE(a_shielded_error_nobody_waits_for_is_reported) {
  static std::string unread;
  unread.clear();
  auto before = nostall::set_unread_exception_handler(
      [](const std::string &name, const std::source_location &,
         std::exception_ptr) noexcept { unread += name; });
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto h = nostall::spawn(nostall::shield(fails_after(5ms)));
    co_await nostall::sleep(1ms);
    h.cancel();
    co_await h.wait();
    while (nostall::loop::current().task_count() > 1)
      co_await nostall::sleep(1ms);
  }());
  CHECK(unread == "shield");
  nostall::set_unread_exception_handler(before);
}

CASE(a_group_lets_go_of_children_that_ended) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto owned = std::make_shared<int>(1);
    nostall::task_group g;
    auto keeps = [](std::shared_ptr<int>) -> task<> { co_return; };
    for (int i = 0; i < 5; ++i)
      g.spawn(keeps(owned));
    g.spawn(later(1, 5ms));
    co_await nostall::sleep(1ms);
    CHECK(owned.use_count() == 1 && g.size() == 1);
    co_await g.join();
  }());
}

CHECK_MAIN
