// RUN: %check_marks %s -- %flags -I%S/Inputs
// Task scheduler internals: std::invoke, std::apply, std::bind and friends.
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "task.h"

namespace sched {

int wait_child(pid_t pid, int flags) {
  int st = 0;
  waitpid(pid, &st, flags);
  return st;
}

int add(int a, int b) { return a + b; }

std::string read_spec(const std::string& path) {
  std::string out;
  if (FILE* f = fopen(path.c_str(), "r")) {
    char b[256];
    while (fgets(b, sizeof b, f)) out += b;
    fclose(f);
  }
  return out;
}

struct Job {
  std::string path;
  std::string load() const { return read_spec(path); }
  std::size_t name_length() const { return path.size(); }
  void operator()() const { ::usleep(100); }
};

struct Shell {
  std::string cmd;
};
struct Delay {
  unsigned s;
};
struct Nothing {};
using Action = std::variant<Nothing, Shell, Delay>;

struct Runner {
  void operator()(const Nothing&) const {}
  void operator()(const Shell& s) const { (void)::system(s.cmd.c_str()); }
  void operator()(const Delay& d) const { ::sleep(d.s); }
};

struct Printer {
  std::string operator()(const Nothing&) const { return "nothing"; }
  std::string operator()(const Shell& s) const { return s.cmd; }
  std::string operator()(const Delay& d) const { return std::to_string(d.s); }
};

rt::task<int> invokes(Job j, pid_t pid) {
  int n = std::invoke(wait_child, pid, 0); // BAD: process
  n += std::invoke(wait_child, pid, WNOHANG);               // OK: WNOHANG
  n += std::invoke(add, 1, 2);                              // OK: adds
  std::string s = std::invoke(&Job::load, j); // BAD: file
  n += int(std::invoke(&Job::name_length, j));              // OK: a length
  std::invoke(j); // BAD: sleep
  std::invoke([] { ::sleep(1); }); // BAD: sleep
  std::invoke([&n] { ++n; });                               // OK: counts
  co_return n + int(s.size());
}

rt::task<int> applies(pid_t pid) {
  int n = std::apply(add, std::pair{1, 2});                 // OK: adds
  n += std::apply(wait_child, std::tuple{pid, 0}); // BAD: process
  n += std::apply([](auto... s) { return int((::sleep(s) + ...)); }, std::tuple{1u, 2u}); // BAD: sleep
  auto job = std::make_from_tuple<Job>(std::tuple{std::string("a.job")});  // OK: stores a string
  co_return n + int(job.path.size());
}

rt::task<int> binds(pid_t pid) {
  using namespace std::placeholders;
  auto b = std::bind(wait_child, pid, 0);                   // OK: stores only
  int n = b(); // BAD: process
  auto c = std::bind(add, _1, 4);                           // OK: stores only
  n += c(3);                                                // OK: adds
  auto d = std::bind(&Job::load, Job{"x"});                 // OK: stores only
  n += int(d().size()); // BAD: file
  auto e = std::bind_front(wait_child, pid);                // OK: stores only
  n += e(0); // BAD: process
  auto never = std::bind(read_spec, "y");                   // OK: never called
  co_return n;
}

rt::task<> visits(Action a) {
  std::visit(Runner{}, a); // BAD: process sleep
  std::string s = std::visit(Printer{}, a);                 // OK: formats only
  if (auto* d = std::get_if<Delay>(&a)) Runner{}(*d); // BAD: sleep
  if (std::holds_alternative<Nothing>(a)) Runner{}(Nothing{});  // OK: this overload is empty
  co_return;
}

std::once_flag loaded, counted;
int count = 0;

rt::task<> once() {
  std::call_once(loaded, [] { read_spec("init.job"); }); // BAD: file
  std::call_once(counted, [] { ++count; });                 // OK: counts
  std::call_once(loaded, read_spec, std::string("init.job")); // BAD: file
  co_return;
}

rt::task<int> wrappers() {
  std::packaged_task<int()> pt([] { return int(::sleep(2)); });  // OK: stores only
  pt(); // BAD: sleep
  auto r = std::ref(wait_child);                            // OK: stores only
  int n = r(1, 0); // BAD: process
  auto neg = std::not_fn([](int v) { return v > 0; });      // OK: stores only
  n += neg(3);                                              // OK: compares
  std::unique_ptr<FILE, int (*)(FILE*)> p(popen("ls", "r"), pclose); // BAD: process
  co_return n;
}

rt::task<std::size_t> optionals(std::optional<Job> j) {
  std::size_t n = j->load().size(); // BAD: file
  n += j.value().name_length();                             // OK: a length
  n += j.value_or(Job{"z"}).load().size(); // BAD: file
  co_return n;
}

int cli(pid_t pid) {
  return std::invoke(wait_child, pid, 0) + std::apply(wait_child, std::tuple{pid, 0});  // OK: plain function, called by no coroutine
}

}  // namespace sched
