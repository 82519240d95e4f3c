// Cancellation, and a loop that is destroyed, at each place where one can wait.
#include "check.hpp"
#include "nostall/nostall.hpp"
#include "waiting.hpp"
#include <algorithm>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <random>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;
using waiting::waits_at;

static task<> forever(int &cleaned) {
  try {
    co_await nostall::sleep(1h);
  } catch (const nostall::cancelled &) {
    ++cleaned;
    throw;
  }
}

static task<int> later(int n, std::chrono::milliseconds d) {
  co_await nostall::sleep(d);
  co_return n;
}

CASE(what_one_loop_offers) {
  nostall::event e;
  nostall::mutex m;
  CHECK(m.try_lock());
  nostall::semaphore none(0);
  nostall::queue<std::string> empty, full(1);
  CHECK(full.try_push("first"));
  waits_at("sleep", [] { return nostall::sleep(1h); });
  waits_at("event", [&] { return e.wait(); });
  waits_at("mutex", [&] { return m.lock(); });
  waits_at("mutex, unguarded", [&] { return m.lock_unguarded(); });
  waits_at("semaphore", [&] { return none.enter(); });
  waits_at("pop", [&] { return empty.pop(); });
  waits_at("push", [&] { return full.push("a value that is not small"); });
  waits_at("signal", [] {
    return []() -> task<> {
      nostall::signal_stream s({SIGUSR1});
      co_await s.next();
    }();
  });
  waits_at("future", [] {
    return []() -> task<> {
      nostall::promise<int> p;
      co_await p.get_future();
    }();
  });
  // Nothing is left behind: the next in line still get their turn.
  m.unlock();
  CHECK(!m.locked() && none.available() == 0);
  CHECK(full.try_pop() == "first" && !full.try_pop());
  CHECK(empty.try_push("x") && empty.size() == 1);
}

CASE(tasks_within_tasks) {
  int cleaned = 0, started = 0;
  auto one = [&] {
    ++started;
    return forever(cleaned);
  };
  waits_at("timeout", [&] { return nostall::timeout(1h, one()); });
  waits_at("gather", [&] { return nostall::gather(one(), one()); });
  waits_at("gather_results",
           [&] { return nostall::gather_results(one(), one()); });
  waits_at("gather a range", [&] {
    std::vector<task<>> all;
    all.push_back(one());
    all.push_back(one());
    return nostall::gather(std::move(all));
  });
  waits_at("group", [&] {
    return [](auto &one) -> task<> {
      nostall::task_group g;
      g.spawn(one());
      g.spawn(one());
      co_await g.join();
    }(one);
  });
  waits_at("all of them", [&] {
    return nostall::timeout(
        1h, nostall::gather(nostall::timeout(1h, one()),
                            nostall::gather_results(one(), one())));
  });
  // Every second was cancelled and could clean up; the others were destroyed
  // with their loop.
  CHECK(cleaned > 0 && cleaned < started);
  nostall::join_handle<void> h;
  auto spawned = [&h] {
    h = nostall::spawn([]() -> task<> { co_await nostall::sleep(1h); }());
  };
  waits_at("join", [&] { return spawned(), h.wait(); }, {.left_running = 1});
  waits_at("join for the result",
           [&] { return spawned(), h.operator co_await(); },
           {.left_running = 1});
  waits_at("shield", [&] { return nostall::shield(one()); },
           {.left_running = 1});
}

CASE(descriptors) {
  int ends[2];
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
                     ends) == 0);
  char much[4096] = {};
  while (::write(ends[1], much, sizeof much) > 0) {
  }
  waits_at("readable", [&] { return nostall::readable(ends[1]); });
  waits_at("writable", [&] { return nostall::writable(ends[1]); });
  ::close(ends[0]);
  ::close(ends[1]);
}

// A port whose backlog is full: a connection is neither made nor refused.
struct deaf_port {
  deaf_port() {
    own = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *plain = reinterpret_cast<sockaddr *>(&address);
    CHECK(::bind(own, plain, size) == 0 && ::listen(own, 0) == 0);
    CHECK(::getsockname(own, plain, &size) == 0);
    for (int &fd : fill) {
      fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      (void)!::connect(fd, plain, size);
    }
  }
  ~deaf_port() {
    ::close(own);
    for (int fd : fill)
      ::close(fd);
  }
  int own;
  sockaddr_in address{};
  int fill[4];
};

