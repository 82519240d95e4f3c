// libuv: what the loop calls back, and the requests without a callback.
// REQUIRES: libuv
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <unistd.h>
#include <uv.h>

// ---- The loop runs these, each registered by another function ----

void on_timer(uv_timer_t *) {
  usleep(5); // BAD: sleep
}
void on_prepare(uv_prepare_t *) {
  usleep(5); // BAD: sleep
}
void on_check(uv_check_t *) {
  usleep(5); // BAD: sleep
}
void on_idle(uv_idle_t *) {
  usleep(5); // BAD: sleep
}
void on_signal(uv_signal_t *, int) {
  usleep(5); // BAD: sleep
}
void on_signal_once(uv_signal_t *, int) {
  usleep(5); // BAD: sleep
}
void on_change(uv_fs_event_t *, const char *, int, int) {
  usleep(5); // BAD: sleep
}
void on_poll_change(uv_fs_poll_t *, int, const uv_stat_t *, const uv_stat_t *) {
  usleep(5); // BAD: sleep
}
void on_poll(uv_poll_t *, int, int) {
  usleep(5); // BAD: sleep
}
void on_async(uv_async_t *) {
  usleep(5); // BAD: sleep
}
void on_close(uv_handle_t *) {
  usleep(5); // BAD: sleep
}
void on_reset(uv_handle_t *) {
  usleep(5); // BAD: sleep
}
void on_visit(uv_handle_t *, void *) {
  usleep(5); // OK: whoever walks is asked
}
void never_given(uv_timer_t *) {
  usleep(5); // OK: no loop runs it
}

void watch(uv_loop_t *loop, uv_timer_t *timer, uv_prepare_t *prepare, uv_check_t *check, uv_idle_t *idle,
           uv_signal_t *signal, uv_fs_event_t *change, uv_fs_poll_t *poller, uv_poll_t *poll, uv_async_t *async,
           uv_tcp_t *tcp) {
  uv_timer_start(timer, on_timer, 10, 0);
  uv_prepare_start(prepare, on_prepare);
  uv_check_start(check, on_check);
  uv_idle_start(idle, on_idle);
  uv_signal_start(signal, on_signal, 2);
  uv_signal_start_oneshot(signal, on_signal_once, 2);
  uv_fs_event_start(change, on_change, "settings", 0);
  uv_fs_poll_start(poller, on_poll_change, "settings", 1000);
  uv_poll_start(poll, UV_READABLE, on_poll);
  uv_async_init(loop, async, on_async);
  uv_close(reinterpret_cast<uv_handle_t *>(timer), on_close);
  uv_tcp_close_reset(tcp, on_reset);
  uv_timer_start(timer, nullptr, 0, 0); // OK: nothing to call
  uv_timer_start(
      timer,
      [](uv_timer_t *) {
        usleep(5); // BAD: sleep
      },
      10, 0);
}

void on_alloc(uv_handle_t *, size_t, uv_buf_t *) {
  usleep(5); // BAD: sleep
}
void on_read(uv_stream_t *, ssize_t, const uv_buf_t *) {
  usleep(5); // BAD: sleep
}
void on_alloc_datagram(uv_handle_t *, size_t, uv_buf_t *) {
  usleep(5); // BAD: sleep
}
void on_datagram(uv_udp_t *, ssize_t, const uv_buf_t *, const sockaddr *, unsigned) {
  usleep(5); // BAD: sleep
}
void on_peer(uv_stream_t *, int) {
  usleep(5); // BAD: sleep
}
void on_shutdown(uv_shutdown_t *, int) {
  usleep(5); // BAD: sleep
}
void on_connect(uv_connect_t *, int) {
  usleep(5); // BAD: sleep
}
void on_pipe(uv_connect_t *, int) {
  usleep(5); // BAD: sleep
}
void on_sent(uv_udp_send_t *, int) {
  usleep(5); // BAD: sleep
}
void on_written(uv_write_t *, int) {
  usleep(5); // BAD: sleep
}
void on_handed_over(uv_write_t *, int) {
  usleep(5); // BAD: sleep
}

void serve(uv_stream_t *stream, uv_udp_t *udp, uv_tcp_t *tcp, uv_pipe_t *pipe, uv_buf_t *buffer, const sockaddr *peer) {
  static uv_shutdown_t ended;
  static uv_connect_t connecting;
  static uv_udp_send_t sending;
  static uv_write_t writing;
  uv_read_start(stream, on_alloc, on_read);
  uv_udp_recv_start(udp, on_alloc_datagram, on_datagram);
  uv_listen(stream, 128, on_peer);
  uv_shutdown(&ended, stream, on_shutdown);
  uv_tcp_connect(&connecting, tcp, peer, on_connect);
  uv_pipe_connect(&connecting, pipe, "/run/service", on_pipe);
  uv_udp_send(&sending, udp, buffer, 1, peer, on_sent);
  uv_write(&writing, stream, buffer, 1, on_written);
  uv_write2(&writing, stream, buffer, 1, stream, on_handed_over);
}

