// RUN: %check_marks %s -- %flags -I%S/Inputs
// Backup tool: copies trees, syncs disks.
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <coroutine>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <tuple>
#include <vector>
#include <aio.h>
#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>

struct Fiber {
  struct promise_type {
    Fiber get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept { std::abort(); }
    // every co_yield lets the loop run
    std::suspend_always yield_value(int) noexcept { return {}; }
  };
};

namespace fs = std::filesystem;

// finished work goes back to the loop
struct MainQueue { std::mutex m; std::vector<std::coroutine_handle<>> v; void add(std::coroutine_handle<> h) { std::scoped_lock l(m); v.push_back(h); } };
static MainQueue main_queue;

// spawn_blocking as in other ecosystems
template <class F> struct BlockingOp {
  F f; std::invoke_result_t<F> out{};
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { std::jthread([this, h] { out = f(); main_queue.add(h); }).detach(); }
  auto await_resume() { return out; }
};
template <class F> BlockingOp<F> spawn_blocking(F f) { return BlockingOp<F>{std::move(f)}; }

static std::tuple<int, long> open_sized(const char* p) {
  int fd = ::open(p, O_RDONLY);
  char probe[16]; long n = ::pread(fd, probe, sizeof probe, 0);
  return {fd, n};
}

static void remove_tree(const fs::path& p, int depth) {
  if (depth > 8) return;
  for (auto& e : fs::directory_iterator(p))
    if (e.is_directory()) remove_tree(e.path(), depth + 1);
  ::sync();
}

static int visit(const char*, const struct stat*, int, struct FTW*) { return 0; }

#define COPY_BLOCK(in, out, buf) ::pwrite(out, buf, ::pread(in, buf, sizeof(buf), 0), 0)
#define LOG_BLOCK(msg) do { std::string m_ = (msg); m_.clear(); } while (0)

class Archive {
  std::ofstream out_;
public:
  explicit Archive(const std::string& p) : out_(p, std::ios::binary) {}
  Archive() = default;
  Archive& operator+=(const std::string& s) { out_.write(s.data(), s.size()); return *this; }
  void finish() { out_.flush(); }
  auto begin() const { return names.begin(); }
  auto end() const { return names.end(); }
  std::vector<std::string> names;
};

Fiber backup(fs::path from, fs::path to) {
  std::error_code ec;
  fs::copy(from, to, fs::copy_options::recursive, ec); // BAD: file
  fs::copy_file(from / "a", to / "a", ec); // BAD: file
  auto [fd, size] = open_sized("/var/lib/db"); // BAD: file
  auto [x, y] = std::make_tuple(1, 2);                     // OK: tuple
  char buf[8192];
  COPY_BLOCK(fd, x, buf); // BAD: file
  LOG_BLOCK("copied");                                     // OK: macro touches a string
  off_t off = y;
  ::sendfile(x, fd, &off, size); // BAD: socket
  ::copy_file_range(fd, nullptr, x, nullptr, size, 0); // BAD: file
  iovec v[2]{{buf, 10}, {buf + 10, 10}};
  ::preadv(fd, v, 2, 0); // BAD: file
  ::writev(x, v, 2); // BAD: file
  co_yield 1;
  ::fsync(x); // BAD: file
  ::syncfs(x); // BAD: file
  ::sync(); // BAD: file
}

Fiber prune(fs::path p) {
  remove_tree(p, 0); // BAD: file
  fs::path joined = p / "x" / ".." / "y";                  // OK: path arithmetic
  auto ext = joined.lexically_normal().extension();        // OK: path arithmetic
  fs::remove_all(p); // BAD: file
  bool gone = co_await spawn_blocking([p] { return fs::remove_all(p) > 0; });   // OK: runs on its own thread
  int n = co_await spawn_blocking([&] { return ::nftw(p.c_str(), visit, 16, FTW_PHYS); });   // OK: runs on its own thread
  ::nftw(p.c_str(), visit, 16, FTW_PHYS); // BAD: file
  (void)gone; (void)n; (void)ext;
}

Fiber archive(std::string name) {
  Archive a(name); // BAD: file
  Archive empty;                                           // OK: stream never opened
  a += "header"; // BAD: file
  a.finish(); // BAD: file
  for (const auto& n : empty) LOG_BLOCK(n);                // OK: vector iteration
  co_yield 0;
  aiocb cb{}; cb.aio_fildes = 3;
  ::aio_read(&cb);                                         // OK: queued, not waited for
  const aiocb* list[] = {&cb};
  ::aio_suspend(list, 1, nullptr); // BAD: file
  if (::aio_error(&cb) == 0) ::aio_return(&cb);            // OK: queries
}

Fiber map_index(int fd) {
  void* m = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);   // OK: sets up a mapping
  ::msync(m, 4096, MS_ASYNC);                              // OK: MS_ASYNC
  ::msync(m, 4096, MS_SYNC); // BAD: file
  ::munmap(m, 4096);                                       // OK: drops a mapping
  if (::lockf(fd, F_TLOCK, 0) == 0) co_yield 1;            // OK: F_TLOCK
  if (::lockf(fd, F_LOCK, 0) == 0) co_yield 2; // BAD: lock
  ::lockf(fd, F_ULOCK, 0);                                 // OK: unlocking
  try {
    fs::copy_symlink("/a", "/b");
    std::ofstream("/var/backups/stamp") << "done"; // BAD: file
  } catch (const fs::filesystem_error& e) {
    LOG_BLOCK(e.what());                                   // OK: builds a string
    std::fflush(nullptr); // BAD: file
  }
}

int main(int, char** argv) {
  backup(argv[1], argv[2]);
  remove_tree(argv[1], 0);                                 // OK: main
}
