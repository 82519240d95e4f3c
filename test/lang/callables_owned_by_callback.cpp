// REQUIRES: libuv
// RUN: %check_marks %s -- %flags -I%S/Inputs
// A callback takes over, in a smart pointer, what somebody else has filled.
#include <functional>
#include <memory>
#include <unistd.h>
#include <uv.h>

namespace callables_owned_by_callback {

struct errand {
  uv_work_t request{};
  std::function<void()> work, then;
};

void offload(uv_loop_t *loop, std::function<void()> work,
             std::function<void()> then) {
  auto *e = new errand{{}, std::move(work), std::move(then)};
  e->request.data = e;
  uv_queue_work(
      loop, &e->request,
      [](uv_work_t *w) { static_cast<errand *>(w->data)->work(); },
      [](uv_work_t *w, int) {
        std::unique_ptr<errand> done(static_cast<errand *>(w->data));
        done->then();
      });
}

void submit(uv_loop_t *loop) {
  offload(
      loop, [] { usleep(5); }, // OK: on the pool
      [] { usleep(6); });      // BAD: sleep
  offload(
      loop, [] { usleep(7); }, [] {}); // OK: on the pool
}

} // namespace callables_owned_by_callback
