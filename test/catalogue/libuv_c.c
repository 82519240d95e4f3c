// libuv in C, whose NULL is a pointer.
// REQUIRES: libuv
// RUN: %check_marks %s -- -std=c11 -D_GNU_SOURCE
#include <unistd.h>
#include <uv.h>

static uv_fs_t file;

static void on_stat(uv_fs_t *request) {
  uv_fs_req_cleanup(request);
  uv_fs_open(request->loop, request, "data", UV_FS_O_RDONLY, 0, NULL);    // BAD: file
  uv_fs_open(request->loop, request, "data", UV_FS_O_RDONLY, 0, on_stat); // OK: has a callback
}
static void on_timer(uv_timer_t *timer) {
  uv_fs_read(timer->loop, &file, 3, NULL, 0, 0, NULL);    // BAD: file
  uv_fs_read(timer->loop, &file, 3, NULL, 0, 0, on_stat); // OK: has a callback
}
static void work(uv_work_t *request) {
  uv_fs_open(request->loop, &file, "data", UV_FS_O_RDONLY, 0, NULL); // OK: on the thread pool
}
static void after_work(uv_work_t *request, int status) {
  uv_sleep(10); // BAD: sleep
}

int main(void) {
  uv_loop_t *loop = uv_default_loop();
  uv_timer_t timer;
  uv_work_t job;
  uv_timer_init(loop, &timer);
  uv_timer_start(&timer, on_timer, 10, 0);
  uv_fs_stat(loop, &file, "data", on_stat);
  uv_queue_work(loop, &job, work, after_work);
  uv_sleep(10);                         // OK: no loop runs yet
  return uv_run(loop, UV_RUN_DEFAULT); // OK: this is the loop
}
