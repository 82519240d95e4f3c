// RUN: %check_marks %s -- %flags -I%S/Inputs
// Desktop client: many innocent things are called sleep, connect, select, wait, read, lock ...
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>
#include <variant>
#include <vector>

#include "task.h"

namespace ui {

// Same names as libc, other meaning. Inside this namespace they hide the C functions.
void sleep(int frames);                       // puts a widget to sleep, returns at once
rt::task<> usleep(unsigned us);
rt::task<int> poll(std::vector<int> ids, int timeout);
inline int select(int row) { return row; }
inline bool connect(const char* signal, const std::function<void()>& slot) { return signal && slot; }
inline std::string read(const std::map<int, std::string>& m, int k) { return m.at(k); }
inline void write(std::string& out, const std::string& s) { out += s; }
inline void system(const std::string& theme) { (void)theme; }
inline void pause() {}
inline void sync() {}
inline std::string join(const std::vector<std::string>& v) { return v.empty() ? "" : v[0]; }

struct Buffer {
  std::string data;
  std::size_t pos = 0;
  std::string read(std::size_t n) { return data.substr(pos, n); }
  void write(const std::string& s) { data += s; }
  void flush() { data.clear(); }
  int get() { return data[pos++]; }
  void seek(std::size_t p) { pos = p; }
};

struct Json {
  template <class T>
  T get() const { return T{}; }
  const Json& get(const char*) const { return *this; }
  std::optional<int> find(const char*) const { return 1; }
};

struct Parser {
  explicit Parser(std::string s) : in(std::move(s)) {}
  char get() { return in[0]; }
  std::string getline() { return in; }
  bool accept(char c) { return in[0] == c; }
  std::string in;
};

struct Query {
  Query& select(const char*) { return *this; }
  Query& wait(bool w) { nowait = !w; return *this; }
  Query& lock() { return *this; }
  bool nowait = false;
};

struct Door {
  void open() { is_open = true; }
  void lock() { locked = true; }
  bool is_open = false, locked = false;
};

struct Actor {
  void send(std::string m) { box.push_back(std::move(m)); }
  std::optional<std::string> recv() { return box.empty() ? std::nullopt : std::optional(box.back()); }
  std::vector<std::string> box;
};

struct Visitor {};
struct Node {
  void accept(Visitor&) {}
};

struct ObjectPool {
  int* acquire() { return &slot; }
  void release(int*) {}
  int slot = 0;
};

rt::task<std::string> free_functions(std::map<int, std::string> m) {
  sleep(3);                                   // OK: ui::sleep
  co_await usleep(10);                        // OK: awaited function of the user
  int n = co_await poll({1, 2}, -1);          // OK: awaited function of the user
  n += select(4);                             // OK: ui::select
  connect("clicked", [] {});                  // OK: ui::connect
  std::string s = read(m, 1);                 // OK: ui::read
  write(s, "x");                              // OK: ui::write
  system("dark");                             // OK: ui::system
  pause();                                    // OK: ui::pause
  sync();                                     // OK: ui::sync
  s += join({"a", "b"});                      // OK: joins text
  ::sleep(1); // BAD: sleep
  ::pause(); // BAD: wait
  ::sync(); // BAD: file
  ::write(n, s.data(), s.size()); // BAD: file
  co_return s;
}

rt::task<int> members(Json j, Parser p, Buffer b) {
  int n = j.get<int>();                       // OK: the user's own member
  n += j.get("a").get("b").get<int>();        // OK: the user's own member
  n += p.get();                               // OK: the user's own member
  if (p.accept('{')) p.getline();             // OK: the user's own member
  b.write("abc");                             // OK: in memory
  std::string s = b.read(2);                  // OK: in memory
  b.seek(0);                                  // OK: in memory
  b.flush();                                  // OK: in memory
  n += b.get();                               // OK: in memory
  Query q;
  q.select("*").wait(false).lock();           // OK: a query builder
  Door d;
  d.open();                                   // OK: sets a flag
  d.lock();                                   // OK: sets a flag
  Actor a;
  a.send("hello");                            // OK: appends to a vector
  if (a.recv()) ++n;                          // OK: looks at a vector
  Visitor v;
  Node().accept(v);                           // OK: a visitor
  ObjectPool pool;
  pool.release(pool.acquire());               // OK: takes a slot
  co_return n + int(s.size());
}

rt::task<int> standard_names(std::weak_ptr<int> w, std::shared_ptr<int> s, std::variant<int, char> v) {
  auto locked = w.lock();                     // OK: weak_ptr::lock
  int n = locked ? *locked : 0;
  n += *s.get();                              // OK: shared_ptr::get
  n += std::get<int>(v);                      // OK: std::get
  auto t = std::tuple{1, 2};
  n += std::get<1>(t);                        // OK: std::get
  std::optional<int> o = 3;
  n += o.value();                             // OK: optional
  std::istringstream in("a b\nc");
  std::string line;
  std::getline(in, line);                     // OK: istringstream
  in.get();                                   // OK: istringstream
  in.ignore(10);                              // OK: istringstream
  in.sync();                                  // OK: istringstream
  std::function<int()> f = [] { return 4; };
  n += f();                                   // OK: returns a constant
  std::map<std::string, int> wait{{"x", 1}};
  n += wait["x"] + int(wait.count("y"));      // OK: a map called wait
  std::vector<int> sleep{1, 2};
  n += sleep[0];                              // OK: a vector called sleep
  auto read = [](int k) { return k; };
  n += read(3);                               // OK: a lambda called read
  std::filesystem::path p("a");
  p /= line;                                  // OK: works on the text
  std::this_thread::get_id();                 // OK: a query
  co_return n;
}

}  // namespace ui

// Outside the namespace the same spelling is the C function again.
rt::task<> outside() {
  sleep(3); // BAD: sleep
  ui::sleep(3);                               // OK: ui::sleep
  usleep(10); // BAD: sleep
  co_await ui::usleep(10);                    // OK: awaited function of the user
  using ui::pause;
  ui::pause();                                // OK: ui::pause
}
