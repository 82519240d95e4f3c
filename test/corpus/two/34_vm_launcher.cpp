// RUN: %check_marks %s -- %flags -I%S/Inputs
// Launcher for micro VMs: tap devices, ptrace, mounts, io_uring by hand.
#include <chrono>
#include <coroutine>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vm {
struct Launch {
  struct promise_type;
  struct promise_type {
    int code = 0;
    auto get_return_object() -> Launch { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    auto initial_suspend() noexcept -> std::suspend_always { return {}; }
    auto final_suspend() noexcept -> std::suspend_always { return {}; }
    auto return_value(int c) -> void { code = c; }
    auto unhandled_exception() -> void { std::abort(); }
  };
  std::coroutine_handle<promise_type> h;
  auto await_ready() -> bool { return false; }
  auto await_suspend(std::coroutine_handle<>) -> std::coroutine_handle<> { return h; }
  auto await_resume() -> int { return h.promise().code; }
};
static auto sh(std::initializer_list<const char*> parts) -> int { std::string s; for (auto p : parts) (s += p) += ' '; return std::system(s.c_str()); }
static auto quote(std::initializer_list<const char*> parts) -> std::string { std::string s; for (auto p : parts) (s += p) += ' '; return s; }

class Tap {
  int fd_;
public:
  Tap(const char* name, int oflags) : fd_(::open("/dev/net/tun", O_RDWR | oflags)) { ifreq r{}; r.ifr_flags = IFF_TAP; std::snprintf(r.ifr_name, sizeof r.ifr_name, "%s", name); ::ioctl(fd_, TUNSETIFF, &r); }
  int fd() const { return fd_; }
};
struct Qmp {
  int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  bool greet() { char c; while (::read(fd, &c, 1) == 1) if (c == '\n') return true; return false; }
  bool cmd(const char* s, bool wait) { (void)::send(fd, s, 2, MSG_DONTWAIT); return wait ? greet() : true; }
  bool stop() { return cmd("stop", true); }
  bool cont() { return cmd("cont", false); }
};
namespace sys {
static int futex(int* a, int op, int v, const timespec* t = nullptr) { return ::syscall(SYS_futex, a, op, v, t, nullptr, 0); }
static int enter(int ring, unsigned min_complete, unsigned flags) { return ::syscall(SYS_io_uring_enter, ring, 1, min_complete, flags, nullptr, 0); }
}

Launch boot(std::string image) {
  sh({"ip", "link", "add", "tap0"}); // BAD: process
  std::string q = quote({"ip", "link"});                   // OK: joins strings
  Tap nb("tap0", O_NONBLOCK);                              // OK: opened with O_NONBLOCK
  char frame[1514]; int n = 0;
  int tun = ::open("/dev/net/tun", O_RDWR); // BAD: file
  n += ::read(tun, frame, sizeof frame); // BAD: file
  int tun2 = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  n += ::read(tun2, frame, sizeof frame);                  // OK: O_NONBLOCK
  Qmp m;                                                   // OK: creates a socket
  m.greet(); // BAD: socket
  m.stop(); // BAD: socket
  m.cont(); // OK: sends with MSG_DONTWAIT, does not wait
  int st; pid_t pid = ::getpid();
  ::ptrace(PTRACE_CONT, pid, nullptr, nullptr);            // OK: lets it run
  ::waitpid(pid, &st, __WALL); // BAD: process
  ::waitpid(pid, &st, __WALL | WNOHANG);                   // OK: WNOHANG
  n += ::read(::open(image.c_str(), O_RDONLY), frame, 64); // BAD: file
  n += co_await boot(image);                               // OK: another coroutine
  co_return n + sh({"reboot", "-f"}); // BAD: process
}

Launch raw_calls(int ring) {
  int word = 0; timespec ms{0, 1000000};
  sys::futex(&word, FUTEX_WAIT_PRIVATE, 0); // BAD: wait
  sys::futex(&word, FUTEX_WAKE_PRIVATE, 1);                // OK: wakes
  sys::futex(&word, FUTEX_WAIT, 0, &ms); // BAD: wait
  ::syscall(SYS_futex, &word, FUTEX_WAIT, 0, nullptr, nullptr, 0); // BAD: wait
  sys::enter(ring, 0, 0);                                  // OK: submits without waiting
  ::syscall(SYS_gettid);                                   // OK: query
  ::syscall(SYS_nanosleep, &ms, nullptr); // BAD: sleep
  ::sched_yield();                                         // OK: gives up the slice
  sigset_t all; sigfillset(&all); int sig;
  ::sigwait(&all, &sig); // BAD: wait
  timespec zero{};
  while (::sigtimedwait(&all, nullptr, &zero) > 0) {}      // OK: zero timespec
  epoll_event ev[4]; int ep = ::epoll_create1(0);
  ::epoll_pwait2(ep, ev, 4, &zero, nullptr);               // OK: zero timespec
  ::epoll_pwait2(ep, ev, 4, nullptr, nullptr); // BAD: wait
  pollfd p{ep, POLLIN, 0};
  ::ppoll(&p, 1, &zero, nullptr);                          // OK: zero timespec
  ::ppoll(&p, 1, &ms, nullptr); // BAD: wait
  int mfd = ::memfd_create("seg", MFD_CLOEXEC);            // OK: creates memory
  ::fcntl(mfd, F_ADD_SEALS, F_SEAL_GROW);                  // OK: seals
  for (;;) { if (::raise(0)) break; co_return word; }      // OK: signal zero
  co_return mfd;
}
}  // namespace vm
