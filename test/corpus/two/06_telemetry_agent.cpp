// RUN: %check_marks %s -- %flags -I%S/Inputs
// Telemetry agent: samples /proc, posts to a gateway.
#include <algorithm>
#include <chrono>
#include <concepts>
#include <coroutine>
#include <cstdint>
#include <deque>
#include <exception>
#include <fstream>
#include <iomanip>
#include <ctime>
#include <iterator>
#include <numeric>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>
#include <fcntl.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace telemetry {

template <typename R> struct [[nodiscard]] Async {
  struct promise_type;
  std::coroutine_handle<promise_type> handle;
  bool await_ready() const noexcept { return handle.done(); }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> up) noexcept { handle.promise().up = up; return handle; }
  R await_resume() { return std::move(handle.promise().out); }
};
template <typename R> struct Async<R>::promise_type {
  R out{}; std::coroutine_handle<> up;
  auto get_return_object() { return Async<R>{std::coroutine_handle<promise_type>::from_promise(*this)}; }
  auto initial_suspend() noexcept { return std::suspend_always{}; }
  auto final_suspend() noexcept { return std::suspend_always{}; }
  template <std::convertible_to<R> U> void return_value(U&& u) { out = std::forward<U>(u); }
  void unhandled_exception() { std::rethrow_exception(std::current_exception()); }
};

template <class S> concept Sampler = requires(S s) { { s.sample() } -> std::convertible_to<double>; };

struct LoadAvg {
  double sample() const { std::ifstream f("/proc/loadavg"); double d = 0; f >> d; return d; }   // OK: member of a plain class
};
struct Constant { double sample() const { return 1.0; } };

template <class Derived> struct Probe {   // CRTP
  double measure() { return static_cast<Derived*>(this)->read(); }
};
struct DiskProbe : Probe<DiskProbe> {
  double read() { char b[64]; int fd = ::open("/sys/block/sda/stat", O_RDONLY); auto n = ::read(fd, b, sizeof b); ::close(fd); return n; }
};
struct CpuProbe : Probe<CpuProbe> {
  double read() { return static_cast<double>(std::clock()); }
};

template <Sampler S> double average(S& s, int n, std::chrono::milliseconds gap) {
  double t = 0;
  for (int i = 0; i < n; ++i) { t += s.sample(); std::this_thread::sleep_for(gap); }
  return t / n;
}

template <Sampler S> double once(S& s) { return s.sample(); }

struct Buffer {   // in-memory, familiar names
  std::deque<std::string> q;
  void write(std::string s) { q.push_back(std::move(s)); }
  std::string read() { auto s = q.front(); q.pop_front(); return s; }
  void send(int) {}
  void flush() { q.clear(); }
  bool connect(const std::string&) { return true; }
};

template <bool Durable> int store(int fd, const std::string& s) {
  if constexpr (Durable) { int r = ::write(fd, s.data(), s.size()); ::fsync(fd); return r; }
  else return static_cast<int>(s.size() + fd);
}

Async<double> sample_all(Buffer& buf) {
  LoadAvg la; Constant k; DiskProbe disk; CpuProbe cpu;
  double v = once(la); // MISSED: file: see docs/limitations.md
  v += once(k);                                   // OK: constant sampler
  v += disk.measure(); // MISSED: file: see docs/limitations.md
  v += cpu.measure();                             // OK: clock() only
  v += average(la, 3, std::chrono::milliseconds(100)); // BAD: sleep
  std::ostringstream os; os << std::setprecision(3) << v;  // OK: string stream
  buf.write(os.str());                            // OK: own member named write
  std::istringstream is(buf.read());              // OK: own member named read
  double w; is >> w;                              // OK: string stream
  std::ifstream up("/proc/uptime"); // MISSED: file: see docs/limitations.md
  up >> w; // MISSED: file: see docs/limitations.md
  std::vector<double> all(std::istream_iterator<double>(up), std::istream_iterator<double>{}); // BAD: file
  co_return std::accumulate(all.begin(), all.end(), v);    // OK: arithmetic
}

Async<int> post(Buffer& buf) {
  int s = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un a{}; a.sun_family = AF_UNIX;
  if (::connect(s, reinterpret_cast<sockaddr*>(&a), sizeof a) < 0) co_return -1; // BAD: socket
  if (!buf.connect("gw")) co_return -2;           // OK: own member named connect
  double v = co_await sample_all(buf);            // OK: another coroutine
  int n = store<false>(s, std::to_string(v));     // OK: the blocking branch is discarded
  n += store<true>(s, std::to_string(v)); // BAD: file socket
  char ack[8];
  n += ::recv(s, ack, sizeof ack, MSG_WAITALL); // BAD: socket
  n += ::recv(s, ack, sizeof ack, MSG_DONTWAIT | MSG_PEEK);   // OK: MSG_DONTWAIT
  buf.send(n);                                    // OK: own member named send
  buf.flush();                                    // OK: own member named flush
  int t = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (::connect(t, reinterpret_cast<sockaddr*>(&a), sizeof a) < 0) n = 0;   // OK: SOCK_NONBLOCK
  n += ::write(t, ack, sizeof ack);               // OK: SOCK_NONBLOCK
  ::shutdown(s, SHUT_WR);                         // OK: no waiting
  linger lg{1, 10};
  ::setsockopt(t, SOL_SOCKET, SO_LINGER, &lg, sizeof lg);   // OK: option only
  co_return n;
}

Async<int> period(unsigned ms) {
  timespec ts{0, static_cast<long>(ms) * 1000000};
  ::nanosleep(&ts, nullptr); // BAD: sleep
  ::clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, nullptr); // BAD: sleep
  ::clock_gettime(CLOCK_MONOTONIC, &ts);          // OK: reads the clock
  unsigned left = ms > 1000 ? ::sleep(ms / 1000) : 0; // BAD: sleep
  auto tp = std::chrono::system_clock::now();     // OK: reads the clock
  co_return static_cast<int>(left + tp.time_since_epoch().count() % 2);
}

}  // namespace telemetry
