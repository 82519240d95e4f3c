// RUN: %check_marks %s -- %flags -I%S/Inputs
// Internet radio: ALSA-like device output, ring buffer, station list.
#include <algorithm>
#include <array>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/soundcard.h>
#include <unistd.h>

namespace radio {
struct Play { struct promise_type { Play get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} }; };

class Ring {                       // lock-free, in memory, POSIX-looking names
  std::array<int16_t, 1024> a_{}; size_t r_ = 0, w_ = 0;
public:
  size_t read(std::span<int16_t> o) { size_t n = 0; while (n < o.size() && r_ < w_) o[n++] = a_[r_++ % 1024]; return n; }
  size_t write(std::span<const int16_t> i) { for (auto s : i) a_[w_++ % 1024] = s; return i.size(); }
  void drain() { r_ = w_; }
  void pause() {}
  size_t wait() const { return w_ - r_; }
};
class Dsp {
  int fd_;
public:
  explicit Dsp(int mode = O_WRONLY) : fd_(::open("/dev/dsp", mode)) {}
  size_t write(std::span<const int16_t> s) { return ::write(fd_, s.data(), s.size_bytes()); }
  void drain() { ::ioctl(fd_, SNDCTL_DSP_SYNC, nullptr); }
  void rate(int hz) { ::ioctl(fd_, SNDCTL_DSP_SPEED, &hz); }
  int fd() const { return fd_; }
};
class FileOut { FILE* f_; public: explicit FileOut(FILE* f) : f_(f) {} size_t write(std::span<const int16_t> s) { return std::fwrite(s.data(), 2, s.size(), f_); } void drain() { std::fflush(f_); } };
template <class Out> concept Output = requires(Out o, std::span<const int16_t> s) { o.write(s); o.drain(); };
template <Output... O> struct Mixer { std::tuple<O&...> outs; size_t push(std::span<const int16_t> s) { return std::apply([&](auto&... o) { return (0 + ... + o.write(s)); }, outs); } void stop() { std::apply([](auto&... o) { (o.drain(), ...); }, outs); } };

struct Gate {                      // awaitable with three flavours
  bool open = false;
  auto operator co_await() & { struct A { Gate& g; bool await_ready() { return g.open; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} }; return A{*this}; }
};
struct Settle { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} void await_resume() { ::usleep(1000); } };
struct Quick { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };
template <class Base> struct Logged : Base { int n = 0; void await_resume() { ++n; Base::await_resume(); } };

struct Stations { static const std::vector<std::string>& all() { static const std::vector<std::string> v = [] { std::vector<std::string> r; std::ifstream f("stations"); for (std::string s; std::getline(f, s);) r.push_back(s); return r; }(); return v; } static std::vector<std::string> builtin() { return {"one"}; } };

Play play(Gate& gate, FILE* dump) {
  std::array<int16_t, 256> pcm{};
  Ring ring; Dsp dsp; FileOut file(dump); // BAD: file
  ring.write(pcm);                              // OK: ring buffer
  ring.read(pcm);                               // OK: ring buffer
  ring.drain(); ring.pause();                   // OK: ring buffer
  size_t n = ring.wait();                       // OK: ring buffer
  dsp.write(pcm); // BAD: file
  dsp.drain(); // MISSED: device: see docs/limitations.md
  file.write(pcm); // BAD: file
  file.drain(); // BAD: file
  Mixer<Ring> quiet{std::tie(ring)};
  quiet.push(pcm); quiet.stop();                // OK: ring buffer in the template
  Mixer<Ring, Dsp> loud{std::tie(ring, dsp)};
  loud.push(pcm); // BAD: file
  loud.stop(); // MISSED: device: see docs/limitations.md
  Mixer<FileOut> rec{std::tie(file)};
  n += rec.push(pcm); // BAD: file
  co_await gate;                                // OK: awaitable
  co_await Quick{};                             // OK: awaitable
  co_await Settle{}; // BAD: sleep
  co_await Logged<Quick>{};                     // OK: harmless base
  co_await Logged<Settle>{}; // BAD: sleep
  for (auto& s : Stations::builtin()) n += s.size();   // OK: literals
  for (auto& s : Stations::all()) n += s.size(); // BAD: file
  Dsp nb(O_WRONLY | O_NONBLOCK);                // OK: nonblocking open
  ::write(nb.fd(), pcm.data(), 8);              // OK: opened with O_NONBLOCK
  auto tick = [n]() mutable -> size_t { return ++n; };
  tick();                                       // OK: counts
  if (tick() > 4 && tick() < 9) std::this_thread::sleep_for(std::chrono::milliseconds(20)); // BAD: sleep
}
Play prebuffer(int sock, Gate gate) {
  std::vector<char> b(4096);
  size_t have = 0;
  while (have < b.size()) {
    ssize_t k = ::recv(sock, b.data() + have, b.size() - have, MSG_DONTWAIT);   // OK: MSG_DONTWAIT
    if (k < 0) { co_await gate; continue; }     // OK: awaitable
    if (k == 0) break;
    have += k;
  }
  [[maybe_unused]] auto fill = [&](int flags) { return ::recv(sock, b.data(), b.size(), flags); };
  fill(MSG_DONTWAIT);                           // OK: flag given to the lambda
  fill(MSG_WAITALL); // BAD: socket
  auto again = [&](auto self, int n) -> long { return n ? self(self, n - 1) : fill(0); };
  again(again, 3); // BAD: socket
  auto count = [](auto self, int n) -> long { return n ? self(self, n - 1) : 0; };
  count(count, 3);                              // OK: arithmetic recursion
}
}  // namespace radio
