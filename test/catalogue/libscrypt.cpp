// libscrypt on its own headers.
// REQUIRES: libscrypt
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <cstddef>
#include <cstdint>
#include <libscrypt.h>

mock::task<> login(char *stored, const char *password, uint8_t *salt) {
  libscrypt_hash(stored, password, SCRYPT_N, SCRYPT_r, SCRYPT_p); // BAD: cpu-bound
  libscrypt_salt_gen(salt, 8);                                    // OK: a few random bytes
  libscrypt_check(stored, password);                              // BAD: cpu-bound
  co_return;
}
