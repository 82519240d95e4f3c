// RUN: %check_marks %s -- %flags -I%S/Inputs
// Package mirror: literals, init-captures, exceptions, arrays.
#include <algorithm>
#include <array>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <netdb.h>
#include <unistd.h>

namespace mirror {
struct Sync {
  struct promise_type {
    std::string last;
    Sync get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    std::suspend_never yield_value(std::string s) { last = std::move(s); return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
struct Nap { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };

static std::string slurp(const std::string& p) { std::ifstream f(p); return {std::istreambuf_iterator<char>(f), {}}; }
static std::string upper(std::string s) { for (auto& c : s) c &= ~32; return s; }
static std::pair<std::string, int> head(const std::string& p) { auto s = slurp(p); return {s, 1}; }

inline hostent* operator""_host(const char* s, size_t) { return ::gethostbyname(s); }
inline std::string operator""_path(const char* s, size_t n) { return std::string(s, n); }

struct Index {
  std::string text;
  Index() = default;
  Index(const std::string& path) try : text(slurp(path)) {} catch (...) { throw; }
  Index(const Index& o) : text(o.text) {}
  auto begin() const { return text.begin(); }
  auto end() const { return text.end(); }
};
struct Walk {                       // begin() does the work
  std::string dir; std::vector<std::string> v;
  auto begin() { v.push_back(slurp(dir)); return v.begin(); }
  auto end() { return v.end(); }
};
struct Names { std::vector<std::string> v{"a", "b"}; auto begin() { return v.begin(); } auto end() { return v.end(); } };
struct NotFound : std::runtime_error { explicit NotFound(const std::string& p) : std::runtime_error(slurp(p)) {} };
struct Bad : std::runtime_error { explicit Bad(const std::string& p) : std::runtime_error(p) {} };
struct Chunk { std::string s; Chunk operator,(Chunk o) const { return {slurp(o.s)}; } Chunk operator+(const Chunk& o) const { return {s + o.s}; } Chunk operator|(const Chunk& o) const { std::ofstream(s) << o.s; return *this; } };
template <class T> const std::string banner = upper(T::name);
struct Deb { static constexpr const char* name = "deb"; };

Sync update(std::string p) {
  auto* h = "deb.example.org"_host; // BAD: dns
  auto q = "/srv/mirror"_path;                               // OK: literal makes a string
  auto lam = [t = slurp(p)] { return t.size(); }; // BAD: file
  auto ok = [t = upper(p)] { return t.size(); };             // OK: init-capture in memory
  size_t n = lam() + ok();                                   // OK: closures read their captures
  auto [text, k] = head(p); // BAD: file
  auto& [a, b] = *std::make_unique<std::pair<int, int>>(1, 2).release();   // OK: pair in memory
  Index i = p; // BAD: file
  Index none, copy = none;                                   // OK: default and copy constructors
  for (char c : i) n += c;                                   // OK: iterates a string
  for (auto& s : Walk{p}) n += s.size(); // BAD: file
  for (auto& s : Names{}) n += s.size();                     // OK: vector
  std::array<Index, 2> two{Index(p), Index()}; // BAD: file
  auto* arr = new Index[3];                                  // OK: default constructors
  alignas(Index) char mem[sizeof(Index)];
  new (mem) Index(p); // BAD: file
  Chunk c1{"x"}, c2{"y"};                                    // OK: strings
  c1 + c2;                                                   // OK: concatenates
  (c1, c2); // BAD: file
  c1 | c2; // BAD: file
  n += banner<Deb>.size();                                   // OK: variable template upper-cases
  co_yield upper(p);                                         // OK: yields a string
  co_yield slurp(p); // BAD: file
  co_await Nap{};                                            // OK: awaitable
  if (auto s = slurp(p); s.empty()) ++n; // BAD: file
  switch (auto s = slurp(p); s.size()) { default: break; } // BAD: file
  do { ++n; } while (slurp(p).size() > n); // BAD: file
  try {
    if (n > 9) throw Bad(p);                                 // OK: message in memory
    if (n > 7) throw NotFound(p); // BAD: file
  } catch (const Bad& e) {
    upper(e.what());                                         // OK: string
  } catch (...) {
    slurp("/etc/motd"); // BAD: file
  }
  int x = n > 3 ? k : n > 2 ? static_cast<int>(slurp(p).size()) : 0; // BAD: file
  (void)h; (void)x; (void)a; (void)b; delete[] arr;
}
Sync prune(std::vector<std::string> v) {
  std::erase_if(v, [](const std::string& s) { return s.empty(); });          // OK: string test
  std::erase_if(v, [](const std::string& s) { return slurp(s).empty(); }); // BAD: file
  std::generate(v.begin(), v.end(), [] { return slurp("/dev/stdin"); }); // BAD: file
  std::vector<std::string> out(v.size());
  std::transform(v.begin(), v.end(), out.begin(), slurp); // BAD: file
  std::transform(v.begin(), v.end(), out.begin(), upper);                    // OK: string function
  auto pf = slurp;                                                           // OK: takes the address
  out.push_back(pf("x")); // BAD: file
  auto deflt = [](std::string s = slurp("/etc/default/mirror")) { return s; };
  deflt(); // BAD: file
  deflt("given");                                                            // OK: default argument not used
  struct Local { std::string s = slurp("/etc/local"); int n = 0; };
  Local l; // BAD: file
  Local m{"given"};                                                          // OK: initialiser given
  std::string via = std::invoke(slurp, l.s); // BAD: file
  auto bound = std::bind_front(slurp, m.s);                                  // OK: binding only
  via += bound(); // BAD: file
  co_return;
}
}  // namespace mirror
