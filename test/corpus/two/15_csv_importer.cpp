// RUN: %check_marks %s -- %flags -I%S/Inputs
// CSV importer with typed columns.
#include <algorithm>
#include <charconv>
#include <coroutine>
#include <cstdio>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <istream>
#include <memory>
#include <sstream>
#include <streambuf>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>
#include <thread>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace csv {

// promise via coroutine_traits: functions returning unique_ptr<Result> with an Import tag
struct Result { size_t rows = 0; bool done = false; };
struct ImportTag {};
}
template <class... A> struct std::coroutine_traits<std::shared_ptr<csv::Result>, csv::ImportTag, A...> {
  struct promise_type {
    std::shared_ptr<csv::Result> r = std::make_shared<csv::Result>();
    std::shared_ptr<csv::Result> get_return_object() { return r; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(size_t n) { r->rows = n; r->done = true; }
    void unhandled_exception() { std::terminate(); }
  };
};
namespace csv {
using ResultPtr = std::shared_ptr<Result>;

struct NextTick { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { q.push_back(h); } void await_resume() {} static inline std::vector<std::coroutine_handle<>> q; };

// Any istream: harmless for strings, not so for files.
static std::vector<std::string> row(std::istream& in) { std::string l; std::getline(in, l); return {l}; }
static std::vector<std::string> split(std::string_view s, char sep = ',') { std::vector<std::string> v; size_t p; while ((p = s.find(sep)) != s.npos) { v.emplace_back(s.substr(0, p)); s.remove_prefix(p + 1); } v.emplace_back(s); return v; }

class Reader {
public:
  explicit Reader(std::string path) : in_(path) {}
  bool next(std::string& l) { return static_cast<bool>(std::getline(in_, l)); }
  struct iterator { Reader* r; std::string cur; iterator& operator++() { if (!r->next(cur)) r = nullptr; return *this; } const std::string& operator*() const { return cur; } bool operator!=(const iterator& o) const { return r != o.r; } };
  iterator begin() { iterator i{this, {}}; return ++i; }
  iterator end() { return {nullptr, {}}; }
private:
  std::ifstream in_;
};

class MemReader {   // same interface on a string
public:
  explicit MemReader(std::string t) : in_(std::move(t)) {}
  bool next(std::string& l) { return static_cast<bool>(std::getline(in_, l)); }
  auto begin() { return v.begin(); }
  auto end() { return v.end(); }
private:
  std::istringstream in_; std::vector<std::string> v;
};

template <class Src> size_t count(Src& s) { std::string l; size_t n = 0; while (s.next(l)) ++n; return n; }
template <class... Cols> struct Schema {
  std::tuple<Cols...> row{};
  template <class T> static T parse(const std::string& s) { T t{}; std::istringstream(s) >> t; return t; }
  void load(const std::string& l) { std::apply([&](auto&... c) { ((c = parse<std::decay_t<decltype(c)>>(l)), ...); }, row); }
};

static const char* default_delims() { static char b[8]; FILE* f = std::fopen("/etc/csv.delims", "r"); if (f) { std::fgets(b, sizeof b, f); std::fclose(f); } return b; }
static std::vector<std::string> fields(const std::string& l, const char* d = default_delims()) { return split(l, d[0]); }

struct Settings {
  int retries = 3;
  std::string locale = ask();
  static std::string ask() { std::string s; std::cin >> s; return s; }
  Settings() = default;
  explicit Settings(std::string l) : locale(std::move(l)) {}
};

ResultPtr import_file(ImportTag, std::string path) {
  Reader r(path); // BAD: file
  MemReader m("a,b\nc,d\n");                           // OK: string stream
  size_t n = count(r); // BAD: file
  n += count(m);                                       // OK: the instance on a string
  for (auto& l : r) n += split(l).size(); // BAD: file
  for (auto& l : m) n += split(l).size();              // OK: vector iteration
  std::string line; r.next(line); // BAD: file
  m.next(line);                                        // OK: string stream
  Schema<int, double> s; s.load(line);                 // OK: parses strings
  auto a = fields(line); // BAD: file
  auto b = fields(line, ";");                          // OK: default argument not evaluated
  co_await NextTick{};
  co_return n + a.size() + b.size();
}

ResultPtr interactive(ImportTag) {
  Settings asked; // BAD: console
  Settings fixed("de_DE");                             // OK: initialiser replaced
  std::string l;
  std::getline(std::cin, l); // BAD: console
  int n = 0; std::cin >> n; // BAD: console
  n += std::cin.get(); // BAD: console
  std::cin.ignore(80, '\n'); // BAD: console
  n += std::getchar(); // BAD: console
  if (std::scanf("%d", &n) != 1) co_return 0; // BAD: console
  char buf[80]; std::fgets(buf, sizeof buf, stdin); // BAD: console
  n += ::read(STDIN_FILENO, buf, sizeof buf); // BAD: console
  std::istringstream is("7"); is >> n;                 // OK: string stream
  n += is.get();                                       // OK: string stream
  is.ignore(80, '\n');                                 // OK: string stream
  std::from_chars(buf, buf + 80, n);                   // OK: parses memory
  n += std::stoi("12") + std::get<1>(std::tuple(1, 2));   // OK: std::get
  std::cin.tie(nullptr);                               // OK: configuration
  char ans = n > 3 ? std::cin.get() : 'n'; // BAD: console
  bool quit = n > 9 && std::getchar() == 'q'; // BAD: console
  co_return n + ans + quit;
}

ResultPtr streams(ImportTag, std::unique_ptr<std::ifstream> f) {
  auto r = row(*f); // BAD: file
  std::istringstream mem("x,y");
  r = row(mem);                                        // OK: string stream passed
  std::string w; *f >> w; // BAD: file
  f.get();                                             // OK: unique_ptr::get
  f->get(); // BAD: file
  (*f).readsome(w.data(), 0);                          // OK: takes what is buffered
  std::stringbuf sb; std::ostream os(&sb); os << "a" << std::flush;   // OK: stringbuf
  std::filebuf fb; fb.open("out.csv", std::ios::out); // BAD: file
  fb.pubsync(); // BAD: file
  std::ofstream out("o.csv"); out << w << std::endl; // BAD: file
  out.put('c').flush(); // BAD: file
  std::copy(std::istreambuf_iterator<char>(*f), {}, std::ostreambuf_iterator<char>(out)); // BAD: file
  co_return r.size();
}

}  // namespace csv
