// libevent: what the loop calls back, and what waits.
// REQUIRES: libevent
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/dns.h>
#include <event2/event.h>
#include <event2/event_compat.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <event2/http_compat.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <sys/socket.h>
#include <unistd.h>

// ---- The loop runs these, each registered by another function ----

void on_event(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_assigned(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_timer(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_signal(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_once(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_old_event(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_old_once(evutil_socket_t, short, void *) {
  usleep(5); // BAD: sleep
}
void on_finalized(event *, void *) {
  usleep(5); // BAD: sleep
}
void never_given(evutil_socket_t, short, void *) {
  usleep(5); // OK: no loop runs it
}
int on_visit(const event_base *, const event *, void *) {
  usleep(5); // OK: whoever goes through the events is asked
  return 0;
}

void watch(event_base *base, event *space) {
  event_new(base, 3, EV_READ, on_event, nullptr);
  event_assign(space, base, 3, EV_READ, on_assigned, nullptr);
  evtimer_new(base, on_timer, nullptr);
  evsignal_new(base, 2, on_signal, nullptr);
  event_base_once(base, 3, EV_READ, on_once, nullptr, nullptr);
  event_set(space, 3, EV_READ, on_old_event, nullptr);
  event_once(3, EV_READ, on_old_once, nullptr, nullptr);
  event_free_finalize(0, space, on_finalized);
  event_new(base, -1, 0, nullptr, nullptr); // OK: nothing to call
  event_new(
      base, -1, EV_PERSIST,
      [](evutil_socket_t, short, void *) {
        usleep(5); // BAD: sleep
      },
      nullptr);
}

void on_read(bufferevent *, void *) {
  usleep(5); // BAD: sleep
}
void on_write(bufferevent *, void *) {
  usleep(5); // BAD: sleep
}
void on_change(bufferevent *, short, void *) {
  usleep(5); // BAD: sleep
}
bufferevent_filter_result filter(evbuffer *, evbuffer *, ev_ssize_t, bufferevent_flush_mode, void *) {
  usleep(5); // BAD: sleep
  return BEV_OK;
}
void on_buffer(evbuffer *, const evbuffer_cb_info *, void *) {
  usleep(5); // BAD: sleep
}
void on_sent(const void *, size_t, void *) {
  usleep(5); // BAD: sleep
}
void on_peer(evconnlistener *, evutil_socket_t, sockaddr *, int, void *) {
  usleep(5); // BAD: sleep
}
void on_bound_peer(evconnlistener *, evutil_socket_t, sockaddr *, int, void *) {
  usleep(5); // BAD: sleep
}
void on_other_peer(evconnlistener *, evutil_socket_t, sockaddr *, int, void *) {
  usleep(5); // BAD: sleep
}
void on_listen_error(evconnlistener *, void *) {
  usleep(5); // BAD: sleep
}

void serve(event_base *base, bufferevent *stream, evbuffer *buffer, evconnlistener *listener) {
  bufferevent_setcb(stream, on_read, on_write, on_change, nullptr);
  bufferevent_filter_new(stream, filter, nullptr, 0, nullptr, nullptr);
  evbuffer_add_cb(buffer, on_buffer, nullptr);
  evbuffer_add_reference(buffer, "text", 4, on_sent, nullptr);
  evconnlistener_new(base, on_peer, nullptr, 0, -1, 3);
  evconnlistener_new_bind(base, on_bound_peer, nullptr, 0, -1, nullptr, 0);
  evconnlistener_set_cb(listener, on_other_peer, nullptr);
  evconnlistener_set_error_cb(listener, on_listen_error);
}

void on_page(evhttp_request *, void *) {
  usleep(5); // BAD: sleep
}
void on_any_page(evhttp_request *, void *) {
  usleep(5); // BAD: sleep
}
bufferevent *on_new_stream(event_base *, void *) {
  usleep(5); // BAD: sleep
  return nullptr;
}
void on_reply(evhttp_request *, void *) {
  usleep(5); // BAD: sleep
}
void on_part(evhttp_request *, void *) {
  usleep(5); // BAD: sleep
}
void on_request_error(evhttp_request_error, void *) {
  usleep(5); // BAD: sleep
}
void on_closed(evhttp_connection *, void *) {
  usleep(5); // BAD: sleep
}
void on_part_sent(evhttp_connection *, void *) {
  usleep(5); // BAD: sleep
}
void on_resolved(int, evutil_addrinfo *, void *) {
  usleep(5); // BAD: sleep
}
void on_address(int, char, int, int, void *, void *) {
  usleep(5); // BAD: sleep
}

void web(evhttp *server, evhttp_connection *peer, evhttp_request *request, evdns_base *dns, evbuffer *buffer) {
  evhttp_set_cb(server, "/page", on_page, nullptr);
  evhttp_set_gencb(server, on_any_page, nullptr);
  evhttp_set_bevcb(server, on_new_stream, nullptr);
  evhttp_request_new(on_reply, nullptr);
  evhttp_request_set_chunked_cb(request, on_part);
  evhttp_request_set_error_cb(request, on_request_error);
  evhttp_connection_set_closecb(peer, on_closed, nullptr);
  evhttp_send_reply_chunk_with_cb(request, buffer, on_part_sent, nullptr);
  evdns_getaddrinfo(dns, "example.org", "80", nullptr, on_resolved, nullptr);
  evdns_base_resolve_ipv4(dns, "example.org", 0, on_address, nullptr);
}

// ---- What waits, and its twin; the brief ones count in the strict profile ----

mock::task<> loops(event_base *base, event *e) {
  event_base_dispatch(base);                          // BAD: nested-event-loop
  event_base_loop(base, EVLOOP_ONCE);                 // BAD: nested-event-loop
  event_base_loop(base, EVLOOP_NONBLOCK);             // BAD: nested-event-loop
  event_loop(0);                                      // BAD: nested-event-loop
  event_base_loopbreak(base);                         // OK: only says so
  event_base_foreach_event(base, on_visit, nullptr);  // BAD: sleep
  event_base_foreach_event(base, nullptr, nullptr);   // OK: calls nothing
  event_add(e, nullptr);                              // OK: only says so
  event_active(e, EV_READ, 0);                        // OK: the loop calls
  event_del(e);                                       // OK: the loop's own thread
  event_del_block(e);                                 // BAD: wait
  event_del_noblock(e);                               // OK: does not wait
  co_return;
}

mock::task<> names(event_base *base, evdns_base *dns, bufferevent *stream, evhttp *server, evhttp_request *request) {
  evutil_addrinfo *found = nullptr;
  evutil_getaddrinfo("example.org", "80", nullptr, &found); // BAD: dns
  evutil_getaddrinfo("127.0.0.1", "80", nullptr, &found);   // OK: a number
  evutil_getaddrinfo(nullptr, "80", nullptr, &found);       // OK: no host
  evutil_addrinfo hints{};
  hints.ai_flags = EVUTIL_AI_NUMERICHOST;
  evutil_getaddrinfo("10.0.0.1", "80", &hints, &found);                                // OK: numbers only
  evdns_getaddrinfo(dns, "example.org", "80", nullptr, on_resolved, nullptr);          // OK: has a callback
  bufferevent_socket_connect_hostname(stream, nullptr, AF_UNSPEC, "example.org", 80);  // BAD: dns
  bufferevent_socket_connect_hostname(stream, nullptr, AF_UNSPEC, "127.0.0.1", 80);    // OK: a number
  bufferevent_socket_connect_hostname(stream, dns, AF_UNSPEC, "example.org", 80);      // OK: has an evdns_base
  evhttp_connection *slow = evhttp_connection_base_new(base, nullptr, "example.org", 80);
  evhttp_make_request(slow, request, EVHTTP_REQ_GET, "/"); // BAD: dns
  evhttp_connection *numeric = evhttp_connection_base_new(base, nullptr, "127.0.0.1", 80);
  evhttp_make_request(numeric, request, EVHTTP_REQ_GET, "/"); // OK: a number
  evhttp_connection *quick = evhttp_connection_base_new(base, dns, "example.org", 80);
  evhttp_make_request(quick, request, EVHTTP_REQ_GET, "/"); // OK: has an evdns_base
  evhttp_connection *old = evhttp_connection_new("example.org", 80);
  evhttp_make_request(old, request, EVHTTP_REQ_GET, "/");              // BAD: dns
  evhttp_bind_socket(server, "example.org", 80);                       // BAD: dns
  evhttp_bind_socket(server, "0.0.0.0", 80);                           // OK: a number
  evdns_base_new(base, EVDNS_BASE_INITIALIZE_NAMESERVERS);             // BAD: file
  evdns_base_new(base, 0);                                             // OK: reads no settings
  evdns_base_load_hosts(dns, "/etc/hosts");                            // BAD: file
  evdns_base_nameserver_ip_add(dns, "127.0.0.1");                      // OK: only says so
  co_return;
}

mock::task<> buffers(bufferevent *stream, evbuffer *buffer, int file) {
  int peer = socket(AF_INET, SOCK_STREAM, 0);
  evbuffer_read(buffer, peer, 100);       // BAD: socket
  evbuffer_write(buffer, peer);           // BAD: socket
  evutil_make_socket_nonblocking(peer);
  evbuffer_read(buffer, peer, 100);       // OK: non-blocking
  evbuffer_write(buffer, peer);           // OK: non-blocking
  int pair[2];
  evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  char byte;
  read(pair[0], &byte, 1);                // BAD: socket
  evbuffer_add_file(buffer, file, 0, 10); // BAD: file
  evbuffer_add(buffer, &byte, 1);         // OK: memory
  evbuffer_lock(buffer);                  // BAD: lock
  evbuffer_unlock(buffer);                // OK: does not wait
  bufferevent_lock(stream);               // BAD: lock
  bufferevent_unlock(stream);             // OK: does not wait
  bufferevent_write(stream, &byte, 1);    // OK: the loop writes
  evutil_secure_rng_init();               // BAD: device
  co_return;
}
