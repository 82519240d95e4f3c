// Looking up what is an address in numbers asks no name server.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <netdb.h>

static void look_up(const char *host) {
  addrinfo *found = nullptr;
  getaddrinfo(host, "80", nullptr, &found);
}

mock::task<> look_up_all(const char *host) {
  addrinfo *found = nullptr;
  getaddrinfo("db.internal", "80", nullptr, &found);    // BAD: dns
  getaddrinfo("192.0.2.7", "80", nullptr, &found);      // OK: numbers
  getaddrinfo("2001:db8::7", "80", nullptr, &found);    // OK: numbers
  getaddrinfo("1.pool.ntp.org", "80", nullptr, &found); // BAD: dns
  getaddrinfo("300.0.0.1", "80", nullptr, &found);      // BAD: dns
  getaddrinfo(host, "80", nullptr, &found);             // BAD: dns
  look_up("192.0.2.7");                                 // OK: numbers
  look_up("db.internal");                               // BAD: dns
  gethostbyname("192.0.2.7");                           // OK: numbers
  gethostbyname("db.internal");                         // BAD: dns
  co_return;
}
