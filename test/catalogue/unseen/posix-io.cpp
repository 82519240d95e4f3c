// posix-io, on its own headers; see README.md.
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <aio.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
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

static int visit(const char *, const struct stat *, int, struct FTW *) { return 0; }

task read_config(const char *path)
{
    char buf[4096];
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);          // BAD: file
    fstat(fd, &st); // BAD: file
    ssize_t n = read(fd, buf, sizeof buf);              // BAD: file
    n += pread(fd, buf, sizeof buf, 4096);              // BAD: file
    struct iovec iov[2] = {{buf, 100}, {buf + 100, 100}};
    n += readv(fd, iov, 2);                             // BAD: file
    lseek(fd, 0, SEEK_SET);                             // OK: does not wait
    int fl = fcntl(fd, F_GETFL);                        // OK: does not wait
    fcntl(fd, F_SETFD, FD_CLOEXEC);                     // OK: does not wait
    int tty = isatty(fd);                               // OK: does not wait
    int copy = dup(fd);                                 // OK: does not wait
    (void)n; (void)fl; (void)tty; (void)copy;
    co_return;
}

task write_state(const char *data, size_t len)
{
    int fd = open("/var/lib/app/state.tmp", O_CREAT | O_WRONLY | O_TRUNC, 0644); // BAD: file
    write(fd, data, len);                               // BAD: file
    pwrite(fd, data, len, 8192);                        // BAD: file
    posix_fallocate(fd, 0, 1 << 20);                    // BAD: file
    fdatasync(fd);                                      // BAD: file
    fsync(fd);                                          // BAD: file
    rename("/var/lib/app/state.tmp", "/var/lib/app/state"); // BAD: file
    unlink("/var/lib/app/state.old");                   // BAD: file
    sync();                                             // BAD: file
    mode_t m = umask(022);                              // OK: does not wait
    (void)m;
    co_return;
}

task mapped(int fd, size_t len)
{
    void *p = mmap(nullptr, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0); // OK: does not wait
    msync(p, len, MS_ASYNC);                            // OK: does not wait
    msync(p, len, MS_SYNC);                             // BAD: file
    munmap(p, len);
    long pg = sysconf(_SC_PAGESIZE);                    // OK: does not wait
    (void)pg;
    co_return;
}

task posix_aio(int fd)
{
    static char buf[512];
    static struct aiocb cb, cb2;
    memset(&cb, 0, sizeof cb);
    cb.aio_fildes = fd;
    cb.aio_buf = buf;
    cb.aio_nbytes = sizeof buf;
    aio_read(&cb);                                      // OK: does not wait
    const struct aiocb *list[1] = {&cb};
    aio_suspend(list, 1, nullptr);                      // BAD: file
    int e = aio_error(&cb);                             // OK: does not wait
    ssize_t r = aio_return(&cb);                        // OK: does not wait
    cb2 = cb;
    aio_write(&cb2);                                    // OK: does not wait
    aio_cancel(fd, &cb2);                               // OK: does not wait
    struct aiocb *all[1] = {&cb2};
    lio_listio(LIO_NOWAIT, all, 1, nullptr);            // OK: does not wait
    lio_listio(LIO_WAIT, all, 1, nullptr);              // BAD: file
    (void)e; (void)r;
    co_return;
}

task stdio_file(const char *path)
{
    char line[256];
    char *lp = nullptr;
    size_t cap = 0;
    int x = 0;
    FILE *f = fopen(path, "r+");                        // BAD: file
    fgets(line, sizeof line, f);                        // BAD: file
    fread(line, 1, sizeof line, f);                     // BAD: file
    getline(&lp, &cap, f);                              // BAD: file
    fscanf(f, "%d", &x);                                // BAD: file
    fflush(f);                                          // BAD: file
    int eof = feof(f);                                  // OK: does not wait
    int err = ferror(f);                                // OK: does not wait
    int no = fileno(f);                                 // OK: does not wait
    setvbuf(f, nullptr, _IOFBF, 65536);                 // OK: does not wait
    clearerr(f);                                        // OK: does not wait
    (void)eof; (void)err; (void)no;
    co_return;
}

task stdio_memory(char *buf, size_t n)
{
    char line[64];
    char *out = nullptr;
    size_t outlen = 0;
    int v = 0;
    FILE *m = fmemopen(buf, n, "r");                    // OK: does not wait
    fgets(line, sizeof line, m);                        // OK: does not wait
    FILE *w = open_memstream(&out, &outlen);            // OK: does not wait
    fprintf(w, "%d", 42);                               // OK: does not wait
    snprintf(line, sizeof line, "%d", 7);               // OK: does not wait
    sscanf(line, "%d", &v);                             // OK: does not wait
    co_return;
}

