// RUN: %check_marks %s -- %flags -I%S/Inputs
// Build daemon: runs compilers, collects their output.
#include <array>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <spawn.h>
#include <string>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>

namespace bd {

struct Step {
  struct promise_type {
    Step get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int v) { rc = v; }
    void unhandled_exception() {}
    int rc = 0;
  };
  std::coroutine_handle<promise_type> co;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) { co.resume(); }
  int await_resume() { return co.promise().rc; }
};

// Completed work is resumed by the loop, never on the worker.
struct Completions {
  std::mutex m; std::vector<std::coroutine_handle<>> done;
  void post(std::coroutine_handle<> h) { std::lock_guard g(m); done.push_back(h); }
  void run() { std::vector<std::coroutine_handle<>> v; { std::lock_guard g(m); v.swap(done); } for (auto h : v) h.resume(); }
};
static Completions completions;

// Executor with submit(); returns an awaitable.
class Executor {
public:
  template <class Fn> struct Pending {
    Fn fn; int result = 0;
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> h) { std::thread([this, h] { result = fn(); completions.post(h); }).detach(); }
    int await_resume() const { return result; }
  };
  template <class Fn> Pending<Fn> submit(Fn fn) { return {std::move(fn)}; }
};

struct ChildExit {  // woken by SIGCHLD handling in the loop
  pid_t pid; int status = 0;
  bool await_ready() { return ::waitpid(pid, &status, WNOHANG) == pid; }
  void await_suspend(std::coroutine_handle<> h) { parked[pid] = h; }
  int await_resume() { return status; }
  static inline std::map<pid_t, std::coroutine_handle<>> parked;
};

struct BadChildExit {  // an awaiter which simply waits in place
  pid_t pid; int status = 0;
  bool await_ready() { return ::waitpid(pid, &status, 0) == pid; }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() { return status; }
};

static int reap(pid_t pid, int options = 0) {
  int st = 0;
  while (::waitpid(pid, &st, options) < 0) {}
  return WEXITSTATUS(st);
}

struct Compiler {
  virtual ~Compiler() = default;
  virtual int compile(const std::string& src) = 0;
  virtual const char* name() const { return "cc"; }
};
struct Gcc final : Compiler {
  int compile(const std::string& src) override { return std::system(("gcc -c " + src).c_str()); }  // OK: plain member
  const char* name() const override { return "gcc"; }
};

// Same names, own meaning.
struct Sandbox {
  int system(const char* what) { log.push_back(what); return 0; }
  void wait() { log.clear(); }
  int wait(pid_t) { return 0; }
  std::vector<std::string> log;
};

Step compile_one(Compiler& c, Gcc gcc, std::string src, Executor ex) {
  int rc = gcc.compile(src); // BAD: process
  rc |= c.name()[0] == 'g';                        // OK: returns a literal
  rc |= co_await ex.submit([&] { return gcc.compile(src); });   // OK: runs on the executor's thread
  pid_t pid = ::fork();
  if (pid == 0) ::execlp("cc", "cc", src.c_str(), nullptr);
  rc |= co_await ChildExit{pid};                   // OK: awaiter polls with WNOHANG
  rc |= co_await BadChildExit{pid}; // BAD: process
  rc |= reap(pid); // BAD: process
  rc |= reap(pid, WNOHANG);                        // OK: WNOHANG carried through
  co_return rc;
}

Step collect_output(std::string cmd) {
  std::array<char, 256> line;
  FILE* p = ::popen(cmd.c_str(), "r"); // BAD: process
  std::string all;
  while (std::fgets(line.data(), line.size(), p)) // BAD: file
    all += line.data();
  int rc = ::pclose(p); // BAD: process
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC)) co_return -1;
  if (::read(fds[0], line.data(), line.size()) > 0) rc = 1; // BAD: file
  int nb[2];
  if (::pipe2(nb, O_NONBLOCK)) co_return -1;
  if (::read(nb[0], line.data(), line.size()) > 0) rc = 2;    // OK: pipe2 with O_NONBLOCK
  fd_set rd; FD_ZERO(&rd); FD_SET(fds[0], &rd);
  timeval zero{0, 0};
  rc += ::select(fds[0] + 1, &rd, nullptr, nullptr, &zero);   // OK: zero timeval
  rc += ::select(fds[0] + 1, &rd, nullptr, nullptr, nullptr); // BAD: wait
  timespec two{2, 0};
  rc += ::pselect(fds[0] + 1, &rd, nullptr, nullptr, &two, nullptr); // BAD: wait
  co_return rc;
}

Step sandboxed(Sandbox& box) {
  int rc = box.system("ls");                       // OK: own member named system
  box.wait();                                      // OK: own member named wait
  rc += box.wait(12);                              // OK: own member named wait
  siginfo_t si{};
  ::waitid(P_ALL, 0, &si, WEXITED | WNOHANG);      // OK: WNOHANG
  ::waitid(P_ALL, 0, &si, WEXITED); // BAD: process
  rusage ru{}; int st;
  ::wait4(-1, &st, WNOHANG, &ru);                  // OK: WNOHANG
  ::wait4(-1, &st, WUNTRACED, &ru); // BAD: process
  ::wait3(&st, 0, &ru); // BAD: process
  auto table = std::map<std::string, std::function<int()>>{};
  table["link"] = [] { return std::system("ld a.o"); };       // OK: stored, not called here
  std::function<int()> now = [] { return std::system("true"); };
  rc += now(); // BAD: process
  ::kill(si.si_pid, SIGTERM);                      // OK: sends a signal
  auto bound = std::bind(reap, si.si_pid, 0);      // OK: binding only
  rc += bound(); // BAD: process
  co_return rc;
}

}  // namespace bd
