// Flags that reach a call in a field of a struct.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"
#include <netdb.h>

// Its callers decide.
int look_up(const char *host, int flags) {
  addrinfo hints{};
  hints.ai_flags = flags;
  addrinfo *found = nullptr;
  return getaddrinfo(host, nullptr, &hints, &found);
}
int look_up_any(const char *host, int flags) { return look_up(host, flags); }

int look_up_hint(const char *host, const addrinfo *hints) {
  addrinfo *found = nullptr;
  return getaddrinfo(host, nullptr, hints, &found);
}

mock::task<> resolve() {
  look_up("127.0.0.1", AI_NUMERICHOST);     // OK: numbers are only parsed
  look_up("example.org", 0);                // BAD: dns
  look_up_any("127.0.0.1", AI_NUMERICHOST); // OK: through two helpers
  look_up_any("example.org", AI_PASSIVE);   // BAD: dns
  addrinfo numeric{};
  numeric.ai_flags = AI_NUMERICHOST;
  look_up_hint("127.0.0.1", &numeric); // OK: the object says so
  addrinfo any{};
  look_up_hint("example.org", &any); // BAD: dns
  co_return;
}
