// RUN: %check_marks %s -- %flags -I%S/Inputs
// Build server agent: RAII types whose constructors and destructors do the blocking.
#include <fcntl.h>
#include <netdb.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace agent {

class Settings {
 public:
  Settings() = default;
  explicit Settings(const std::string& path) {
    std::ifstream in(path);
    std::string l;
    while (std::getline(in, l)) lines_.push_back(l);
  }
  std::size_t size() const { return lines_.size(); }

 private:
  std::vector<std::string> lines_;
};

// Joins on destruction.
class Worker {
 public:
  template <class F>
  explicit Worker(F f) : t_(std::move(f)) {}
  ~Worker() {
    if (t_.joinable()) t_.join();
  }
  void forget() { t_.detach(); }

 private:
  std::thread t_;
};

// Flushes on destruction.
struct SyncedFd {
  int fd;
  ~SyncedFd() { ::fsync(fd); }
};

struct PlainFd {
  int fd;
  ~PlainFd() { ::close(fd); }
};

// A member blocks, the class itself looks innocent.
struct Context {
  Settings settings{"/etc/agent.conf"};
  int verbosity = 0;
};

struct JobScope {
  int id;
  SyncedFd log;
};

struct Resolved {
  explicit Resolved(const char* host) { ::getaddrinfo(host, nullptr, nullptr, &ai); }
  Resolved(const char* host, std::nullptr_t) : Resolved(host) {}
  explicit Resolved(addrinfo* known) : ai(known) {}
  addrinfo* ai = nullptr;
};

struct NamedResolved : Resolved {
  NamedResolved(const char* h) : Resolved(h), name(h) {}
  std::string name;
};

struct ChildGuard {
  pid_t pid;
  explicit ChildGuard(pid_t p) noexcept : pid(p) {}
  ~ChildGuard() {
    int st;
    while (::waitpid(pid, &st, 0) < 0) {
    }
  }
};

Settings load_default() { return Settings("/etc/agent.default"); }

rt::task<> constructors(std::string path) {
  Settings empty;                                  // OK: default constructor does nothing
  Settings s(path); // BAD: file
  Settings t{path}; // BAD: file
  Settings u = Settings(path); // BAD: file
  auto n = Settings(path).size(); // BAD: file
  Settings v = load_default(); // BAD: file
  Context ctx; // BAD: file
  Settings copy = s;                               // OK: copies memory
  Settings moved = std::move(t);                   // OK: moves memory
  auto* heap = new Settings(path); // BAD: file
  delete heap;                                     // OK: destructor frees memory
  co_await rt::async_sleep(std::chrono::milliseconds(n + u.size()));  // OK: asynchronous timer
}

rt::task<> bases_and_delegation(addrinfo* known) {
  Resolved a("db"); // BAD: dns
  Resolved b("db", nullptr); // BAD: dns
  Resolved c(known);                               // OK: this constructor stores a pointer
  NamedResolved d("db"); // BAD: dns
  NamedResolved two[2] = {"a", "b"}; // BAD: dns
  ::freeaddrinfo(c.ai);                            // OK: frees memory
  co_return;
}

rt::task<> destructors(int fd, pid_t pid) {
  PlainFd plain{fd};                               // OK: closes only
  SyncedFd synced{fd}; // BAD: file
  {
    ChildGuard guard(pid); // BAD: process
    co_await rt::async_sleep(std::chrono::seconds(1));
  }
  JobScope job{1, {fd}}; // BAD: file
  Worker w([] { ::sleep(5); }); // BAD: wait
  co_return;
}

rt::task<> temporaries(int fd, pid_t pid) {
  SyncedFd{fd}; // BAD: file
  ChildGuard{pid}; // BAD: process
  PlainFd{fd};                                     // OK: closes only
  auto* leaked = new ChildGuard(pid);              // OK: constructor stores a number
  delete leaked; // BAD: process
  co_return;
}

// Owns things but is built and destroyed by the main thread.
class Agent {
 public:
  Agent() : settings_("/etc/agent.conf") {}        // OK: constructor, called by no coroutine
  ~Agent() { ::fsync(log_); }                      // OK: destructor, called by no coroutine
  rt::task<int> run() {
    co_return int(settings_.size());               // OK: a member read
  }

 private:
  Settings settings_;
  int log_ = -1;
};

}  // namespace agent

int main() {
  agent::Agent a;                                  // OK: main is not a coroutine
  agent::ChildGuard g(::fork());                   // OK: main is not a coroutine
}