void on_resolved(uv_getaddrinfo_t *, int, addrinfo *) {
  usleep(5); // BAD: sleep
}
void on_named(uv_getnameinfo_t *, int, const char *, const char *) {
  usleep(5); // BAD: sleep
}
void on_random(uv_random_t *, int, void *, size_t) {
  usleep(5); // BAD: sleep
}
void on_open(uv_fs_t *) {
  usleep(5); // BAD: sleep
}
void on_stat(uv_fs_t *) {
  usleep(5); // BAD: sleep
}
void on_file_read(uv_fs_t *) {
  usleep(5); // BAD: sleep
}
void on_scanned(uv_fs_t *) {
  usleep(5); // BAD: sleep
}
void work(uv_work_t *) {
  usleep(5); // OK: on the thread pool
}
void after_work(uv_work_t *, int) {
  usleep(5); // BAD: sleep
}
void thread(void *) {
  usleep(5); // OK: on a thread of its own
}
void on_exit_of_child(uv_process_t *, int64_t, int) {
  usleep(5); // BAD: sleep
}

void start(uv_loop_t *loop, uv_buf_t *buffer, const sockaddr *peer, char *bytes) {
  static uv_getaddrinfo_t names;
  static uv_getnameinfo_t addresses;
  static uv_random_t random;
  static uv_fs_t file;
  static uv_work_t job;
  static uv_process_t child;
  uv_getaddrinfo(loop, &names, on_resolved, "example.org", "80", nullptr);
  uv_getnameinfo(loop, &addresses, on_named, peer, 0);
  uv_random(loop, &random, bytes, 8, 0, on_random);
  uv_fs_open(loop, &file, "data", 0, 0, on_open);
  uv_fs_stat(loop, &file, "data", on_stat);
  uv_fs_read(loop, &file, 3, buffer, 1, 0, on_file_read);
  uv_fs_scandir(loop, &file, "folder", 0, on_scanned);
  uv_queue_work(loop, &job, work, after_work);
  uv_thread_t id;
  uv_thread_create(&id, thread, nullptr);
  uv_process_options_t options{};
  options.exit_cb = on_exit_of_child;
  uv_spawn(loop, &child, &options);
}

// ---- What waits, and its twin; the brief ones count in the strict profile ----

mock::task<> names(uv_loop_t *loop, uv_getaddrinfo_t *request, uv_getnameinfo_t *addresses, const sockaddr *peer) {
  uv_getaddrinfo(loop, request, nullptr, "example.org", "80", nullptr);     // BAD: dns
  uv_getaddrinfo(loop, request, nullptr, "127.0.0.1", "80", nullptr);       // OK: a number
  uv_getaddrinfo(loop, request, nullptr, nullptr, "80", nullptr);           // OK: no host
  uv_getaddrinfo(loop, request, on_resolved, "example.org", "80", nullptr); // OK: has a callback
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  uv_getaddrinfo(loop, request, nullptr, "10.0.0.1", "80", &hints);  // OK: numbers only
  uv_getnameinfo(loop, addresses, nullptr, peer, 0);                 // BAD: dns
  uv_getnameinfo(loop, addresses, nullptr, peer, NI_NUMERICHOST);    // OK: numbers only
  uv_getnameinfo(loop, addresses, on_named, peer, 0);                // OK: has a callback
  co_return;
}

