// Argon2 on its own headers.
// REQUIRES: argon2
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <argon2.h>

mock::task<> login(const char *password, const char *salt, char *to) {
  argon2id_hash_encoded(2, 1 << 16, 1, password, 8, salt, 8, 32, to, 100); // BAD: cpu-bound
  argon2_encodedlen(2, 1 << 16, 1, 8, 32, Argon2_id);                      // OK: computes a size
  argon2id_verify(to, password, 8);                                        // BAD: cpu-bound
  argon2_error_message(ARGON2_OK);                                         // OK: a string
  co_return;
}
