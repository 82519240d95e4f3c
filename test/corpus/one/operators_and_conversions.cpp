// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: sqlite
// Embedded key/value scripting layer: overloaded operators doing I/O behind the scenes.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <compare>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include "task.h"

namespace kv {

std::string slurp(std::string_view path) {
  std::ifstream in{std::string(path)};
  std::string s;
  std::getline(in, s, '\0');
  return s;
}

// "foo.txt"_contents reads the file.
std::string operator""_contents(const char* p, std::size_t n) { return slurp({p, n}); }
std::string operator""_quoted(const char* p, std::size_t n) { return '"' + std::string(p, n) + '"'; }

class Record {
 public:
  explicit Record(sqlite3_stmt* st) : st_(st) {}

  std::string operator[](int col) const {
    sqlite3_step(st_);
    return reinterpret_cast<const char*>(sqlite3_column_text(st_, col));
  }
  bool operator()(int n) {
    while (n-- > 0) sqlite3_step(st_);
    return true;
  }
  Record& operator++() {
    sqlite3_step(st_);
    return *this;
  }
  explicit operator bool() const { return sqlite3_step(st_) == SQLITE_ROW; }
  operator int() const { return sqlite3_column_int(st_, 0); }
  Record& operator=(const std::string& v) {
    sqlite3_bind_text(st_, 1, v.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_step(st_);
    return *this;
  }
  sqlite3_stmt* operator->() const { return st_; }

 private:
  sqlite3_stmt* st_;
};

// Socket with iostream-like operators.
class Wire {
 public:
  explicit Wire(int fd) : fd_(fd) {}
  Wire& operator<<(const std::string& s) {
    ::send(fd_, s.data(), s.size(), 0);
    return *this;
  }
  Wire& operator>>(std::string& s) {
    char b[256];
    ssize_t n = ::recv(fd_, b, sizeof b, 0);
    s.assign(b, n > 0 ? std::size_t(n) : 0);
    return *this;
  }
  Wire& operator|(int flags) {
    flags_ |= flags;
    return *this;
  }
  std::string operator*() const {
    char c;
    return ::recv(fd_, &c, 1, 0) == 1 ? std::string(1, c) : "";
  }
  bool operator!() const { return fd_ < 0; }
  bool operator==(const Wire& o) const { return fd_ == o.fd_; }

 private:
  int fd_;
  int flags_ = 0;
};

struct LazyFile {
  std::string path;
  operator std::string() const { return slurp(path); }
  friend bool operator<(const LazyFile& a, const LazyFile& b) { return slurp(a.path) < slurp(b.path); }
  friend LazyFile operator+(const LazyFile& a, const std::string& s) { return {a.path + s}; }
};

struct Pause {
  int ms;
  void operator()() const { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }
  void operator,(int) const { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }
};

std::size_t length_of(const std::string& s) { return s.size(); }

rt::task<int> records(sqlite3_stmt* st) {
  Record r(st);
  std::string name = r[2]; // BAD: database
  r(3); // BAD: database
  ++r; // BAD: database
  if (r) name += "!"; // BAD: database
  if (!r) name += "?"; // BAD: database
  int id = r;                                 // OK: operator int reads the current row
  r = name; // BAD: database
  sqlite3_stmt* raw = r.operator->();         // OK: returns the pointer
  co_return id + (raw != nullptr);
}

rt::task<std::string> wires(int fd) {
  Wire w(fd);
  std::string s;
  w << "hello\n"; // BAD: socket
  w >> s; // BAD: socket
  s += *w; // BAD: socket
  if (!w) co_return s;                        // OK: compares the descriptor
  w | 4 | 8;                                  // OK: stores flags
  if (w == Wire(3)) s.clear();                // OK: compares descriptors
  w.operator<<(s); // BAD: socket
  co_return s;
}

rt::task<std::size_t> lazies(LazyFile a, LazyFile b) {
  std::string text = a; // BAD: file
  LazyFile joined = a + ".bak";               // OK: joins the names
  std::size_t n = length_of(b); // BAD: file
  if (a < b) ++n; // BAD: file
  n += "/etc/motd"_contents.size(); // BAD: file
  n += "motd"_quoted.size();                  // OK: works on text
  text = static_cast<std::string>(joined); // BAD: file
  co_return n + text.size();
}

rt::task<> functors() {
  Pause p{20};                                // OK: stores a number
  p(); // BAD: sleep
  Pause{5}(); // BAD: sleep
  std::map<int, Pause> all{{1, p}};           // OK: stores a number
  all[1](); // BAD: sleep
  all.at(1).operator()(); // BAD: sleep
  co_return;
}

void script_main(int fd) {
  Wire w(fd);
  w << "x";                                   // OK: plain function, called by no coroutine
  Pause{100}();                               // OK: plain function, called by no coroutine
}

}  // namespace kv
