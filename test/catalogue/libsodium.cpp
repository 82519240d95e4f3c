// libsodium on its own headers.
// REQUIRES: libsodium
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <sodium.h>

mock::task<> login(char *stored, unsigned char *key, const char *password, const unsigned char *salt) {
  crypto_pwhash_str(stored, password, 8, crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE); // BAD: cpu-bound
  crypto_pwhash_str_needs_rehash(stored, 3, 1 << 20); // OK: reads the head
  crypto_pwhash_str_verify(stored, password, 8); // BAD: cpu-bound
  crypto_pwhash(key, 32, password, 8, salt, 3, 1 << 20, crypto_pwhash_ALG_DEFAULT); // BAD: cpu-bound
  crypto_generichash(key, 32, salt, 8, nullptr, 0); // OK: quick for a message
  randombytes_buf(key, 32); // OK: does not wait
  co_return;
}
