// RUN: %check_marks %s -- %flags
// Who polls as many descriptors as a variable says runs an event loop; who
// polls one waits for that.
#include <poll.h>
#include <unistd.h>
#include <vector>

namespace loops_by_poll {

volatile int stop, reload;
void load() { usleep(5); } // BAD: sleep

void by_count(pollfd *watched, int count) {
  while (!stop) {
    int ready = poll(watched, static_cast<nfds_t>(count), 1000);
    if (reload)
      load(); // OK: what only the loop calls is judged itself
    if (ready <= 0)
      continue;
    usleep(7); // BAD: sleep
  }
}

void by_vector(std::vector<pollfd> &watched) {
  for (;;) {
    poll(watched.data(), watched.size(), -1);
    usleep(7); // BAD: sleep
  }
}

void one(pollfd *watched) {
  while (!stop) {
    poll(watched, 1, 1000);
    usleep(7); // OK: it waits for one descriptor, and may
  }
}

} // namespace loops_by_poll
