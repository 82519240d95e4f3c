// libvirt on its own header.
// REQUIRES: libvirt
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <libvirt/libvirt.h>
#include <unistd.h>

int on_change(virConnectPtr, virDomainPtr, int, int, void *) {
  usleep(5); // BAD: sleep
  return 0;
}

mock::task<> manage(virConnectPtr host, virDomainPtr machine, virStoragePoolPtr pool, virDomainInfo *info, char *bytes) {
  host = virConnectOpen("qemu:///system");       // BAD: ipc
  machine = virDomainLookupByName(host, "db");   // BAD: ipc
  virDomainGetName(machine);                     // OK: known already
  virDomainGetInfo(machine, info);               // BAD: ipc
  virDomainCreate(machine);                      // BAD: ipc
  virStoragePoolRefresh(pool, 0);                // BAD: ipc
  virStoragePoolGetName(pool);                   // OK: known already
  virConnectIsAlive(host);                       // OK: known already
  virConnectDomainEventRegister(host, on_change, nullptr, nullptr); // BAD: ipc
  virStreamPtr stream = virStreamNew(host, 0);
  virStreamRecv(stream, bytes, 8);               // BAD: ipc
  virStreamPtr quick = virStreamNew(host, VIR_STREAM_NONBLOCK);
  virStreamRecv(quick, bytes, 8);                // OK: says -2
  virEventRunDefaultImpl();                      // BAD: nested-event-loop
  virEventRegisterDefaultImpl();                 // OK: only registers it
  virDomainFree(machine);                        // OK: frees memory
  virTypedParamsFree(nullptr, 0);                // OK: frees memory
  co_return;
}
