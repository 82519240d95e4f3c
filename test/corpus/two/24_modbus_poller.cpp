// RUN: %check_marks %s -- %flags -I%S/Inputs
// Modbus poller, TCP and RTU, policy-based design.
#include <array>
#include <chrono>
#include <concepts>
#include <coroutine>
#include <cstdint>
#include <cstring>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

namespace mb {
using namespace std::literals;

struct Go {
  struct promise_type {
    Go get_return_object() noexcept { return Go{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept { return std::suspend_always{}; }
    void return_value(uint16_t) noexcept {}
    std::suspend_always yield_value(uint16_t) noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> co;
};
struct Pause { std::chrono::milliseconds d; };
inline auto operator co_await(Pause p) { struct A { Pause p; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} }; return A{p}; }
struct HardPause { std::chrono::milliseconds d; };
inline auto operator co_await(HardPause p) { std::this_thread::sleep_for(p.d); return std::suspend_never{}; }

// transports
struct Tcp { int fd; size_t xfer(std::span<uint8_t> b) { return ::recv(fd, b.data(), b.size(), MSG_WAITALL); } static constexpr bool serial = false; };
struct Rtu { int fd; size_t xfer(std::span<uint8_t> b) { ::tcdrain(fd); return ::read(fd, b.data(), b.size()); } static constexpr bool serial = true; };
struct Sim { std::array<uint8_t, 64> mem{}; size_t xfer(std::span<uint8_t> b) { std::memcpy(b.data(), mem.data(), std::min(b.size(), mem.size())); return b.size(); } static constexpr bool serial = false; };
template <class T> concept Transport = requires(T t, std::span<uint8_t> s) { { t.xfer(s) } -> std::same_as<size_t>; T::serial; };

// policies
struct SleepGap { static void gap() { std::this_thread::sleep_for(3500us); } };
struct NoGap { static void gap() {} };

template <Transport T, class Gap = NoGap> class Master : private Gap {
  T t_;
public:
  explicit Master(T t) : t_(std::move(t)) {}
  uint16_t holding(uint16_t reg) { uint8_t b[8]{}; Gap::gap(); (void)reg; t_.xfer(b); return b[0] << 8 | b[1]; }
  void quiet() { Gap::gap(); }
  T& transport() { return t_; }
};

template <class M> uint16_t sum(M& m, std::initializer_list<uint16_t> rs) { uint16_t s = 0; for (auto r : rs) s += m.holding(r); return s; }
template <class T> void settle(T&) { if constexpr (T::serial) std::this_thread::sleep_for(10ms); }

struct Decoder { uint16_t word = 0; template <class M> static Decoder of(M& m) { return {m.holding(7)}; } auto operator()(Sim& s) const { uint8_t b[2]; return s.xfer(b); } auto operator()(Tcp& t) const { uint8_t b[2]; return t.xfer(b); } };

Go tcp_round(Master<Tcp> m) {
  uint16_t v = m.holding(1); // BAD: socket
  m.quiet();                                             // OK: empty policy
  settle(m.transport());                                 // OK: branch for serial lines is discarded
  v += sum(m, {1, 2, 3}); // BAD: socket
  auto d = Decoder::of(m); // BAD: socket
  co_yield m.holding(4); // BAD: socket
  co_await Pause{5ms};                                   // OK: awaitable duration
  co_await HardPause{5ms}; // BAD: sleep
  co_return v + d.word;                                  // OK: arithmetic
}

Go rtu_round(Master<Rtu, SleepGap> m) {
  m.quiet(); // BAD: sleep
  settle(m.transport()); // BAD: sleep
  uint16_t v = m.holding(2); // BAD: device file sleep
  if (v > 100 || m.holding(3) > 7) co_yield v; // BAD: device file sleep
  uint16_t w = v ? v : m.holding(9); // BAD: device file sleep
  uint16_t k = std::max<uint16_t>(v, w);                 // OK: arithmetic
  co_return k + m.holding(10); // BAD: device file sleep
}

Go sim_round(Master<Sim> m, Master<Sim, SleepGap> slow, std::variant<Sim, Rtu> line) {
  uint16_t v = m.holding(1);                             // OK: simulator copies memory
  v += sum(m, {4, 5});                                   // OK: simulator copies memory
  auto d = Decoder::of(m);                               // OK: simulator copies memory
  v += slow.holding(1); // BAD: sleep
  slow.transport().xfer({});                             // OK: simulator copies memory
  Sim s; Tcp t{3}; Decoder dec;
  v += dec(s);                                           // OK: the overload for the simulator
  v += dec(t); // BAD: socket
  v += std::get<Sim>(line).mem[0];                       // OK: std::get
  v += std::visit([](auto& x) { uint8_t b[4]; return x.xfer(b); }, line); // BAD: device file
  std::visit([](auto& x) { return x.serial; }, line);    // OK: constant
  static_assert(!std::is_void_v<decltype(t.xfer({}))>);  // OK: unevaluated
  std::apply([&](auto&... x) { (x.holding(1), ...); }, std::tie(m, m));     // OK: simulator copies memory
  std::apply([&](auto&... x) { (x.holding(1), ...); }, std::tie(m, slow)); // BAD: sleep
  co_return v + d.word;
}
}  // namespace mb
