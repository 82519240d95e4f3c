// RUN: %check_marks %s -- %flags -I%S/Inputs
// Print spooler: raw queue to a parallel-port style device, filters, accounting.
#include <array>
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace spool {

// coroutine type with parameters-preview promise and operator new
struct Spooled {
  struct promise_type {
    static void* operator new(size_t n) { return std::malloc(n); }
    static void operator delete(void* p) { std::free(p); }
    Spooled get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
struct Tick { bool await_ready() { return false; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };
static Tick next_tick() { return {}; }
static Tick after(unsigned ms) { (void)ms; return {}; }
static Tick spin_then_tick() { ::usleep(500); return {}; }

struct Filter {
  std::function<std::string(const std::string&)> apply;
  static Filter shell(std::string cmd) { return {[cmd](const std::string& s) { FILE* p = ::popen(cmd.c_str(), "r"); char b[64]; std::string o = s; while (std::fgets(b, sizeof b, p)) o += b; ::pclose(p); return o; }}; }
  static Filter upper() { return {[](const std::string& s) { std::string o; for (char c : s) o += static_cast<char>(c & ~32); return o; }}; }
};

class Printer {
protected:
  int fd_ = -1;
public:
  virtual ~Printer() { ::close(fd_); }
  bool print(std::string_view s) { return begin() && put(s) && end(); }     // template method
  virtual bool begin() { return true; }
  virtual bool put(std::string_view) { return true; }
  virtual bool end() { return true; }
};
class NullPrinter final : public Printer {};
class LinePrinter final : public Printer {
public:
  LinePrinter() { fd_ = ::open("/dev/lp0", O_WRONLY); }
  bool put(std::string_view s) override { return ::write(fd_, s.data(), s.size()) > 0; }
  bool end() override { return ::tcdrain(fd_) == 0; }
};

struct Job {
  std::string file; int copies = 1;
  size_t pages() const { std::ifstream f(file); return std::count(std::istreambuf_iterator<char>(f), {}, '\f'); }
  size_t cost() const { return copies * 2; }
  explicit operator bool() const { return copies > 0; }
  bool operator<(const Job& o) const { return pages() < o.pages(); }
  bool operator>(const Job& o) const { return copies > o.copies; }
};

struct Account {
  std::string user; size_t used = 0;
  Account& operator+=(const Job& j) { used += j.cost(); return *this; }
  Account& operator-=(const Job& j) { used -= j.pages(); return *this; }
};

Spooled print_all(std::vector<Job> jobs, Account acct) {
  LinePrinter lp; NullPrinter np; // BAD: file
  for (const Job& j : jobs) {
    if (!j) continue;                                // OK: compares a number
    acct += j;                                       // OK: arithmetic
    acct -= j; // BAD: file
    size_t n = j.pages() * j.copies; // BAD: file
    n += j.cost();                                   // OK: arithmetic
    Filter sh = Filter::shell("a2ps"), up = Filter::upper();   // OK: builds closures
    std::string s = up.apply("page");                // FALSE: file process: the field of another object
    s = sh.apply("page"); // BAD: file process
    lp.put(s); // BAD: file
    np.put(s);                                       // OK: the null printer
    lp.end(); // BAD: device
    np.end();                                        // OK: the null printer
    lp.begin();                                      // OK: base returns true
    np.print(s); // OK: all steps of the null printer are harmless
    lp.print(s); // BAD: device file
    co_await next_tick();                            // OK: awaitable
    co_await after(100);                             // OK: awaitable
    co_await spin_then_tick(); // BAD: sleep
  }
  if (jobs[0] < jobs[1]) std::swap(jobs[0], jobs[1]); // BAD: file
  if (jobs[0] > jobs[1]) std::swap(jobs[0], jobs[1]);    // OK: compares numbers
  std::sort(jobs.begin(), jobs.end()); // MISSED: file: see docs/limitations.md
  std::sort(jobs.begin(), jobs.end(), std::greater<>{});   // OK: compares numbers
  auto it = std::max_element(jobs.begin(), jobs.end(), [](auto& a, auto& b) { return a.cost() < b.cost(); });   // OK: arithmetic
  (void)it;
}

Spooled feed(std::string path) {
  int lp = ::open("/dev/usb/lp0", O_RDWR | O_NONBLOCK);      // OK: O_NONBLOCK
  std::array<char, 1024> page;
  ssize_t k = ::write(lp, page.data(), page.size());         // OK: O_NONBLOCK
  int src = ::open(path.c_str(), O_RDONLY); // BAD: file
  while ((k = ::read(src, page.data(), page.size())) > 0) { // BAD: file
    co_await next_tick();                                    // OK: awaitable
    k = ::pread64(src, page.data(), page.size(), k); // BAD: file
  }
  std::filesystem::path dst = path + ".done";                // OK: path arithmetic
  std::filesystem::copy(path, dst); // BAD: file
  std::ofstream log("/var/log/spool", std::ios::app); // BAD: file
  log << dst << '\n' << std::flush; // BAD: file
  if (int fd = ::open("/var/lock/lp", O_RDWR); ::flock(fd, LOCK_EX) == 0) ::flock(fd, LOCK_UN); // BAD: lock
  int status = ::posix_openpt(O_RDWR | O_NOCTTY);
  ::waitpid(status, &status, WNOHANG | WCONTINUED);          // OK: WNOHANG
}
}  // namespace spool
