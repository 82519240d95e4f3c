// libdbus on its own headers.
// REQUIRES: dbus
// RUN: %check_marks %s -- %flags -I/usr/include/dbus-1.0 -I/usr/lib/x86_64-linux-gnu/dbus-1.0/include
#include "coroutine.h"

#include <dbus/dbus.h>

mock::task<> call(DBusConnection *bus, DBusMessage *message, DBusPendingCall *pending, DBusError *error) {
  dbus_connection_send_with_reply_and_block(bus, message, 1000, error); // BAD: ipc
  dbus_connection_send_with_reply(bus, message, &pending, 1000);        // OK: only queues
  dbus_pending_call_get_completed(pending);                             // OK: only looks
  dbus_pending_call_block(pending);                                     // BAD: ipc
  dbus_connection_read_write(bus, 0);                                   // OK: takes what is there
  dbus_connection_read_write_dispatch(bus, 1000);                       // BAD: ipc
  dbus_connection_send(bus, message, nullptr);                          // OK: only queues
  dbus_connection_dispatch(bus);                                        // OK: takes what is there
  co_return;
}

mock::task<> named(DBusConnection *bus, DBusError *error) {
  dbus_bus_request_name(bus, "a.b", 0, error);       // BAD: ipc
  dbus_bus_add_match(bus, "type='signal'", error);   // BAD: ipc
  dbus_bus_add_match(bus, "type='signal'", nullptr); // OK: without an error it does not wait
  dbus_connection_flush(bus);                        // BAD: ipc
  co_return;
}
