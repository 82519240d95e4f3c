// linux, on its own headers; see README.md.
// REQUIRES: liburing
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <fcntl.h>
#include <libaio.h>
#include <liburing.h>
#include <linux/futex.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/prctl.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>
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

task epoll_loop(int fd)
{
    struct epoll_event ev = {EPOLLIN, {.fd = fd}}, out[16];
    struct timespec zero = {0, 0};
    int ep = epoll_create1(EPOLL_CLOEXEC);              // OK: does not wait
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);              // OK: does not wait
    epoll_wait(ep, out, 16, -1);                        // BAD: wait
    epoll_wait(ep, out, 16, 250);                       // BAD: wait
    epoll_wait(ep, out, 16, 0);                         // OK: does not wait
    epoll_pwait(ep, out, 16, -1, nullptr);              // BAD: wait
    epoll_pwait2(ep, out, 16, nullptr, nullptr);        // BAD: wait
    epoll_pwait2(ep, out, 16, &zero, nullptr);          // OK: does not wait
    co_return;
}

task eventfds()
{
    eventfd_t v;
    uint64_t u;
    int a = eventfd(0, 0);                              // OK: does not wait
    eventfd_write(a, 1);                                // BAD: wait
    int b = eventfd(0, EFD_NONBLOCK);                   // OK: does not wait
    eventfd_read(b, &v);                                // OK: does not wait
    int c = eventfd(0, EFD_CLOEXEC);                    // OK: does not wait
    eventfd_read(c, &v);                                // BAD: wait
    read(c, &u, sizeof u);                              // BAD: wait
    co_return;
}

task timers()
{
    uint64_t n;
    struct itimerspec its = {{0, 0}, {1, 0}};
    int a = timerfd_create(CLOCK_MONOTONIC, 0);         // OK: does not wait
    timerfd_settime(a, 0, &its, nullptr);               // OK: does not wait
    read(a, &n, sizeof n);                              // BAD: wait
    int b = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK); // OK: does not wait
    timerfd_settime(b, 0, &its, nullptr);               // OK: does not wait
    read(b, &n, sizeof n);                              // OK: does not wait
    timerfd_gettime(b, &its);                           // OK: does not wait
    co_return;
}

task notify(const sigset_t *mask)
{
    char buf[4096];
    struct signalfd_siginfo si;
    int a = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);    // OK: does not wait
    inotify_add_watch(a, "/etc/app.conf", IN_MODIFY); // BAD: file
    read(a, buf, sizeof buf);                           // OK: does not wait
    int b = inotify_init();                             // OK: does not wait
    read(b, buf, sizeof buf);                           // BAD: wait
    int s = signalfd(-1, mask, SFD_NONBLOCK);           // OK: does not wait
    read(s, &si, sizeof si);                            // OK: does not wait
    int t = signalfd(-1, mask, 0);                      // OK: does not wait
    read(t, &si, sizeof si);                            // BAD: wait
    co_return;
}

task files(int in, int out)
{
    char b[4096];
    struct iovec v = {b, sizeof b};
    struct statx sx;
    int fd = open("/srv/data.bin", O_RDWR | O_CLOEXEC); // BAD: file
    preadv(fd, &v, 1, 0);                               // BAD: file
    preadv2(fd, &v, 1, 0, RWF_NOWAIT);                  // OK: does not wait
    pwritev2(fd, &v, 1, 0, RWF_DSYNC);                  // BAD: file
    copy_file_range(fd, nullptr, out, nullptr, 1 << 20, 0); // BAD: file
    fallocate(fd, 0, 0, 1 << 20);                       // BAD: file
    syncfs(fd);                                         // BAD: file
    sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER); // BAD: file
    statx(AT_FDCWD, "/srv/data.bin", 0, STATX_SIZE, &sx); // BAD: file
    int m = memfd_create("scratch", MFD_CLOEXEC);       // OK: does not wait
    ftruncate(m, 4096);                                 // OK: does not wait
    write(m, b, 100);                                   // OK: does not wait
    co_return;
}

