// RUN: %check_marks %s -- %flags -I%S/Inputs
// Found in field trials: who handles "would block" on what a field holds has
// made that non-blocking, wherever it did; other methods need not ask again.
#include "coroutine.h"
#include <cerrno>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace would_block_told_elsewhere {

struct session {
  SSL *ssl;
  bool shake() {
    int n = SSL_do_handshake(ssl);
    return n == 1 || SSL_get_error(ssl, n) == SSL_ERROR_WANT_READ;
  }
  void close() { SSL_shutdown(ssl); }
};

bool is_later(SSL *ssl, int n) {
  int error = SSL_get_error(ssl, n);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}
struct by_helper {
  SSL *tls;
  int read(char *to, int size) {
    int n = SSL_read(tls, to, size);
    return n <= 0 && is_later(tls, n) ? 0 : n;
  }
  int write(const char *what, int size) { return SSL_write(tls, what, size); }
};

struct patient {
  SSL *wire;
  bool shake() {
    int n = SSL_do_handshake(wire);
    return n == 1 || SSL_get_error(wire, n) == SSL_ERROR_SYSCALL;
  }
  void close() { SSL_shutdown(wire); }
};

struct peer {
  int descriptor;
  long fill(char *to, unsigned long size) {
    long n = ::recv(descriptor, to, size, 0);
    return n < 0 && errno == EAGAIN ? 0 : n;
  }
  void hello() { ::send(descriptor, "hello", 5, 0); }
};

// Which of the two it is about is not told.
struct relay {
  int from, to;
  long step(char *buffer, unsigned long size) {
    long n = ::recv(from, buffer, size, 0);
    if (n > 0)
      n = ::send(to, buffer, n, 0);
    return n < 0 && errno == EAGAIN ? 0 : n;
  }
  void hello() { ::send(to, "hello", 5, 0); }
};

mock::task<> run(session &s, by_helper &h, patient &p, peer &d, relay &r) {
  s.shake();        // OK: handles SSL_ERROR_WANT_READ
  s.close();        // OK: so does shake, for the same field
  h.write("a", 1);  // OK: read asks, through a helper
  p.close();        // BAD: socket
  d.hello();        // OK: fill handles EAGAIN
  r.hello();        // BAD: socket
  co_return;
}

} // namespace would_block_told_elsewhere
