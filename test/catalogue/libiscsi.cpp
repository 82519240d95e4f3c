// libiscsi on its own headers.
// REQUIRES: libiscsi
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <poll.h>
#include <cstddef>
#include <cstdint>
#include <iscsi/iscsi.h>
#include <iscsi/scsi-lowlevel.h>

void answered(iscsi_context *, int, void *, void *);

mock::task<> read(iscsi_context *disk) {
  iscsi_context *made = iscsi_create_context("iqn.a");            // OK: only makes it
  iscsi_full_connect_sync(disk, "10.0.0.1", 0);                   // BAD: socket
  iscsi_full_connect_async(disk, "10.0.0.1", 0, answered, nullptr); // OK: answers later
  iscsi_reconnect_sync(disk);                                     // BAD: socket
  iscsi_reconnect(disk);                                          // OK: goes on in the loop
  iscsi_login_sync(disk);                                         // BAD: device
  iscsi_login_async(disk, answered, nullptr);                     // OK: answers later
  scsi_task *task = iscsi_testunitready_sync(disk, 0);            // BAD: device
  iscsi_testunitready_task(disk, 0, answered, nullptr);           // OK: answers later
  iscsi_readcapacity16_sync(disk, 0);                             // BAD: device
  iscsi_synchronizecache10_task(disk, 0, 0, 0, 0, 0, answered, nullptr); // OK: has 'sync', and answers later
  scsi_free_scsi_task(task);                                      // OK: only frees it
  iscsi_service(disk, POLLIN);                                    // OK: moves what the socket takes
  iscsi_set_timeout(made, 5);                                     // OK: only notes it
  iscsi_set_tcp_syncnt(made, 2);                                  // OK: only notes it
  co_return;
}
