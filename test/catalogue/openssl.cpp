// OpenSSL on its own headers.
// REQUIRES: openssl
// RUN: %check_marks %s --profile=strict --checks=nostall-cpu-bound -- %flags
#include "coroutine.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/store.h>
#include <openssl/pem.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

mock::task<> blocking(SSL *ssl, SSL_CTX *context, BIO *bio, char *text) {
  SSL_connect(ssl);                                       // BAD: socket
  SSL_write(ssl, text, 8);                                // BAD: socket
  SSL_read(ssl, text, 8);                                 // BAD: socket
  SSL_pending(ssl);                                       // OK: only looks
  SSL_get_error(ssl, 0);                                  // OK: only looks
  SSL_shutdown(ssl);                                      // BAD: socket
  SSL_CTX_use_certificate_chain_file(context, "a");       // BAD: file
  BIO_do_connect(bio);                                    // BAD: socket
  BIO_read(bio, text, 8);                                 // BAD: socket
  BIO_puts(bio, text);                                    // BAD: socket
  BIO_ctrl_pending(bio);                                  // OK: only looks
  BIO_set_nbio(bio, 1);                                   // OK: sets a flag
  BIO_do_connect(bio);                                    // OK: only begins to
  BIO_read(bio, text, 8);                                 // OK: does not wait any more
  PKCS5_PBKDF2_HMAC(text, 8, nullptr, 0, 600000, EVP_sha256(), 32, nullptr); // BAD: cpu-bound
  co_return;
}

mock::task<> over_memory(SSL *ssl, const char *data, char *text) {
  BIO *in = BIO_new_mem_buf(data, 8);
  BIO *out = BIO_new(BIO_s_mem());
  BIO_read(in, text, 8);   // OK: reads memory
  BIO_write(out, text, 8); // OK: writes memory
  SSL_set_bio(ssl, in, out);
  SSL_read(ssl, text, 8); // OK: its BIOs are in memory
  co_return;
}

mock::task<> over_sockets(SSL *ssl, int fd, char *text) {
  BIO *client = BIO_new_connect("db:443"); // OK: connects later
  BIO_read(client, text, 8);               // BAD: socket
  BIO *server = BIO_new_socket(fd, BIO_NOCLOSE);
  BIO_write(server, text, 8); // BAD: socket
  SSL_set_bio(ssl, server, server);
  SSL_read(ssl, text, 8); // BAD: socket
  BIO *one, *other;
  BIO_new_bio_pair(&one, 0, &other, 0);
  BIO_read(one, text, 8);   // OK: reads memory
  BIO_write(other, text, 8); // OK: writes memory
  co_return;
}

mock::task<> on_nonblocking(SSL *ssl, char *text) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  SSL_set_fd(ssl, fd);
  SSL_do_handshake(ssl);   // OK: the socket does not wait
  SSL_write(ssl, text, 8); // OK: the same
  co_return;
}

mock::task<> derive(unsigned char *key, const OSSL_PARAM *with, BIGNUM *prime) {
  EVP_KDF *slow = EVP_KDF_fetch(nullptr, "SCRYPT", nullptr);
  EVP_KDF_CTX *password = EVP_KDF_CTX_new(slow);
  EVP_KDF_derive(password, key, 32, with);                          // BAD: cpu-bound
  EVP_KDF *quick = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  EVP_KDF_CTX *expand = EVP_KDF_CTX_new(quick);
  EVP_KDF_derive(expand, key, 32, with);                            // OK: a few hashes
  BN_generate_prime_ex(prime, 2048, 1, nullptr, nullptr, nullptr);  // BAD: cpu-bound
  BN_num_bits(prime);                                               // OK: a number
  co_return;
}

mock::task<> keys(FILE *file, BIO *received, char *text, OSSL_STORE_CTX *store) {
  PEM_read_X509(file, nullptr, nullptr, nullptr);                   // BAD: file
  BIO *memory = BIO_new_mem_buf(text, 8);                           // OK: in memory
  PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);             // OK: in memory
  BIO *disk = BIO_new_file("a.pem", "r");                           // BAD: file
  PEM_read_bio_X509(disk, nullptr, nullptr, nullptr);               // BAD: file
  PEM_write_PUBKEY(file, nullptr);                                  // BAD: file
  PEM_write_bio_PUBKEY(memory, nullptr);                            // OK: in memory
  d2i_X509_fp(file, nullptr);                                       // BAD: file
  d2i_X509_bio(memory, nullptr);                                    // OK: in memory
  OSSL_STORE_load(store);                                           // BAD: file
  OSSL_STORE_eof(store);                                            // OK: only looks
  ERR_print_errors_fp(stderr);                                      // BAD: console
  ERR_get_error();                                                  // OK: in memory
  X509_load_http("http://a", nullptr, nullptr, 5);                  // BAD: http
  co_return;
}

mock::task<> pairs(EVP_PKEY *parameters, EVP_PKEY *made) {
  EVP_PKEY_CTX *rsa = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr);
  EVP_PKEY_keygen(rsa, &made);                                      // BAD: cpu-bound
  EVP_PKEY_CTX *ed = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nullptr);
  EVP_PKEY_keygen(ed, &made);                                       // OK: needs no primes
  EVP_PKEY_CTX *dsa = EVP_PKEY_CTX_new_id(EVP_PKEY_DSA, nullptr);
  EVP_PKEY_paramgen(dsa, &made);                                    // BAD: cpu-bound
  EVP_PKEY_CTX *given = EVP_PKEY_CTX_new(parameters, nullptr);
  EVP_PKEY_keygen(given, &made);                                    // OK: the primes are given
  EVP_PKEY_CTX *same = EVP_PKEY_CTX_new_from_pkey(nullptr, parameters, nullptr);
  EVP_PKEY_keygen(same, &made);                                     // OK: the primes are given
  EVP_PKEY_paramgen(same, &made);                                   // BAD: cpu-bound
  co_return;
}
