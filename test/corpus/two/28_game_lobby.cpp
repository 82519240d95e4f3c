// RUN: %check_marks %s -- %flags -I%S/Inputs
// Game lobby: state machines as coroutines, data from profile files and a matchmaking socket.
#include <algorithm>
#include <array>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lobby {
struct Play {
  struct promise_type {
    std::coroutine_handle<> caller;
    Play get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct F { bool await_ready() noexcept { return false; } void await_suspend(std::coroutine_handle<promise_type> h) noexcept { if (h.promise().caller) h.promise().caller.resume(); } void await_resume() noexcept {} };
    F final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> h;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> c) { h.promise().caller = c; h.resume(); }
  void await_resume() {}
};

struct Event { std::string what; };
struct Bus {
  std::map<std::string, std::vector<std::function<void(const Event&)>>> subs; std::vector<Event> queued;
  void on(std::string t, std::function<void(const Event&)> f) { subs[t].push_back(std::move(f)); }
  void emit(const Event& e) { for (auto& f : subs[e.what]) f(e); }
  void post(Event e) { queued.push_back(std::move(e)); }
  struct Wait { Bus& b; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} Event await_resume() { return {}; } };
  Wait wait(const char*) { return {*this}; }
  Wait operator()(const char*) { return {*this}; }
};

struct Profile {
  std::string name; int elo = 1000;
  void save() const { std::ofstream("p/" + name) << elo; }
  static Profile load(std::string n) { Profile p{n}; std::ifstream("p/" + n) >> p.elo; return p; }
  Profile with(int e) const { auto c = *this; c.elo = e; return c; }
};
struct Player { Profile p; int fd = -1; bool send(std::string_view s) const { return ::send(fd, s.data(), s.size(), 0) > 0; } bool ready() const { return fd >= 0; } int& elo() { return p.elo; } };

struct Visitor {
  void operator()(int) const {}
  void operator()(const Profile& p) const { p.save(); }
};
static void to_json(std::ostream& o, const Profile& p) { o << '{' << p.name << ':' << p.elo << '}'; }
static std::string json(const Profile& p) { std::ostringstream o; to_json(o, p); return o.str(); }

template <std::ranges::range R, class P> auto best(const R& r, P pr) { return *std::ranges::max_element(r, {}, pr); }
template <class T> struct Observable { T v; std::function<void(const T&)> cb; Observable& operator=(T t) { v = t; if (cb) cb(v); return *this; } };

Play matchmaking(Bus& bus, std::vector<Player> ps) {
  Event e = co_await bus.wait("join");                       // OK: awaitable wait
  e = co_await bus("leave");                                 // OK: awaitable call operator
  Profile me = Profile::load(e.what); // BAD: file
  Profile up = me.with(me.elo + 10);                         // OK: copies
  up.save(); // BAD: file
  std::string s = json(up);                                  // OK: string stream
  { std::ofstream f("all.json"); to_json(f, up); } // BAD: file
  for (auto& p : ps | std::views::filter(&Player::ready)) p.elo()++;   // OK: numbers
  for (auto& p : ps) p.send(s); // BAD: socket
  auto b = best(ps, [](const Player& p) { return p.p.elo; });          // OK: projection reads a number
  auto l = best(std::vector<std::string>{"a", "b"}, [](const std::string& n) { return Profile::load(n).elo; }); // BAD: file
  int total = std::accumulate(ps.begin(), ps.end(), 0, [](int a, const Player& p) { return a + p.p.elo; });   // OK: numbers
  total += std::accumulate(ps.begin(), ps.end(), 0, [](int a, const Player& p) { return a + p.send("x"); }); // BAD: socket
  bool any = std::any_of(ps.begin(), ps.end(), [](auto& p) { return p.send("hello"); }); // BAD: socket
  any |= std::ranges::any_of(ps, &Player::ready);            // OK: predicate compares
  std::variant<int, Profile> v = me;
  std::visit(Visitor{}, v); // BAD: file
  Visitor{}(7);                                              // OK: overload for int
  Visitor{}(me); // BAD: file
  bus.post({"started"});                                     // OK: queued
  bus.on("end", [me](const Event&) { me.save(); });          // OK: stored
  bus.emit({"started"});                                     // FALSE: file: subscribers of other names are not told apart
  auto lazy = std::views::transform(ps, [](const Player& p) { return Profile::load(p.p.name); });   // OK: view not iterated
  for (const auto& p : lazy) total += p.elo; // MISSED: file: see docs/limitations.md
  Observable<int> score{0, [](const int&) {}};
  score = 4;                                                 // OK: harmless callback
  (void)b; (void)l; (void)any; (void)total;
}

Play lobby_tick(Bus& bus, int udp) {
  std::array<char, 64> pkt;
  static std::mt19937 rng(42);
  const bool wait = rng() % 2;
  int flags = wait ? 0 : MSG_DONTWAIT;
  ::recv(udp, pkt.data(), pkt.size(), flags); // BAD: socket
  const int never = MSG_DONTWAIT | MSG_NOSIGNAL;
  ::send(udp, pkt.data(), pkt.size(), never);                // OK: constant holds MSG_DONTWAIT
  constexpr auto nb = [] { return MSG_DONTWAIT; };
  ::recv(udp, pkt.data(), pkt.size(), nb());                 // OK: constexpr lambda gives MSG_DONTWAIT
  while (true) {
    auto e = co_await bus.wait("tick");                      // OK: awaitable wait
    if (e.what == "stop") break;
    ::recvfrom(udp, pkt.data(), pkt.size(), MSG_PEEK, nullptr, nullptr); // BAD: socket
    if (e.what.empty()) { co_await matchmaking(bus, {}); continue; }       // OK: another coroutine
  }
}
}  // namespace lobby
