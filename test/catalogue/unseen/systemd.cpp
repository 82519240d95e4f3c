// systemd, on its own headers; see README.md.
// REQUIRES: systemd
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

static int on_reply(sd_bus_message *, void *, sd_bus_error *) { return 0; }
static int on_io(sd_event_source *, int, uint32_t, void *) { return 0; }
static int on_time(sd_event_source *, uint64_t, void *) { return 0; }

task calls(sd_bus *bus)
{
    sd_bus_error err = SD_BUS_ERROR_NULL;
    sd_bus_message *m = nullptr, *rep = nullptr;
    sd_bus_slot *slot = nullptr;
    char *str = nullptr, **names = nullptr;
    sd_bus_creds *cr = nullptr;
    int v = 0;
    sd_bus_message_new_method_call(bus, &m, "a.b", "/x", "a.b.I", "M"); // OK: does not wait
    sd_bus_message_append(m, "si", "x", 1);                             // OK: does not wait
    sd_bus_call(bus, m, 0, &err, &rep);                                 // BAD: ipc
    sd_bus_call_async(bus, &slot, m, on_reply, nullptr, 0);             // OK: does not wait
    sd_bus_call_method(bus, "a.b", "/x", "a.b.I", "M", &err, &rep, "s", "x"); // BAD: ipc
    sd_bus_call_method_async(bus, &slot, "a.b", "/x", "a.b.I", "M", on_reply, nullptr, "s", "x"); // OK: does not wait
    sd_bus_get_property(bus, "a.b", "/x", "a.b.I", "P", &err, &rep, "s"); // BAD: ipc
    sd_bus_get_property_string(bus, "a.b", "/x", "a.b.I", "P", &err, &str); // BAD: ipc
    sd_bus_get_property_trivial(bus, "a.b", "/x", "a.b.I", "N", &err, 'i', &v); // BAD: ipc
    sd_bus_set_property(bus, "a.b", "/x", "a.b.I", "P", &err, "s", "v"); // BAD: ipc
    sd_bus_request_name(bus, "com.example.App", 0);                     // BAD: ipc
    sd_bus_request_name_async(bus, &slot, "com.example.App", 0, on_reply, nullptr); // OK: does not wait
    sd_bus_release_name(bus, "com.example.App");                        // BAD: ipc
    sd_bus_list_names(bus, &names, nullptr);                            // BAD: ipc
    sd_bus_get_name_creds(bus, "a.b", SD_BUS_CREDS_PID, &cr);           // BAD: ipc
    sd_bus_match_signal(bus, &slot, "a.b", "/x", "a.b.I", "S", on_reply, nullptr); // BAD: ipc
    sd_bus_match_signal_async(bus, &slot, "a.b", "/x", "a.b.I", "S", on_reply, on_reply, nullptr); // OK: does not wait
    sd_bus_message_read(rep, "s", &str);                                // OK: does not wait
    const char *em = err.message;
    int ise = sd_bus_error_is_set(&err);                                // OK: does not wait
    sd_bus_message_unref(rep);                                          // OK: does not wait
    (void)em; (void)ise;
    co_return;
}

task loop(sd_bus *bus)
{
    uint64_t t = 0;
    sd_bus_message *m = nullptr;
    sd_bus_wait(bus, UINT64_MAX);                                       // BAD: ipc
    sd_bus_wait(bus, 1000000);                                          // BAD: ipc
    sd_bus_wait(bus, 0);                                                // OK: does not wait
    sd_bus_process(bus, &m);                                            // OK: does not wait
    sd_bus_flush(bus);                                                  // BAD: ipc
    int fd = sd_bus_get_fd(bus);                                        // OK: does not wait
    int ev = sd_bus_get_events(bus);                                    // OK: does not wait
    sd_bus_get_timeout(bus, &t);                                        // OK: does not wait
    sd_bus_emit_signal(bus, "/x", "a.b.I", "S", "s", "v");              // OK: does not wait
    sd_bus_send(bus, m, nullptr);                                       // OK: does not wait
    sd_bus_flush_close_unref(bus);                                      // BAD: ipc
    (void)fd; (void)ev;
    co_return;
}

task events()
{
    sd_event *e = nullptr;
    sd_event_source *s = nullptr;
    uint64_t now = 0;
    sd_event_new(&e);                                                   // OK: does not wait
    sd_event_add_io(e, &s, 5, 1, on_io, nullptr);                       // OK: does not wait
    sd_event_add_time_relative(e, &s, CLOCK_MONOTONIC, 1000000, 0, on_time, nullptr); // OK: does not wait
    sd_event_run(e, UINT64_MAX);                                        // BAD: nested-event-loop
    sd_event_loop(e);                                                   // BAD: nested-event-loop
    sd_event_wait(e, UINT64_MAX);                                       // BAD: nested-event-loop
    sd_event_wait(e, 0);                                                // OK: does not wait
    sd_event_now(e, CLOCK_MONOTONIC, &now);                             // OK: does not wait
    sd_event_exit(e, 0);                                                // OK: does not wait
    int st = sd_event_get_state(e);                                     // OK: does not wait
    (void)st;
    co_return;
}

task journal()
{
    sd_journal *j = nullptr;
    const void *d;
    size_t n;
    sd_journal_open(&j, SD_JOURNAL_LOCAL_ONLY);                         // BAD: file
    sd_journal_add_match(j, "_SYSTEMD_UNIT=a.service", 0);              // OK: does not wait
    sd_journal_seek_tail(j);                                            // OK: does not wait
    sd_journal_next(j);                                                 // BAD: file
    sd_journal_previous(j);                                             // BAD: file
    sd_journal_get_data(j, "MESSAGE", &d, &n); // BAD: file
    sd_journal_wait(j, (uint64_t)-1);                                   // BAD: ipc
    sd_journal_wait(j, 0);                                              // OK: does not wait
    int fd = sd_journal_get_fd(j);                                      // OK: does not wait
    int ev = sd_journal_get_events(j);                                  // OK: does not wait
    (void)fd; (void)ev;
    co_return;
}

task daemon()
{
    uint64_t us;
    sd_id128_t id;
    int n = sd_listen_fds(0);                                           // OK: does not wait
    int w = sd_watchdog_enabled(0, &us);                                // OK: does not wait
    sd_notify_barrier(0, 5000000);                                      // BAD: ipc
    sd_id128_from_string("0123456789abcdef0123456789abcdef", &id);      // OK: does not wait
    (void)n; (void)w;
    co_return;
}
