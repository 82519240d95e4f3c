// libssh2 on its own headers.
// REQUIRES: libssh2
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <libssh2.h>
#include <libssh2_sftp.h>

mock::task<> blocking(LIBSSH2_SESSION *session, LIBSSH2_CHANNEL *channel, char *text, int socket) {
  libssh2_session_handshake(session, socket);               // BAD: socket
  libssh2_userauth_password(session, "a", "b");             // BAD: socket
  LIBSSH2_CHANNEL *shell = libssh2_channel_open_session(session); // BAD: socket
  libssh2_channel_read(shell, text, 8);                     // BAD: socket
  libssh2_channel_write(channel, text, 8);                  // BAD: socket
  libssh2_channel_eof(channel);                             // OK: only looks
  libssh2_session_last_errno(session);                      // OK: only looks
  co_return;
}

mock::task<> nonblocking(LIBSSH2_SESSION *session, char *text, int socket) {
  libssh2_session_set_blocking(session, 0);                 // OK: sets a flag
  libssh2_session_handshake(session, socket);               // OK: says EAGAIN
  LIBSSH2_CHANNEL *shell = libssh2_channel_open_session(session); // OK: says EAGAIN
  libssh2_channel_read(shell, text, 8);                     // OK: it is one of that session
  co_return;
}

mock::task<> agent(LIBSSH2_AGENT *keys, libssh2_agent_publickey *key) {
  libssh2_agent_connect(keys);                       // BAD: ipc
  libssh2_agent_list_identities(keys);               // BAD: ipc
  libssh2_agent_get_identity(keys, &key, nullptr);   // OK: in memory
  co_return;
}
