// posix-net-ipc, on its own headers; see README.md.
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <resolv.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
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

static void *worker(void *) { return nullptr; }

task tcp_client(const struct sockaddr_in *peer)
{
    char buf[1024];
    int one = 1;
    socklen_t sl = sizeof one;
    struct msghdr mh = {};
    int s = socket(AF_INET, SOCK_STREAM, 0);            // OK: does not wait
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); // OK: does not wait
    connect(s, (const struct sockaddr *)peer, sizeof *peer); // BAD: socket
    send(s, "PING\r\n", 6, MSG_NOSIGNAL);               // BAD: socket
    recv(s, buf, sizeof buf, 0);                        // BAD: socket
    recv(s, buf, sizeof buf, MSG_WAITALL);              // BAD: socket
    recv(s, buf, sizeof buf, MSG_DONTWAIT);             // OK: does not wait
    send(s, buf, 10, MSG_DONTWAIT | MSG_NOSIGNAL);      // OK: does not wait
    read(s, buf, sizeof buf);                           // BAD: socket
    recvmsg(s, &mh, 0);                                 // BAD: socket
    recvmsg(s, &mh, MSG_DONTWAIT);                      // OK: does not wait
    getsockopt(s, SOL_SOCKET, SO_ERROR, &one, &sl);     // OK: does not wait
    shutdown(s, SHUT_WR);                               // OK: does not wait
    co_return;
}

task tcp_client_nb(const struct sockaddr_in *peer)
{
    char buf[1024];
    int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); // OK: does not wait
    connect(s, (const struct sockaddr *)peer, sizeof *peer); // OK: does not wait
    send(s, "PING\r\n", 6, MSG_NOSIGNAL);               // OK: does not wait
    recv(s, buf, sizeof buf, 0);                        // OK: does not wait
    co_return;
}

task tcp_client_fcntl(const struct sockaddr_in *peer)
{
    int s = socket(AF_INET, SOCK_STREAM, 0);            // OK: does not wait
    fcntl(s, F_SETFL, O_NONBLOCK);                      // OK: does not wait
    connect(s, (const struct sockaddr *)peer, sizeof *peer); // OK: does not wait
    co_return;
}

task tcp_server(const struct sockaddr_in *any)
{
    struct sockaddr_in peer;
    socklen_t pl = sizeof peer;
    int l = socket(AF_INET, SOCK_STREAM, 0);            // OK: does not wait
    bind(l, (const struct sockaddr *)any, sizeof *any); // OK: does not wait
    listen(l, SOMAXCONN);                               // OK: does not wait
    getsockname(l, (struct sockaddr *)&peer, &pl);      // OK: does not wait
    int c = accept(l, (struct sockaddr *)&peer, &pl);   // BAD: socket
    getpeername(c, (struct sockaddr *)&peer, &pl);      // OK: does not wait
    co_return;
}

task udp()
{
    char buf[1500];
    int s = socket(AF_INET, SOCK_DGRAM, 0);             // OK: does not wait
    recvfrom(s, buf, sizeof buf, 0, nullptr, nullptr);  // BAD: socket
    recvfrom(s, buf, sizeof buf, MSG_DONTWAIT, nullptr, nullptr); // OK: does not wait
    co_return;
}

task multiplex(int fd)
{
    struct pollfd p = {fd, POLLIN, 0};
    struct timeval zero = {0, 0};
    struct timespec zts = {0, 0};
    fd_set r;
    FD_ZERO(&r);
    FD_SET(fd, &r);
    poll(&p, 1, -1);                                    // BAD: wait
    poll(&p, 1, 5000);                                  // BAD: wait
    poll(&p, 1, 0);                                     // OK: does not wait
    select(fd + 1, &r, nullptr, nullptr, nullptr);      // BAD: wait
    select(fd + 1, &r, nullptr, nullptr, &zero);        // OK: does not wait
    ppoll(&p, 1, nullptr, nullptr);                     // BAD: wait
    ppoll(&p, 1, &zts, nullptr);                        // OK: does not wait
    pselect(fd + 1, &r, nullptr, nullptr, nullptr, nullptr); // BAD: wait
    co_return;
}

task resolve(const char *host, const struct sockaddr_in *sa)
{
    struct addrinfo hints = {}, *ai = nullptr;
    struct in_addr a;
    char name[256], text[64];
    unsigned char ans[512];
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    getaddrinfo("192.0.2.7", "443", &hints, &ai);       // OK: does not wait
    getaddrinfo(host, "https", nullptr, &ai);           // BAD: dns
    freeaddrinfo(ai);                                   // OK: does not wait
    struct hostent *he = gethostbyname(host);           // BAD: dns
    he = gethostbyname2(host, AF_INET6);                // BAD: dns
    he = gethostbyaddr(&sa->sin_addr, 4, AF_INET);      // BAD: dns
    getnameinfo((const struct sockaddr *)sa, sizeof *sa, name, sizeof name, nullptr, 0, 0); // BAD: dns
    getnameinfo((const struct sockaddr *)sa, sizeof *sa, name, sizeof name, nullptr, 0, NI_NUMERICHOST); // OK: does not wait
    res_query(host, ns_c_in, ns_t_mx, ans, sizeof ans); // BAD: dns
    res_search(host, ns_c_in, ns_t_a, ans, sizeof ans); // BAD: dns
    inet_pton(AF_INET, "192.0.2.7", &a);                // OK: does not wait
    inet_ntop(AF_INET, &a, text, sizeof text);          // OK: does not wait
    const char *e = gai_strerror(EAI_AGAIN);            // OK: does not wait
    const char *h = hstrerror(1);                       // OK: does not wait
    gethostname(name, sizeof name);                     // OK: does not wait
    (void)he; (void)e; (void)h;
    co_return;
}

