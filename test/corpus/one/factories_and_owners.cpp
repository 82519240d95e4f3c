// RUN: %check_marks %s -- %flags -I%S/Inputs
// Plugin host: make_unique, emplace_back, optional, containers of blocking types.
#include <fcntl.h>
#include <netdb.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <any>
#include <cstdio>
#include <fstream>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "task.h"

namespace host {

// Reads its manifest in the constructor.
struct Manifest {
  explicit Manifest(const std::string& path) {
    std::ifstream in(path);
    std::getline(in, name);
  }
  std::string name;
};

struct Label {
  explicit Label(std::string s) : text(std::move(s)) {}
  std::string text;
};

// Waits for its process in the destructor.
struct PluginProcess {
  pid_t pid;
  explicit PluginProcess(pid_t p) : pid(p) {}
  PluginProcess(PluginProcess&& o) noexcept : pid(std::exchange(o.pid, 0)) {}
  ~PluginProcess() {
    if (pid) ::waitpid(pid, nullptr, 0);
  }
};

struct WaitDeleter {
  void operator()(PluginProcess* p) const {
    ::waitpid(p->pid, nullptr, 0);
    p->pid = 0;
    delete p;
  }
};

struct PcloseDeleter {
  void operator()(FILE* f) const { ::pclose(f); }
};

struct Joiner {
  std::thread t;
  ~Joiner() {
    if (t.joinable()) t.join();
  }
};

template <class T, class... A>
std::unique_ptr<T> build(A&&... a) {
  return std::unique_ptr<T>(new T(std::forward<A>(a)...));
}

class Registry {
 public:
  static Registry& instance() {
    static Registry r;
    return r;
  }
  Label& add(std::string s) { return labels_.emplace_back(std::move(s)); }

 private:
  Registry() { manifest_.emplace("/etc/host/manifest"); }
  std::optional<Manifest> manifest_;
  std::list<Label> labels_;
};

rt::task<std::size_t> smart_pointers(std::string path) {
  auto u = std::make_unique<Manifest>(path); // BAD: file
  auto s = std::make_shared<Manifest>(path); // BAD: file
  std::shared_ptr<Manifest> t(new Manifest(path)); // BAD: file
  auto b = build<Manifest>(path); // BAD: file
  auto l = std::make_unique<Label>(path);                // OK: stores a string
  auto c = build<Label>(path);                           // OK: stores a string
  std::unique_ptr<Manifest> empty;                       // OK: null
  empty.reset(new Manifest(path)); // BAD: file
  std::shared_ptr<Manifest> alias = s;                   // OK: shares
  co_return u->name.size() + b->name.size() + l->text.size() + c->text.size() + alias.use_count();
}

rt::task<std::size_t> containers(std::vector<std::string> paths) {
  std::vector<Manifest> ms;
  std::map<std::string, Manifest> byname;
  std::vector<Label> ls;
  ms.reserve(paths.size());                              // OK: allocates only
  for (auto& p : paths) {
    ms.emplace_back(p); // BAD: file
    ms.push_back(Manifest(p)); // BAD: file
    byname.try_emplace(p, p); // BAD: file
    byname.emplace(p, Manifest(p)); // BAD: file
    ls.emplace_back(p);                                  // OK: stores a string
    ls.push_back(Label(p));                              // OK: stores a string
  }
  ms.push_back(ms.front());                              // OK: copies memory
  co_return ms.size() + ls.size();
}

rt::task<> vocabulary(std::string path) {
  std::optional<Manifest> o;                             // OK: empty
  o.emplace(path); // BAD: file
  std::optional<Manifest> in_place(std::in_place, path); // BAD: file
  auto made = std::make_optional<Manifest>(path); // BAD: file
  std::variant<std::monostate, Manifest> v;              // OK: holds monostate
  v.emplace<Manifest>(path); // MISSED: file: see docs/limitations.md
  std::any a = Label(path);                              // OK: stores a string
  a.emplace<Manifest>(path); // BAD: file
  o.reset();                                             // OK: frees memory
  std::pair<int, Manifest> pair(1, path); // MISSED: file: see docs/limitations.md
  co_return;
}

rt::task<> blocking_destructors(pid_t pid) {
  auto p = std::make_unique<PluginProcess>(pid); // BAD: process
  std::optional<PluginProcess> o(std::in_place, pid); // BAD: process
  std::unique_ptr<PluginProcess, WaitDeleter> w(new PluginProcess(pid)); // MISSED: process: see docs/limitations.md
  std::vector<PluginProcess> all;
  all.emplace_back(pid);
  all.clear(); // BAD: process
  o.reset(); // BAD: process
  p.reset(); // BAD: process
  co_return;
}

rt::task<> deleters(rt::thread_pool& pool, pid_t pid) {
  std::unique_ptr<FILE, PcloseDeleter> none;             // OK: null, deleter never runs
  Joiner j{std::thread([] { ::sleep(1); })}; // BAD: wait
  auto owned = std::make_shared<Label>("x");             // OK: stores a string
  auto handed = new PluginProcess(pid);                  // OK: constructor stores a number
  pool.submit([handed] { delete handed; });              // OK: a worker runs it
  co_return;
}

rt::task<> singletons() {
  Registry& r = Registry::instance(); // BAD: file
  r.add("x");                                            // OK: stores a string
  static Manifest global("/etc/host/global"); // BAD: file
  static Label label("x");                               // OK: stores a string
  co_return;
}

int start_up(const char* path, pid_t pid) {
  auto m = std::make_unique<Manifest>(path);             // OK: plain function, called by no coroutine
  PluginProcess p(pid);                                  // OK: plain function, called by no coroutine
  return int(m->name.size());
}

}  // namespace host
