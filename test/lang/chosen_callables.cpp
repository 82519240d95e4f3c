// `?:` between callables: either of them may be meant.
// RUN: %check_marks %s -- %flags

#include <unistd.h>

void on_readable(int fd, [[clang::annotate("nostall::runs_on_loop")]] void (*f)(int));

static void on_config(int) {
  usleep(5); // BAD: sleep
}
static void on_client(int) {
  usleep(6); // BAD: sleep
}
static void on_nothing(int) {
  usleep(0); // OK: does not sleep
}
static void by_hand(int) {
  usleep(7); // OK: nobody hands it to a loop
}

void accepted(int fd, bool config) {
  on_readable(fd, config ? on_config : on_client);
  on_readable(fd, config ? on_nothing : nullptr);
  (config ? by_hand : on_nothing)(fd);
}
