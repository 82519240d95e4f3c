// Callbacks that a library keeps run where its events are handled.
// REQUIRES: libusb, mosquitto
// RUN: %check_marks %s -- %flags

#include <functional>
#include <libusb-1.0/libusb.h>
#include <mosquitto.h>
#include <thread>
#include <unistd.h>

void on_readable(int fd, [[clang::annotate("nostall::runs_on_loop")]] std::function<void()> f);

// A static member, whose callback goes on to a field.
class token {
public:
  void read_later(std::function<void(int)> done) {
    pending = std::move(done);
    libusb_transfer *t = libusb_alloc_transfer(0);
    libusb_fill_bulk_transfer(t, handle, 1, bytes, sizeof bytes, on_transfer, this, 0);
    libusb_submit_transfer(t);
  }

private:
  static void LIBUSB_CALL on_transfer(libusb_transfer *t) {
    static_cast<token *>(t->user_data)->pending(t->status);
    usleep(1); // BAD: sleep
    usleep(0); // OK: does not sleep
  }
  std::function<void(int)> pending;
  libusb_device_handle *handle;
  unsigned char bytes[64];
};

// A field of the library's struct.
void submit(libusb_transfer *t) {
  t->callback = [](libusb_transfer *) {
    usleep(2); // BAD: sleep
  };
  t->user_data = nullptr;
  libusb_submit_transfer(t);
}

struct usb {
  void dispatch() {
    timeval tv{0, 0};
    libusb_handle_events_timeout_completed(context, &tv, nullptr);
  }
  libusb_context *context;
};

// The client has a thread of its own.
void on_message(mosquitto *, void *, const mosquitto_message *) {
  usleep(3); // OK: on the client's thread
}

int main() {
  usb u;
  token t;
  on_readable(3, [&] {
    u.dispatch();               // OK: waits for nothing, and the callbacks are judged by themselves
    t.read_later([](int n) {    // OK: only starts it
      usleep(n + 1);            // BAD: sleep
    });
    submit(libusb_alloc_transfer(0));
  });
  mosquitto *client = mosquitto_new("c", true, nullptr);
  mosquitto_message_callback_set(client, on_message);
  mosquitto_loop_start(client);
}
