// libssh on its own headers.
// REQUIRES: libssh
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <libssh/libssh.h>
#include <libssh/sftp.h>

mock::task<> blocking(ssh_session session, ssh_channel channel, sftp_session files, char *text) {
  ssh_options_set(session, SSH_OPTIONS_HOST, "db");    // OK: only remembers it
  ssh_connect(session);                                // BAD: socket
  ssh_userauth_password(session, nullptr, "x");        // BAD: socket
  ssh_channel_open_session(channel);                   // BAD: socket
  ssh_channel_read(channel, text, 8, 0);               // BAD: socket
  ssh_channel_read_nonblocking(channel, text, 8, 0);   // OK: takes what is there
  ssh_channel_read_timeout(channel, text, 8, 0, 0);    // OK: takes what is there
  ssh_channel_write(channel, text, 8);                 // BAD: socket
  ssh_channel_is_eof(channel);                         // OK: only looks
  sftp_open(files, "a", 0, 0);                         // BAD: socket
  ssh_get_fd(session);                                 // OK: only looks
  co_return;
}

mock::task<> nonblocking(ssh_session session, ssh_channel channel, char *text) {
  ssh_set_blocking(session, 0);
  ssh_connect(session); // OK: says SSH_AGAIN
  ssh_channel_set_blocking(channel, 0);
  ssh_channel_read(channel, text, 8, 0); // OK: says SSH_AGAIN
  co_return;
}

mock::task<> rest(ssh_session session, ssh_channel channel, sftp_file file, sftp_session files, char *text) {
  sftp_new(session);                                   // BAD: socket
  sftp_free(files);                                    // OK: frees memory
  sftp_async_read(file, text, 8, 1);                   // BAD: socket
  sftp_file_set_nonblocking(file);                     // OK: sets a flag
  sftp_async_read(file, text, 8, 1);                   // OK: says SSH_AGAIN
  sftp_fstatvfs(file);                                 // BAD: socket
  sftp_tell64(file);                                   // OK: only looks
  int port;
  ssh_channel_open_forward_port(session, 1000, &port, nullptr, nullptr); // BAD: socket
  ssh_channel_open_forward_port(session, 0, &port, nullptr, nullptr); // OK: takes what is there
  ssh_channel_request_auth_agent(channel);             // BAD: socket
  ssh_getpass("?", text, 8, 0, 0);                     // BAD: console
  co_return;
}
