// REQUIRES: boost, openssl
// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: who asks whether the answer of SSL_read is "again when
// the socket is readable" has a non-blocking socket, as who asks for EAGAIN.
#include <boost/asio.hpp>
#include <openssl/ssl.h>

struct connection {
  SSL *ssl;
  int read_some(char *to, int size) {
    int got = SSL_read(ssl, to, size);
    if (got <= 0) {
      int why = SSL_get_error(ssl, got);
      if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        return 0;
      return -1;
    }
    return got;
  }
};
struct patient {
  SSL *ssl;
  int read_all(char *to, int size) { return SSL_read(ssl, to, size); }
};

boost::asio::awaitable<void> quick(connection &c) {
  char text[16];
  c.read_some(text, 16); // OK: again when it is readable
  co_return;
}
boost::asio::awaitable<void> slow(patient &c) {
  char text[16];
  c.read_all(text, 16); // BAD: socket
  co_return;
}
