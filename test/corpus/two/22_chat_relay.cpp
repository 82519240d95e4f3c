// RUN: %check_marks %s -- %flags -I%S/Inputs
// Chat relay over Unix sockets with passed descriptors.
#include <algorithm>
#include <coroutine>
#include <cstring>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace relay {

template <class T = void> struct Cor;
template <> struct Cor<void> {
  struct promise_type { Cor get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; } std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() { throw; } };
  std::coroutine_handle<promise_type> h;
  bool await_ready() { return false; } auto await_suspend(std::coroutine_handle<>) { return h; } void await_resume() {}
};

class Fd {                           // move-only, several ways to become nonblocking
  int fd_ = -1;
public:
  explicit Fd(int f) : fd_(f) {}
  Fd(Fd&& o) noexcept : fd_(std::exchange(o.fd_, -1)) {}
  ~Fd() { if (fd_ >= 0) ::close(fd_); }
  int get() const { return fd_; }
  operator int() const { return fd_; }
  Fd& nonblock(bool on = true) { int v = on; ::ioctl(fd_, FIONBIO, &v); return *this; }
  ssize_t read(char* b, size_t n) { return ::read(fd_, b, n); }
};

static bool set_flag(int fd, int flag, bool on) { int f = ::fcntl(fd, F_GETFL); return ::fcntl(fd, F_SETFL, on ? f | flag : f & ~flag) == 0; }
static void unblock(int fd) { set_flag(fd, O_NONBLOCK, true); }

struct Room {
  std::set<int> members; std::deque<std::string> backlog;
  void broadcast(const std::string& s, int flags) { for (int fd : members) (void)::send(fd, s.data(), s.size(), flags); }
  void say(const std::string& s) { broadcast(s, MSG_NOSIGNAL); }
  void whisper(const std::string& s) { broadcast(s, MSG_NOSIGNAL | MSG_DONTWAIT); }
  void send(const std::string& s) { backlog.push_back(s); }
  std::string recv() { auto s = backlog.front(); backlog.pop_front(); return s; }
  bool accept(int fd) { return members.insert(fd).second; }
};

static int recv_fd(int via, int flags) {
  msghdr m{}; char ctl[CMSG_SPACE(sizeof(int))]; m.msg_control = ctl; m.msg_controllen = sizeof ctl;
  return ::recvmsg(via, &m, flags | MSG_CMSG_CLOEXEC) < 0 ? -1 : 0;
}
static int recv_fd_soon(int via, int ms) { pollfd p{via, POLLIN, 0}; return ::poll(&p, 1, ms) == 1 ? recv_fd(via, MSG_DONTWAIT) : -1; }

Cor<> session(Room& room, int via) {
  char b[256];
  Fd a(::socket(AF_UNIX, SOCK_STREAM, 0));
  a.read(b, sizeof b); // MISSED: socket: see docs/limitations.md
  ::read(a.get(), b, sizeof b); // MISSED: socket: see docs/limitations.md
  ::write(a, b, sizeof b); // MISSED: socket: see docs/limitations.md
  Fd n(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  ::read(n.get(), b, sizeof b);                 // OK: SOCK_NONBLOCK
  int raw = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  ::recv(raw, b, 1, 0); // BAD: socket
  unblock(raw);
  ::recv(raw, b, 1, 0); // FALSE: socket: helper set O_NONBLOCK
  set_flag(raw, O_NONBLOCK, false);
  ::recv(raw, b, 1, 0); // MISSED: socket: see docs/limitations.md
  room.say("hi"); // BAD: socket
  room.whisper("psst");                         // OK: MSG_DONTWAIT in the member
  room.send("later");                           // OK: own send stores
  std::string s = room.recv();                  // OK: own recv takes from memory
  room.accept(raw);                             // OK: own accept
  int got = recv_fd(via, 0); // BAD: socket
  got = recv_fd(via, MSG_DONTWAIT);             // OK: MSG_DONTWAIT carried
  got = recv_fd_soon(via, 0);                   // OK: zero timeout and MSG_DONTWAIT
  got = recv_fd_soon(via, 50); // BAD: wait
  timeval tv{0, 200000}; ::setsockopt(got, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);   // OK: option only
  ::recv(got, b, sizeof b, 0); // BAD: socket
  co_await session(room, got);                  // OK: another coroutine
}

Cor<> dial(std::vector<std::string> paths) {
  for (auto& p : paths) {
    sockaddr_un u{}; u.sun_family = AF_UNIX; std::strncpy(u.sun_path, p.c_str(), sizeof u.sun_path - 1);
    int s = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::connect(s, (sockaddr*)&u, sizeof u) == 0) continue; // BAD: socket
    set_flag(s, O_NONBLOCK, true);
    if (::connect(s, (sockaddr*)&u, sizeof u) == 0) continue;     // OK: O_NONBLOCK
    pollfd pf{s, POLLOUT, 0};
    while (::poll(&pf, 1, 0) == 0) co_await std::suspend_always{};   // OK: zero timeout
    while (::poll(&pf, 1, 1000) == 0) {} // BAD: wait
    char c; (void)::recv(s, &c, 1, MSG_PEEK);                     // OK: O_NONBLOCK
    (void)::send(s, "x", 1, MSG_OOB);                             // OK: O_NONBLOCK
  }
}
}  // namespace relay
