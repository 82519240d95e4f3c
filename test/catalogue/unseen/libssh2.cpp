// libssh2, on its own headers; see README.md.
// REQUIRES: libssh2
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <libssh2.h>
#include <libssh2_sftp.h>
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

task blocking(int sock)
{
    char b[256];
    LIBSSH2_SESSION *s = libssh2_session_init();                        // OK: does not wait
    libssh2_session_set_blocking(s, 1);                                 // OK: does not wait
    libssh2_session_set_timeout(s, 5000);                               // OK: does not wait
    libssh2_session_handshake(s, sock);                                 // BAD: socket
    const char *fp = libssh2_hostkey_hash(s, LIBSSH2_HOSTKEY_HASH_SHA256); // OK: does not wait
    char *al = libssh2_userauth_list(s, "u", 1);                        // BAD: socket
    libssh2_userauth_password(s, "u", "p");                             // BAD: socket
    libssh2_userauth_publickey_fromfile(s, "u", "/k.pub", "/k", nullptr); // BAD: socket
    int au = libssh2_userauth_authenticated(s);                         // OK: does not wait
    LIBSSH2_CHANNEL *c = libssh2_channel_open_session(s);               // BAD: socket
    libssh2_channel_exec(c, "uptime");                                  // BAD: socket
    libssh2_channel_read(c, b, sizeof b);                               // BAD: socket
    libssh2_channel_write(c, "x", 1);                                   // BAD: socket
    libssh2_channel_send_eof(c);                                        // BAD: socket
    libssh2_channel_wait_closed(c);                                     // BAD: socket
    libssh2_channel_close(c);                                           // BAD: socket
    int eof = libssh2_channel_eof(c);                                   // OK: does not wait
    int rc = libssh2_channel_get_exit_status(c);                        // OK: does not wait
    libssh2_session_disconnect(s, "bye");                               // BAD: socket
    int en = libssh2_session_last_errno(s);                             // OK: does not wait
    int bl = libssh2_session_get_blocking(s);                           // OK: does not wait
    (void)fp; (void)al; (void)au; (void)eof; (void)rc; (void)en; (void)bl;
    co_return;
}

task nonblocking(int sock)
{
    char b[256];
    LIBSSH2_SESSION *s = libssh2_session_init();                        // OK: does not wait
    libssh2_session_set_blocking(s, 0);                                 // OK: does not wait
    libssh2_session_handshake(s, sock);                                 // OK: does not wait
    libssh2_userauth_password(s, "u", "p");                             // OK: does not wait
    LIBSSH2_CHANNEL *c = libssh2_channel_open_session(s);               // OK: does not wait
    libssh2_channel_exec(c, "uptime");                                  // OK: does not wait
    libssh2_channel_read(c, b, sizeof b);                               // OK: does not wait
    int d = libssh2_session_block_directions(s);                        // OK: does not wait
    libssh2_channel_wait_closed(c);                                     // OK: does not wait
    (void)d;
    co_return;
}

task sftp(int sock)
{
    char b[256];
    LIBSSH2_SFTP_ATTRIBUTES at;
    LIBSSH2_SESSION *s = libssh2_session_init();                        // OK: does not wait
    libssh2_session_handshake(s, sock);                                 // BAD: socket
    LIBSSH2_SFTP *f = libssh2_sftp_init(s);                             // BAD: socket
    LIBSSH2_SFTP_HANDLE *h = libssh2_sftp_open(f, "/srv/x", LIBSSH2_FXF_READ, 0); // BAD: socket
    libssh2_sftp_read(h, b, sizeof b);                                  // BAD: socket
    libssh2_sftp_write(h, b, sizeof b);                                 // BAD: socket
    libssh2_sftp_stat(f, "/srv/x", &at);                                // BAD: socket
    libssh2_sftp_unlink(f, "/srv/x");                                   // BAD: socket
    libssh2_sftp_seek64(h, 0);                                          // OK: does not wait
    unsigned long e = libssh2_sftp_last_error(f);                       // OK: does not wait
    (void)e;
    co_return;
}

task local_state(LIBSSH2_SESSION *s)
{
    LIBSSH2_KNOWNHOSTS *k = libssh2_knownhost_init(s);                  // OK: does not wait
    libssh2_knownhost_readfile(k, "/home/u/.ssh/known_hosts", LIBSSH2_KNOWNHOST_FILE_OPENSSH); // BAD: file
    libssh2_knownhost_writefile(k, "/home/u/.ssh/known_hosts", LIBSSH2_KNOWNHOST_FILE_OPENSSH); // BAD: file
    libssh2_knownhost_free(k);                                          // OK: does not wait
    libssh2_keepalive_config(s, 1, 30);                                 // OK: does not wait
    LIBSSH2_AGENT *a = libssh2_agent_init(s);                           // OK: does not wait
    libssh2_agent_connect(a);                                           // BAD: ipc
    libssh2_agent_list_identities(a);                                   // BAD: ipc
    const char *v = libssh2_version(0);                                 // OK: does not wait
    (void)v;
    co_return;
}
