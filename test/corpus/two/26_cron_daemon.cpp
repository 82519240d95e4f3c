// RUN: %check_marks %s -- %flags -I%S/Inputs
// Cron daemon.
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

namespace cron {
template <class T> concept Awaitable = requires(T t) { t.await_ready(); };

struct Coroutine { struct promise_type { Coroutine get_return_object() { return {}; } std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} }; };

namespace this_coro { struct sleep_t { long s; bool await_ready() { return s == 0; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} }; inline sleep_t sleep(long s) { return {s}; } inline sleep_t sleep_until(std::time_t) { return {1}; } }

static void pause_for(int s) { switch (s) { case 0: return; default: ::sleep(s); } }
static void pause_until(std::time_t t) { while (std::time(nullptr) < t) std::this_thread::sleep_for(std::chrono::milliseconds(200)); }
static std::time_t next_minute(std::time_t t) { return t - t % 60 + 60; }

// Retry loop with a stop condition and recursion between two helpers.
static int ping(int n);
static int pong(int n) { return n ? ping(n - 1) : std::system("true"); }
static int ping(int n) { return n ? pong(n - 1) : 0; }
static int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }

template <int N> struct Chain { static int run() { return Chain<N - 1>::run(); } };
template <> struct Chain<0> { static int run() { return ::usleep(100); } };
template <int N> struct Dry { static int run() { return Dry<N - 1>::run() + 1; } };
template <> struct Dry<0> { static int run() { return 0; } };

template <class... F> void all(F... f) { (f(), ...); }
template <class F> void unless(bool skip, F f) { if (!skip) f(); }

struct Entry {
  std::string cmd; bool quiet = false;
  int run() const { return std::system(cmd.c_str()); }
  int run(std::nothrow_t) const { return 0; }           // overload which is harmless
  int run(int) && { return std::system("true"); }
  static int parse(const std::string& s) { return s.size(); }
};

Coroutine minute(std::vector<Entry> tab) {
  using namespace cron::this_coro;
  co_await sleep(5);                                  // OK: awaitable found by using-directive
  co_await cron::this_coro::sleep_until(0);           // OK: awaitable
  ::sleep(5); // BAD: sleep
  pause_for(3); // BAD: sleep
  pause_until(next_minute(std::time(nullptr))); // BAD: sleep
  auto t = next_minute(5);                            // OK: arithmetic
  int n = pong(4) + fact(5); // BAD: process
  n += fact(6);                                       // OK: recursion without blocking
  n += Chain<4>::run(); // BAD: sleep
  n += Dry<4>::run();                                 // OK: template recursion without blocking
  all([] {}, [] { ::sleep(1); }); // BAD: sleep
  all([] {}, [&] { ++n; });                           // OK: harmless lambdas
  unless(n > 3, [] { std::system("sync"); }); // BAD: process
  for (const auto& e : tab) {
    n += e.run(); // BAD: process
    n += e.run(std::nothrow);                         // OK: harmless overload
    n += Entry{e}.run(1); // BAD: process
    n += Entry::parse(e.cmd);                         // OK: counts
    if (e.quiet) goto out;
  }
out:
  ::alarm(5);                                         // OK: arms a timer
  itimerval iv{}; ::setitimer(ITIMER_REAL, &iv, nullptr);   // OK: arms a timer
  wordexp_t w; ::wordexp("$(date)", &w, 0); // BAD: file
  auto when = std::localtime(&t);                     // OK: converts
  (void)when;
}

Coroutine children() {
  pid_t pid; char* av[] = {nullptr};
  ::posix_spawn(&pid, "/bin/true", nullptr, nullptr, av, nullptr);
  int st = 0, tries = 0;
  while (::waitpid(pid, &st, WNOHANG) == 0 && ++tries < 3)   // OK: WNOHANG
    co_await this_coro::sleep(1);                     // OK: awaitable
  if (WIFEXITED(st) || ::waitpid(pid, &st, 0) > 0) // BAD: process
    tries = 0;
  for (int i = 0; ::wait(nullptr) > 0; ++i) {} // BAD: process
  std::unique_ptr<FILE, int (*)(FILE*)> p(::popen("date", "r"), ::pclose); // BAD: process
  auto opts = [](bool b) { return b ? WNOHANG : 0; };
  tries = opts(true);                                 // OK: picks a number
  if (!p) throw std::bad_alloc();
  else if (int ch = std::fgetc(p.get()); ch == EOF) // BAD: file
    co_return;
}
}  // namespace cron
