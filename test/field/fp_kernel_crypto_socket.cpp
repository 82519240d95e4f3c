// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: behind the kernel's crypto sockets there is nobody to
// wait for.
#include <boost/asio.hpp>
#include <sys/socket.h>
#include <unistd.h>

using boost::asio::awaitable;

static int open_cipher() { return ::socket(AF_ALG, SOCK_SEQPACKET, 0); }
static int operation(int cipher) { return ::accept(cipher, nullptr, nullptr); }

awaitable<void> encrypt(char *text) {
  int cipher = open_cipher();
  int one = operation(cipher); // OK: each one is an operation
  ::send(one, text, 16, 0);    // OK: computed at once
  ::read(one, text, 16);       // OK: computed at once
  co_return;
}
awaitable<void> serve(char *text) {
  int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  int one = ::accept(listener, nullptr, nullptr); // BAD: socket
  ::send(one, text, 16, 0);                       // BAD: socket
  co_return;
}

// What is set up once is kept.
struct crypto {
  int cipher;
  int peer;
};
static crypto *make_crypto() {
  auto *made = new crypto;
  made->cipher = open_cipher();
  made->peer = ::socket(AF_INET, SOCK_STREAM, 0);
  return made;
}
awaitable<void> kept(crypto &c, char *text) {
  ::send(c.cipher, text, 16, 0); // OK: computed at once
  ::send(c.peer, text, 16, 0);   // BAD: socket
  co_return;
}
