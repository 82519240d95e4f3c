// RUN: %check_marks %s -- %flags -I%S/Inputs
// Quota checker: walks home directories and mails users.
#include <algorithm>
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
#include <numeric>
#include <string>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

namespace quota {
namespace stdfs = std::filesystem;

// C-style handle-based coroutine
struct co_handle { struct promise_type; std::coroutine_handle<promise_type> raw; };
struct co_handle::promise_type { co_handle get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; } std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} };

namespace worker { static std::vector<std::coroutine_handle<>> loop_inbox; template <class F> struct ticket { F f; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { std::thread([this, h] { f(); loop_inbox.push_back(h); }).detach(); } void await_resume() {} }; template <class F> ticket<F> run_in_thread(F f) { return {std::move(f)}; } template <class F> void fire(F f) { std::thread(std::move(f)).detach(); } template <class F> void here(F f) { f(); } }

static int on_entry(const char* p, const struct stat*, int) { return p ? 0 : 1; }
static size_t usage(const stdfs::path& p) { std::ifstream f(p, std::ios::ate | std::ios::binary); char c; f.seekg(0); f.read(&c, 1); return f.gcount(); }
static size_t limit(const std::string& user) { return user.size() * 1000; }

struct Report {
  std::string text;
  void add(const std::string& s) { text += s; }
  void write(const std::string& to) const { std::ofstream(to) << text; }
  void write(std::string* to) const { *to = text; }
  void write(const std::string& to, std::launch how) const { auto f = std::async(how, [this, to] { write(to); }); }
};
class Visitor { public: virtual ~Visitor() = default; virtual bool file(const stdfs::path&) { return true; } void walk(const std::vector<stdfs::path>& v) { for (auto& p : v) if (!file(p)) break; } };
class Sizer final : public Visitor { public: size_t total = 0; bool file(const stdfs::path& p) override { total += usage(p); return true; } };
class Counter final : public Visitor { public: int n = 0; bool file(const stdfs::path&) override { return ++n < 100; } };

co_handle check(std::vector<std::string> users) {
  std::map<std::string, size_t> by;
  for (auto& u : users) by[u] = limit(u);                       // OK: arithmetic
  for (auto& u : users) by[u] += usage("/home/" + u); // BAD: file
  ::ftw("/home", on_entry, 16); // BAD: file
  co_await worker::run_in_thread([] { ::ftw("/home", on_entry, 16); });   // OK: on its own thread
  worker::fire([] { ::ftw("/srv", on_entry, 16); });            // OK: on its own thread
  Report r; r.add("over quota");                                // OK: string
  std::string out; r.write(&out);                               // OK: the overload for strings
}
co_handle report(std::vector<stdfs::path> ps, Report r) {
  r.write("/var/quota.txt"); // BAD: file
  r.write("/var/quota.txt", std::launch::async); // BAD: wait
  Sizer s; Counter c;                                           // OK: numbers
  s.walk(ps); // BAD: file
  c.walk(ps); // OK: counts
  s.file(ps[0]); // BAD: file
  c.file(ps[0]);                                                // OK: counts
  worker::here([&] { usage(ps[0]); }); // BAD: file
  worker::here([&] { limit("x"); });                            // OK: arithmetic
  auto total = std::transform_reduce(ps.begin(), ps.end(), size_t{0}, std::plus<>{}, usage); // BAD: file
  total += std::transform_reduce(ps.begin(), ps.end(), size_t{0}, std::plus<>{}, [](auto& p) { return p.native().size(); });   // OK: string sizes
  auto worst = std::max_element(ps.begin(), ps.end(), [](auto& a, auto& b) { return usage(a) < usage(b); }); // BAD: file
  std::map<std::string, size_t (*)(const stdfs::path&)> table{{"usage", usage}};   // OK: table of pointers
  total += table["usage"](ps[0]); // BAD: file
  std::function<size_t(const stdfs::path&)> fn = usage;         // OK: stores a pointer
  total += fn(*worst); // BAD: file
  fn = [](auto& p) { return p.native().size(); };
  stdfs::copy_file(ps[0], "/backup/x", stdfs::copy_options::overwrite_existing); // BAD: file
  auto rel = ps[0].lexically_relative("/home");                 // OK: path arithmetic
  auto stem = rel.stem().string() + rel.filename().string();    // OK: path arithmetic
  FILE* m = ::popen("mail root", "w"); // BAD: process
  std::fprintf(m, "%s", stem.c_str()); // BAD: file
  ::pclose(m); // BAD: process
  co_return;
  usage(ps[1]);                                                 // OK: unreachable
}
}  // namespace quota
