// libuv has callbacks, not coroutines: the rows that it has a counterpart for.
#include "common.hpp"
#include <uv.h>
#include <vector>

static void timers(long n) {
  std::vector<uv_timer_t> all(static_cast<std::size_t>(n));
  for (long i = 0; i < n; ++i) {
    auto *t = &all[std::size_t(i)];
    uv_timer_init(uv_default_loop(), t);
    uv_timer_start(
        t, [](uv_timer_t *) {}, 3'600'000 + std::uint64_t(i * 7919 % n), 0);
  }
  for (auto &t : all)
    uv_timer_stop(&t);
  for (auto &t : all)
    uv_close(reinterpret_cast<uv_handle_t *>(&t), nullptr);
  uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

struct round_trips {
  uv_work_t work;
  long left;
};
static void again(round_trips *r) {
  uv_queue_work(
      uv_default_loop(), &r->work, [](uv_work_t *) {},
      [](uv_work_t *w, int) {
        auto *r = static_cast<round_trips *>(w->data);
        if (--r->left > 0)
          again(r);
      });
}

struct idles {
  uv_idle_t handle;
  long left;
};

int main(int argc, char **argv) {
  using bench::row;
  row(argc, argv, "yield", 3'000'000, [](long n) { // an idle callback a turn
    idles i;
    i.left = n;
    uv_idle_init(uv_default_loop(), &i.handle);
    i.handle.data = &i;
    uv_idle_start(&i.handle, [](uv_idle_t *h) {
      if (--static_cast<idles *>(h->data)->left <= 0)
        uv_idle_stop(h);
    });
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    uv_close(reinterpret_cast<uv_handle_t *>(&i.handle), nullptr);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
  });
  row(argc, argv, "timer_add_cancel", 1'000'000, timers);
  ::setenv("UV_THREADPOOL_SIZE", "1", 1);
  row(argc, argv, "pool_round_trip", 50'000, [](long n) {
    round_trips r;
    r.left = n;
    r.work.data = &r;
    again(&r);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
  });
}
