// An echo server on a free port, which it prints; ends with its parent.
#include "nostall/stall_detector.hpp"
#include "nostall/task_group.hpp"
#include "nostall/tcp.hpp"
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>

static nostall::task<> echo(nostall::tcp_stream s) {
  char buffer[4096];
  while (auto n = co_await s.read_some(buffer))
    co_await s.write_all({buffer, n});
}
static nostall::task<> serve() {
  nostall::tcp_listener l;
  std::printf("%d\n", l.port());
  std::fflush(stdout);
  nostall::task_group all;
  for (;;)
    all.spawn(echo(co_await l.accept()));
}
int main(int argc, char **argv) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  nostall::loop loop;
  std::unique_ptr<nostall::stall_detector> detector;
  if (argc > 1 && !std::strcmp(argv[1], "detector"))
    detector = std::make_unique<nostall::stall_detector>(loop);
  loop.run(serve());
}
