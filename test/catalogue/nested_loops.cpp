// A loop that runs itself inside of one of its callbacks, if only for what is ready.
// REQUIRES: libuv
// RUN: %check_marks %s -- %flags

#include <functional>
#include <uv.h>

void on_readable(int fd, [[clang::annotate("nostall::runs_on_loop")]] std::function<void()> f);

void drain(uv_loop_t *loop) { uv_run(loop, UV_RUN_NOWAIT); }

void on_timer(uv_timer_t *t) {
  uv_run(t->loop, UV_RUN_NOWAIT); // BAD: nested-event-loop
  drain(t->loop);                 // BAD: nested-event-loop
  uv_stop(t->loop);               // OK: only sets a flag
  uv_loop_t own;
  uv_loop_init(&own);
  uv_run(&own, UV_RUN_NOWAIT); // OK: another loop
}

int main() {
  uv_loop_t *loop = uv_default_loop();
  uv_timer_t timer;
  uv_timer_start(&timer, on_timer, 0, 1);
  on_readable(uv_backend_fd(loop), [loop] {
    drain(loop);                 // OK: another loop drives this one
    uv_run(loop, UV_RUN_NOWAIT); // OK: another loop drives this one
  });
}
