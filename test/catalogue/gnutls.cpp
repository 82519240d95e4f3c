// GnuTLS on its own headers.
// REQUIRES: gnutls
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <gnutls/gnutls.h>
#include <sys/socket.h>

mock::task<> blocking(gnutls_session_t session, char *text) {
  gnutls_handshake(session);               // BAD: socket
  gnutls_record_send(session, text, 8);    // BAD: socket
  gnutls_record_recv(session, text, 8);    // BAD: socket
  gnutls_record_check_pending(session);    // OK: only looks
  gnutls_bye(session, GNUTLS_SHUT_WR);     // BAD: socket
  gnutls_bye(session, GNUTLS_SHUT_RDWR);   // BAD: socket
  gnutls_error_is_fatal(0);                // OK: only looks
  co_return;
}

mock::task<> nonblocking(gnutls_session_t session, char *text) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  gnutls_transport_set_int2(session, fd, fd);
  gnutls_handshake(session);            // OK: the socket does not wait
  gnutls_record_recv(session, text, 8); // OK: the same
  co_return;
}
