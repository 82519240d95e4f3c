// RUN: %check_marks %s -- %flags -I%S/Inputs
// Lock-step world simulation: latches, barriers and atomic waits leaking into coroutines.
#include <atomic>
#include <barrier>
#include <chrono>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

#include "task.h"

namespace sim {

struct shard {
  int id = 0;
  void step();
};

std::atomic<int> generation{0};
std::atomic_flag world_ready = ATOMIC_FLAG_INIT;
std::atomic<bool> paused{false};

void wait_for_generation(int g) {
  int seen = generation.load();
  while (seen < g) {
    generation.wait(seen);
    seen = generation.load();
  }
}

rt::task<> init_world(std::vector<shard>& shards) {
  std::latch up(std::ptrdiff_t(shards.size()));
  for (auto& s : shards) {
    std::thread([&] {
      s.step();
      up.count_down();                           // OK: never waits
    }).detach();
  }
  if (!up.try_wait()) {                          // OK: try variant
    co_await rt::async_sleep(std::chrono::milliseconds(1));
  }
  up.wait(); // BAD: wait
  up.count_down(0);                              // OK: never waits
  world_ready.test_and_set();                    // OK: an atomic operation
  world_ready.notify_all();                      // OK: never waits
}

rt::task<> rendezvous(std::latch& l, std::barrier<>& b) {
  l.arrive_and_wait(); // BAD: wait
  b.arrive_and_wait(); // BAD: wait
  auto token = b.arrive();                       // OK: never waits
  b.wait(std::move(token)); // BAD: wait
  b.arrive_and_drop();                           // OK: never waits
  co_return;
}

rt::task<int> follow(int g) {
  wait_for_generation(g); // BAD: wait
  generation.wait(g); // BAD: wait
  generation.wait(g, std::memory_order_acquire); // BAD: wait
  std::atomic_wait(&generation, g); // BAD: wait
  generation.notify_one();                       // OK: never waits
  std::atomic_notify_all(&generation);           // OK: never waits
  world_ready.wait(false); // BAD: wait
  paused.wait(true); // BAD: wait
  co_return generation.load();                   // OK: an atomic load
}

rt::task<> threads(std::vector<shard>& shards) {
  std::vector<std::thread> ts;
  for (auto& s : shards) ts.emplace_back([&s] { s.step(); });  // OK: starts a thread
  for (auto& t : ts) {
    if (t.joinable()) t.join(); // BAD: wait
  }
  std::jthread helper([](std::stop_token st) {
    while (!st.stop_requested()) std::this_thread::sleep_for(std::chrono::seconds(1));  // OK: dedicated thread
  });
  helper.request_stop();                         // OK: only requests
  helper.join(); // BAD: wait
  std::thread bg([] {});
  bg.detach();                                   // OK: does not wait
  co_return;
}

rt::task<> scoped_thread(shard& s) {
  std::jthread worker([&s] { s.step(); }); // BAD: wait
  co_return;
}

rt::task<> shared_counter(std::shared_ptr<std::atomic<int>> pending) {
  pending->fetch_sub(1);                         // OK: an atomic operation
  if (int left = pending->load(); left > 0) {    // OK: an atomic load
    pending->wait(left); // BAD: wait
  }
  pending->notify_all();                         // OK: never waits
  co_return;
}

// Coroutine-side barrier: the same words, suspending.
class async_barrier {
 public:
  rt::task<> arrive_and_wait();
  rt::async_event::awaiter wait() { return e_.wait(); }

 private:
  rt::async_event e_;
};

rt::task<> tick(async_barrier& b) {
  co_await b.arrive_and_wait();                  // OK: awaited member of the user's class
  co_await b.wait();                             // OK: awaited member of the user's class
}

void shard_thread(std::barrier<>& b, shard& s) {
  for (;;) {
    s.step();
    b.arrive_and_wait();                         // OK: plain function, called by no coroutine
    wait_for_generation(s.id);                   // OK: plain function, called by no coroutine
  }
}

}  // namespace sim