task resolve_async(struct gaicb *cb)
{
    struct gaicb *list[1] = {cb};
    getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr);        // OK: does not wait
    int st = gai_error(cb);                             // OK: does not wait
    gai_suspend((const struct gaicb *const *)list, 1, nullptr); // BAD: dns
    getaddrinfo_a(GAI_WAIT, list, 1, nullptr);          // BAD: dns
    gai_cancel(cb);                                     // OK: does not wait
    (void)st;
    co_return;
}

task posix_mq()
{
    char b[8192];
    struct mq_attr at;
    mqd_t q = mq_open("/jobs", O_RDWR);                 // OK: does not wait
    mq_getattr(q, &at);                                 // OK: does not wait
    mq_receive(q, b, sizeof b, nullptr);                // BAD: ipc
    mq_send(q, "x", 1, 0);                              // BAD: ipc
    struct timespec dl;
    clock_gettime(CLOCK_REALTIME, &dl);                 // OK: does not wait
    dl.tv_sec += 5;
    mq_timedreceive(q, b, sizeof b, nullptr, &dl);      // BAD: ipc
    co_return;
}

task posix_mq_nb()
{
    char b[8192];
    mqd_t q = mq_open("/jobs", O_RDWR | O_NONBLOCK);    // OK: does not wait
    mq_receive(q, b, sizeof b, nullptr);                // OK: does not wait
    mq_send(q, "x", 1, 0);                              // OK: does not wait
    mq_notify(q, nullptr);                              // OK: does not wait
    co_return;
}

task sysv(key_t key)
{
    struct { long t; char d[64]; } m;
    int q = msgget(key, IPC_CREAT | 0600);              // OK: does not wait
    msgrcv(q, &m, sizeof m.d, 0, 0);                    // BAD: ipc
    msgrcv(q, &m, sizeof m.d, 0, IPC_NOWAIT);           // OK: does not wait
    msgsnd(q, &m, sizeof m.d, 0);                       // BAD: ipc
    msgsnd(q, &m, sizeof m.d, IPC_NOWAIT);              // OK: does not wait
    int s = semget(key, 1, IPC_CREAT | 0600);           // OK: does not wait
    struct sembuf down = {0, -1, 0};
    semop(s, &down, 1);                                 // BAD: ipc
    struct sembuf tryd = {0, -1, IPC_NOWAIT};
    semop(s, &tryd, 1);                                 // OK: does not wait
    int id = shmget(key, 4096, IPC_CREAT | 0600);       // OK: does not wait
    void *p = shmat(id, nullptr, 0);                    // OK: does not wait
    (void)p;
    co_return;
}

task threads(sem_t *sem, pthread_barrier_t *bar, pthread_cond_t *cv, pthread_mutex_t *mx)
{
    pthread_t t;
    void *rv;
    int v;
    struct timespec dl = {2000000000, 0};
    pthread_create(&t, nullptr, worker, nullptr);       // OK: does not wait
    pthread_tryjoin_np(t, &rv);                         // OK: does not wait
    pthread_timedjoin_np(t, &rv, &dl);                  // BAD: wait
    pthread_join(t, &rv);                               // BAD: wait
    sem_trywait(sem);                                   // OK: does not wait
    sem_wait(sem);                                      // BAD: wait
    sem_timedwait(sem, &dl);                            // BAD: wait
    sem_post(sem);                                      // OK: does not wait
    sem_getvalue(sem, &v);                              // OK: does not wait
    pthread_barrier_wait(bar);                          // BAD: wait
    int got = pthread_mutex_trylock(mx);                // OK: does not wait
    if (got == 0)
        pthread_cond_timedwait(cv, mx, &dl);            // BAD: wait
    if (got == 0)
        pthread_cond_wait(cv, mx);                      // BAD: wait
    pthread_cond_signal(cv);                            // OK: does not wait
    pthread_cond_broadcast(cv);                         // OK: does not wait
    pthread_t self = pthread_self();                    // OK: does not wait
    (void)self;
    co_return;
}

task signals()
{
    sigset_t set;
    int sig;
    siginfo_t si;
    struct timespec zero = {0, 0};
    sigemptyset(&set);                                  // OK: does not wait
    sigaddset(&set, SIGUSR1);                           // OK: does not wait
    pthread_sigmask(SIG_BLOCK, &set, nullptr);          // OK: does not wait
    sigwait(&set, &sig);                                // BAD: wait
    sigwaitinfo(&set, &si);                             // BAD: wait
    sigtimedwait(&set, &si, &zero);                     // OK: does not wait
    sigpending(&set);                                   // OK: does not wait
    sigsuspend(&set);                                   // BAD: wait
    pause();                                            // BAD: wait
    raise(SIGUSR1);                                     // OK: does not wait
    co_return;
}
