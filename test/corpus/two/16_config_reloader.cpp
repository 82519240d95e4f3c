// RUN: %check_marks %s -- %flags -I%S/Inputs
// Configuration reloader with remote overlay.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <coroutine>
#include <exception>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cfg {

template <class T, class E = int> class Expected {
public:
  std::variant<T, E> v;
  explicit operator bool() const { return v.index() == 0; }
  T& value() { return std::get<0>(v); }
};

template <class T> class Promise;
template <class T> struct Coro { using promise_type = Promise<T>; std::coroutine_handle<Promise<T>> h; bool await_ready() const { return false; } auto await_suspend(std::coroutine_handle<>) const { return std::coroutine_handle<>(h); } T await_resume() const; };
template <class T> class Promise {
public:
  std::optional<T> slot;
  Coro<T> get_return_object() { return {std::coroutine_handle<Promise>::from_promise(*this)}; }
  std::suspend_always initial_suspend() const { return {}; }
  std::suspend_always final_suspend() const noexcept { return {}; }
  void return_value(T t) { slot.emplace(std::move(t)); }
  void unhandled_exception() {}
};
template <class T> T Coro<T>::await_resume() const { return *h.promise().slot; }

// two schedulers: `strand` stays on the loop, `io` has threads
struct Strand {
  std::vector<std::coroutine_handle<>> run;
  struct Sw { Strand& s; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { s.run.push_back(h); } void await_resume() {} };
  Sw schedule() { return {*this}; }
  void spin() { while (!run.empty()) { auto h = run.back(); run.pop_back(); h.resume(); } }
};
struct IoThreads {
  struct Sw { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { std::thread([h] { h.resume(); }).detach(); } void await_resume() {} };
  Sw schedule() { return {}; }
};

struct Section {
  std::map<std::string, std::string> kv;
  std::string get(const std::string& k) { return kv[k]; }
  void load() { std::ifstream f("/etc/app/section"); std::string k, v; while (f >> k >> v) kv[k] = v; }
};
struct Layered : Section {                              // inherits load()
  using Section::get;
  Layered& merge(const Section& o) { kv.insert(o.kv.begin(), o.kv.end()); return *this; }
};
struct Remote : Section {
  Remote() { load(); }                                  // constructor through the base
};
struct Member { Layered l; Remote r; };                 // constructs a Remote
struct Plain { Layered l; int v = 2; };

template <class F, class... A> auto retry(int n, F f, A... a) { while (--n > 0) if (f(a...)) return true; return f(a...); }
template <class F> auto compose(F f) { return [f](auto... a) { return f(a...); }; }
static bool fetch(const char* h) { addrinfo* r; return ::getaddrinfo(h, "80", nullptr, &r) == 0; }
static bool cached(const char*) { return true; }

#define RETURN_IF_ERR(x) do { if (!(x)) co_return -1; } while (0)
#define CFG_TRACE(...) ((void)sizeof((__VA_ARGS__)))

static Expected<std::string> slurp(const char* p) { std::ifstream f(p); if (!f) return {-1}; std::stringstream s; s << f.rdbuf(); return {s.str()}; }
static auto slurp_later(const char* p) { return [p] { return slurp(p); }; }
static std::future<int> slurp_async(const char* p) { return std::async(std::launch::async, [p] { slurp(p); return 1; }); }

Coro<int> reload(Strand& strand, IoThreads io) {
  Layered l; l.load(); // BAD: file
  l.get("key");                                         // OK: map look-up
  Remote r; // BAD: file
  Member m; // BAD: file
  Plain p;                                              // OK: members construct in memory
  l.merge(r).merge(m.l).merge(p.l);                     // OK: map insertions
  bool ok = retry(3, fetch, "cfg"); // BAD: dns
  ok &= retry(3, cached, "cfg");                        // OK: harmless callable
  ok &= compose(fetch)("cfg"); // BAD: dns
  auto wrapped = compose(fetch);                        // OK: composed, not called
  RETURN_IF_ERR(fetch("cfg2")); // BAD: dns
  RETURN_IF_ERR(cached("cfg2"));                        // OK: harmless callable
  CFG_TRACE(fetch("cfg3"));                             // OK: sizeof, unevaluated
  auto later = slurp_later("/etc/app.toml");            // OK: returns a closure
  if (auto e = later()) ok &= !e.value().empty(); // BAD: file
  if (auto e = slurp("/etc/x"); e) ok = false; // BAD: file
  co_await strand.schedule();
  slurp("/etc/still-on-loop"); // BAD: file
  co_await io.schedule();
  slurp("/etc/now-on-thread");                          // OK: hopped to a thread
  l.load();                                             // OK: hopped to a thread
  co_await strand.schedule();
  slurp("/etc/back-on-loop"); // BAD: file
  (void)wrapped;
  co_return ok;
}

Coro<int> overlay(IoThreads io, bool remote) {
  if (remote) { co_await io.schedule(); fetch("a"); }   // OK: hopped in this branch
  int n = slurp_async("/etc/y").get(); // BAD: wait
  auto fut = slurp_async("/etc/z"); // BAD: wait
  static const auto base = slurp("/etc/base"); // BAD: file
  static std::once_flag once;
  std::call_once(once, [] { fetch("seed"); }); // BAD: dns
  n += [&] { return fetch("inner") ? 1 : 0; }(); // BAD: dns
  auto nested = [] { return [] { return fetch("deep"); }; };
  auto inner = nested();                                // OK: returns the inner closure
  n += inner(); // BAD: dns
  n += nested()(); // BAD: dns
  if (false) fetch("never");                            // OK: unreachable
  n += std::is_same_v<decltype(fetch("q")), bool>;      // OK: unevaluated
  n += noexcept(fetch("q"));                            // OK: unevaluated
  co_return n;
}

Coro<int> both(Strand& s, IoThreads io) {
  int a = co_await reload(s, io);                       // OK: another coroutine
  co_return a + co_await overlay(io, fetch("flag")); // BAD: dns
}

}  // namespace cfg