task directories(const char *dir)
{
    struct stat st;
    struct statvfs vfs;
    struct dirent **names;
    glob_t g;
    char target[512];
    stat(dir, &st);                                     // BAD: file
    lstat(dir, &st);                                    // BAD: file
    statvfs(dir, &vfs);                                 // BAD: file
    access(dir, R_OK);                                  // BAD: file
    mkdir("/srv/data/new", 0755);                       // BAD: file
    DIR *d = opendir(dir);                              // BAD: file
    struct dirent *de = readdir(d);                     // BAD: file
    int dfd = dirfd(d);                                 // OK: does not wait
    scandir(dir, &names, nullptr, alphasort);           // BAD: file
    glob("/srv/data/*.csv", 0, nullptr, &g);            // BAD: file
    nftw(dir, visit, 16, FTW_PHYS);                     // BAD: file
    readlink("/srv/data/current", target, sizeof target); // BAD: file
    char *rp = realpath(dir, nullptr);                  // BAD: file
    globfree(&g);                                       // OK: does not wait
    char *b = strerror(2);                              // OK: does not wait
    const char *env = getenv("HOME");                   // OK: does not wait
    (void)de; (void)dfd; (void)rp; (void)b; (void)env;
    co_return;
}

task locks(int fd)
{
    struct flock fl = {};
    fl.l_type = F_WRLCK;
    fl.l_whence = SEEK_SET;
    flock(fd, LOCK_EX | LOCK_NB);                       // OK: does not wait
    flock(fd, LOCK_EX);                                 // BAD: lock
    flock(fd, LOCK_UN);                                 // OK: does not wait
    lockf(fd, F_TLOCK, 0);                              // OK: does not wait
    lockf(fd, F_LOCK, 0);                               // BAD: lock
    fcntl(fd, F_SETLK, &fl);                            // OK: does not wait
    fcntl(fd, F_GETLK, &fl);                            // OK: does not wait
    fcntl(fd, F_SETLKW, &fl);                           // BAD: lock
    fcntl(fd, F_OFD_SETLKW, &fl);                       // BAD: lock
    co_return;
}

task children(pid_t pid)
{
    int status = 0;
    siginfo_t si;
    waitpid(pid, &status, WNOHANG);                     // OK: does not wait
    waitpid(pid, &status, 0);                           // BAD: process
    wait(&status);                                      // BAD: process
    waitid(P_PID, pid, &si, WEXITED);                   // BAD: process
    waitid(P_PID, pid, &si, WEXITED | WNOHANG);         // OK: does not wait
    system("tar czf /srv/backup.tgz /srv/data");        // BAD: process
    FILE *p = popen("sort /srv/big.txt", "r"); // BAD: process
    pclose(p);                                          // BAD: process
    kill(pid, SIGTERM);                                 // OK: does not wait
    pid_t me = getpid();                                // OK: does not wait
    (void)me;
    co_return;
}

task pipes()
{
    int p[2], q[2];
    char c;
    pipe(p);                                            // OK: does not wait
    read(p[0], &c, 1);                                  // BAD: file
    pipe2(q, O_NONBLOCK | O_CLOEXEC);                   // OK: does not wait
    read(q[0], &c, 1);                                  // OK: does not wait
    write(q[1], &c, 1);                                 // OK: does not wait
    co_return;
}

task sleeping()
{
    struct timespec ts = {0, 50000000}, now;
    sleep(1);                                           // BAD: sleep
    usleep(20000);                                      // BAD: sleep
    nanosleep(&ts, nullptr);                            // BAD: sleep
    clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, nullptr);  // BAD: sleep
    clock_gettime(CLOCK_MONOTONIC, &now);               // OK: does not wait
    time_t t = time(nullptr);                           // OK: does not wait
    alarm(30);                                          // OK: does not wait
    (void)t;
    co_return;
}

task serial()
{
    struct termios tio;
    char b[16];
    int fd = open("/dev/ttyS0", O_RDWR | O_NOCTTY | O_NONBLOCK); // OK: does not wait
    tcgetattr(fd, &tio);                                // OK: does not wait
    cfsetspeed(&tio, B115200);                          // OK: does not wait
    tcsetattr(fd, TCSANOW, &tio);                       // OK: does not wait
    tcflush(fd, TCIOFLUSH);                             // OK: does not wait
    read(fd, b, sizeof b);                              // OK: does not wait
    tcdrain(fd);                                        // BAD: device
    tcsendbreak(fd, 0);                                 // BAD: device
    co_return;
}