mock::task<> files(uv_loop_t *loop, uv_fs_t *r, uv_dir_t *folder, uv_buf_t *b) {
  uv_fs_fsync(loop, r, 3, nullptr);                        // BAD: file
  uv_fs_fsync(loop, r, 3, on_stat);                        // OK: has a callback
  uv_fs_fdatasync(loop, r, 3, nullptr);                    // BAD: file
  uv_fs_opendir(loop, r, "folder", nullptr);               // BAD: file
  uv_fs_opendir(loop, r, "folder", on_stat);               // OK: has a callback
  uv_fs_readdir(loop, r, folder, nullptr);                 // BAD: file
  uv_fs_mkstemp(loop, r, "aXXXXXX", nullptr);              // BAD: file
  uv_fs_mkstemp(loop, r, "aXXXXXX", on_stat);              // OK: has a callback
  uv_fs_close(loop, r, 3, nullptr);                        // BAD: file
  uv_fs_close(loop, r, 3, on_stat);                        // OK: has a callback
  uv_fs_stat(nullptr, r, "data", NULL);                    // BAD: file
  uv_fs_stat(loop, r, "data", on_stat);                    // OK: has a callback
  uv_fs_scandir(loop, r, "folder", 0, nullptr);            // BAD: file
  uv_fs_scandir(loop, r, "folder", 0, on_scanned);         // OK: has a callback
  uv_fs_rename(loop, r, "a", "b", nullptr);                // BAD: file
  uv_fs_rename(loop, r, "a", "b", on_stat);                // OK: has a callback
  uv_fs_open(loop, r, "data", 0, 0, nullptr);              // BAD: file
  uv_fs_open(loop, r, "/proc/self/stat", 0, 0, nullptr);   // OK: in memory
  uv_fs_open(loop, r, "data", 0, 0, on_open);              // OK: has a callback
  uv_fs_copyfile(loop, r, "a", "b", 0, nullptr);           // BAD: file
  uv_fs_copyfile(loop, r, "a", "b", 0, on_stat);           // OK: has a callback
  uv_fs_utime(loop, r, "a", 0, 0, nullptr);                // BAD: file
  uv_fs_utime(loop, r, "a", 0, 0, on_stat);                // OK: has a callback
  uv_fs_read(loop, r, 3, b, 1, 0, nullptr);                // BAD: file
  uv_fs_read(loop, r, 3, b, 1, 0, on_file_read);           // OK: has a callback
  uv_fs_write(loop, r, 3, b, 1, 0, nullptr);               // BAD: file
  uv_fs_write(loop, r, 3, b, 1, 0, on_stat);               // OK: has a callback
  uv_fs_sendfile(loop, r, 4, 3, 0, 100, nullptr);          // BAD: file
  uv_fs_sendfile(loop, r, 4, 3, 0, 100, on_stat);          // OK: has a callback
  uv_fs_req_cleanup(r);                                    // OK: memory
  co_return;
}

mock::task<> threads(uv_thread_t *t, uv_mutex_t *m, uv_rwlock_t *l, uv_cond_t *c, uv_sem_t *s, uv_barrier_t *b) {
  uv_thread_create(t, thread, nullptr); // OK: waits for nothing
  uv_thread_join(t);                    // BAD: wait
  uv_mutex_lock(m);                     // BAD: lock
  uv_mutex_trylock(m);                  // OK: does not wait
  uv_mutex_unlock(m);                   // OK: does not wait
  uv_rwlock_rdlock(l);                  // BAD: lock
  uv_rwlock_tryrdlock(l);               // OK: does not wait
  uv_rwlock_wrlock(l);                  // BAD: lock
  uv_rwlock_wrunlock(l);                // OK: does not wait
  uv_cond_wait(c, m);                   // BAD: wait
  uv_cond_signal(c);                    // OK: does not wait
  uv_cond_timedwait(c, m, 1000);        // BAD: wait
  uv_cond_timedwait(c, m, 0);           // OK: no time
  uv_sem_wait(s);                       // BAD: wait
  uv_sem_trywait(s);                    // OK: does not wait
  uv_barrier_wait(b);                   // BAD: wait
  uv_sem_post(s);                       // OK: does not wait
  co_return;
}

mock::task<> the_rest(uv_loop_t *loop, uv_async_t *async, uv_stream_t *stream, uv_write_t *request, uv_buf_t *buffer) {
  uv_run(loop, UV_RUN_DEFAULT);                    // BAD: nested-event-loop
  uv_run(loop, UV_RUN_NOWAIT);                     // BAD: nested-event-loop
  uv_stop(loop);                                   // OK: only says so
  uv_async_send(async);                            // OK: does not wait
  uv_walk(loop, on_visit, nullptr);                // BAD: sleep
  uv_walk(loop, nullptr, nullptr);                 // OK: calls nothing
  uv_sleep(10);                                    // BAD: sleep
  uv_sleep(0);                                     // OK: zero
  uv_random(loop, nullptr, buffer->base, 8, 0, nullptr); // BAD: device
  uv_try_write(stream, buffer, 1);                 // OK: returns UV_EAGAIN
  uv_write(request, stream, buffer, 1, on_written); // OK: the loop writes
  uv_stream_set_blocking(stream, 1);               // OK: only says so
  uv_write(request, stream, buffer, 1, on_written); // BAD: socket
  uv_stream_set_blocking(stream, 0);               // OK: only says so
  uv_write(request, stream, buffer, 1, on_written); // OK: the loop writes
  uv_library_shutdown();                           // BAD: wait
  uv_lib_t library;
  uv_dlopen("plugin.so", &library);                // BAD: file
  uv_dlopen(nullptr, &library);                    // OK: the program itself
  co_return;
}
