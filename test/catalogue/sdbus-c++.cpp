// sdbus-c++ on its own headers.
// REQUIRES: sdbus-c++
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <sdbus-c++/sdbus-c++.h>

mock::task<> call(sdbus::IProxy &service, sdbus::IConnection &bus, int &answer) {
  service.callMethod("Do").onInterface("a.b").storeResultsTo(answer);                             // BAD: ipc
  service.callMethodAsync("Do").onInterface("a.b").uponReplyInvoke([](const sdbus::Error *) {}); // OK: calls back
  sdbus::Variant value = service.getProperty("Size").onInterface("a.b");                         // BAD: ipc
  bus.enterEventLoopAsync();                                                                     // OK: a thread of its own
  bus.enterEventLoop();                                                                          // BAD: nested-event-loop
  bus.processPendingRequest();                                                                   // OK: takes what is there
  co_return;
}

mock::task<> standard(sdbus::Peer_proxy &peer, sdbus::IConnection &bus) {
  peer.Ping();                       // BAD: ipc
  bus.enterEventLoopAsync();         // OK: starts a thread
  co_return;
}

mock::task<> names(sdbus::IConnection &bus) {
  bus.requestName("a.b");    // BAD: ipc
  bus.getUniqueName();       // OK: in memory
  co_return;
}