CASE(sockets) {
  deaf_port deaf;
  waits_at("connect", [&] {
    return nostall::tcp_stream::connect("127.0.0.1",
                                        ntohs(deaf.address.sin_port));
  });
  // A stream of which the other end is held and never read.
  auto with_stream = [](auto use) {
    return [use]() -> task<> {
      nostall::tcp_listener l;
      auto s = co_await nostall::tcp_stream::connect("127.0.0.1", l.port());
      auto peer = co_await l.accept();
      co_await use(l, s);
    };
  };
  using nostall::tcp_listener;
  using nostall::tcp_stream;
  waits_at("accept", with_stream([](tcp_listener &l, tcp_stream &) -> task<> {
             co_await l.accept();
           }));
  waits_at("read", with_stream([](tcp_listener &, tcp_stream &s) -> task<> {
             char c[8];
             co_await s.read_some(c);
           }));
  waits_at("read exactly",
           with_stream([](tcp_listener &, tcp_stream &s) -> task<> {
             char c[8];
             co_await s.read_exactly(c);
           }));
  waits_at("write", with_stream([](tcp_listener &, tcp_stream &s) -> task<> {
             const std::string much(64 << 20, 'x');
             co_await s.write_all(much);
           }));
}

CASE(threads) {
  nostall::thread_pool pool(1);
  std::atomic<bool> open{false};
  auto gate = [&open] {
    while (!open)
      std::this_thread::sleep_for(1ms);
  };
  waiting::how how;
  how.release = [&] { open = true; };
  waits_at(
      "run_in_executor",
      [&] {
        open = false;
        return nostall::run_in_executor(pool, gate);
      },
      how);
  waits_at(
      "resolve",
      [&] {
        open = false;
        pool.submit(gate);
        return nostall::resolve("localhost", "80", pool);
      },
      how);
}

CASE(processes) {
  nostall::process_pool pool(1);
  auto call = [&pool] {
    return nostall::run_in_executor(pool, [] { ::pause(); });
  };
  waits_at("a call", call);
  waits_at("a free worker", [&] { return nostall::gather(call(), call()); });
  nostall::loop loop;
  CHECK(loop.run(nostall::run_in_executor(pool, [] { return 5; })) == 5);
}

// Trees of everything, cancelled at any moment: nothing leaks, nothing hangs.
static task<> tree(std::mt19937 &random, nostall::semaphore &two, int depth) {
  if (depth == 0) {
    auto permit = co_await two.enter();
    co_await nostall::sleep(std::chrono::microseconds(random() % 300));
    if (random() % 8 == 0)
      throw std::runtime_error("a leaf fails");
    co_return;
  }
  auto below = [&] { return tree(random, two, depth - 1); };
  switch (random() % 5) {
  case 0:
    co_await nostall::gather(below(), below());
    break;
  case 1:
    co_await nostall::gather_results(below(), below());
    break;
  case 2:
    co_await nostall::timeout(std::chrono::microseconds(random() % 900),
                              below());
    break;
  case 3: {
    nostall::task_group g;
    g.spawn(below());
    g.spawn(below());
    co_await nostall::yield();
    co_await g.join();
    break;
  }
  case 4:
    co_await below();
  }
}

CASE(trees_cancelled_at_any_moment) {
  std::mt19937 random(3);
  nostall::semaphore two(2);
  nostall::loop loop;
  for (int round = 0; round < 300; ++round)
    loop.run(nostall::timeout(60s, [](auto &random, auto &two) -> task<> {
      auto h = nostall::spawn(tree(random, two, 4));
      for (unsigned n = random() % 12; n; --n)
        co_await nostall::sleep(std::chrono::microseconds(random() % 100));
      h.cancel();
      co_await h.wait();
      (void)h.error();
    }(random, two)));
  // What groups left behind ends by itself.
  loop.run([]() -> task<> {
    while (nostall::loop::current().task_count() > 1)
      co_await nostall::sleep(1ms);
  }());
  CHECK(two.available() == 2);
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
