// Avahi's client library on its own headers.
// REQUIRES: avahi
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/simple-watch.h>
#include <avahi-common/thread-watch.h>
#include <unistd.h>

void on_service(AvahiServiceBrowser *, AvahiIfIndex, AvahiProtocol, AvahiBrowserEvent, const char *, const char *,
                const char *, AvahiLookupResultFlags, void *) {
  usleep(5); // BAD: sleep
}

mock::task<> browse(AvahiClient *client, AvahiEntryGroup *group, AvahiSimplePoll *loop, AvahiThreadedPoll *thread) {
  avahi_service_browser_new(client, 0, 0, "_http._tcp", nullptr, AvahiLookupFlags(0), on_service, nullptr); // BAD: ipc
  avahi_client_get_state(client);            // OK: only looks
  avahi_entry_group_commit(group);           // BAD: ipc
  avahi_entry_group_get_state(group);        // OK: only looks
  avahi_simple_poll_iterate(loop, 0);        // OK: takes what is there
  avahi_simple_poll_iterate(loop, -1);       // BAD: nested-event-loop
  avahi_simple_poll_quit(loop);              // OK: only tells it
  avahi_simple_poll_loop(loop);              // BAD: nested-event-loop
  avahi_threaded_poll_start(thread);         // OK: starts a thread
  avahi_threaded_poll_lock(thread);          // BAD: lock
  avahi_threaded_poll_unlock(thread);        // OK: gives it back
  avahi_threaded_poll_stop(thread);          // BAD: wait
  avahi_threaded_poll_quit(thread);          // OK: only tells it
  co_return;
}
