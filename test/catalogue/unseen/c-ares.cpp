// c-ares, on its own headers; see README.md.
// REQUIRES: c-ares
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <ares.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
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

static void on_host(void *, int, int, struct hostent *) {}
static void on_ai(void *, int, int, struct ares_addrinfo *) {}
static void on_reply(void *, int, int, unsigned char *, int) {}
static void on_name(void *, int, int, char *, char *) {}

task queries(ares_channel ch, const struct sockaddr_in *sa, const char *host)
{
    struct ares_addrinfo_hints h = {};
    unsigned char q[64] = {};
    struct hostent *he = nullptr;
    struct addrinfo *ai = nullptr;
    ares_library_init(ARES_LIB_INIT_ALL);                               // OK: does not wait
    ares_getaddrinfo(ch, host, "443", &h, on_ai, nullptr);              // OK: does not wait
    ares_gethostbyname(ch, host, AF_INET, on_host, nullptr);            // OK: does not wait
    ares_gethostbyaddr(ch, &sa->sin_addr, 4, AF_INET, on_host, nullptr); // OK: does not wait
    ares_getnameinfo(ch, (const struct sockaddr *)sa, sizeof *sa, ARES_NI_LOOKUPHOST, on_name, nullptr); // OK: does not wait
    ares_query(ch, host, ns_c_in, ns_t_mx, on_reply, nullptr);          // OK: does not wait
    ares_search(ch, host, ns_c_in, ns_t_txt, on_reply, nullptr);        // OK: does not wait
    ares_send(ch, q, sizeof q, on_reply, nullptr);                      // OK: does not wait
    ares_gethostbyname_file(ch, host, AF_INET, &he);                    // BAD: file
    ares_cancel(ch);                                                    // OK: does not wait
    const char *e = ares_strerror(ARES_ETIMEOUT);                       // OK: does not wait
    getaddrinfo(host, "443", nullptr, &ai);                             // BAD: dns
    he = gethostbyname(host);                                           // BAD: dns
    (void)e;
    co_return;
}

task processing(ares_channel ch)
{
    fd_set r, w;
    ares_socket_t socks[ARES_GETSOCK_MAXNUM];
    struct timeval tv, zero = {0, 0};
    FD_ZERO(&r);
    FD_ZERO(&w);
    int n = ares_fds(ch, &r, &w);                                       // OK: does not wait
    struct timeval *t = ares_timeout(ch, nullptr, &tv);                 // OK: does not wait
    select(n, &r, &w, nullptr, nullptr);                                // BAD: wait
    select(n, &r, &w, nullptr, &zero);                                  // OK: does not wait
    ares_process(ch, &r, &w);                                           // OK: does not wait
    ares_process_fd(ch, 5, ARES_SOCKET_BAD);                            // OK: does not wait
    int m = ares_getsock(ch, socks, ARES_GETSOCK_MAXNUM);               // OK: does not wait
    struct pollfd pf = {5, POLLIN, 0};
    poll(&pf, 1, -1);                                                   // BAD: wait
    (void)t; (void)m;
    co_return;
}

task parsing(const unsigned char *abuf, int len)
{
    struct ares_mx_reply *mx = nullptr;
    struct hostent *he = nullptr;
    struct in_addr a;
    ares_parse_mx_reply(abuf, len, &mx);                                // OK: does not wait
    ares_parse_a_reply(abuf, len, &he, nullptr, nullptr);               // OK: does not wait
    ares_inet_pton(AF_INET, "192.0.2.1", &a);                           // OK: does not wait
    ares_free_data(mx);                                                 // OK: does not wait
    const char *v = ares_version(nullptr);                              // OK: does not wait
    (void)v;
    co_return;
}