task uring(struct io_uring *ring, int fd)
{
    static char b[4096];
    struct io_uring_cqe *cqe = nullptr;
    struct __kernel_timespec ts = {1, 0};
    struct io_uring_sqe *sqe = io_uring_get_sqe(ring);  // OK: does not wait
    io_uring_prep_read(sqe, fd, b, sizeof b, 0);        // OK: does not wait
    io_uring_sqe_set_data(sqe, b);                      // OK: does not wait
    io_uring_submit(ring);                              // OK: does not wait
    io_uring_peek_cqe(ring, &cqe);                      // OK: does not wait
    io_uring_wait_cqe(ring, &cqe);                      // BAD: wait
    io_uring_cqe_seen(ring, cqe);                       // OK: does not wait
    io_uring_wait_cqe_nr(ring, &cqe, 4);                // BAD: wait
    io_uring_wait_cqe_timeout(ring, &cqe, &ts);         // BAD: wait
    io_uring_submit_and_wait(ring, 1);                  // BAD: wait
    unsigned n = io_uring_cq_ready(ring);               // OK: does not wait
    unsigned m = io_uring_sq_space_left(ring);          // OK: does not wait
    io_uring_prep_timeout(sqe, &ts, 0, 0);              // OK: does not wait
    io_uring_prep_fsync(sqe, fd, 0);                    // OK: does not wait
    (void)n; (void)m;
    co_return;
}

task kernel_aio(io_context_t ctx, struct iocb *cb)
{
    static char b[4096];
    struct io_event ev[8];
    struct timespec zero = {0, 0};
    io_prep_pread(cb, 3, b, sizeof b, 0);               // OK: does not wait
    io_set_eventfd(cb, 4);                              // OK: does not wait
    io_getevents(ctx, 1, 8, ev, nullptr);               // BAD: file
    io_getevents(ctx, 0, 8, ev, &zero);                 // OK: does not wait
    co_return;
}

task processes(pid_t pid)
{
    int st;
    siginfo_t si;
    struct rusage ru;
    int pfd = syscall(SYS_pidfd_open, pid, 0);          // OK: does not wait
    waitid((idtype_t)3, pfd, &si, WEXITED);             // BAD: process
    waitid((idtype_t)3, pfd, &si, WEXITED | WNOHANG);   // OK: does not wait
    wait4(pid, &st, 0, &ru);                            // BAD: process
    wait4(pid, &st, WNOHANG, &ru);                      // OK: does not wait
    wait3(&st, 0, &ru);                                 // BAD: process
    getrusage(RUSAGE_SELF, &ru);                        // OK: does not wait
    prctl(PR_SET_NAME, "worker");                       // OK: does not wait
    co_return;
}

task futexes(int *word)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0); // BAD: wait
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0); // OK: does not wait
    long tid = syscall(SYS_gettid);                     // OK: does not wait
    (void)tid;
    co_return;
}

task sockets(struct mmsghdr *mm)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);             // OK: does not wait
    recvmmsg(s, mm, 8, 0, nullptr);                     // BAD: socket
    recvmmsg(s, mm, 8, MSG_DONTWAIT, nullptr);          // OK: does not wait
    sendmmsg(s, mm, 8, MSG_DONTWAIT);                   // OK: does not wait
    int l = socket(AF_INET, SOCK_STREAM, 0);            // OK: does not wait
    listen(l, 16);                                      // OK: does not wait
    int c = accept4(l, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); // BAD: socket
    int l2 = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0); // OK: does not wait
    listen(l2, 16);                                     // OK: does not wait
    int c2 = accept4(l2, nullptr, nullptr, SOCK_CLOEXEC); // OK: does not wait
    (void)c; (void)c2;
    co_return;
}

task randomness()
{
    unsigned char k[32];
    getrandom(k, sizeof k, GRND_NONBLOCK);              // OK: does not wait
    getentropy(k, sizeof k);                            // BAD: device
    co_return;
}
