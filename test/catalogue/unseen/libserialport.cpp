// libserialport, on its own headers; see README.md.
// REQUIRES: libserialport
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <libserialport.h>
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

task io(struct sp_port *p)
{
    char b[64];
    sp_set_baudrate(p, 115200);                                         // BAD: device
    sp_set_bits(p, 8);                                                  // BAD: device
    sp_set_flowcontrol(p, SP_FLOWCONTROL_NONE);                         // BAD: device
    sp_blocking_write(p, "AT\r", 3, 500);                               // BAD: device
    sp_blocking_write(p, "AT\r", 3, 0);                                 // BAD: device
    sp_nonblocking_write(p, "AT\r", 3);                                 // OK: does not wait
    sp_blocking_read(p, b, sizeof b, 1000);                             // BAD: device
    sp_blocking_read(p, b, sizeof b, 0);                                // BAD: device
    sp_blocking_read_next(p, b, sizeof b, 1000);                        // BAD: device
    sp_nonblocking_read(p, b, sizeof b);                                // OK: does not wait
    sp_drain(p);                                                        // BAD: device
    sp_flush(p, SP_BUF_BOTH);                                           // OK: does not wait
    int in = sp_input_waiting(p);                                       // OK: does not wait
    int out = sp_output_waiting(p);                                     // OK: does not wait
    sp_start_break(p);                                                  // OK: does not wait
    sp_end_break(p);                                                    // OK: does not wait
    char *n = sp_get_port_name(p);                                      // OK: does not wait
    int fd;
    sp_get_port_handle(p, &fd);                                         // OK: does not wait
    (void)in; (void)out; (void)n;
    co_return;
}

task events(struct sp_port *p)
{
    struct sp_event_set *s = nullptr;
    sp_new_event_set(&s);                                               // OK: does not wait
    sp_add_port_events(s, p, SP_EVENT_RX_READY);                        // OK: does not wait
    sp_wait(s, 5000);                                                   // BAD: device
    sp_wait(s, 0);                                                      // BAD: device
    sp_free_event_set(s);                                               // OK: does not wait
    char *e = sp_last_error_message();                                  // OK: does not wait
    int c = sp_last_error_code();                                       // OK: does not wait
    sp_free_error_message(e);                                           // OK: does not wait
    struct sp_port_config *cfg = nullptr;
    sp_new_config(&cfg);                                                // OK: does not wait
    sp_set_config_baudrate(cfg, 9600);                                  // OK: does not wait
    const char *v = sp_get_package_version_string();                    // OK: does not wait
    (void)c; (void)v;
    co_return;
}
