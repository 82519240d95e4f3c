#include "common.hpp"
#include "nostall/gather.hpp"
#include "nostall/mutex.hpp"
#include "nostall/run_in_executor.hpp"
#include "nostall/sleep.hpp"
#include "nostall/stall_detector.hpp"

using nostall::task;

static task<int> one() { co_return 1; }
static task<> await_ready(long n) {
  long sum = 0;
  for (long i = 0; i < n; ++i)
    sum += co_await one();
  if (sum != n)
    std::abort();
}
static task<> spawn_join(long n) {
  for (long i = 0; i < n; ++i)
    co_await nostall::spawn(one());
}
static task<> yields(long n) {
  for (long i = 0; i < n; ++i)
    co_await nostall::yield();
}
static task<> gather2(long n) {
  for (long i = 0; i < n; ++i)
    co_await nostall::gather(one(), one());
}
static task<> gather1000(long n) {
  for (long i = 0; i < n; ++i) {
    std::vector<task<int>> all;
    all.reserve(1000);
    for (int j = 0; j < 1000; ++j)
      all.push_back(one());
    co_await nostall::gather(std::move(all));
  }
}
static task<> worker(nostall::mutex &m, long n) {
  for (long i = 0; i < n; ++i) {
    auto guard = co_await m.lock();
    co_await nostall::yield();
  }
}
static task<> mutex_hand_off(long n) {
  nostall::mutex m;
  co_await nostall::gather(worker(m, n / 2), worker(m, n - n / 2));
}
static task<> pool_round_trip(nostall::thread_pool &pool, long n) {
  for (long i = 0; i < n; ++i)
    co_await nostall::run_in_executor(pool, [] { return 1; });
}
struct idle_timer final : nostall::detail::timer {
  void fire() noexcept override {}
};
static void timers(nostall::loop &loop, long n) {
  std::vector<idle_timer> all(static_cast<std::size_t>(n));
  auto now = std::chrono::steady_clock::now() + std::chrono::hours(1);
  for (long i = 0; i < n; ++i)
    loop.arm(all[std::size_t(i)],
             now + std::chrono::microseconds(i * 7919 % n));
  for (auto &t : all)
    loop.disarm(t);
}

int main(int argc, char **argv) {
  nostall::loop loop;
  std::unique_ptr<nostall::stall_detector> detector;
  if (argc > 2 && !std::strcmp(argv[2], "--detector"))
    detector = std::make_unique<nostall::stall_detector>(loop);
  auto in_loop = [&](task<> (*f)(long)) {
    return [&loop, f](long n) { loop.run(f(n)); };
  };
  using bench::row;
  row(argc, argv, "await_ready", 10'000'000, in_loop(await_ready));
  row(argc, argv, "spawn_join", 1'000'000, in_loop(spawn_join));
  row(argc, argv, "yield", 3'000'000, in_loop(yields));
  row(argc, argv, "gather_2", 500'000, in_loop(gather2));
  row(argc, argv, "gather_1000", 1'000, in_loop(gather1000));
  row(argc, argv, "timer_add_cancel", 1'000'000,
      [&](long n) { timers(loop, n); });
  row(argc, argv, "mutex_hand_off", 1'000'000, in_loop(mutex_hand_off));
  nostall::thread_pool pool(1);
  row(argc, argv, "pool_round_trip", 50'000,
      [&](long n) { loop.run(pool_round_trip(pool, n)); });
}
