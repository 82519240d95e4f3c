// Libgcrypt on its own headers.
// REQUIRES: libgcrypt
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <gcrypt.h>

mock::task<> derive(char *key, const char *password, gcry_sexp_t *pair, gcry_sexp_t wish) {
  gcry_kdf_derive(password, 8, GCRY_KDF_PBKDF2, GCRY_MD_SHA256, "salt", 4, 600000, 32, key); // BAD: cpu-bound
  gcry_md_hash_buffer(GCRY_MD_SHA256, key, password, 8);                                     // OK: quick for a message
  gcry_pk_genkey(pair, wish);                                                                // BAD: cpu-bound
  gcry_create_nonce(key, 8);                                                                 // OK: does not wait
  co_return;
}
