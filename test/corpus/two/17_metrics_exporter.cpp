// RUN: %check_marks %s -- %flags -I%S/Inputs
// Metrics exporter: tiny HTTP server plus collectors.
#include <array>
#include <atomic>
#include <charconv>
#include <coroutine>
#include <cstdio>
#include <cstring>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mntent.h>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <unistd.h>

namespace metrics {

struct Spawned {
  struct promise_type {
    Spawned get_return_object() { return Spawned(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::terminate(); }
  };
  explicit Spawned(std::coroutine_handle<promise_type> h) { run_queue.push_back(h); }
  static inline std::deque<std::coroutine_handle<>> run_queue;
};

// Socket wrapper which knows whether it is nonblocking.
class Sock {
  int fd_;
public:
  explicit Sock(int fd) : fd_(fd) {}
  static Sock nonblocking(int af, int type) { return Sock(::socket(af, type | SOCK_NONBLOCK, 0)); }
  static Sock blocking(int af, int type) { return Sock(::socket(af, type, 0)); }
  int fd() const { return fd_; }
  struct Ready { int fd; bool await_ready() { pollfd p{fd, POLLIN, 0}; return ::poll(&p, 1, 0) == 1; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };
  struct Blocking { int fd; bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} int await_resume() { char c; return ::recv(fd, &c, 1, 0); } };
  struct InSuspend { int fd; bool await_ready() { return false; } bool await_suspend(std::coroutine_handle<>) { pollfd p{fd, POLLIN, 0}; ::poll(&p, 1, -1); return false; } void await_resume() {} };
  struct Try { int fd; bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} int await_resume() { char c; return ::recv(fd, &c, 1, MSG_DONTWAIT); } };
  Ready wait() { return {fd_}; }
  Blocking read_byte() { return {fd_}; }
  InSuspend readable() { return {fd_}; }
  Try try_byte() { return {fd_}; }
};

struct Gauge { std::atomic<double> v{0}; void set(double d) { v = d; } double get() const { return v; } };

struct Collector {
  virtual ~Collector() = default;
  virtual double collect() = 0;
};
class Memory : public Collector { public: double collect() override { struct sysinfo si; ::sysinfo(&si); return si.freeram; } };
class Smart : public Collector { public: double collect() override { FILE* p = ::popen("smartctl -a /dev/sda", "r"); char b[64]; double d = std::fgets(b, sizeof b, p) ? 1 : 0; ::pclose(p); return d; } };
class Cached : public Collector { Smart inner; double last = 0; public: double collect() override { return last; } void refresh() { last = inner.collect(); } };

template <class... Cs> double collect_all(Cs&... cs) { return (0.0 + ... + cs.collect()); }

template <size_t N> bool respond(Sock s, std::array<std::string_view, N> parts, int flags) {
  for (auto p : parts) if (::send(s.fd(), p.data(), p.size(), flags) < 0) return false;
  return true;
}

Spawned scrape(int listener) {
  int one = 1;
  ::setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);   // OK: option only
  Sock c(::accept(listener, nullptr, nullptr)); // BAD: socket
  co_await c.wait();                                                    // OK: awaiter polls with zero timeout
  co_await c.read_byte(); // BAD: socket
  co_await c.readable(); // BAD: wait
  co_await c.try_byte();                                                // OK: MSG_DONTWAIT in the awaiter
  if (co_await c.read_byte() > 0) respond<1>(c, {"x"}, MSG_DONTWAIT); // BAD: socket
  std::array<std::string_view, 2> parts{"HTTP/1.1 200 OK\r\n\r\n", "up 1\n"};
  respond(c, parts, MSG_NOSIGNAL); // BAD: socket
  respond(c, parts, MSG_NOSIGNAL | MSG_DONTWAIT);                       // OK: flag through the template
  int fl = ::fcntl(c.fd(), F_GETFL);
  ::fcntl(c.fd(), F_SETFL, fl | O_NONBLOCK);                            // OK: sets the flag
  char b[128];
  ::recv(c.fd(), b, sizeof b, 0);                                       // OK: O_NONBLOCK set above
  Memory mem; Smart smart; Cached cached;
  double d = collect_all(mem, cached);                                  // OK: sysinfo and a member
  d += collect_all(mem, smart); // BAD: file process
  cached.refresh(); // BAD: file process
  Gauge g; g.set(d); d = g.get();                                       // OK: atomics
}

Spawned push_gateway() {
  Sock b = Sock::blocking(AF_INET, SOCK_STREAM);
  sockaddr_in a{}; a.sin_family = AF_INET;
  ::connect(b.fd(), (sockaddr*)&a, sizeof a); // BAD: socket
  Sock n = Sock::nonblocking(AF_INET, SOCK_STREAM);
  ::connect(n.fd(), (sockaddr*)&a, sizeof a);                           // OK: factory sets SOCK_NONBLOCK
  iovec v[2]{};
  ::writev(n.fd(), v, 2);                                               // OK: factory sets SOCK_NONBLOCK
  ::writev(b.fd(), v, 2); // BAD: socket
  ::readv(b.fd(), v, 2); // BAD: socket
  int err = 0; socklen_t el = sizeof err;
  ::getsockopt(n.fd(), SOL_SOCKET, SO_ERROR, &err, &el);                // OK: query
  msghdr m{};
  while (::recvmsg(b.fd(), &m, MSG_ERRQUEUE | MSG_DONTWAIT) > 0) {}     // OK: MSG_DONTWAIT
  for (;;) { if (::recvmsg(b.fd(), &m, 0) <= 0) break; } // BAD: socket
  ::getpeername(b.fd(), (sockaddr*)&a, &el);                            // OK: query
  co_return;
}

Spawned disks(std::vector<std::unique_ptr<Collector>> cs, Gauge& g) {
  FILE* f = ::setmntent("/proc/mounts", "r"); // BAD: file
  while (mntent* e = ::getmntent(f)) g.set(std::strlen(e->mnt_dir)); // BAD: file
  ::endmntent(f);
  double t = 0;
  t += cs.size();
  FILE* mem = std::tmpfile(); // BAD: file
  std::rewind(mem); // BAD: file
  std::fputc('x', mem); // BAD: file
  std::fprintf(mem, "%f", t); // BAD: file
  std::array<char, 32> buf;
  std::to_chars(buf.data(), buf.data() + 32, t);                        // OK: formats into memory
  std::fread(buf.data(), 1, 32, mem); // BAD: file
  auto render = [&]() -> std::string { return "t " + std::to_string(t); };
  std::string s = render();                                             // OK: formats into memory
  std::thread([s] { ::usleep(s.size()); }).detach();                    // OK: thread body
  co_return;
}

}  // namespace metrics
