// RUN: %check_marks %s -- %flags -I%S/Inputs
// Media indexer: scans directories, reads tags, makes thumbnails in subprocesses.
#include <algorithm>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <string>
#include <thread>
#include <vector>
#include <condition_variable>
#include <mutex>
#include <queue>

namespace media {
namespace fs = std::filesystem;

template <class T> struct Lazy {
  struct promise_base { std::suspend_always initial_suspend() { return {}; } std::suspend_always final_suspend() noexcept { return {}; } void unhandled_exception() { std::abort(); } };
  struct promise_type : promise_base {
    T r;
    Lazy get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    template <class U> void return_value(U&& u) { r = static_cast<U&&>(u); }
  };
  std::coroutine_handle<promise_type> h;
  auto operator co_await() const {
    struct W { std::coroutine_handle<promise_type> h; bool await_ready() { return false; } auto await_suspend(std::coroutine_handle<>) { return h; } T await_resume() { return h.promise().r; } };
    return W{h};
  }
};

// The loop's inbox: workers hand coroutines back through it.
struct Inbox { std::mutex m; std::vector<std::coroutine_handle<>> v; void push(std::coroutine_handle<> h) { std::lock_guard g(m); v.push_back(h); } };

// Hand-rolled pool whose post() takes a packaged job.
class Workers {
  Inbox inbox;
  std::queue<std::function<void()>> q; std::mutex m; std::condition_variable cv; std::vector<std::jthread> ts;
public:
  Workers() { for (int i = 0; i < 2; ++i) ts.emplace_back([this](std::stop_token st) { while (!st.stop_requested()) { std::unique_lock l(m); cv.wait(l, [&] { return !q.empty(); }); auto f = q.front(); q.pop(); l.unlock(); f(); } }); }
  template <class F> void post(F f) { { std::scoped_lock l(m); q.emplace(std::move(f)); } cv.notify_one(); }
  template <class F> auto run_in_thread(F f) {
    using R = std::invoke_result_t<F>;
    struct Aw { Workers& w; F f; std::optional<R> r; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { w.post([this, h] { r = f(); w.inbox.push(h); }); } R await_resume() { return *r; } };
    return Aw{*this, std::move(f), {}};
  }
  template <class F> auto run_now(F f) { return f(); }    // the debug variant
};

struct Tag {
  std::string artist, title;
  friend std::istream& operator>>(std::istream& is, Tag& t) { return is >> t.artist >> t.title; }
  static Tag from(const fs::path& p) { Tag t; std::ifstream(p) >> t; return t; }
  static Tag unknown() { return {"?", "?"}; }
  bool operator==(const Tag&) const = default;
};

struct Cover {
  std::vector<char> bytes;
  Cover() = default;
  explicit Cover(const fs::path& p) { if (FILE* f = std::fopen(p.c_str(), "rb")) { bytes.resize(1 << 16); std::fread(bytes.data(), 1, bytes.size(), f); std::fclose(f); } }
};

struct Thumbnailer {
  std::string cmd = "convert";
  void operator()(const fs::path& p) const { std::system((cmd + p.string()).c_str()); }
};

static bool is_audio(const fs::path& p) { return p.extension() == ".flac" || p.extension() == ".mp3"; }
static int magic(const fs::path& p) { std::ifstream f(p); return f.get(); }
static std::string sniff(const fs::path& p, int level = 1) { return level == 0 ? std::string("skip") : level == 1 ? std::to_string(magic(p)) : sniff(p, level - 1); }

Lazy<int> index(fs::path root, Workers& w) {
  std::vector<fs::path> files{"a.mp3", "b.flac"};
  int n = std::count_if(files.begin(), files.end(), is_audio);                      // OK: path arithmetic
  n += std::count_if(files.begin(), files.end(), [](auto& p) { return magic(p) == 'f'; }); // BAD: file
  n += std::ranges::count_if(files, magic); // BAD: file
  std::ranges::sort(files, {}, [](const fs::path& p) { return p.native().size(); });    // OK: string sizes
  std::vector<Tag> tags;
  std::transform(files.begin(), files.end(), std::back_inserter(tags), &Tag::from); // BAD: file
  std::transform(files.begin(), files.end(), std::back_inserter(tags), [](auto&) { return Tag::unknown(); });   // OK: constants
  std::for_each(files.begin(), files.end(), Thumbnailer{}); // BAD: process
  Thumbnailer th;                                                                    // OK: a string member only
  th(root); // BAD: process
  w.post([th, root] { th(root); });                                                  // OK: posted to the workers
  w.run_now([&] { th(root); return 0; }); // BAD: process
  n += co_await w.run_in_thread([&] { return magic(root); });                        // OK: runs on a worker
  n += co_await w.run_in_thread([] { return std::system("sync"); });                 // OK: runs on a worker
  std::string s = sniff(root, 3); // BAD: file
  s += sniff(root); // BAD: file
  auto c = std::make_unique<Cover>(root / "cover.jpg"); // BAD: file
  auto none = std::make_unique<Cover>();                                             // OK: default constructor
  std::vector<Cover> cs; cs.emplace_back(root / "back.jpg"); // BAD: file
  std::optional<Cover> oc; oc.emplace(root); // BAD: file
  std::optional<Cover> od{std::in_place};                                            // OK: default constructor
  n += c->bytes.size() + none->bytes.size() + cs.size() + od->bytes.size();
  co_return n;
}

Lazy<Tag> read_tag(fs::path p) {
  std::fstream f(p, std::ios::in | std::ios::out); // BAD: file
  Tag t;
  f >> t; // BAD: file
  f.seekg(0); char b[10]; f.read(b, sizeof b); // BAD: file
  f.write(b, 4); // BAD: file
  f.ignore(100); // BAD: file
  if (f.peek() == 'I') co_return t; // BAD: file
  std::stringstream ss("x y"); ss >> t;                     // OK: string stream through the same operator
  std::string rest; std::getline(ss, rest);                 // OK: string stream
  ss.write("abc", 3);                                       // OK: string stream
  std::wifstream wf; wf.open(p); // BAD: file
  co_return t == Tag::unknown() ? Tag::from(p) : t; // BAD: file
}

Lazy<int> playlists(Workers&) {
  char* lineptr = nullptr; size_t cap = 0; int c = 0;
  FILE* f = std::fopen("list.m3u", "r+"); // BAD: file
  while (::getline(&lineptr, &cap, f) > 0) ++c; // BAD: file
  ::getdelim(&lineptr, &cap, ',', f); // BAD: file
  std::fscanf(f, "%d", &c); // BAD: file
  c += std::fgetc(f); // BAD: file
  std::ungetc('x', f);                                      // OK: pushes back into the buffer
  std::sscanf("12", "%d", &c);                              // OK: parses a string
  std::snprintf(lineptr, cap, "%d", c);                     // OK: formats into memory
  c += std::feof(f) + std::ferror(f);                       // OK: flag queries
  char mem[32]; FILE* mf = ::fmemopen(mem, sizeof mem, "w");
  (void)mf;
  std::free(lineptr);
  co_return c;
}
}  // namespace media
