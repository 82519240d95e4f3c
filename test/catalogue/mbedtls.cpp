// Mbed TLS on its own headers.
// REQUIRES: mbedtls
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>

mock::task<> blocking(mbedtls_ssl_context *tls, mbedtls_net_context *net, unsigned char *text) {
  mbedtls_net_connect(net, "db", "443", MBEDTLS_NET_PROTO_TCP); // BAD: socket
  mbedtls_ssl_handshake(tls);                                   // BAD: socket
  mbedtls_ssl_read(tls, text, 8);                               // BAD: socket
  mbedtls_ssl_write(tls, text, 8);                              // BAD: socket
  mbedtls_ssl_get_bytes_avail(tls);                             // OK: only looks
  mbedtls_net_poll(net, MBEDTLS_NET_POLL_READ, 0);              // OK: only looks
  mbedtls_net_poll(net, MBEDTLS_NET_POLL_READ, 100);            // BAD: socket
  mbedtls_net_recv(net, text, 8);                               // BAD: socket
  mbedtls_net_set_nonblock(net);                                // OK: sets a flag
  mbedtls_net_recv(net, text, 8);                               // OK: does not wait any more
  mbedtls_ssl_set_bio(tls, net, mbedtls_net_send, mbedtls_net_recv, nullptr);
  mbedtls_ssl_read(tls, text, 8);                               // OK: over that socket
  co_return;
}
