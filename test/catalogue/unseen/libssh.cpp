// libssh, on its own headers; see README.md.
// REQUIRES: libssh
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <fcntl.h>
#include <libssh/libssh.h>
#include <libssh/server.h>
#include <libssh/sftp.h>
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

task session()
{
    char b[256];
    ssh_session s = ssh_new();                                          // OK: does not wait
    ssh_options_set(s, SSH_OPTIONS_HOST, "host1");                      // OK: does not wait
    int port = 22;
    ssh_options_set(s, SSH_OPTIONS_PORT, &port);                        // OK: does not wait
    ssh_connect(s);                                                     // BAD: socket
    ssh_userauth_none(s, nullptr);                                      // BAD: socket
    ssh_userauth_password(s, "u", "p");                                 // BAD: socket
    ssh_userauth_publickey_auto(s, nullptr, nullptr);                   // BAD: socket
    int ml = ssh_userauth_list(s, nullptr);                             // OK: does not wait
    ssh_channel c = ssh_channel_new(s);                                 // OK: does not wait
    ssh_channel_open_session(c);                                        // BAD: socket
    ssh_channel_request_pty(c);                                         // BAD: socket
    ssh_channel_request_exec(c, "uptime");                              // BAD: socket
    ssh_channel_read(c, b, sizeof b, 0);                                // BAD: socket
    ssh_channel_read_timeout(c, b, sizeof b, 0, 2000);                  // BAD: socket
    ssh_channel_read_nonblocking(c, b, sizeof b, 0);                    // OK: does not wait
    ssh_channel_write(c, "x\n", 2);                                     // BAD: socket
    ssh_channel_poll_timeout(c, 1000, 0);                               // BAD: socket
    int eof = ssh_channel_is_eof(c);                                    // OK: does not wait
    int op = ssh_channel_is_open(c);                                    // OK: does not wait
    const char *e = ssh_get_error(s);                                   // OK: does not wait
    int ok = ssh_is_connected(s);                                       // OK: does not wait
    socket_t fd = ssh_get_fd(s);                                        // OK: does not wait
    int v = ssh_get_version(s);                                         // OK: does not wait
    (void)ml; (void)eof; (void)op; (void)e; (void)ok; (void)fd; (void)v;
    co_return;
}

task nonblocking_session()
{
    ssh_session s = ssh_new();                                          // OK: does not wait
    ssh_options_set(s, SSH_OPTIONS_HOST, "192.0.2.7");                  // OK: does not wait
    ssh_set_blocking(s, 0);                                             // OK: does not wait
    ssh_connect(s);                                                     // OK: does not wait
    ssh_userauth_password(s, "u", "p");                                 // OK: does not wait
    int fl = ssh_get_poll_flags(s);                                     // OK: does not wait
    (void)fl;
    co_return;
}

task transfer()
{
    char b[512];
    ssh_session s = ssh_new();                                          // OK: does not wait
    ssh_options_set(s, SSH_OPTIONS_HOST, "host1");                      // OK: does not wait
    ssh_connect(s);                                                     // BAD: socket
    sftp_session f = sftp_new(s);                                       // BAD: socket
    sftp_init(f);                                                       // BAD: socket
    sftp_file h = sftp_open(f, "/srv/x", O_RDONLY, 0);                  // BAD: socket
    sftp_read(h, b, sizeof b);                                          // BAD: socket
    sftp_write(h, b, sizeof b);                                         // BAD: socket
    sftp_attributes a = sftp_stat(f, "/srv/x");                         // BAD: socket
    sftp_dir d = sftp_opendir(f, "/srv");                               // BAD: socket
    sftp_unlink(f, "/srv/old");                                         // BAD: socket
    sftp_seek64(h, 100);                                                // OK: does not wait
    uint64_t pos = sftp_tell64(h);                                      // OK: does not wait
    int er = sftp_get_error(f);                                         // OK: does not wait
    (void)a; (void)d; (void)pos; (void)er;
    co_return;
}

task keys_and_events(ssh_event ev)
{
    ssh_key k = nullptr;
    ssh_pki_import_privkey_file("/home/u/.ssh/id_rsa", nullptr, nullptr, nullptr, &k); // BAD: file
    ssh_pki_generate(SSH_KEYTYPE_RSA, 4096, &k);                        // BAD: cpu-bound
    auto t = ssh_key_type(k);                                           // OK: does not wait
    const char *n = ssh_key_type_to_char(SSH_KEYTYPE_ED25519);          // OK: does not wait
    ssh_event_dopoll(ev, -1);                                           // BAD: nested-event-loop
    ssh_event_dopoll(ev, 0);                                            // OK: does not wait
    ssh_key_free(k);                                                    // OK: does not wait
    (void)t; (void)n;
    co_return;
}

task server()
{
    ssh_bind b = ssh_bind_new();                                        // OK: does not wait
    ssh_session s = ssh_new();                                          // OK: does not wait
    ssh_bind_accept(b, s);                                              // BAD: socket
    ssh_handle_key_exchange(s);                                         // BAD: socket
    ssh_message m = ssh_message_get(s);                                 // BAD: socket
    int t = ssh_message_type(m);                                        // OK: does not wait
    (void)t;
    co_return;
}
