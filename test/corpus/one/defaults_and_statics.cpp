// RUN: %check_marks %s -- %flags -I%S/Inputs
// Feature-flag service: default arguments, default member initialisers, static locals, globals.
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace flags {

using table = std::map<std::string, bool>;

table read_table(const char* path = "/etc/flags.conf") {
  table t;
  std::ifstream in(path);
  std::string k;
  while (in >> k) t[k] = true;
  return t;
}
table built_in() { return {{"dark-mode", true}}; }

std::string own_name() {
  char b[256];
  ::gethostname(b, sizeof b);
  addrinfo* ai = nullptr;
  ::getaddrinfo(b, nullptr, nullptr, &ai);
  return b;
}
int next_id() {
  static int id = 0;
  return ++id;
}

// The default argument is evaluated at the call.
bool enabled(const std::string& f, const table& t = read_table()) { return t.count(f) != 0; }
bool enabled_fast(const std::string& f, const table& t = built_in()) { return t.count(f) != 0; }
int tag(int v, int id = next_id()) { return v + id; }

// Default member initialisers run in the constructor.
struct Identity {
  std::string host = own_name();
  int id = next_id();
};
struct Anonymous {
  std::string host = "nobody";
  int id = next_id();
};
struct Options {
  table t = read_table();
  int level = 0;
  Options() = default;
  explicit Options(table given) : t(std::move(given)) {}
};
struct Request {
  std::string feature;
  Options opts{};
};
struct LightRequest {
  std::string feature;
  Options opts{table{}};
};

// Lazy singletons.
const table& global_table() {
  static const table t = read_table();
  return t;
}
const table& global_builtin() {
  static const table t = built_in();
  return t;
}
template <class T>
T& instance() {
  static T t;
  return t;
}

struct Lazy {
  const std::string& host() {
    std::call_once(once, [this] { value = own_name(); });
    return value;
  }
  const std::string& peek() const { return value; }
  std::once_flag once;
  std::string value;
};

table startup_table = read_table();               // OK: global initialiser, runs before main

rt::task<int> default_arguments(std::string f) {
  int n = enabled(f); // BAD: file
  n += enabled(f, built_in());                    // OK: argument given, default not evaluated
  n += enabled_fast(f);                           // OK: default is in memory
  n += enabled_fast(f, read_table("x")); // BAD: file
  n += tag(n);                                    // OK: default counts
  table t = read_table(); // BAD: file
  co_return n + int(t.size());
}

rt::task<std::string> member_initialisers() {
  Identity me; // BAD: dns
  Identity you{}; // BAD: dns
  Identity given{.host = "known"};                // OK: initialiser replaced
  Anonymous nobody;                               // OK: a constant and a counter
  Options o; // BAD: file
  Options p(built_in());                          // OK: initialiser replaced
  Request r{"dark-mode"}; // BAD: file
  Request s{"dark-mode", Options(table{})};       // OK: initialiser replaced
  LightRequest l{"dark-mode"};                    // OK: built from an empty table
  auto u = std::make_unique<Options>(); // BAD: file
  co_return me.host + you.host + given.host + nobody.host + r.feature + s.feature + l.feature;
}

rt::task<std::size_t> statics() {
  static const table mine = read_table("/etc/mine"); // BAD: file
  static const std::string host = own_name(); // BAD: dns
  static const table quick = built_in();          // OK: in memory
  static int calls = next_id();                   // OK: counts
  static auto loader = [] { return read_table(); };  // OK: never called
  static auto loaded = [] { return read_table(); }(); // BAD: file
  static std::once_flag flag;
  std::call_once(flag, [] { ::system("flags-init"); }); // BAD: process
  thread_local table per_thread = read_table(); // BAD: file
  co_return mine.size() + host.size() + quick.size() + std::size_t(calls) + loaded.size() + per_thread.size();
}

rt::task<std::size_t> singletons(Lazy& z) {
  std::size_t n = global_table().size(); // BAD: file
  n += global_builtin().size();                   // OK: in memory
  n += instance<Identity>().host.size(); // BAD: dns
  n += instance<Anonymous>().host.size();         // OK: in memory
  n += z.host().size(); // BAD: dns
  n += z.peek().size();                           // OK: a member read
  n += startup_table.size();                      // OK: already initialised
  co_return n;
}

// Coroutine with a default argument: evaluated by whoever calls it.
rt::task<int> check(std::string f, table t = read_table()) {
  co_return int(t.count(f));                      // OK: in memory
}

rt::task<int> checks() {
  int n = co_await check("a"); // BAD: file
  n += co_await check("a", built_in());           // OK: argument given, default not evaluated
  co_return n;
}

int report() {
  Identity me;                                    // OK: plain function, called by no coroutine
  return enabled("x") + int(global_table().size());  // OK: plain function, called by no coroutine
}

}  // namespace flags
