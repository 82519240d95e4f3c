// libuv has callbacks, not coroutines: the rows that it has a counterpart for.
#include "common.hpp"
#include <memory>
#include <string>
#include <utility>
#include <uv.h>
#include <vector>

template <class T> static uv_handle_t *as_handle(T &of) {
  return reinterpret_cast<uv_handle_t *>(&of);
}

// An idle handle is called once in each iteration of the loop.
struct turn {
  uv_idle_t idle;
  long left;
  long *done;
};
static long yield(uv_loop_t *loop, long n, long width) {
  long done = 0;
  std::vector<turn> all(static_cast<std::size_t>(width));
  for (long j = 0; j < width; ++j) {
    turn &t = all[std::size_t(j)];
    t.left = (n + j) / width;
    t.done = &done;
    t.idle.data = &t;
    uv_idle_init(loop, &t.idle);
    if (t.left)
      uv_idle_start(&t.idle, [](uv_idle_t *idle) {
        auto *t = static_cast<turn *>(idle->data);
        ++*t->done;
        if (--t->left == 0)
          uv_idle_stop(idle);
      });
  }
  uv_run(loop, UV_RUN_DEFAULT);
  for (auto &t : all)
    uv_close(as_handle(t.idle), nullptr);
  uv_run(loop, UV_RUN_DEFAULT);
  return done;
}

struct round_trips {
  uv_work_t work;
  long left;
  long done = 0;
  long result = 0;
};
static void start(uv_loop_t *loop, round_trips &r) {
  uv_queue_work(
      loop, &r.work,
      [](uv_work_t *w) { static_cast<round_trips *>(w->data)->result = 1; },
      [](uv_work_t *w, int) {
        auto *r = static_cast<round_trips *>(w->data);
        r->done += std::exchange(r->result, 0);
        if (--r->left > 0)
          start(w->loop, *r);
      });
}
static long pool_round_trip(uv_loop_t *loop, long n) {
  round_trips r{};
  r.left = n;
  r.work.data = &r;
  start(loop, r);
  uv_run(loop, UV_RUN_DEFAULT);
  return r.done;
}

struct pending_timers {
  std::vector<uv_timer_t> all{1'000'000};
  bench::timer_script script{1'000'000};

  explicit pending_timers(uv_loop_t *loop) {
    for (auto &t : all) {
      uv_timer_init(loop, &t);
      arm(t);
    }
  }
  void arm(uv_timer_t &t) {
    uv_timer_start(
        &t, [](uv_timer_t *) { std::abort(); },
        std::uint64_t(script.due().count()), 0);
  }
  long move(long n) {
    for (long i = 0; i < n; ++i) {
      auto &t = all[script.which()];
      uv_timer_stop(&t);
      arm(t);
      if (i % 64 == 0)
        uv_run(t.loop, UV_RUN_NOWAIT);
    }
    return n;
  }
};

int main(int argc, char **argv) {
  ::setenv("UV_THREADPOOL_SIZE", "1", 1);
  static const std::string about = std::string("libuv ") + uv_version_string();
  bench::program p(argc, argv, about.c_str());
  uv_loop_t *loop = uv_default_loop();
  p.row("yield", [=](long n) { return yield(loop, n, 1); });
  p.row("yield_of_1000", [=](long n) { return yield(loop, n, 1000); });
  p.prepared_row("timer_move", [=] {
    return [timers = std::make_unique<pending_timers>(loop)](long n) {
      return timers->move(n);
    };
  });
  p.row("pool_round_trip", [=](long n) { return pool_round_trip(loop, n); });
}
