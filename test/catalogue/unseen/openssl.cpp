// openssl, on its own headers; see README.md.
// REQUIRES: openssl
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/dh.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/http.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <cstdio>
#include <netinet/in.h>
#include <sys/socket.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task contexts()
{
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());                      // OK: does not wait
    SSL_CTX_set_verify(c, SSL_VERIFY_PEER, nullptr);                    // OK: does not wait
    SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION);                   // OK: does not wait
    SSL_CTX_load_verify_locations(c, "/etc/ssl/ca.pem", nullptr);       // BAD: file
    SSL_CTX_use_certificate_chain_file(c, "/etc/ssl/me.pem");           // BAD: file
    SSL_CTX_use_PrivateKey_file(c, "/etc/ssl/me.key", SSL_FILETYPE_PEM); // BAD: file
    int ok = SSL_CTX_check_private_key(c);                              // OK: does not wait
    SSL_CTX_set_cipher_list(c, "HIGH");                                 // OK: does not wait
    SSL *s = SSL_new(c);                                                // OK: does not wait
    SSL_set_tlsext_host_name(s, "example.com");                         // OK: does not wait
    const char *v = SSL_get_version(s);                                 // OK: does not wait
    (void)ok; (void)v;
    co_return;
}

task over_socket(SSL_CTX *c, const struct sockaddr *sa)
{
    char b[256];
    int fd = socket(AF_INET, SOCK_STREAM, 0);                           // OK: does not wait
    connect(fd, sa, sizeof(struct sockaddr_in));                        // BAD: socket
    SSL *s = SSL_new(c);                                                // OK: does not wait
    SSL_set_fd(s, fd);                                                  // OK: does not wait
    SSL_set_connect_state(s);                                           // OK: does not wait
    SSL_connect(s);                                                     // BAD: socket
    SSL_write(s, "hi", 2);                                              // BAD: socket
    SSL_read(s, b, sizeof b);                                           // BAD: socket
    SSL_peek(s, b, 1);                                                  // BAD: socket
    size_t n;
    SSL_read_ex(s, b, sizeof b, &n);                                    // BAD: socket
    int p = SSL_pending(s);                                             // OK: does not wait
    int e = SSL_get_error(s, -1);                                       // OK: does not wait
    SSL_shutdown(s);                                                    // BAD: socket
    long vr = SSL_get_verify_result(s);                                 // OK: does not wait
    SSL_SESSION *ss = SSL_get1_session(s);                              // OK: does not wait
    (void)p; (void)e; (void)vr; (void)ss;
    co_return;
}

task over_memory(SSL_CTX *c)
{
    char b[256];
    SSL *s = SSL_new(c);                                                // OK: does not wait
    BIO *in = BIO_new(BIO_s_mem());                                     // OK: does not wait
    BIO *out = BIO_new(BIO_s_mem());                                    // OK: does not wait
    SSL_set_bio(s, in, out);                                            // OK: does not wait
    SSL_set_connect_state(s);                                           // OK: does not wait
    SSL_do_handshake(s);                                                // OK: does not wait
    SSL_write(s, "hi", 2);                                              // OK: does not wait
    SSL_read(s, b, sizeof b);                                           // OK: does not wait
    BIO_write(in, b, 10);                                               // OK: does not wait
    BIO_read(out, b, sizeof b);                                         // OK: does not wait
    size_t n = BIO_ctrl_pending(out);                                   // OK: does not wait
    (void)n;
    co_return;
}

task bios()
{
    char b[128];
    BIO *c = BIO_new_connect("example.com:443");                        // OK: does not wait
    BIO_do_connect(c);                                                  // BAD: socket
    BIO_write(c, "x", 1);                                               // BAD: socket
    BIO_read(c, b, sizeof b);                                           // BAD: socket
    BIO *a = BIO_new_accept("8443");                                    // OK: does not wait
    BIO *f = BIO_new_file("/etc/ssl/x.pem", "r");                       // BAD: file
    BIO_gets(f, b, sizeof b);                                           // BAD: file
    BIO *m = BIO_new_mem_buf("-----", 5);                               // OK: does not wait
    BIO_gets(m, b, sizeof b);                                           // OK: does not wait
    X509 *x = PEM_read_bio_X509(m, nullptr, nullptr, nullptr);          // OK: does not wait
    BIO_ADDRINFO *ai = nullptr;
    BIO_lookup_ex("example.com", "443", BIO_LOOKUP_CLIENT, AF_UNSPEC, SOCK_STREAM, 0, &ai); // BAD: dns
    BIO *h = OSSL_HTTP_get("http://crl.example.com/x.crl", nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, 0, nullptr, nullptr, 0, 65536, 10); // BAD: http
    (void)a; (void)x; (void)h;
    co_return;
}

task keys(unsigned char *out)
{
    EVP_PKEY *rsa = EVP_RSA_gen(4096);                                  // BAD: cpu-bound
    RSA *r = RSA_new();                                                 // OK: does not wait
    BIGNUM *e = BN_new();                                               // OK: does not wait
    BN_set_word(e, RSA_F4);                                             // OK: does not wait
    RSA_generate_key_ex(r, 4096, e, nullptr);                           // BAD: cpu-bound
    BN_generate_prime_ex(e, 2048, 1, nullptr, nullptr, nullptr);        // BAD: cpu-bound
    DH *dh = DH_new();                                                  // OK: does not wait
    DH_generate_parameters_ex(dh, 2048, 2, nullptr);                    // BAD: cpu-bound
    PKCS5_PBKDF2_HMAC("pw", 2, out, 16, 600000, EVP_sha256(), 32, out); // BAD: cpu-bound
    EVP_PBE_scrypt("pw", 2, out, 16, 1 << 17, 8, 1, 1 << 28, out, 32);  // BAD: cpu-bound
    EVP_PKEY *ed = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");      // OK: does not wait
    int bits = EVP_PKEY_get_bits(ed);                                   // OK: does not wait
    (void)rsa; (void)bits;
    co_return;
}

task hashing(unsigned char *out)
{
    unsigned n = 0;
    SHA256((const unsigned char *)"abc", 3, out);                       // OK: does not wait
    EVP_MD_CTX *c = EVP_MD_CTX_new();                                   // OK: does not wait
    EVP_DigestInit_ex(c, EVP_sha256(), nullptr);                        // OK: does not wait
    EVP_DigestUpdate(c, "abc", 3);                                      // OK: does not wait
    EVP_DigestFinal_ex(c, out, &n);                                     // OK: does not wait
    RAND_bytes(out, 16);                                                // OK: does not wait
    const char *e = ERR_reason_error_string(ERR_get_error());           // OK: does not wait
    X509_STORE *st = X509_STORE_new();                                  // OK: does not wait
    X509_STORE_load_file(st, "/etc/ssl/ca.pem");                        // BAD: file
    RAND_load_file("/var/lib/seed", 1024);                              // BAD: file
    (void)e;
    co_return;
}
