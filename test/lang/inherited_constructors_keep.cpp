// RUN: %check_marks %s -- %flags -I%S/Inputs
// `using base::base`: what the constructor of the base keeps is what the
// derived class was made with.
#include "coroutine.h"
#include <memory>
#include <sys/socket.h>

namespace inherited_constructors_keep {

struct channel {
  explicit channel(int descriptor) : descriptor(descriptor) {}
  long hear(char *to) { return ::recv(descriptor, to, 1, 0); }
  int descriptor;
};
struct quick : channel {
  using channel::channel;
};

struct patient_channel {
  explicit patient_channel(int descriptor) : descriptor(descriptor) {}
  long hear(char *to) { return ::recv(descriptor, to, 1, 0); }
  int descriptor;
};
struct patient : patient_channel {
  using patient_channel::patient_channel;
};

mock::task<> serve() {
  char byte;
  auto a = std::make_unique<quick>(
      ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
  a->hear(&byte); // OK: made with a non-blocking descriptor
  auto b = std::make_unique<patient>(::socket(AF_INET, SOCK_STREAM, 0));
  b->hear(&byte); // BAD: socket
  co_return;
}

} // namespace inherited_constructors_keep
