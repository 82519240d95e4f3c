// libusb, on its own headers; see README.md.
// REQUIRES: libusb
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/libusb-1.0
#include <libusb.h>
#include <sys/time.h>
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

static void done(struct libusb_transfer *) {}

task sync_io(libusb_device_handle *h)
{
    unsigned char b[64];
    int n;
    libusb_bulk_transfer(h, 0x81, b, sizeof b, &n, 1000);               // BAD: device
    libusb_bulk_transfer(h, 0x81, b, sizeof b, &n, 0);                  // BAD: device
    libusb_interrupt_transfer(h, 0x82, b, 8, &n, 100);                  // BAD: device
    libusb_control_transfer(h, 0x80, 6, 0x100, 0, b, 18, 1000);         // BAD: device
    libusb_get_string_descriptor_ascii(h, 1, b, sizeof b);              // BAD: device
    libusb_get_string_descriptor(h, 1, 0x409, b, sizeof b);             // BAD: device
    libusb_set_configuration(h, 1);                                     // BAD: device
    libusb_set_interface_alt_setting(h, 0, 1);                          // BAD: device
    libusb_clear_halt(h, 0x81);                                         // BAD: device
    libusb_reset_device(h);                                             // BAD: device
    libusb_device *d = libusb_get_device(h);                            // OK: does not wait
    uint8_t bus = libusb_get_bus_number(d);                             // OK: does not wait
    uint8_t adr = libusb_get_device_address(d);                         // OK: does not wait
    int sp = libusb_get_device_speed(d);                                // OK: does not wait
    struct libusb_device_descriptor dd;
    libusb_get_device_descriptor(d, &dd);                               // OK: does not wait
    struct libusb_config_descriptor *cd = nullptr;
    libusb_get_config_descriptor(d, 0, &cd);                            // OK: does not wait
    libusb_free_config_descriptor(cd);                                  // OK: does not wait
    int mp = libusb_get_max_packet_size(d, 0x81);                       // OK: does not wait
    const char *e = libusb_error_name(LIBUSB_ERROR_TIMEOUT);            // OK: does not wait
    const char *s = libusb_strerror(LIBUSB_ERROR_BUSY);                 // OK: does not wait
    (void)bus; (void)adr; (void)sp; (void)mp; (void)e; (void)s;
    co_return;
}

task async_io(libusb_device_handle *h)
{
    static unsigned char b[64];
    struct libusb_transfer *t = libusb_alloc_transfer(0);               // OK: does not wait
    libusb_fill_bulk_transfer(t, h, 0x81, b, sizeof b, done, nullptr, 1000); // OK: does not wait
    libusb_submit_transfer(t);                                          // OK: does not wait
    libusb_cancel_transfer(t);                                          // OK: does not wait
    libusb_fill_control_setup(b, 0x80, 6, 0x100, 0, 18);                // OK: does not wait
    libusb_free_transfer(t);                                            // OK: does not wait
    co_return;
}

task events(libusb_context *ctx)
{
    struct timeval zero = {0, 0}, one = {1, 0};
    int flag = 0;
    libusb_handle_events(ctx);                                          // BAD: nested-event-loop
    libusb_handle_events_completed(ctx, &flag);                         // BAD: nested-event-loop
    libusb_handle_events_timeout(ctx, &one);                            // BAD: nested-event-loop
    libusb_handle_events_timeout(ctx, &zero);                           // OK: does not wait
    libusb_handle_events_timeout_completed(ctx, &zero, &flag);          // OK: does not wait
    libusb_wait_for_event(ctx, nullptr);                                // BAD: wait
    int has = libusb_get_next_timeout(ctx, &one);                       // OK: does not wait
    const struct libusb_pollfd **p = libusb_get_pollfds(ctx);           // OK: does not wait
    libusb_free_pollfds(p);                                             // OK: does not wait
    libusb_interrupt_event_handler(ctx);                                // OK: does not wait
    int tl = libusb_try_lock_events(ctx);                               // OK: does not wait
    const struct libusb_version *v = libusb_get_version();              // OK: does not wait
    (void)has; (void)tl; (void)v;
    co_return;
}
