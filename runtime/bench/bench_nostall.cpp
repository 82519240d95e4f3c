#include "common.hpp"
#include "nostall/gather.hpp"
#include "nostall/mutex.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/sleep.hpp"
#include "nostall/stall_detector.hpp"
#include <numeric>

using nostall::task;

// noinline: as in a file of its own, no compiler sees through it.
[[gnu::noinline]] static task<long> one() { co_return 1; }

static task<long> await_ready(long n) {
  long done = 0;
  for (long i = 0; i < n; ++i)
    done += co_await one();
  co_return done;
}
static task<long> spawn_join(long n) {
  long done = 0;
  for (long i = 0; i < n; ++i)
    done += co_await nostall::spawn(one());
  co_return done;
}
static task<> yield_some(long n, long &done) {
  for (long i = 0; i < n; ++i, ++done)
    co_await nostall::yield();
}
static task<long> yield(long n) {
  long done = 0;
  co_await yield_some(n, done);
  co_return done;
}
static task<long> yield_of_1000(long n) {
  long done = 0;
  std::vector<task<>> all;
  all.reserve(1000);
  for (long j = 0; j < 1000; ++j)
    all.push_back(yield_some((n + j) / 1000, done));
  co_await nostall::gather(std::move(all));
  co_return done;
}
static task<long> gather_2(long n) {
  long done = 0;
  for (long i = 0; i < n; ++i) {
    auto [a, b] = co_await nostall::gather(one(), one());
    done += a + b == 2;
  }
  co_return done;
}
static task<long> gather_1000(long n) {
  long done = 0;
  for (long i = 0; i < n; ++i) {
    std::vector<task<long>> all;
    all.reserve(1000);
    for (int j = 0; j < 1000; ++j)
      all.push_back(one());
    auto values = co_await nostall::gather(std::move(all));
    done += std::accumulate(values.begin(), values.end(), 0L) == 1000;
  }
  co_return done;
}

// The first to come holds the lock over a yield; from then on the other always
// waits for it, so that each unlock is a hand-off.
struct turns {
  nostall::mutex lock;
  int last = 0;
  long changes = 0;
};
static task<> take_turns(turns &t, int me, long n) {
  for (long i = 0; i < n; ++i) {
    auto guard = co_await t.lock.lock();
    if (t.last == 0)
      co_await nostall::yield();
    t.changes += std::exchange(t.last, me) != me;
  }
}
static task<long> mutex_hand_off(long n) {
  turns t;
  co_await nostall::gather(take_turns(t, 1, n - n / 2),
                           take_turns(t, 2, n / 2));
  co_return t.changes;
}
static task<long> pool_round_trip(nostall::thread_pool &pool, long n) {
  long done = 0;
  for (long i = 0; i < n; ++i)
    done += co_await nostall::run_in_executor(pool, [] { return 1; });
  co_return done;
}

// What sleep and timeout do with the loop.
struct pending_timers {
  struct idle final : nostall::detail::timer {
    void fire() noexcept override { std::abort(); }
  };
  nostall::loop &on;
  std::vector<idle> all{1'000'000};
  bench::timer_script script{1'000'000};

  explicit pending_timers(nostall::loop &l) : on(l) {
    for (auto &t : all)
      on.arm(t, on.now() + script.due());
  }
  ~pending_timers() {
    for (auto &t : all)
      on.disarm(t);
  }
  task<long> move(long n) {
    for (long i = 0; i < n; ++i) {
      auto &t = all[script.which()];
      on.disarm(t);
      on.arm(t, on.now() + script.due());
      if (i % 64 == 0)
        co_await nostall::yield();
    }
    co_return n;
  }
};

int main(int argc, char **argv) {
  nostall::loop loop;
  std::unique_ptr<nostall::stall_detector> detector;
  if (!std::strcmp(argv[argc - 1], "detector"))
    detector = std::make_unique<nostall::stall_detector>(loop);
#ifdef __clang__
  bench::program p(argc, argv, __VERSION__);
#else
  bench::program p(argc, argv, "g++ " __VERSION__);
#endif
  auto in_loop = [&](task<long> (*f)(long)) {
    return [&loop, f](long n) { return loop.run(f(n)); };
  };
  p.row("await_ready", in_loop(await_ready));
  p.row("spawn_join", in_loop(spawn_join));
  p.row("yield", in_loop(yield));
  p.row("yield_of_1000", in_loop(yield_of_1000));
  p.row("gather_2", in_loop(gather_2));
  p.row("gather_1000", in_loop(gather_1000));
  p.row("mutex_hand_off", in_loop(mutex_hand_off));
  p.prepared_row("timer_move", [&] {
    return [&loop, timers = std::make_unique<pending_timers>(loop)](long n) {
      return loop.run(timers->move(n));
    };
  });
  p.prepared_row("pool_round_trip", [&] {
    return [&loop, pool = std::make_unique<nostall::thread_pool>(1)](long n) {
      return loop.run(pool_round_trip(*pool, n));
    };
  });
}
