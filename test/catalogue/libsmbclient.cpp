// libsmbclient on its own header.
// REQUIRES: libsmbclient
// RUN: %check_marks %s -- %flags -I/usr/include/samba-4.0
#include "coroutine.h"

#include <libsmbclient.h>

mock::task<> copy(SMBCCTX *context, char *text, struct stat *status, int whence) {
  SMBCCTX *made = smbc_new_context();                 // OK: only makes it
  smbc_setTimeout(made, 1000);                        // OK: only notes it
  int file = smbc_open("smb://server/share/a", 0, 0); // BAD: file
  smbc_getFunctionOpen(context);                      // OK: only looks
  smbc_read(file, text, 8);                           // BAD: file
  smbc_getFunctionRead(context);                      // OK: only looks
  smbc_lseek(file, 0, SEEK_END);                      // BAD: file
  smbc_lseek(file, 0, SEEK_CUR);                      // OK: only notes it
  smbc_lseek(file, 0, whence);                        // BAD: file
  int folder = smbc_opendir("smb://server/share");    // BAD: file
  smbc_readdir(folder);                               // OK: takes what was read
  smbc_telldir(folder);                               // OK: only looks
  smbc_stat("smb://server/share/a", status);          // BAD: file
  smbc_urldecode(text, text, 8);                      // OK: only computes
  smbc_close(file);                                   // BAD: file
  smbc_version();                                     // OK: only looks
  co_return;
}
