// mbedtls, on its own headers; see README.md.
// REQUIRES: mbedtls
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <mbedtls/aes.h>
#include <mbedtls/bignum.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/dhm.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/md.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/pk.h>
#include <mbedtls/pkcs5.h>
#include <mbedtls/rsa.h>
#include <mbedtls/sha256.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>
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

task network()
{
    unsigned char b[256];
    mbedtls_net_context n, cl;
    mbedtls_net_init(&n);                                               // OK: does not wait
    mbedtls_net_connect(&n, "example.com", "443", MBEDTLS_NET_PROTO_TCP); // BAD: socket
    mbedtls_net_send(&n, b, 10);                                        // BAD: socket
    mbedtls_net_recv(&n, b, sizeof b);                                  // BAD: socket
    mbedtls_net_recv_timeout(&n, b, sizeof b, 2000);                    // BAD: socket
    mbedtls_net_poll(&n, MBEDTLS_NET_POLL_READ, 1000);                  // BAD: socket
    mbedtls_net_poll(&n, MBEDTLS_NET_POLL_READ, 0);                     // OK: does not wait
    mbedtls_net_set_nonblock(&n);                                       // OK: does not wait
    mbedtls_net_recv(&n, b, sizeof b);                                  // OK: does not wait
    mbedtls_net_context l;
    mbedtls_net_init(&l);                                               // OK: does not wait
    mbedtls_net_bind(&l, "127.0.0.1", "8443", MBEDTLS_NET_PROTO_TCP);   // OK: does not wait
    mbedtls_net_accept(&l, &cl, nullptr, 0, nullptr);                   // BAD: socket
    mbedtls_net_usleep(1000);                                           // BAD: sleep
    co_return;
}

task tls(mbedtls_ssl_config *conf)
{
    unsigned char b[256];
    mbedtls_net_context n;
    mbedtls_ssl_context s;
    mbedtls_net_init(&n);                                               // OK: does not wait
    mbedtls_net_connect(&n, "example.com", "443", MBEDTLS_NET_PROTO_TCP); // BAD: socket
    mbedtls_ssl_init(&s);                                               // OK: does not wait
    mbedtls_ssl_setup(&s, conf);                                        // OK: does not wait
    mbedtls_ssl_set_hostname(&s, "example.com");                        // OK: does not wait
    mbedtls_ssl_set_bio(&s, &n, mbedtls_net_send, mbedtls_net_recv, nullptr); // OK: does not wait
    mbedtls_ssl_handshake(&s);                                          // BAD: socket
    mbedtls_ssl_write(&s, b, 10);                                       // BAD: socket
    mbedtls_ssl_read(&s, b, sizeof b);                                  // BAD: socket
    size_t av = mbedtls_ssl_get_bytes_avail(&s);                        // OK: does not wait
    int cp = mbedtls_ssl_check_pending(&s);                             // OK: does not wait
    uint32_t vr = mbedtls_ssl_get_verify_result(&s);                    // OK: does not wait
    const char *v = mbedtls_ssl_get_version(&s);                        // OK: does not wait
    mbedtls_ssl_close_notify(&s);                                       // BAD: socket
    (void)av; (void)cp; (void)vr; (void)v;
    co_return;
}

task files(const unsigned char *der, size_t n)
{
    unsigned char out[32];
    mbedtls_x509_crt c;
    mbedtls_pk_context pk;
    mbedtls_dhm_context dh;
    mbedtls_x509_crt_init(&c);                                          // OK: does not wait
    mbedtls_x509_crt_parse_file(&c, "/etc/ssl/ca.pem");                 // BAD: file
    mbedtls_x509_crt_parse_path(&c, "/etc/ssl/certs");                  // BAD: file
    mbedtls_x509_crt_parse(&c, der, n);                                 // OK: does not wait
    mbedtls_pk_init(&pk);                                               // OK: does not wait
    mbedtls_pk_parse_keyfile(&pk, "/etc/ssl/me.key", nullptr);          // BAD: file
    mbedtls_dhm_init(&dh);                                              // OK: does not wait
    mbedtls_dhm_parse_dhmfile(&dh, "/etc/ssl/dh.pem");                  // BAD: file
    mbedtls_md_file(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), "/srv/big.iso", out); // BAD: file
    mbedtls_pk_free(&pk);                                               // OK: does not wait
    co_return;
}

task crypto(mbedtls_ctr_drbg_context *rng, unsigned char *out)
{
    char msg[100];
    mbedtls_rsa_context r;
    mbedtls_mpi p;
    mbedtls_md_context_t md;
    mbedtls_rsa_init(&r, MBEDTLS_RSA_PKCS_V15, 0);                      // OK: does not wait
    mbedtls_rsa_gen_key(&r, mbedtls_ctr_drbg_random, rng, 4096, 65537); // BAD: cpu-bound
    mbedtls_mpi_init(&p);                                               // OK: does not wait
    mbedtls_mpi_gen_prime(&p, 2048, 0, mbedtls_ctr_drbg_random, rng);   // BAD: cpu-bound
    mbedtls_pkcs5_pbkdf2_hmac(&md, out, 8, out, 8, 600000, 32, out);    // BAD: cpu-bound
    mbedtls_sha256_ret((const unsigned char *)"abc", 3, out, 0);        // OK: does not wait
    mbedtls_md_init(&md);                                               // OK: does not wait
    mbedtls_ctr_drbg_random(rng, out, 16);                              // OK: does not wait
    mbedtls_strerror(MBEDTLS_ERR_SSL_WANT_READ, msg, sizeof msg);       // OK: does not wait
    mbedtls_mpi_lset(&p, 3);                                            // OK: does not wait
    co_return;
}
