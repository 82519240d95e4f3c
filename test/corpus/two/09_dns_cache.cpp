// RUN: %check_marks %s -- %flags -I%S/Inputs
// Caching stub resolver.
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <chrono>
#include <coroutine>
#include <cstring>
#include <exception>
#include <functional>
#include <grp.h>
#include <map>
#include <memory>
#include <netdb.h>
#include <optional>
#include <pwd.h>
#include <resolv.h>
#include <signal.h>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>
#include <unistd.h>

namespace rt {
template <class T> class task;
template <class T> struct task_promise {
  std::optional<T> value; std::coroutine_handle<> awaiting;
  task<T> get_return_object();
  std::suspend_always initial_suspend() { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_value(T v) { value = std::move(v); }
  void unhandled_exception() { std::terminate(); }
};
template <class T> class task {
public:
  using promise_type = task_promise<T>;
  using H = std::coroutine_handle<promise_type>;
  explicit task(H h) : h_(h) {}
  bool await_ready() { return false; }
  H await_suspend(std::coroutine_handle<> c) { h_.promise().awaiting = c; return h_; }
  T await_resume() { return std::move(*h_.promise().value); }
  T get() { h_.resume(); return await_resume(); }
private:
  H h_;
};
template <class T> task<T> task_promise<T>::get_return_object() { return task<T>(std::coroutine_handle<task_promise<T>>::from_promise(*this)); }

struct blocking_pool {};
struct resume_on_t {
  blocking_pool& p;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) const { std::thread(h).detach(); }
  void await_resume() const {}
};
inline resume_on_t resume_on(blocking_pool& p) { return {p}; }
}  // namespace rt

using Addr = std::string;
using Addrs = std::vector<Addr>;

// One strategy per kind of source.
struct Source { virtual Addrs resolve(const char*) = 0; virtual ~Source() {} };
struct SystemSource : Source {
  Addrs resolve(const char* n) override {
    addrinfo* r = nullptr;
    ::getaddrinfo(n, nullptr, nullptr, &r);       // OK: plain virtual member
    Addrs out; for (auto* i = r; i; i = i->ai_next) out.emplace_back(i->ai_canonname ? i->ai_canonname : "");
    ::freeaddrinfo(r);
    return out;
  }
};
struct StaticSource : Source { std::map<std::string, Addrs> m; Addrs resolve(const char* n) override { return m[n]; } };

static int lookup_flags(const char* n, int flags) {
  addrinfo h{}, *r = nullptr; h.ai_flags = flags;
  return ::getaddrinfo(n, "53", &h, &r);
}

template <class Fn> auto timed(Fn fn) { auto t = std::chrono::steady_clock::now(); fn(); return std::chrono::steady_clock::now() - t; }

struct Host {
  hostent* e;
  Host(const char* n) : e(::gethostbyname2(n, AF_INET6)) {}      // converting constructor
  bool operator!() const { return e == nullptr; }
};
static bool known(const Host& h) { return h.e != nullptr; }
static bool known_text(std::string_view s) { return !s.empty(); }

static int (*g_resolver)(const char*, int) = &lookup_flags;

class Cache {
  std::map<std::string, Addrs> m_;
public:
  const Addrs* get(const std::string& k) const { auto i = m_.find(k); return i == m_.end() ? nullptr : &i->second; }
  Addrs getaddrinfo(const std::string& k) { return m_[k]; }
  Addrs& operator[](const std::string& k) { return m_[k]; }
  template <class F> const Addrs& get_or(const std::string& k, F&& fill) { auto& s = m_[k]; if (s.empty()) s = fill(); return s; }
};

rt::task<Addrs> resolve(Cache& c, std::string name, rt::blocking_pool& pool) {
  if (auto* hit = c.get(name)) co_return *hit;               // OK: own member named get
  Addrs a = c.getaddrinfo(name);                             // OK: own member named getaddrinfo
  StaticSource st; SystemSource sys;
  a = st.resolve(name.c_str());                              // OK: the static table
  a = sys.resolve(name.c_str()); // BAD: dns
  a = c.get_or(name, [&] { return sys.resolve("x"); }); // BAD: dns
  a = c.get_or(name, [&] { return Addrs{"::1"}; });          // OK: literal
  int rc = lookup_flags(name.c_str(), AI_CANONNAME); // BAD: dns
  rc += lookup_flags("10.0.0.1", AI_NUMERICHOST | AI_NUMERICSERV); // OK: a numeric host
  rc += g_resolver(name.c_str(), 0); // BAD: dns
  if (known("ns1.example")) ++rc; // BAD: dns
  if (known_text("ns1.example")) ++rc;                       // OK: looks at text
  Host h = name.c_str(); // BAD: dns
  if (!h) ++rc;                                              // OK: pointer test
  auto took = timed([] { ::gethostbyname("a.root"); }); // BAD: dns
  auto quick = timed([] { in_addr x; ::inet_aton("1.1.1.1", &x); });   // OK: parses text
  co_await rt::resume_on(pool);
  a = sys.resolve(name.c_str());                             // OK: after the hop
  ::gethostbyname(name.c_str());                             // OK: after the hop
  std::this_thread::sleep_for(took + quick);                 // OK: after the hop
  co_return a;
}

rt::task<int> raw_query(const char* zone) {
  unsigned char ans[NS_PACKETSZ];
  int n = ::res_query(zone, ns_c_in, ns_t_txt, ans, sizeof ans); // BAD: dns
  n += ::res_search(zone, ns_c_in, ns_t_mx, ans, sizeof ans); // BAD: dns
  struct __res_state st{}; ::res_ninit(&st);
  n += ::res_nquery(&st, zone, ns_c_in, ns_t_a, ans, sizeof ans); // BAD: dns
  ns_msg m; ns_initparse(ans, n, &m);                                // OK: parses a buffer
  in6_addr six; n += ::inet_pton(AF_INET6, "::1", &six);             // OK: parses text
  hostent he, *res; char buf[1024]; int herr;
  ::gethostbyname_r(zone, &he, buf, sizeof buf, &res, &herr); // BAD: dns
  gaicb req{}; gaicb* list[] = {&req};
  ::getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr);                     // OK: GAI_NOWAIT
  ::getaddrinfo_a(GAI_WAIT, list, 1, nullptr); // BAD: dns
  ::gai_suspend(list, 1, nullptr); // BAD: dns
  n += ::gai_error(&req);                                            // OK: query
  const char* msg = ::gai_strerror(n);                               // OK: text table
  n += msg ? sizeof(::gethostbyname(zone)) : 0;                      // OK: unevaluated
  static bool once = (::res_init(), ::gethostbyname("warm.up"), true); // BAD: dns
  co_return n + once + ntohs(5);
}

int main() {
  Cache c; rt::blocking_pool p;
  auto a = resolve(c, "example.org", p).get();   // OK: main
  ::gethostbyname("done");                       // OK: main
  return a.size();
}
