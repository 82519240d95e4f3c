// RUN: %check_marks %s -- %flags -I%S/Inputs
// Crash collector: receives core dumps on a socket, symbolises in a child, uploads.
#include <algorithm>
#include <chrono>
#include <coroutine>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace crash {
struct [[nodiscard]] Flow {
  struct promise_type { Flow get_return_object() { return Flow{}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} };
  bool await_ready() const noexcept { return true; } void await_suspend(std::coroutine_handle<>) const noexcept {} void await_resume() const noexcept {}
};
struct Turn { bool await_ready() { return false; } bool await_suspend(std::coroutine_handle<>) { return false; } int await_resume() { return 1; } };

enum Io : unsigned { blocking = 0, nonblocking = 1u << 0, cloexec = 1u << 1 };
constexpr Io operator|(Io a, Io b) { return static_cast<Io>(unsigned(a) | unsigned(b)); }
static int make_socket(Io io) { return ::socket(AF_INET, SOCK_STREAM | (io & nonblocking ? SOCK_NONBLOCK : 0) | (io & cloexec ? SOCK_CLOEXEC : 0), 0); }
struct Options { bool wait = false; int timeout_ms = 0; int flags = MSG_DONTWAIT; };
static int take(int fd, char* b, Options o = {}) { return ::recv(fd, b, 64, o.flags); }
static int ready(int fd, Options o = {}) { pollfd p{fd, POLLIN, 0}; return ::poll(&p, 1, o.timeout_ms); }
static void reap_all() { while (::waitpid(-1, nullptr, WNOHANG) > 0) {} }
static void reap_hard() { while (::waitpid(-1, nullptr, 0) > 0) {} }
static std::string demangle(std::string s) { return s.substr(1); }

struct Symbolizer { int in[2], out[2]; Symbolizer() { (void)!::pipe(in); (void)!::pipe2(out, O_NONBLOCK); } std::string ask(const char* a) { char b[64]; (void)!::write(in[1], a, 8); auto n = ::read(in[0], b, 64); return {b, size_t(n)}; } std::optional<std::string> poll() { char b[64]; auto n = ::read(out[0], b, 64); if (n <= 0) return {}; return std::string(b, n); } };
struct Dump { int fd; size_t n; bool truncated() const { return n == 0; } Dump& compress() { char b[64]; while (::read(fd, b, 64) > 0) ++n; return *this; } Dump& rename(const char*) { return *this; } Dump& upload(int s) { ::sendfile(s, fd, nullptr, n); return *this; } };

Flow receive(Dump d) {
  char b[64];
  int nb = make_socket(nonblocking | cloexec);
  ::recv(nb, b, 64, 0);                              // OK: helper makes it nonblocking
  int bl = make_socket(cloexec);
  ::recv(bl, b, 64, 0); // BAD: socket
  take(bl, b); // OK: default option is MSG_DONTWAIT
  take(bl, b, {.flags = 0}); // BAD: socket
  ready(bl); // OK: default timeout is zero
  ready(bl, {.timeout_ms = 100}); // BAD: wait
  Options o; o.timeout_ms = -1;
  ready(bl, o); // BAD: wait
  reap_all();                                        // OK: WNOHANG
  reap_hard(); // BAD: process
  Symbolizer s;                                      // OK: creates pipes
  std::string name = s.ask("0xdead"); // BAD: file
  if (auto r = s.poll()) name = demangle(*r);        // OK: nonblocking pipe
  d.rename("core").rename("x");                      // OK: returns itself
  d.rename("core").compress(); // BAD: file
  d.compress().rename("y"); // BAD: file
  d.upload(bl); // BAD: socket
  if (d.truncated()) co_return;                      // OK: compares a number
  int turns = co_await Turn{} + co_await Turn{};     // OK: awaitables
  while (co_await Turn{} && turns-- > 0) ready(bl); // OK: zero timeout
  while (co_await Turn{} && turns++ < 3) ready(bl, {true, 5, 0}); // BAD: wait
}
Flow symbolise(std::string core) {
  pid_t pid = ::fork();
  if (pid == 0) {
    ::execlp("gdb", "gdb", core.c_str(), nullptr);
    ::_exit(127);
  }
  ::kill(pid, SIGSTOP);                              // OK: sends a signal
  for (int left = 3; left > 0 && ::waitpid(pid, nullptr, WNOHANG) == 0; --left) co_await Turn{};   // OK: WNOHANG
  const auto wait_for = [pid](int flags) { return ::waitpid(pid, nullptr, flags); };
  wait_for(WNOHANG);                                 // OK: WNOHANG given to the lambda
  wait_for(0); // BAD: process
  std::variant<std::monostate, std::string> v = core;
  std::string t = *std::get_if<std::string>(&v);     // OK: std::get_if
  int in = ::open(core.c_str(), O_RDONLY), fifo = ::open("/run/sym", O_RDONLY | O_NONBLOCK); // BAD: file
  char b[64];
  ssize_t n = ::read(fifo, b, 64);                   // OK: O_NONBLOCK
  n = n > 0 ? n : ::read(in, b, 64); // BAD: file
  iovec local{b, 64}, remote{b, 64};
  ::process_vm_readv(pid, &local, 1, &remote, 1, 0); // OK: copies memory
  iovec pages{b, 64}; (void)!::vmsplice(fifo, &pages, 1, SPLICE_F_NONBLOCK);   // OK: SPLICE_F_NONBLOCK
  std::thread([pid] { ::waitpid(pid, nullptr, 0); }).detach();   // OK: thread body
  auto t2 = std::make_unique<std::thread>([] { ::sleep(1); });   // OK: thread body
  t2->join(); // BAD: wait
  std::optional<std::jthread> jt; jt.emplace([] { ::sleep(1); }); // FALSE: wait: thread body
  jt.reset(); // BAD: wait
}
int main() { reap_hard(); ::sleep(1); }              // OK: no coroutine
}  // namespace crash
