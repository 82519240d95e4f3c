// libnfs on its own headers.
// REQUIRES: libnfs
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <poll.h>
#include <cstdint>
#include <cstdio>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>
#include <nfsc/libnfs.h>

void answered(int, nfs_context *, void *, void *);

mock::task<> copy(nfs_context *nfs, nfsfh *file, char *text, int whence) {
  nfs_context *made = nfs_init_context();                           // OK: only makes it
  nfs_mount(made, "server", "/music");                              // BAD: file
  nfs_mount_async(nfs, "server", "/music", answered, nullptr);      // OK: answers later
  nfs_open(nfs, "a", 0, &file);                                     // BAD: file
  nfs_open_async(nfs, "a", 0, answered, nullptr);                   // OK: answers later
  nfs_read(nfs, file, 8, text);                                     // BAD: file
  nfs_pread_async(nfs, file, 0, 8, answered, nullptr);              // OK: answers later
  nfs_lseek(nfs, file, 0, SEEK_END, nullptr);                       // BAD: file
  nfs_lseek(nfs, file, 0, SEEK_SET, nullptr);                       // OK: only notes it
  nfs_lseek(nfs, file, 0, whence, nullptr);                         // BAD: file
  nfsdir *folder = nullptr;
  nfs_opendir(nfs, "/", &folder);                                   // BAD: file
  nfs_readdir(nfs, folder);                                         // OK: takes what was read
  nfs_mkdir(nfs, "b");                                              // BAD: file
  nfs_set_timeout(nfs, 1000);                                       // OK: only notes it
  nfs_find_local_servers();                                         // BAD: socket
  nfs_service(nfs, POLLIN);                                         // OK: moves what the socket takes
  nfs_get_error(nfs);                                               // OK: only looks
  co_return;
}
