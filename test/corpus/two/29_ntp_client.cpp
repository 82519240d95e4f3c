// RUN: %check_marks %s -- %flags -I%S/Inputs
// SNTP client and clock discipline.
#include <array>
#include <chrono>
#include <cmath>
#include <coroutine>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <unistd.h>

namespace ntp {
// A symmetric-transfer task with move-only handle
template <class T> class [[nodiscard]] Deferred {
public:
  struct promise_type { T r{}; std::coroutine_handle<> k = std::noop_coroutine(); Deferred get_return_object() { return Deferred(this); } std::suspend_always initial_suspend() noexcept { return {}; } struct Fs { bool await_ready() noexcept { return false; } auto await_suspend(std::coroutine_handle<promise_type> h) noexcept { return h.promise().k; } void await_resume() noexcept {} }; Fs final_suspend() noexcept { return {}; } void return_value(T t) { r = t; } void unhandled_exception() { std::terminate(); } };
  Deferred(Deferred&& o) noexcept : p(std::exchange(o.p, nullptr)) {}
  bool await_ready() { return false; }
  auto await_suspend(std::coroutine_handle<> k) { p->k = k; return std::coroutine_handle<promise_type>::from_promise(*p); }
  T await_resume() { return p->r; }
private:
  explicit Deferred(promise_type* q) : p(q) {}
  promise_type* p;
};

struct ManualClock {                   // a test clock; sleeping only advances a number
  using duration = std::chrono::nanoseconds; using rep = duration::rep; using period = duration::period; using time_point = std::chrono::time_point<ManualClock>; static constexpr bool is_steady = true;
  static inline time_point t{}; static time_point now() { return t; }
};
struct RealTime { static void sleep_for(std::chrono::nanoseconds d) { std::this_thread::sleep_for(d); } };
struct TestTime { static void sleep_for(std::chrono::nanoseconds d) { ManualClock::t += d; } };
template <class Time> struct Discipline { double off = 0; void slew(double s) { off -= s; Time::sleep_for(std::chrono::milliseconds(1)); } void step(double s) { off += s; } };

namespace util { inline void sleep(int& budget) { --budget; } inline int poll(int x) { return x + 1; } inline int connect(int, int) { return 0; } inline void usleep(double) {} }

struct Stamp { uint32_t s, f; double sec() const { return s + std::ldexp(f, -32); } };
struct Peer {
  sockaddr_in a{}; int fd = -1;
  enum class How { wait, probe };
  explicit Peer(const char* ip) { ::inet_pton(AF_INET, ip, &a.sin_addr); fd = ::socket(AF_INET, SOCK_DGRAM, 0); }
  static Peer named(const char* host) { addrinfo* r; ::getaddrinfo(host, "ntp", nullptr, &r); return Peer("0.0.0.0"); }
  std::optional<Stamp> ask(How h) { Stamp s{}; int fl = 0; if (h == How::probe) fl |= MSG_DONTWAIT; if (::recv(fd, &s, sizeof s, fl) < 0) return {}; return s; }
  template <How H> std::optional<Stamp> ask() { Stamp s{}; if (::recv(fd, &s, sizeof s, H == How::probe ? MSG_DONTWAIT : 0) < 0) return {}; return s; }
  bool wait(std::chrono::milliseconds d = {}) { pollfd p{fd, POLLIN, 0}; return ::poll(&p, 1, static_cast<int>(d.count())) > 0; }
};

Deferred<double> query(Peer p) {
  double d = 0;
  if (auto s = p.ask(Peer::How::wait)) d = s->sec(); // BAD: socket
  if (auto s = p.ask(Peer::How::probe)) d = s->sec();    // OK: MSG_DONTWAIT for the probe
  if (auto s = p.ask<Peer::How::wait>()) d = s->sec(); // BAD: socket
  if (auto s = p.ask<Peer::How::probe>()) d = s->sec();  // OK: template argument selects MSG_DONTWAIT
  if (p.wait()) d += 1; // OK: default is zero
  if (p.wait(std::chrono::milliseconds(30))) d += 1; // BAD: wait
  Peer q = Peer::named("pool.ntp.org"); // BAD: dns
  Peer r("192.0.2.1");                                   // OK: numeric address
  ::sendto(r.fd, &d, sizeof d, MSG_DONTWAIT, (sockaddr*)&r.a, sizeof r.a);   // OK: MSG_DONTWAIT
  co_return d;
}

Deferred<int> discipline(Discipline<RealTime> real, Discipline<TestTime> test) {
  double off = co_await query(Peer("192.0.2.7"));        // OK: another coroutine
  real.slew(off); // BAD: sleep
  test.slew(off);                                        // OK: the test clock only counts
  real.step(off);                                        // OK: arithmetic
  timeval tv{}; ::gettimeofday(&tv, nullptr);            // OK: reads the clock
  ::adjtime(&tv, nullptr);                               // OK: starts slewing
  timex tx{}; ::adjtimex(&tx);                           // OK: kernel parameters
  timespec ts{2, 0};
  ::clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &ts, nullptr); // BAD: sleep
  ::clock_getres(CLOCK_MONOTONIC, &ts);                  // OK: query
  int budget = 5;
  util::sleep(budget);                                   // OK: namespace util has its own sleep
  budget = util::poll(budget) + util::connect(1, 2);     // OK: own functions
  util::usleep(3.0);                                     // OK: own function
  using std::this_thread::sleep_for;
  sleep_for(std::chrono::seconds(1)); // BAD: sleep
  namespace tt = std::this_thread;
  tt::sleep_until(std::chrono::system_clock::now() + std::chrono::seconds(1)); // BAD: sleep
  auto zz = [](auto d) { tt::sleep_for(d); };
  zz(std::chrono::hours(1)); // BAD: sleep
  void (*fp)(std::chrono::nanoseconds) = &RealTime::sleep_for;
  fp(std::chrono::nanoseconds(5)); // BAD: sleep
  fp = &TestTime::sleep_for;                             // OK: assignment only
  ::usleep(budget > 2 ? 100 : 200); // BAD: sleep
  co_return budget;
}
}  // namespace ntp
