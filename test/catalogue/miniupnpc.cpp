// The MiniUPnP client on its own headers.
// REQUIRES: miniupnpc
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <miniupnpc/miniupnpc.h>
#include <miniupnpc/upnpcommands.h>

mock::task<> open_port(UPNPUrls *urls, IGDdatas *data, char *address) {
  int error = 0;
  UPNPDev *found = upnpDiscover(2000, nullptr, nullptr, 0, 0, 2, &error); // BAD: socket
  UPNP_GetValidIGD(found, urls, data, address, 64);                       // BAD: http
  freeUPNPDevlist(found);                                                 // OK: memory
  UPNP_GetExternalIPAddress(urls->controlURL, data->first.servicetype, address); // BAD: http
  UPNP_AddPortMapping(urls->controlURL, data->first.servicetype, "1", "1", address, "a", "TCP", nullptr, "0"); // BAD: http
  FreeUPNPUrls(urls);                                                     // OK: memory
  co_return;
}
