// libevent, on its own headers; see README.md.
// REQUIRES: libevent
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <sys/socket.h>
#include <netdb.h>
#include <netinet/in.h>
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

static void cb(evutil_socket_t, short, void *) {}
static void gai(int, struct evutil_addrinfo *, void *) {}
static void http_done(struct evhttp_request *, void *) {}
static void acc(struct evconnlistener *, evutil_socket_t, struct sockaddr *, int, void *) {}

task loops(struct event_base *base)
{
    struct timeval tv = {1, 0};
    struct event *e = event_new(base, -1, EV_PERSIST, cb, nullptr);     // OK: does not wait
    event_add(e, &tv);                                                  // OK: does not wait
    event_base_dispatch(base);                                          // BAD: nested-event-loop
    event_base_loop(base, 0);                                           // BAD: nested-event-loop
    event_base_loop(base, EVLOOP_ONCE);                                 // BAD: nested-event-loop
    event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY);                     // BAD: nested-event-loop
    event_base_loopbreak(base);                                         // OK: does not wait
    event_base_loopexit(base, &tv);                                     // OK: does not wait
    event_active(e, EV_TIMEOUT, 0);                                     // OK: does not wait
    int p = event_pending(e, EV_TIMEOUT, nullptr);                      // OK: does not wait
    event_del_noblock(e);                                               // OK: does not wait
    const char *m = event_base_get_method(base);                        // OK: does not wait
    event_base_once(base, -1, EV_TIMEOUT, cb, nullptr, &tv);            // OK: does not wait
    (void)p; (void)m;
    co_return;
}

task own_loop()
{
    struct event_base *b = event_base_new();                            // OK: does not wait
    event_base_dispatch(b);                                             // BAD: nested-event-loop
    event_base_free(b);                                                 // OK: does not wait
    co_return;
}

task names(struct evdns_base *dns, const char *host)
{
    struct evutil_addrinfo *ai = nullptr;
    struct evutil_addrinfo num = {};
    char b[64];
    unsigned char a4[4];
    int rc = evutil_getaddrinfo(host, "80", nullptr, &ai);              // BAD: dns
    num.ai_flags = EVUTIL_AI_NUMERICHOST | EVUTIL_AI_NUMERICSERV;
    evutil_getaddrinfo("192.0.2.1", "80", &num, &ai);                   // OK: does not wait
    struct evdns_getaddrinfo_request *r = evdns_getaddrinfo(dns, host, "80", nullptr, gai, nullptr); // OK: does not wait
    evdns_getaddrinfo_cancel(r);                                        // OK: does not wait
    const char *e = evutil_gai_strerror(rc);                            // OK: does not wait
    evutil_inet_pton(AF_INET, "192.0.2.1", a4);                         // OK: does not wait
    evutil_inet_ntop(AF_INET, a4, b, sizeof b);                         // OK: does not wait
    evdns_base_resolv_conf_parse(dns, DNS_OPTIONS_ALL, "/etc/resolv.conf"); // BAD: file
    evdns_base_load_hosts(dns, "/etc/hosts");                           // BAD: file
    evdns_base_nameserver_ip_add(dns, "192.0.2.53");                    // OK: does not wait
    (void)e;
    co_return;
}

task buffers(struct event_base *base, struct evdns_base *dns)
{
    char b[64];
    struct bufferevent *be = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE); // OK: does not wait
    bufferevent_socket_connect_hostname(be, dns, AF_INET, "db1", 5432); // OK: does not wait
    bufferevent_socket_connect_hostname(be, nullptr, AF_INET, "db1", 5432); // BAD: dns
    bufferevent_enable(be, EV_READ | EV_WRITE);                         // OK: does not wait
    bufferevent_write(be, "PING", 4);                                   // OK: does not wait
    bufferevent_read(be, b, sizeof b);                                  // OK: does not wait
    bufferevent_flush(be, EV_WRITE, BEV_FLUSH);                         // OK: does not wait
    struct evbuffer *in = bufferevent_get_input(be);                    // OK: does not wait
    size_t n = evbuffer_get_length(in);                                 // OK: does not wait
    char *l = evbuffer_readln(in, nullptr, EVBUFFER_EOL_CRLF);          // OK: does not wait
    evbuffer_add_printf(in, "%d", 1);                                   // OK: does not wait
    evbuffer_drain(in, 1);                                              // OK: does not wait
    (void)n; (void)l;
    co_return;
}

task http(struct event_base *base, struct evdns_base *dns)
{
    struct evhttp_connection *c = evhttp_connection_base_new(base, dns, "api", 80); // OK: does not wait
    evhttp_connection_set_timeout(c, 5);                                // OK: does not wait
    struct evhttp_request *r = evhttp_request_new(http_done, nullptr);  // OK: does not wait
    evhttp_add_header(evhttp_request_get_output_headers(r), "Host", "api"); // OK: does not wait
    evhttp_make_request(c, r, EVHTTP_REQ_GET, "/");                     // OK: does not wait
    struct evhttp *h = evhttp_new(base);                                // OK: does not wait
    evhttp_bind_socket(h, "127.0.0.1", 8080);                           // OK: does not wait
    co_return;
}

task sockets(struct event_base *base, const struct sockaddr *sa, int sl)
{
    char b[32];
    struct evconnlistener *l = evconnlistener_new_bind(base, acc, nullptr, LEV_OPT_REUSEABLE, -1, sa, sl); // OK: does not wait
    evconnlistener_disable(l);                                          // OK: does not wait
    evutil_socket_t s = socket(AF_INET, SOCK_STREAM, 0);                // OK: does not wait
    connect(s, sa, sl);                                                 // BAD: socket
    recv(s, b, sizeof b, 0);                                            // BAD: socket
    evutil_make_socket_nonblocking(s);                                  // OK: does not wait
    recv(s, b, sizeof b, 0);                                            // OK: does not wait
    co_return;
}
