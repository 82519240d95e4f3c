// RUN: %check_marks %s -- %flags -I%S/Inputs
// job runner: starts build steps as child processes and reports their status.
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "task.h"

extern char** environ;

namespace runner {

using std::string;
using std::vector;

const int poll_only = WNOHANG;
constexpr int poll_stopped = WNOHANG | WUNTRACED;

struct step {
  string name;
  vector<string> argv;
};

pid_t start(const step& s) {
  vector<char*> av;
  for (const string& a : s.argv) av.push_back(const_cast<char*>(a.c_str()));
  av.push_back(nullptr);
  pid_t pid = -1;
  posix_spawnp(&pid, av[0], nullptr, nullptr, av.data(), environ);
  return pid;
}

int run_to_end(const step& s) {
  int status = 0;
  waitpid(start(s), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

string capture(const string& cmd) {
  FILE* p = popen(cmd.c_str(), "r");
  string out;
  char buf[256];
  while (p && fgets(buf, sizeof buf, p)) out += buf;
  if (p) pclose(p);
  return out;
}

std::optional<int> try_reap(pid_t pid) {
  int status = 0;
  if (waitpid(pid, &status, WNOHANG) != pid) return std::nullopt;
  return WEXITSTATUS(status);
}

rt::task<int> run_shell(string cmd) {
  int rc = system(cmd.c_str()); // BAD: process
  rc |= std::system("sync-assets --quick"); // BAD: process
  FILE* p = popen("git rev-parse HEAD", "r"); // BAD: process
  char sha[64]{};
  fgets(sha, sizeof sha, p); // BAD: file
  rc |= pclose(p); // BAD: process
  string version = capture("cc --version"); // BAD: file process
  co_return rc + int(version.size());
}

rt::task<int> run_step(step s) {
  pid_t pid = start(s);
  int st = 0;
  waitpid(pid, &st, 0); // BAD: process
  waitpid(pid, &st, WUNTRACED); // BAD: process
  waitpid(pid, &st, WNOHANG);                    // OK: WNOHANG
  waitpid(pid, &st, poll_only);                  // OK: constant WNOHANG
  waitpid(-1, &st, poll_stopped);                // OK: constant with WNOHANG
  wait(&st); // BAD: process
  wait(nullptr); // BAD: process
  co_return WEXITSTATUS(st);                     // OK: macro on an int
}

rt::task<long> run_accounted(step s) {
  int rc = run_to_end(s); // BAD: process
  rusage ru{};
  int st = 0;
  pid_t pid = start(s);
  wait3(&st, 0, &ru); // BAD: process
  wait3(&st, WNOHANG, &ru);                      // OK: WNOHANG
  wait4(pid, &st, 0, &ru); // BAD: process
  wait4(pid, &st, WNOHANG | WCONTINUED, &ru);    // OK: WNOHANG
  siginfo_t info{};
  waitid(P_PID, id_t(pid), &info, WEXITED); // BAD: process
  waitid(P_ALL, 0, &info, WEXITED | WNOHANG);    // OK: WNOHANG
  getrusage(RUSAGE_CHILDREN, &ru);               // OK: reads counters
  co_return rc + ru.ru_utime.tv_sec;
}

rt::task<int> run_politely(step s) {
  pid_t pid = start(s);
  for (;;) {
    if (auto rc = try_reap(pid)) co_return *rc;  // OK: the helper uses WNOHANG
    co_await rt::async_sleep(std::chrono::milliseconds(20));  // OK: asynchronous timer
    if (kill(pid, 0) != 0) break;                // OK: only asks whether it lives
  }
  co_return -1;
}

struct child {
  pid_t pid = -1;
  rt::task<int> wait();
  rt::task<int> waitpid(int flags);
  static int system_count;
};

rt::task<int> supervise(child& c) {
  int rc = co_await c.wait();                    // OK: awaited member of the user's class
  rc += co_await c.waitpid(0);                   // OK: awaited member of the user's class
  kill(c.pid, SIGTERM);                          // OK: sends a signal
  co_return rc + child::system_count;            // OK: a counter
}

}  // namespace runner

int main(int argc, char** argv) {
  if (argc > 1) return system(argv[1]);          // OK: main is not a coroutine
  int st;
  while (wait(&st) > 0) {                        // OK: main is not a coroutine
  }
  rt::sync_wait([]() -> rt::task<> { co_await runner::run_step({"x", {"true"}}); }());  // OK: main is not a coroutine
}
