// RUN: %check_marks %s -- %flags -I%S/Inputs
// CI runner: stages chained through a fluent pipeline and type-erased steps.
#include <algorithm>
#include <any>
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>
#include <sys/wait.h>
#include <unistd.h>

namespace ci {
struct Stage { struct promise_type { bool ok = true; Stage get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_value(bool b) { ok = b; } void unhandled_exception() {} }; bool await_ready() const { return true; } void await_suspend(std::coroutine_handle<>) const {} bool await_resume() const { return true; } };

class Pool {                              // submit returns std::future, dispatch returns nothing
  std::vector<std::jthread> t_;
public:
  template <class F> std::future<std::invoke_result_t<F>> submit(F f) { auto p = std::make_shared<std::promise<std::invoke_result_t<F>>>(); auto r = p->get_future(); t_.emplace_back([p, f]() mutable { p->set_value(f()); }); return r; }
  template <class F> void dispatch(F f) { t_.emplace_back(std::move(f)); }
  template <class F> auto run(F f) { return submit(std::move(f)).get(); }        // waits
};

// mixins
struct Runs { int exec(const std::string& c) { return std::system(c.c_str()); } };
struct Counts { int exec_count = 0; int bump() { return ++exec_count; } };
struct Shell : Runs, Counts { using Runs::exec; };
struct DryShell : Counts { int exec(const std::string&) { return bump(); } };
template <class Sh> struct Step { Sh sh; std::string cmd; int operator()() { return sh.exec(cmd); } Step& then(std::string c) { cmd += " && " + c; return *this; } };

class AnyStep {                           // type erasure
  struct Base { virtual ~Base() = default; virtual int go() = 0; };
  template <class T> struct Model final : Base { T t; explicit Model(T x) : t(std::move(x)) {} int go() override { return t(); } };
  std::unique_ptr<Base> p_;
public:
  template <class T> explicit AnyStep(T t) : p_(std::make_unique<Model<T>>(std::move(t))) {}
  int go() { return p_->go(); }
};
template <class... S> struct Seq { std::tuple<S...> s; int run() { return std::apply([](auto&... x) { return (0 + ... + x()); }, s); } };
template <class... S> Seq(std::tuple<S...>) -> Seq<S...>;

struct Workspace { std::filesystem::path p; explicit Workspace(std::filesystem::path x) : p(std::move(x)) {} ~Workspace() { std::filesystem::remove_all(p); } };
struct Borrowed { const Workspace* w; };
struct Env { std::map<std::string, std::string> v; std::string operator[](const std::string& k) { return v[k]; } static Env from_file(const char* f) { Env e; std::ifstream in(f); for (std::string l; std::getline(in, l);) e.v[l] = ""; return e; } static Env empty() { return {}; } };

#define STEP(name, body) int step_##name() { body; return 0; }
STEP(lint, std::system("lint"))
STEP(nothing, (void)0)
#define RUN(name) step_##name()
#ifdef NEVER_DEFINED
#define SLOW() ::sleep(10)
#else
#define SLOW() ((void)0)
#endif

Stage build(Pool& pool) {
  Step<Shell> s{{}, "make"}; Step<DryShell> d{{}, "make"};    // OK: aggregates
  s.then("make test");                                  // OK: joins strings
  int rc = s(); // BAD: process
  rc += d();                                            // OK: dry shell counts
  rc += s.sh.bump();                                    // OK: counts
  rc += s.sh.exec("ls"); // BAD: process
  rc += RUN(lint); // BAD: process
  rc += RUN(nothing);                                   // OK: macro's function does nothing
  SLOW();                                               // OK: expands to nothing here
  pool.dispatch([] { std::system("docker build ."); }); // OK: dispatched to the pool
  auto f = pool.submit([s]() mutable { return s(); });  // OK: submitted; promise future does not block when destroyed
  rc += f.get(); // BAD: wait
  rc += pool.run([] { return std::system("x"); }); // BAD: wait
  auto seq = Seq{std::tuple(d, d)};                     // OK: aggregates
  rc += seq.run();                                      // OK: dry shells only
  auto mixed = Seq{std::tuple(d, s)};                   // OK: aggregates
  rc += mixed.run(); // BAD: process
  AnyStep erased(s);                                    // OK: stores the step
  co_return rc == 0;
}
Stage tidy(Pool pool_by_value) {
  Workspace w("/tmp/ws"); // BAD: file
  Borrowed b{&w};                                       // OK: pointer only
  Env e = Env::from_file(".env"); // BAD: file
  Env n = Env::empty();                                 // OK: empty map
  std::string home = n["HOME"];                         // OK: map look-up
  const char* path = std::getenv("PATH");               // OK: environment
  Pool local; // MISSED: wait: see docs/limitations.md
  local.dispatch([] { ::sleep(2); });                   // OK: pool thread
  std::unique_ptr<Workspace> up = std::make_unique<Workspace>("/tmp/x"); // BAD: file
  auto leaked = new Workspace("/tmp/y");                // OK: constructor stores a path
  bool ok = co_await build(local) && path;              // OK: another coroutine
  if (ok && std::system("make install") == 0) co_return true; // BAD: process
  if (ok || !leaked || b.w) co_return co_await build(local);   // OK: another coroutine
  co_return false;
}
}  // namespace ci
