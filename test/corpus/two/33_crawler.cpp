// RUN: %check_marks %s -- %flags -I%S/Inputs
// Polite crawler; blocking facade and asynchronous client side by side.
#include <algorithm>
#include <chrono>
#include <concepts>
#include <coroutine>
#include <cstring>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace crawl {
template <class T> class future {              // coroutine type named like the std one
public:
  struct promise_type { T v; future get_return_object() { return future{std::coroutine_handle<promise_type>::from_promise(*this)}; } std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } void return_value(T t) { v = std::move(t); } void unhandled_exception() {} };
  explicit future(std::coroutine_handle<promise_type> h) : h_(h) {}
  bool await_ready() { return h_.done(); } auto await_suspend(std::coroutine_handle<>) { return h_; } T await_resume() { return h_.promise().v; }
  future& get() { return *this; }
  future& wait() { return *this; }
private: std::coroutine_handle<promise_type> h_;
};
struct Url { std::string host, path; static Url parse(std::string_view s) { return {std::string(s), "/"}; } friend bool operator<(const Url& a, const Url& b) { return a.host < b.host; } };

class HttpConn {
protected: int fd_ = -1;
public:
  HttpConn() = default;
  HttpConn& connect(const Url& u) { addrinfo* r; if (!::getaddrinfo(u.host.c_str(), "80", nullptr, &r)) { fd_ = ::socket(AF_INET, SOCK_STREAM, 0); ::connect(fd_, r->ai_addr, r->ai_addrlen); } return *this; }
  HttpConn& header(std::string k, std::string v) { h_[std::move(k)] = std::move(v); return *this; }
  HttpConn& send() { (void)::send(fd_, "GET", 3, 0); return *this; }
  std::string body() { char b[512]; auto n = ::recv(fd_, b, sizeof b, 0); return {b, static_cast<size_t>(n)}; }
  size_t headers() const { return h_.size(); }
private: std::map<std::string, std::string> h_;
};
struct AsyncHttp {
  struct Aw { std::string r; bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} std::string await_resume() { return r; } };
  AsyncHttp& connect(const Url&) { return *this; }
  Aw send() { return {"sent"}; }
  Aw body() { return {"<html>"}; }
};
struct MockHttp { MockHttp& connect(const Url&) { return *this; } MockHttp& send() { return *this; } std::string body() { return "mock"; } };

template <class C> std::string fetch(C&& c, const Url& u) { return c.connect(u).send().body(); }
template <class Conn> struct Client { Conn c; std::string get(const Url& u) { return fetch(c, u); } std::string operator()(const Url& u) { return get(u); } };

struct Robots { static bool allowed(const Url& u) { static std::map<Url, bool> cache; auto [it, fresh] = cache.try_emplace(u, true); if (fresh) it->second = !fetch(HttpConn{}, u).empty(); return it->second; } };
struct Polite { std::chrono::milliseconds gap{200}; ~Polite() { std::this_thread::sleep_for(gap); } };
struct Memo { std::map<std::string, std::string> m; template <class F> std::string operator()(const std::string& k, F f) { auto i = m.find(k); return i != m.end() ? i->second : m[k] = f(); } };

template <class F> struct Finally { F f; bool armed = true; ~Finally() { if (armed) f(); } };
template <class F> Finally(F) -> Finally<F>;

future<int> page(Url u) {
  HttpConn c; AsyncHttp a; MockHttp m;                        // OK: nothing connected
  c.header("Host", u.host).header("Accept", "*/*");           // OK: map inserts
  c.connect(u); // BAD: dns socket
  c.header("X", "1").send(); // BAD: socket
  std::string b = c.body(); // BAD: socket
  b += std::to_string(c.headers());                           // OK: size
  b += co_await a.connect(u).send();                          // OK: awaitable
  b += co_await a.body();                                     // OK: awaitable
  b += m.connect(u).send().body();                            // OK: mock
  b += fetch(m, u);                                           // OK: mock in the template
  b += fetch(HttpConn{}, u); // BAD: dns socket
  Client<HttpConn> real; Client<MockHttp> mock;               // OK: nothing connected
  b += real.get(u); // BAD: dns socket
  b += mock.get(u);                                           // OK: mock in the template
  b += real(u); // BAD: dns socket
  b += mock(u);                                               // OK: mock in the template
  if (!Robots::allowed(u)) co_return 0; // BAD: dns socket
  Memo memo;
  b += memo(u.host, [&] { return mock(u); });                 // OK: harmless filler
  b += memo(u.host, [&] { return real(u); }); // BAD: dns socket
  { Polite p; b.clear(); } // BAD: sleep
  Finally f{[&] { c.send(); }}; // BAD: socket
  Finally g{[&] { b.clear(); }};                              // OK: clears a string
  std::smatch sm; std::regex_search(b, sm, std::regex("href"));   // OK: regex on memory
  co_return static_cast<int>(b.size());
}
future<int> crawl(std::vector<std::string> seeds) {
  std::queue<Url> q; std::unordered_set<std::string> seen;
  for (auto& s : seeds) q.push(Url::parse(s));                // OK: parses strings
  int n = 0;
  while (!q.empty()) {
    Url u = q.front(); q.pop();
    if (!seen.insert(u.host).second) continue;
    n += co_await page(u);                                    // OK: another coroutine
    n += co_await page(u).get();                              // OK: coroutine's own get
    n += co_await page(u).wait();                             // OK: coroutine's own wait
    auto slow = page(Url{fetch(HttpConn{}, u), "/"}); // BAD: dns socket
    n += co_await slow;                                       // OK: another coroutine
  }
  co_return n;
}
}  // namespace crawl
