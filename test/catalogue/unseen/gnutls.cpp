// gnutls, on its own headers; see README.md.
// REQUIRES: gnutls
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/p11-kit-1
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
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

task credentials()
{
    gnutls_certificate_credentials_t c;
    gnutls_datum_t pem = {(unsigned char *)"x", 1}, d;
    gnutls_certificate_allocate_credentials(&c);                        // OK: does not wait
    gnutls_certificate_set_x509_trust_file(c, "/etc/ssl/ca.pem", GNUTLS_X509_FMT_PEM); // BAD: file
    gnutls_certificate_set_x509_trust_dir(c, "/etc/ssl/certs", GNUTLS_X509_FMT_PEM); // BAD: file
    gnutls_certificate_set_x509_key_file(c, "/c.pem", "/k.pem", GNUTLS_X509_FMT_PEM); // BAD: file
    gnutls_certificate_set_x509_crl_file(c, "/crl.pem", GNUTLS_X509_FMT_PEM); // BAD: file
    gnutls_certificate_set_x509_system_trust(c);                        // BAD: file
    gnutls_certificate_set_x509_trust_mem(c, &pem, GNUTLS_X509_FMT_PEM); // OK: does not wait
    gnutls_load_file("/etc/ssl/x.der", &d);                             // BAD: file
    gnutls_certificate_free_credentials(c);                             // OK: does not wait
    co_return;
}

task over_socket(gnutls_certificate_credentials_t cred, const struct sockaddr *sa)
{
    char b[256];
    gnutls_session_t s;
    int fd = socket(AF_INET, SOCK_STREAM, 0);                           // OK: does not wait
    connect(fd, sa, sizeof(struct sockaddr_in));                        // BAD: socket
    gnutls_init(&s, GNUTLS_CLIENT);                                     // OK: does not wait
    gnutls_set_default_priority(s);                                     // OK: does not wait
    gnutls_credentials_set(s, GNUTLS_CRD_CERTIFICATE, cred);            // OK: does not wait
    gnutls_server_name_set(s, GNUTLS_NAME_DNS, "example.com", 11);      // OK: does not wait
    gnutls_transport_set_int(s, fd);                                    // OK: does not wait
    gnutls_handshake_set_timeout(s, 5000);                              // OK: does not wait
    gnutls_handshake(s);                                                // BAD: socket
    gnutls_record_send(s, "hi", 2);                                     // BAD: socket
    gnutls_record_recv(s, b, sizeof b);                                 // BAD: socket
    size_t p = gnutls_record_check_pending(s);                          // OK: does not wait
    auto v = gnutls_protocol_get_version(s);                            // OK: does not wait
    const char *vn = gnutls_protocol_get_name(v);                       // OK: does not wait
    gnutls_bye(s, GNUTLS_SHUT_RDWR);                                    // BAD: socket
    gnutls_deinit(s);                                                   // OK: does not wait
    (void)p; (void)vn;
    co_return;
}

task over_nonblocking_socket(gnutls_certificate_credentials_t cred)
{
    char b[256];
    gnutls_session_t s;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);           // OK: does not wait
    gnutls_init(&s, GNUTLS_CLIENT | GNUTLS_NONBLOCK);                   // OK: does not wait
    gnutls_credentials_set(s, GNUTLS_CRD_CERTIFICATE, cred);            // OK: does not wait
    gnutls_transport_set_int(s, fd);                                    // OK: does not wait
    gnutls_handshake(s);                                                // OK: does not wait
    gnutls_record_recv(s, b, sizeof b);                                 // OK: does not wait
    int d = gnutls_record_get_direction(s);                             // OK: does not wait
    (void)d;
    co_return;
}

task keys()
{
    unsigned char out[32];
    gnutls_datum_t pw = {(unsigned char *)"pw", 2}, salt = {(unsigned char *)"salt", 4};
    gnutls_x509_privkey_t k;
    gnutls_privkey_t pk;
    gnutls_dh_params_t dh;
    gnutls_x509_privkey_init(&k);                                       // OK: does not wait
    gnutls_x509_privkey_generate(k, GNUTLS_PK_RSA, 4096, 0);            // BAD: cpu-bound
    gnutls_privkey_init(&pk);                                           // OK: does not wait
    gnutls_privkey_generate(pk, GNUTLS_PK_RSA, 4096, 0);                // BAD: cpu-bound
    gnutls_dh_params_init(&dh);                                         // OK: does not wait
    gnutls_dh_params_generate2(dh, 2048);                               // BAD: cpu-bound
    gnutls_pbkdf2(GNUTLS_MAC_SHA256, &pw, &salt, 600000, out, sizeof out); // BAD: cpu-bound
    gnutls_hash_fast(GNUTLS_DIG_SHA256, "abc", 3, out);                 // OK: does not wait
    gnutls_hmac_fast(GNUTLS_MAC_SHA256, "k", 1, "abc", 3, out);         // OK: does not wait
    gnutls_rnd(GNUTLS_RND_NONCE, out, 16);                              // OK: does not wait
    const char *e = gnutls_strerror(GNUTLS_E_AGAIN);                    // OK: does not wait
    int f = gnutls_error_is_fatal(GNUTLS_E_AGAIN);                      // OK: does not wait
    (void)e; (void)f;
    co_return;
}
