// future, event, mutex, semaphore, queue.
#include "check.hpp"
#include "nostall/event.hpp"
#include "nostall/future.hpp"
#include "nostall/mutex.hpp"
#include "nostall/queue.hpp"
#include "nostall/semaphore.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

using namespace std::chrono_literals;
using nostall::task;

CASE(future_from_a_thread) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    nostall::promise<std::string> p;
    auto f = p.get_future();
    std::thread t([p = std::move(p)]() mutable {
      std::this_thread::sleep_for(10ms);
      p.set_value("hello");
    });
    CHECK(co_await f == "hello");
    t.join();
  }());
}

CASE(future_of_a_broken_promise) {
  nostall::loop loop;
  int caught = 0;
  loop.run([&]() -> task<> {
    nostall::future<> f;
    {
      nostall::promise<> p;
      f = p.get_future();
    }
    try {
      co_await f;
    } catch (const nostall::broken_promise &) {
      ++caught;
    }
    nostall::promise<int> q;
    auto g = q.get_future();
    q.set_error(std::make_exception_ptr(std::out_of_range("x")));
    CHECK_THROWS(std::logic_error, q.set_value(1));
    try {
      co_await g;
    } catch (const std::out_of_range &) {
      ++caught;
    }
  }());
  CHECK(caught == 2);
}

CASE(event_wakes_all) {
  nostall::loop loop;
  int woken = 0;
  loop.run([&]() -> task<> {
    nostall::event e;
    auto waiter = [&]() -> task<> {
      co_await e.wait();
      ++woken;
    };
    auto a = nostall::spawn(waiter()), b = nostall::spawn(waiter());
    co_await nostall::yield();
    CHECK(woken == 0);
    e.set();
    co_await a;
    co_await b;
    co_await e.wait(); // stays set
    e.clear();
    CHECK(!e.is_set());
  }());
  CHECK(woken == 2);
}

CASE(mutex_excludes_across_suspension) {
  nostall::loop loop;
  nostall::mutex m;
  int inside = 0, most = 0;
  std::string order;
  auto worker = [&](char c) -> task<> {
    auto guard = co_await m.lock();
    most = std::max(most, ++inside);
    co_await nostall::yield();
    order += c;
    --inside;
  };
  loop.run([&]() -> task<> {
    auto a = nostall::spawn(worker('a')), b = nostall::spawn(worker('b')),
         c = nostall::spawn(worker('c'));
    co_await a;
    co_await b;
    co_await c;
  }());
  CHECK(most == 1);
  CHECK(order == "abc");
  CHECK(!m.locked());
  CHECK(m.try_lock() && !m.try_lock());
  m.unlock();
}

CASE(semaphore_bounds) {
  nostall::loop loop;
  nostall::semaphore two(2);
  int inside = 0, most = 0;
  auto worker = [&]() -> task<> {
    auto permit = co_await two.enter();
    most = std::max(most, ++inside);
    co_await nostall::sleep(1ms);
    --inside;
  };
  loop.run([&]() -> task<> {
    std::vector<nostall::join_handle<void>> all;
    for (int i = 0; i < 10; ++i)
      all.push_back(nostall::spawn(worker()));
    for (auto &h : all)
      co_await h;
  }());
  CHECK(most == 2);
  CHECK(two.available() == 2);
}

CASE(queue_in_order_with_a_bound) {
  nostall::loop loop;
  nostall::queue<int> q(2);
  std::vector<int> got;
  loop.run([&]() -> task<> {
    auto producer = nostall::spawn([](auto &q) -> task<> {
      for (int i = 0; i < 10; ++i) {
        co_await q.push(i);
        CHECK(q.size() <= 2);
      }
      q.close();
    }(q));
    try {
      for (;;)
        got.push_back(co_await q.pop());
    } catch (const nostall::queue_closed &) {
    }
    co_await producer;
  }());
  CHECK(got.size() == 10 && got.front() == 0 && got.back() == 9);
  CHECK(!q.try_push(1) && !q.try_pop());
}

static void run(task<> work) {
  nostall::loop loop;
  loop.run(nostall::timeout(60s, std::move(work)));
}

