// sd-bus, sd-event and sd-journal on their own headers.
// REQUIRES: systemd
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>
#include <systemd/sd-journal.h>
#include <systemd/sd-login.h>
#include <unistd.h>

int on_answer(sd_bus_message *, void *, sd_bus_error *) {
  usleep(5); // BAD: sleep
  return 0;
}

int on_time(sd_event_source *, uint64_t, void *) {
  usleep(5); // BAD: sleep
  return 0;
}

mock::task<> call(sd_bus *bus, sd_event *loop, sd_journal *journal, sd_bus_message *message, sd_bus_message *answer) {
  sd_bus_call(bus, message, 0, nullptr, &answer);                 // BAD: ipc
  sd_bus_call_async(bus, nullptr, message, on_answer, nullptr, 0); // OK: the callback gets the answer
  sd_bus_call_method(bus, "a", "/a", "a.b", "Do", nullptr, &answer, ""); // BAD: ipc
  sd_bus_process(bus, &answer);                                   // OK: takes what is there
  sd_bus_wait(bus, 0);                                            // OK: only looks
  sd_bus_wait(bus, 1000000);                                      // BAD: ipc
  sd_bus_emit_signal(bus, "/a", "a.b", "Done", "");               // OK: only queues
  sd_event_add_time(loop, nullptr, 0, 0, 0, on_time, nullptr);    // OK: only asks for it
  sd_event_run(loop, 0);                                          // OK: only what is due
  sd_event_loop(loop);                                            // BAD: nested-event-loop
  sd_journal_wait(journal, 1000000);                              // BAD: ipc
  co_return;
}

mock::task<> rest(sd_bus *bus, sd_journal *journal, const char **text, sd_event *loop, sd_id128_t *id) {
  sd_bus_open_with_description(&bus, "a");        // OK: does not wait for the greeting
  sd_bus_emit_properties_changed(bus, "/a", "a.b", "C", nullptr); // OK: only queues
  sd_bus_add_object_vtable(bus, nullptr, "/a", "a.b", nullptr, nullptr); // OK: only registers it
  sd_event_source *source;
  sd_event_add_inotify(loop, &source, "/a", 1, nullptr, nullptr); // OK: only says what the loop calls back
  sd_journal_next(journal);                       // BAD: file
  sd_journal_get_cutoff_realtime_usec(journal, nullptr, nullptr); // OK: in memory
  co_return;
}

mock::task<> names(sd_bus *bus, sd_journal *journal, char **names) {
  sd_bus_request_name(bus, "a.b", 0);                                    // BAD: ipc
  sd_bus_request_name_async(bus, nullptr, "a.b", 0, nullptr, nullptr);   // OK: the answer comes later
  sd_bus_list_names(bus, &names, nullptr);                               // BAD: ipc
  sd_bus_flush(bus);                                                     // BAD: ipc
  sd_journal_query_unique(journal, "_UID");                              // OK: only remembers the field
  sd_login_monitor *monitor;
  sd_login_monitor_new(nullptr, &monitor);                               // OK: a descriptor for the loop
  co_return;
}
