// RUN: %check_marks %s -- %flags -I%S/Inputs
// Plugin host: registry of factories, capability interfaces, virtual bases.
#include <algorithm>
#include <any>
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <vector>
#include <netdb.h>
#include <unistd.h>

namespace host {
template <class T = void> struct Aio;
template <> struct Aio<void> { struct promise_type { Aio get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} }; bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };
template <class T> struct Aio { struct promise_type { T v{}; Aio get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_value(T t) { v = t; } void unhandled_exception() {} }; bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} T await_resume() { return {}; } };

struct IPlugin { virtual ~IPlugin() = default; virtual Aio<int> start() = 0; virtual int tick() = 0; virtual std::string name() const = 0; };
struct Named : virtual IPlugin { std::string n; std::string name() const override { return n; } };
struct Idle : virtual IPlugin { int tick() override { return 0; } };
struct Null final : Named, Idle { Aio<int> start() override { co_return 0; } };
struct Mailer final : Named {
  int tick() override { return std::system("sendmail -q"); }
  Aio<int> start() override {
    int r = tick(); // BAD: process
    r += name().size();                                // OK: string member
    ::sleep(1); // BAD: sleep
    co_return r;
  }
};
struct Updater final : Named, private Idle {
  std::unique_ptr<std::ifstream> state = std::make_unique<std::ifstream>("/var/state");
  int tick() override { std::string s; *state >> s; return s.size() + Idle::tick(); }
  Aio<int> start() override {
    co_await helper();                                 // OK: another coroutine
    co_return tick() + Idle::tick(); // BAD: file
  }
  Aio<> helper() { auto* p = state.get(); (void)p; co_return; }   // OK: unique_ptr::get
};
template <class... M> struct Mixed : M... { template <class F> void each(F f) { (f(static_cast<M&>(*this)), ...); } };
struct CapNet { int go() { return ::gethostbyname("cap") != nullptr; } };
struct CapNone { int go() { return 1; } };

class Registry {
  std::unordered_map<std::string, std::function<std::shared_ptr<IPlugin>()>> f_; static inline Registry* self_ = nullptr;
  Registry() { std::ifstream("/etc/plugins") >> count; }
public:
  int count = 0;
  static Registry& get() { static Registry r; return r; }
  template <class T> void add(std::string n) { f_[n] = [] { return std::make_shared<T>(); }; }
  std::shared_ptr<IPlugin> make(const std::string& n) { return f_.at(n)(); }
  template <class T> std::shared_ptr<T> make() { return std::make_shared<T>(); }
  bool has(const std::string& n) const { return f_.contains(n); }
};
struct Services { static Services& get() { static Services s; return s; } int v = 1; int wait() { return v; } int join() { return v; } Services& connect() { return *this; } };

template <class T> struct Lazy { std::function<T()> mk; std::optional<T> v; T& operator*() { if (!v) v = mk(); return *v; } T* operator->() { return &**this; } explicit operator bool() const { return v.has_value(); } };
template <class P> int drive(P& p) { return p.tick(); }
static int drive_twice(IPlugin& p, int (*fn)(IPlugin&)) { return fn(p) + fn(p); }

Aio<> run() {
  Registry& r = Registry::get(); // BAD: file
  Services& s = Services::get();                       // OK: constructs a number
  int n = s.wait() + s.join() + s.connect().wait();    // OK: own members
  r.add<Null>("null"); r.add<Mailer>("mailer");        // OK: stores factories
  auto u = r.make<Updater>(); // MISSED: file: see docs/limitations.md
  auto z = r.make<Null>();                             // OK: harmless constructor
  n += z->tick();                                      // OK: idle
  n += u->tick(); // BAD: file
  Mailer m; Null nul;                                  // OK: strings only
  n += drive(m); // BAD: process
  n += drive(nul);                                     // OK: idle
  n += drive_twice(m, [](IPlugin& p) { return p.tick(); }); // BAD: file process
  n += drive_twice(m, [](IPlugin& p) { return static_cast<int>(p.name().size()); });   // OK: string sizes
  m.n = nul.name();                                    // OK: string copy
  Mixed<CapNet, CapNone> mx; Mixed<CapNone> mn;        // OK: empty
  mx.each([&](auto& c) { n += c.go(); }); // BAD: dns
  mn.each([&](auto& c) { n += c.go(); });              // OK: constant
  n += mx.CapNone::go();                               // OK: the harmless base
  n += mx.CapNet::go(); // BAD: dns
  co_await nul.start();                                // OK: another coroutine
  co_await m.start();                                  // OK: another coroutine
  Lazy<std::string> file{[] { std::string t; std::ifstream("/etc/issue") >> t; return t; }, {}};   // OK: stores the maker
  if (!file) n += file->size(); // BAD: file
  n += (*file).size(); // BAD: file
  Lazy<std::string> text{[] { return std::string("x"); }, {}};
  n += text->size();                                   // FALSE: file: the field of another object
  if (r.has("x")) co_await r.make("x")->start();       // OK: another coroutine
  std::any a = 5; n += std::any_cast<int>(a);          // OK: any_cast
}
}  // namespace host
