#pragma once
// What has to hold at every place where a task can wait: it can be cancelled
// there, before it got there too, and it goes with its loop. Nothing leaks, and
// the loop can be used again.
#include "check.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include <functional>
#include <thread>

namespace waiting {

using namespace std::chrono_literals;
using nostall::task;

struct counts {
  int alive = 0, cancelled = 0, passed = 0;
};
struct alive {
  explicit alive(counts &c) : c(c) { ++c.alive; }
  ~alive() { --c.alive; }
  counts &c;
};

struct how {
  std::size_t left_running = 0;    // tasks that go on by themselves
  std::function<void()> release{}; // ends what cannot be cancelled
};

template <class Make> task<> wait_there(counts &c, Make &make) {
  alive here(c);
  try {
    static_cast<void>(co_await make());
    ++c.passed;
  } catch (const nostall::cancelled &) {
    ++c.cancelled;
    throw;
  }
}

// The task has `steps` iterations, and `time`, to get where it waits.
template <class Make>
task<> cancel_there(counts &c, Make &make, int steps,
                    std::chrono::milliseconds time) {
  auto h = nostall::spawn(wait_there(c, make));
  for (int i = 0; i < steps; ++i)
    co_await nostall::yield();
  if (time > 0ms)
    co_await nostall::sleep(time);
  h.cancel();
  co_await h.wait();
  (void)h.error();
}

// `make` yields something to await that does not get ready.
template <class Make> void waits_at(const char *where, Make make, how h = {}) {
  // Tasks that are destroyed before they began are meant to be, here.
  auto before = nostall::set_unawaited_handler(nullptr);
  auto expect = [where](bool ok, const char *what) {
    if (!ok)
      check::failed(where, 0, what);
  };
  struct moment {
    int steps;
    std::chrono::milliseconds time;
  };
  for (auto [steps, time] :
       {moment{0, 0ms}, {1, 0ms}, {2, 0ms}, {5, 0ms}, {0, 5ms}}) {
    counts c;
    {
      nostall::loop loop;
      loop.run(nostall::timeout(60s, cancel_there(c, make, steps, time)));
      expect(c.cancelled == 1, "throws cancelled, once");
      expect(c.passed == 0, "does not pass");
      expect(c.alive == 0, "is unwound");
      loop.run([]() -> task<> { co_await nostall::sleep(1ms); }());
      expect(loop.task_count() <= h.left_running, "leaves no task");
      if (h.release)
        h.release();
    }
  }
  for (int steps : {0, 1, 3, 50}) {
    counts c;
    std::thread releases;
    {
      nostall::loop loop;
      loop.run([](counts &c, Make &make, int steps) -> task<> {
        nostall::spawn(wait_there(c, make)).detach();
        for (int i = 0; i < steps; ++i)
          co_await nostall::yield();
        if (steps == 50)
          co_await nostall::sleep(5ms);
      }(c, make, steps));
      expect(steps < 50 || c.alive == 1, "waits");
      if (h.release)
        releases = std::thread([&h] {
          std::this_thread::sleep_for(5ms);
          h.release();
        });
    }
    if (releases.joinable())
      releases.join();
    expect(c.alive == 0, "goes with its loop");
    expect(c.passed == 0, "does not pass");
  }
  nostall::set_unawaited_handler(before);
}

} // namespace waiting
