// task, loop, timers, post, spawn, future, sleep, event, mutex, semaphore,
// queue, readable.
#include "check.hpp"
#include "nostall/event.hpp"
#include "nostall/future.hpp"
#include "nostall/io.hpp"
#include "nostall/mutex.hpp"
#include "nostall/nostall.hpp"
#include "nostall/queue.hpp"
#include "nostall/semaphore.hpp"
#include "nostall/sleep.hpp"
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

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
        unawaited += std::strstr(at.file_name(), "core_test.cpp") != nullptr;
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
    auto inner = number(1);
    CHECK_THROWS(std::logic_error, loop.run(number(1)));
    inner.discard();
    co_return;
  }());
  CHECK_THROWS(std::logic_error, nostall::loop::current());
}

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

CASE(readable_and_writable_pipe) {
  nostall::loop loop;
  int ends[2];
  CHECK(::pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
  loop.run([&]() -> task<> {
    auto reader = nostall::spawn([](int fd) -> task<std::string> {
      co_await nostall::readable(fd);
      char buffer[16];
      auto n = ::read(fd, buffer, sizeof buffer);
      co_return std::string(buffer, n > 0 ? n : 0);
    }(ends[0]));
    co_await nostall::sleep(5ms);
    CHECK(!reader.done());
    co_await nostall::writable(ends[1]);
    CHECK(::write(ends[1], "hi", 2) == 2);
    CHECK(co_await reader == "hi");
  }());
  ::close(ends[0]);
  ::close(ends[1]);
  bool refused = false;
  loop.run([&](int closed) -> task<> {
    try {
      co_await nostall::readable(closed);
    } catch (const std::system_error &e) {
      refused = e.code().value() == EBADF;
    }
  }(ends[0]));
  CHECK(refused);
}

CASE(regular_file_is_always_ready) {
  nostall::loop loop;
  int fd = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  loop.run([](int fd) -> task<> { co_await nostall::readable(fd); }(fd));
  ::close(fd);
}

CASE(signals_come_one_at_a_time) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    nostall::signal_stream s({SIGUSR1, SIGUSR2});
    auto first = nostall::spawn(s.next());
    co_await nostall::sleep(2ms);
    CHECK(!first.done());
    ::kill(::getpid(), SIGUSR2);
    CHECK(co_await first == SIGUSR2);
    ::raise(SIGUSR1);
    CHECK(co_await s.next() == SIGUSR1);
  }());
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

CHECK_MAIN