// The question is asked when it is awaited, not when the awaiter is made.
CASE(an_awaiter_made_early_sees_what_happened_since) {
  run([]() -> task<> {
    nostall::event e;
    auto waits = e.wait();
    e.set();
    co_await waits;
    auto h = nostall::spawn([]() -> task<> { co_return; }());
    auto joins = h.wait();
    co_await nostall::sleep(1ms);
    CHECK(h.done());
    co_await joins;
  }());
}

CASE(a_lock_just_handed_over_to_a_cancelled_task) {
  nostall::mutex m;
  run([](nostall::mutex &m) -> task<> {
    auto first = co_await m.lock();
    auto want = [](nostall::mutex &m, bool &had) -> task<> {
      auto guard = co_await m.lock();
      had = true;
      co_await nostall::sleep(1h); // where it learns of it
    };
    bool second_had = false, third_had = false;
    auto second = nostall::spawn(want(m, second_had));
    auto third = nostall::spawn(want(m, third_had));
    co_await nostall::yield();
    first.release();
    second.cancel();
    co_await second.wait();
    CHECK(second_had && nostall::detail::is_cancelled(second.error()));
    co_await nostall::yield();
    CHECK(third_had);
    third.cancel();
    co_await third.wait();
  }(m));
  CHECK(!m.locked());
}

CASE(a_lock_handed_over_when_the_loop_dies) {
  nostall::mutex m;
  {
    nostall::loop loop;
    loop.run([](nostall::mutex &m) -> task<> {
      auto first = co_await m.lock();
      auto want = [](nostall::mutex &m) -> task<> {
        auto guard = co_await m.lock();
      };
      nostall::spawn(want(m)).detach();
      co_await nostall::yield();
      first.release(); // it is the other's now, who never runs again
    }(m));
  }
  CHECK(!m.locked());
}

CASE(a_mutex_that_dies_before_its_waiters) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto m = std::make_unique<nostall::mutex>();
    auto want = [](nostall::mutex &m) -> task<> {
      auto guard = co_await m.lock();
    };
    auto guard = co_await m->lock();
    auto a = nostall::spawn(want(*m)), b = nostall::spawn(want(*m));
    co_await nostall::yield();
    guard = {};
    a.detach();
    b.cancel();
    b.detach();
    co_await nostall::yield();
    m.reset();
  }());
}

// No unit is lost or made, whoever is cancelled when.
CASE(semaphore_under_random_cancellation) {
  nostall::semaphore three(3);
  int inside = 0, most = 0;
  run([](auto &three, int &inside, int &most) -> task<> {
    auto worker = [](auto &three, int &inside, int &most, int i) -> task<> {
      for (;;) {
        auto permit = co_await three.enter();
        struct count {
          explicit count(int &n) : n(++n) {}
          ~count() { --n; }
          int &n;
        } here(inside);
        most = std::max(most, inside);
        for (int k = 0; k <= i % 3; ++k)
          co_await nostall::yield();
      }
    };
    std::mt19937 random(7);
    std::vector<nostall::join_handle<void>> all;
    for (int i = 0; i < 60; ++i)
      all.push_back(nostall::spawn(worker(three, inside, most, i)));
    std::shuffle(all.begin(), all.end(), random);
    for (auto &h : all) {
      for (unsigned k = random() % 4; k; --k)
        co_await nostall::yield();
      h.cancel();
    }
    for (auto &h : all)
      co_await h.wait();
  }(three, inside, most));
  CHECK(inside == 0 && most == 3 && three.available() == 3);
}

CASE(queue_under_random_cancellation) {
  nostall::queue<int> q(3);
  long pushed = 0, popped = 0;
  run([](auto &q, long &pushed, long &popped) -> task<> {
    auto producer = [](auto &q, long &pushed, int i) -> task<> {
      for (int n = i;; n += 60) {
        co_await q.push(n);
        pushed += n;
      }
    };
    auto consumer = [](auto &q, long &popped) -> task<> {
      for (;;) {
        popped += co_await q.pop();
        co_await nostall::yield();
      }
    };
    std::mt19937 random(11);
    std::vector<nostall::join_handle<void>> all;
    for (int i = 0; i < 60; ++i)
      all.push_back(i % 2 ? nostall::spawn(producer(q, pushed, i))
                          : nostall::spawn(consumer(q, popped)));
    std::shuffle(all.begin(), all.end(), random);
    for (auto &h : all) {
      for (unsigned k = random() % 5; k; --k)
        co_await nostall::yield();
      h.cancel();
    }
    for (auto &h : all)
      co_await h.wait();
  }(q, pushed, popped));
  while (auto left = q.try_pop())
    popped += *left;
  CHECK(pushed == popped && pushed > 0);
}

