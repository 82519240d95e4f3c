// RUN: %check_marks %s -- %flags -I%S/Inputs
// DHCP-like lease server on UDP.
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <thread>
#include <unistd.h>

namespace co {
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {}
  };
};
struct Reactor {
  std::map<int, std::coroutine_handle<>> waiters;
  struct Readable {
    Reactor& r; int fd;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { r.waiters[fd] = h; }
    void await_resume() const noexcept {}
  };
  Readable readable(int fd) { return {*this, fd}; }
  struct Timer {
    std::chrono::milliseconds d; Reactor& r;
    bool await_ready() const noexcept { return d.count() == 0; }
    void await_suspend(std::coroutine_handle<> h) { r.waiters[-1] = h; }
    void await_resume() const noexcept {}
  };
  Timer sleep_for(std::chrono::milliseconds d) { return {d, *this}; }
};
}  // namespace co

struct Packet { uint8_t op; uint8_t mac[6]; uint32_t ip; };

static void make_nonblocking(int fd) {
  int fl = ::fcntl(fd, F_GETFL, 0);
  ::fcntl(fd, F_SETFL, fl | O_NONBLOCK);
}

static int bound_udp(uint16_t port, int extra) {
  int fd = ::socket(AF_INET, SOCK_DGRAM | extra, 0);
  sockaddr_in a{}; a.sin_family = AF_INET; a.sin_port = htons(port);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&a), sizeof a) < 0) throw std::runtime_error("bind");
  return fd;
}

class Leases {
  std::map<uint32_t, Packet> m_;
public:
  std::optional<Packet> get(uint32_t ip) { auto i = m_.find(ip); return i == m_.end() ? std::nullopt : std::optional(i->second); }
  void write(const Packet& p) { m_[p.ip] = p; }
  bool wait(uint32_t ip) const { return m_.count(ip) == 0; }
};

// Pings the address before it is offered, the way ISC does.
static bool in_use(uint32_t ip, int timeout_ms) {
  int fd = ::socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  pollfd p{fd, POLLIN, 0};
  (void)ip;
  bool hit = ::poll(&p, 1, timeout_ms) > 0;
  ::close(fd);
  return hit;
}

co::fire_and_forget serve_blocking(co::Reactor& loop, Leases& db) {
  int fd = bound_udp(67, 0);
  for (;;) {
    Packet p; sockaddr_in from{}; socklen_t len = sizeof from;
    ssize_t n = ::recvfrom(fd, &p, sizeof p, 0, (sockaddr*)&from, &len); // BAD: socket
    if (n < 0) continue;
    if (in_use(p.ip, 500)) continue; // BAD: wait
    if (in_use(p.ip, 0)) continue;               // OK: zero timeout carried to poll
    if (auto l = db.get(p.ip)) db.write(*l);     // OK: map look-up and map insert
    ::sendto(fd, &p, sizeof p, MSG_DONTWAIT, (sockaddr*)&from, len);  // OK: MSG_DONTWAIT
    co_await loop.sleep_for(std::chrono::milliseconds(5));            // OK: awaited timer
  }
}

co::fire_and_forget serve(co::Reactor& loop, Leases& db) {
  int fd = bound_udp(67, SOCK_NONBLOCK | SOCK_CLOEXEC);
  std::array<char, 1500> raw;
  while (true) {
    co_await loop.readable(fd);
    ssize_t n = ::recv(fd, raw.data(), raw.size(), 0);   // OK: socket created with SOCK_NONBLOCK
    if (n < 0 && errno == EAGAIN) continue;
    Packet p; std::memcpy(&p, raw.data(), sizeof p);
    if (!db.wait(p.ip)) continue;                        // OK: own member called wait
    char host[NI_MAXHOST]; sockaddr_in a{}; a.sin_addr.s_addr = p.ip;
    ::getnameinfo((sockaddr*)&a, sizeof a, host, sizeof host, nullptr, 0, 0); // BAD: dns
    ::getnameinfo((sockaddr*)&a, sizeof a, host, sizeof host, nullptr, 0, NI_NUMERICHOST);    // OK: numeric only
    if (auto* he = ::gethostbyaddr(&a.sin_addr, sizeof a.sin_addr, AF_INET)) (void)he; // BAD: dns
    ::inet_ntop(AF_INET, &a.sin_addr, host, sizeof host);  // OK: text conversion
  }
}

co::fire_and_forget relay(co::Reactor& loop) {
  int up = ::socket(AF_INET, SOCK_DGRAM, 0);
  make_nonblocking(up);
  iovec iov{}; msghdr m{}; m.msg_iov = &iov; m.msg_iovlen = 1;
  co_await loop.readable(up);
  ::recvmsg(up, &m, 0);              // OK: helper set O_NONBLOCK
  int down = ::socket(AF_INET, SOCK_DGRAM, 0);
  ::sendmsg(down, &m, 0); // MISSED: socket: see docs/limitations.md
  mmsghdr many[4]{};
  ::recvmmsg(down, many, 4, 0, nullptr); // BAD: socket
  ::recvmmsg(down, many, 4, MSG_DONTWAIT, nullptr);   // OK: MSG_DONTWAIT
  ::sendmmsg(down, many, 4, 0); // MISSED: socket: see docs/limitations.md
  int on = 1;
  ::ioctl(down, FIONBIO, &on);
  ::sendmsg(down, &m, 0);            // OK: FIONBIO set just above
  std::this_thread::sleep_for(std::chrono::milliseconds(10)); // BAD: sleep
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  std::this_thread::sleep_until(deadline); // BAD: sleep
  std::this_thread::yield();         // OK: gives up the slice only
}

co::fire_and_forget announce(const char* name) {
  struct hostent* he = name ? ::gethostbyname(name) : nullptr; // BAD: dns
  addrinfo hints{}, *ai = nullptr; hints.ai_flags = AI_NUMERICHOST;
  ::getaddrinfo("127.0.0.1", "67", &hints, &ai);                // OK: AI_NUMERICHOST
  if (he) ::freeaddrinfo(ai);
  servent* s = ::getservbyname("bootps", "udp"); // BAD: file
  (void)s;
  co_return;
}
