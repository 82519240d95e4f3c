// libuv, on its own headers; see README.md.
// REQUIRES: libuv
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <uv.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

static void on_fs(uv_fs_t *) {}
static void on_work(uv_work_t *) {}
static void on_after(uv_work_t *, int) {}
static void on_timer(uv_timer_t *) {}
static void on_addr(uv_getaddrinfo_t *, int, struct addrinfo *) {}
static void on_name(uv_getnameinfo_t *, int, const char *, const char *) {}
static void on_conn(uv_connect_t *, int) {}
static void on_exit(uv_process_t *, int64_t, int) {}
static void on_random(uv_random_t *, int, void *, size_t) {}
static void entry(void *) {}

task fs(uv_loop_t *loop, uv_file fd)
{
    static char b[512];
    uv_fs_t r;
    uv_buf_t buf = uv_buf_init(b, sizeof b);                            // OK: does not wait
    uv_fs_open(loop, &r, "/srv/x", UV_FS_O_RDONLY, 0, nullptr);         // BAD: file
    uv_fs_open(loop, &r, "/srv/x", UV_FS_O_RDONLY, 0, on_fs);           // OK: does not wait
    uv_fs_read(loop, &r, fd, &buf, 1, 0, nullptr);                      // BAD: file
    uv_fs_read(loop, &r, fd, &buf, 1, 0, on_fs);                        // OK: does not wait
    uv_fs_write(loop, &r, fd, &buf, 1, 0, nullptr);                     // BAD: file
    uv_fs_write(loop, &r, fd, &buf, 1, 0, on_fs);                       // OK: does not wait
    uv_fs_stat(loop, &r, "/srv/x", nullptr);                            // BAD: file
    uv_fs_stat(loop, &r, "/srv/x", on_fs);                              // OK: does not wait
    uv_fs_scandir(nullptr, &r, "/srv", 0, nullptr);                     // BAD: file
    uv_fs_fsync(loop, &r, fd, nullptr);                                 // BAD: file
    uv_fs_unlink(loop, &r, "/srv/old", on_fs);                          // OK: does not wait
    uv_fs_rename(loop, &r, "/srv/a", "/srv/b", nullptr);                // BAD: file
    uv_fs_mkdir(loop, &r, "/srv/d", 0755, on_fs);                       // OK: does not wait
    uv_fs_copyfile(loop, &r, "/srv/a", "/srv/b", 0, nullptr);           // BAD: file
    ssize_t res = uv_fs_get_result(&r);                                 // OK: does not wait
    uv_fs_req_cleanup(&r);                                              // OK: does not wait
    (void)res;
    co_return;
}

task loops(uv_loop_t *loop)
{
    uv_timer_t t;
    uv_timer_init(loop, &t);                                            // OK: does not wait
    uv_timer_start(&t, on_timer, 1000, 0);                              // OK: does not wait
    uv_run(loop, UV_RUN_DEFAULT);                                       // BAD: nested-event-loop
    uv_run(loop, UV_RUN_ONCE);                                          // BAD: nested-event-loop
    uv_stop(loop);                                                      // OK: does not wait
    uint64_t n = uv_now(loop);                                          // OK: does not wait
    uv_update_time(loop);                                               // OK: does not wait
    int a = uv_loop_alive(loop);                                        // OK: does not wait
    uv_sleep(50);                                                       // BAD: sleep
    uint64_t hr = uv_hrtime();                                          // OK: does not wait
    const char *e = uv_strerror(UV_EAGAIN);                             // OK: does not wait
    (void)n; (void)a; (void)hr; (void)e;
    co_return;
}

task names(uv_loop_t *loop, const struct sockaddr *sa)
{
    uv_getaddrinfo_t r;
    uv_getnameinfo_t q;
    struct sockaddr_in in;
    uv_getaddrinfo(loop, &r, nullptr, "db1", "5432", nullptr);          // BAD: dns
    uv_getaddrinfo(loop, &r, on_addr, "db1", "5432", nullptr);          // OK: does not wait
    uv_getnameinfo(loop, &q, nullptr, sa, 0);                           // BAD: dns
    uv_getnameinfo(loop, &q, on_name, sa, 0);                           // OK: does not wait
    uv_ip4_addr("192.0.2.1", 80, &in);                                  // OK: does not wait
    co_return;
}

task sync(uv_sem_t *s, uv_barrier_t *b, uv_cond_t *c, uv_mutex_t *m, uv_thread_t *old)
{
    uv_thread_t t;
    uv_thread_create(&t, entry, nullptr);                               // OK: does not wait
    uv_thread_join(old);                                                // BAD: wait
    uv_sem_post(s);                                                     // OK: does not wait
    uv_sem_wait(s);                                                     // BAD: wait
    int tr = uv_sem_trywait(s);                                         // OK: does not wait
    uv_barrier_wait(b);                                                 // BAD: wait
    int ml = uv_mutex_trylock(m);                                       // OK: does not wait
    uv_cond_wait(c, m);                                                 // BAD: wait
    uv_cond_timedwait(c, m, 1000000000);                                // BAD: wait
    uv_cond_signal(c);                                                  // OK: does not wait
    (void)tr; (void)ml;
    co_return;
}

task io(uv_loop_t *loop, uv_tcp_t *tcp, uv_stream_t *st, const struct sockaddr *sa)
{
    static uv_connect_t c;
    static uv_work_t w;
    static uv_random_t rr;
    static uv_process_t p;
    static char b[16];
    uv_process_options_t opt = {};
    uv_buf_t buf = uv_buf_init(b, sizeof b);                            // OK: does not wait
    uv_tcp_init(loop, tcp);                                             // OK: does not wait
    uv_tcp_bind(tcp, sa, 0);                                            // OK: does not wait
    uv_tcp_nodelay(tcp, 1);                                             // OK: does not wait
    uv_tcp_connect(&c, tcp, sa, on_conn);                               // OK: does not wait
    uv_try_write(st, &buf, 1);                                          // OK: does not wait
    uv_read_stop(st);                                                   // OK: does not wait
    uv_queue_work(loop, &w, on_work, on_after);                         // OK: does not wait
    uv_random(loop, &rr, b, sizeof b, 0, on_random);                    // OK: does not wait
    opt.exit_cb = on_exit;
    opt.file = "gzip";
    uv_spawn(loop, &p, &opt); // BAD: process
    uv_process_kill(&p, 15);                                            // OK: does not wait
    co_return;
}
