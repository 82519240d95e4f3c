// RUN: %check_marks %s -- %flags -I%S/Inputs
// deployctl: a classic synchronous command-line tool; only the "watch" command is a coroutine.
#include <fcntl.h>
#include <netdb.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace deployctl {

namespace fs = std::filesystem;

struct Target {
  std::string host;
  fs::path root;
};

static std::string ask(const std::string& q) {
  std::cout << q;
  std::string a;
  std::getline(std::cin, a);                           // OK: plain function, called by no coroutine
  return a;
}

static int shell(const std::string& cmd) { return std::system(cmd.c_str()); }  // OK: plain function, called by no coroutine

class Inventory {
 public:
  explicit Inventory(const fs::path& p) {
    std::ifstream in(p);                               // OK: constructor, called by no coroutine
    for (std::string l; std::getline(in, l);) add(l);  // OK: constructor, called by no coroutine
  }
  ~Inventory() { ::sync(); }                           // OK: destructor, called by no coroutine
  const Target* find(const std::string& h) const {
    auto it = t_.find(h);
    return it == t_.end() ? nullptr : &it->second;
  }

 private:
  void add(const std::string& l) { t_[l] = {l, "/srv"}; }
  std::map<std::string, Target> t_;
};

static int push(const Target& t) {
  addrinfo* ai = nullptr;
  if (::getaddrinfo(t.host.c_str(), "22", nullptr, &ai) != 0) return 1;  // OK: plain function, called by no coroutine
  int s = ::socket(ai->ai_family, SOCK_STREAM, 0);
  int rc = ::connect(s, ai->ai_addr, ai->ai_addrlen);  // OK: plain function, called by no coroutine
  ::send(s, "push\n", 5, 0);                           // OK: plain function, called by no coroutine
  char ok;
  ::recv(s, &ok, 1, MSG_WAITALL);                      // OK: plain function, called by no coroutine
  ::freeaddrinfo(ai);
  return rc;
}

static int push_all(const std::vector<Target>& ts) {
  std::vector<std::future<int>> fs;
  for (auto& t : ts) fs.push_back(std::async(std::launch::async, push, t));  // OK: another thread runs it
  int rc = 0;
  for (auto& f : fs) rc |= f.get();                    // OK: plain function, called by no coroutine
  return rc;
}

static int wait_children() {
  int st = 0, n = 0;
  while (::wait(&st) > 0) ++n;                         // OK: plain function, called by no coroutine
  return n;
}

static void spinner(std::mutex& m, std::condition_variable& cv, bool& done) {
  std::unique_lock lk(m);
  while (!done) cv.wait_for(lk, std::chrono::milliseconds(100));  // OK: plain function, called by no coroutine
}

static int rollback(const fs::path& root) {
  int lock = ::open((root / ".lock").c_str(), O_RDWR);  // OK: plain function, called by no coroutine
  ::flock(lock, LOCK_EX);                              // OK: plain function, called by no coroutine
  fs::remove_all(root / "current");                    // OK: plain function, called by no coroutine
  fs::copy(root / "previous", root / "current");       // OK: plain function, called by no coroutine
  ::flock(lock, LOCK_UN);                              // OK: plain function, called by no coroutine
  return 0;
}

// Shared by the tool and by the coroutine below.
static std::size_t tail(const fs::path& p, std::string& out) {
  FILE* f = std::fopen(p.c_str(), "r");
  char b[256];
  std::size_t n = 0;
  while (f && std::fgets(b, sizeof b, f)) n += (out = b).size();
  if (f) std::fclose(f);
  return n;
}

static std::string headline(const std::string& s) { return s.substr(0, s.find('\n')); }

rt::task<> watch(fs::path log, int rounds) {
  std::string last;
  while (rounds-- > 0) {
    std::size_t n = tail(log, last); // BAD: file
    std::string h = headline(last);                    // OK: works on text
    co_await rt::async_sleep(std::chrono::seconds(n > 0 ? 1 : 5));  // OK: asynchronous timer
    if (h == "end") std::this_thread::sleep_for(std::chrono::seconds(1)); // BAD: sleep
  }
}

static int watch_command(const fs::path& log) {
  rt::sync_wait(watch(log, 10));                       // OK: plain function, called by no coroutine
  return 0;
}

}  // namespace deployctl

int main(int argc, char** argv) {
  using namespace deployctl;
  std::vector<std::string> args(argv, argv + argc);
  if (args.size() < 2) return 2;
  Inventory inv("inventory.txt");                      // OK: main is not a coroutine
  const Target* t = inv.find(args[1]);
  if (!t) return 1;
  if (ask("deploy? ") != "y") return 0;                // OK: main is not a coroutine
  std::mutex m;
  std::condition_variable cv;
  bool done = false;
  std::thread sp([&] { spinner(m, cv, done); });       // OK: another thread runs it
  int rc = push_all({*t}) + shell("make check") + wait_children();  // OK: main is not a coroutine
  done = true;
  cv.notify_all();
  sp.join();                                           // OK: main is not a coroutine
  if (rc) rollback(t->root);                           // OK: main is not a coroutine
  std::string out;
  tail("deploy.log", out);                             // OK: main is not a coroutine
  std::this_thread::sleep_for(std::chrono::seconds(1));  // OK: main is not a coroutine
  return watch_command("deploy.log");                  // OK: main is not a coroutine
}
