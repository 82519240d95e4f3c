// RUN: %check_marks %s -- %flags -I%S/Inputs
// Supervisor of child processes with restart back-off.
#include <algorithm>
#include <chrono>
#include <coroutine>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

using Clock = std::chrono::steady_clock;
using Ms = std::chrono::milliseconds;

struct Routine {
  struct promise_type {
    std::coroutine_handle<> next;
    Routine get_return_object() { return Routine{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    auto initial_suspend() noexcept { return std::suspend_never{}; }
    auto final_suspend() noexcept { return std::suspend_always{}; }
    void return_void() {}
    void unhandled_exception() { std::abort(); }
    // co_await 50ms; is turned into a timer
    auto await_transform(Ms d) { struct T { Ms d; bool await_ready() { return d.count() == 0; } void await_suspend(std::coroutine_handle<> h) { timers.emplace(Clock::now() + d, h); } void await_resume() {} }; return T{d}; }
    template <class A> A&& await_transform(A&& a) { return static_cast<A&&>(a); }
  };
  static inline std::multimap<Clock::time_point, std::coroutine_handle<>> timers;
  std::coroutine_handle<promise_type> h;
  bool await_ready() { return h.done(); }
  void await_suspend(std::coroutine_handle<> c) { h.promise().next = c; }
  void await_resume() {}
};

enum class Mode { poll, block };

class Child {
  pid_t pid_ = -1; int out_ = -1;
public:
  Child() = default;
  explicit Child(pid_t p) : pid_(p) {}
  Child(Child&& o) noexcept : pid_(std::exchange(o.pid_, -1)) {}
  ~Child() { if (pid_ > 0) { ::kill(pid_, SIGTERM); ::waitpid(pid_, nullptr, 0); } }
  std::optional<int> wait(Mode m) {
    int st = 0;
    pid_t r = ::waitpid(pid_, &st, m == Mode::poll ? WNOHANG : 0);
    return r > 0 ? std::optional(st) : std::nullopt;
  }
  bool alive() const { return ::kill(pid_, 0) == 0; }
  pid_t pid() const { return pid_; }
};

struct Observer {    // only looks
  pid_t pid;
  ~Observer() { ::kill(pid, SIGCONT); }
};

struct Backoff {
  Ms d{100};
  void sleep() const { std::this_thread::sleep_for(d); }
  Ms next() { return d *= 2; }
  Backoff& operator++() { sleep(); d *= 2; return *this; }
  Backoff operator++(int) { auto c = *this; d *= 2; return c; }
};

struct Command { std::vector<std::string> argv; int exec() const { return ::system(argv[0].c_str()); } int size() const { return argv.size(); } };

using Hook = int (*)(const Command&);
static int run_hook(const Command& c) { return c.exec(); }
static int dry_hook(const Command& c) { return c.size(); }
static const std::map<std::string, Hook> hooks = {{"run", run_hook}, {"dry", dry_hook}};

Routine keep_alive(Command c) {
  Backoff b;
  for (int tries = 0; tries < 5; ++tries) {
    Child ch(::fork()); // BAD: process
    Observer o{ch.pid()};                              // OK: its destructor only sends a signal
    if (ch.wait(Mode::poll)) co_await b.next(); // OK: WNOHANG through the mode; duration is awaited
    auto st = ch.wait(Mode::block); // BAD: process
    if (!ch.alive() && st) co_await Ms(50);            // OK: awaited duration
    b.sleep(); // BAD: sleep
    ++b; // BAD: sleep
    b++;                                               // OK: post-increment does not sleep
  }
  int rc = run_hook(c); // BAD: process
  rc += dry_hook(c);                                   // OK: counts arguments
  Hook h = &dry_hook;
  rc += h(c);                                          // OK: pointer to the harmless hook
  Hook bad = c.size() > 3 ? &run_hook : nullptr;
  if (bad) rc += bad(c); // BAD: process
  rc += std::invoke(&Command::exec, c); // BAD: process
  rc += std::invoke(&Command::size, c);                // OK: counts arguments
  auto m = &Command::exec;
  rc += (c.*m)(); // BAD: process
  (void)rc;
}

Routine via_pidfd(pid_t pid) {
  int pf = ::syscall(SYS_pidfd_open, pid, 0);
  pollfd p{pf, POLLIN, 0};
  ::poll(&p, 1, 0);                                    // OK: zero timeout
  ::poll(&p, 1, -1); // BAD: wait
  siginfo_t si{};
  ::waitid(P_PID, pid, &si, WEXITED | WSTOPPED | WNOHANG);   // OK: WNOHANG
  if (::waitid(P_PID, pid, &si, WEXITED | WNOWAIT) == 0) co_await Ms(1); // BAD: process
  const int opts = WNOHANG | WUNTRACED;
  int st;
  while (::waitpid(-1, &st, opts) > 0) co_await Ms(1); // OK: constant holds WNOHANG
  do { st = 0; } while (::waitpid(pid, &st, WUNTRACED) < 0); // BAD: process
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);                  // OK: attribute only
  std::raise(SIGUSR1);                                 // OK: signal to itself
}

Routine group(std::vector<pid_t> pids) {
  std::for_each(pids.begin(), pids.end(), [](pid_t p) { ::kill(p, SIGTERM); });        // OK: signals only
  std::for_each(pids.begin(), pids.end(), [](pid_t p) { ::waitpid(p, nullptr, 0); }); // BAD: process
  bool all = std::all_of(pids.begin(), pids.end(), [](pid_t p) { return ::waitpid(p, nullptr, WNOHANG) == p; });   // OK: WNOHANG
  std::vector<Child> kids;                             // OK: empty vector
  (void)kids;
  if (!all) {
    auto reaper = [&pids] { for (auto p : pids) ::waitpid(p, nullptr, 0); };
    std::thread(reaper).detach();                      // OK: on its own thread
    reaper(); // BAD: process
  }
  [] { std::this_thread::sleep_for(Ms(5)); }(); // BAD: sleep
  co_await Ms(10);                                     // OK: awaited duration
  co_return;
  std::this_thread::sleep_for(Ms(5));                  // OK: unreachable
}

int main() { via_pidfd(1); ::pause(); }                // OK: main