CASE(pushers_are_served_in_order) {
  run([]() -> task<> {
    nostall::queue<int> q(1);
    CHECK(q.try_push(0));
    auto push = [](auto &q, int n) -> task<> { co_await q.push(n); };
    auto a = nostall::spawn(push(q, 1)), b = nostall::spawn(push(q, 2));
    co_await nostall::yield();
    CHECK(co_await q.pop() == 0);
    CHECK(!q.try_push(3)); // the place is taken: nobody is overtaken
    auto c = nostall::spawn(push(q, 3));
    for (int n = 1; n <= 3; ++n)
      CHECK(co_await q.pop() == n);
    co_await a;
    co_await b;
    co_await c;
  }());
}

CASE(closing_a_queue_wakes_both_sides) {
  run([]() -> task<> {
    auto push = [](auto &q) -> task<> { co_await q.push(1); };
    auto pop = [](auto &q) -> task<> { co_await q.pop(); };
    nostall::queue<int> full(1), empty;
    CHECK(full.try_push(0));
    auto a = nostall::spawn(push(full)), b = nostall::spawn(pop(empty));
    co_await nostall::yield();
    full.close();
    empty.close();
    co_await a.wait();
    co_await b.wait();
    CHECK_THROWS(nostall::queue_closed, a.result());
    CHECK_THROWS(nostall::queue_closed, b.result());
    CHECK(co_await full.pop() == 0); // what was in it can still be had
  }());
}

CASE(a_promise_abandoned_by_a_thread) {
  run([]() -> task<> {
    nostall::promise<int> p;
    auto f = p.get_future();
    std::thread([p = std::move(p)] {}).join();
    bool broken = false;
    try {
      co_await f;
    } catch (const nostall::broken_promise &) {
      broken = true;
    }
    CHECK(broken);
  }());
}

CASE(a_cancelled_waiter_leaves_the_promise_alone) {
  run([]() -> task<> {
    nostall::promise<int> p;
    auto f = p.get_future();
    auto waits = [](auto &f) -> task<> { co_await f; };
    auto h = nostall::spawn(waits(f));
    co_await nostall::yield();
    h.cancel();
    co_await h.wait();
    CHECK(nostall::detail::is_cancelled(h.error()));
    p.set_value(8);
    CHECK(co_await f == 8);
  }());
}

// Takes its time to move, to be caught in the middle of it.
struct slow_to_move {
  explicit slow_to_move(std::atomic<int> &n) : moves(&n) {}
  slow_to_move(slow_to_move &&other) noexcept : moves(other.moves) {
    ++*moves;
    std::this_thread::sleep_for(5ms);
  }
  slow_to_move &operator=(slow_to_move &&) noexcept = default;
  std::atomic<int> *moves;
};

CASE(an_answer_under_way_while_the_loop_dies) {
  std::thread other;
  std::atomic<int> moves{0};
  {
    nostall::loop loop;
    loop.run([](std::thread &other, auto &moves) -> task<> {
      nostall::promise<slow_to_move> p;
      auto waits = [](nostall::future<slow_to_move> f) -> task<> {
        co_await f;
      };
      nostall::spawn(waits(p.get_future())).detach();
      co_await nostall::yield();
      other = std::thread([p = std::move(p), &moves]() mutable {
        p.set_value(slow_to_move(moves));
      });
      while (moves < 2) { // into the promise, and on its way to the loop
      }
    }(other, moves));
  }
  other.join();
}

CASE(a_promise_that_outlives_its_loop) {
  nostall::promise<int> p(nullptr);
  CHECK_THROWS(std::logic_error, (void)p.get_future());
  {
    nostall::loop loop;
    loop.run([](auto &p) -> task<> {
      p = nostall::promise<int>();
      auto f = p.get_future();
      CHECK_THROWS(std::logic_error, (void)p.get_future());
      co_return;
    }(p));
  }
  p.set_value(1);
}

CHECK_MAIN
