// RUN: %check_marks %s -- %flags -I%S/Inputs
// Network client with blocking and asynchronous overloads side by side.
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "task.h"

namespace client {

struct use_task_t {};
inline constexpr use_task_t use_task{};
struct blocking_t {};
inline constexpr blocking_t blocking{};
using bytes = std::span<char>;
using callback = std::function<void(std::error_code, std::size_t)>;

class Connection {
 public:
  explicit Connection(int fd) : fd_(fd) {}

  // blocking, asynchronous (task), asynchronous (callback), non-blocking
  std::size_t read(bytes b) { return clamp(::recv(fd_, b.data(), b.size(), 0)); }
  rt::task<std::size_t> read(bytes b, use_task_t);
  void read(bytes b, callback cb);
  std::size_t read(bytes b, std::error_code& ec) {
    ssize_t n = ::recv(fd_, b.data(), b.size(), MSG_DONTWAIT);
    if (n < 0) ec = std::make_error_code(std::errc::operation_would_block);
    return clamp(n);
  }

  // overloaded on const
  std::string peer() { return resolve(); }
  std::string peer() const { return cached_; }

  // overloaded on the value category
  void finish() & { ::shutdown(fd_, SHUT_WR); }
  void finish() && {
    char c;
    while (::recv(fd_, &c, 1, 0) > 0) {
    }
  }

  // overloaded on the argument type
  void wait(std::chrono::milliseconds d) { std::this_thread::sleep_for(d); }
  rt::timer_awaiter wait(double seconds) { return rt::async_sleep(std::chrono::milliseconds(long(seconds * 1000))); }
  void wait(int frames) { frames_ += frames; }

  // static overloads
  static Connection open(const std::string& host, blocking_t) {
    addrinfo* ai = nullptr;
    ::getaddrinfo(host.c_str(), "80", nullptr, &ai);
    return Connection(-1);
  }
  static rt::task<Connection> open(const std::string& host);
  static Connection open(int fd) { return Connection(fd); }

 private:
  static std::size_t clamp(ssize_t n) { return n > 0 ? std::size_t(n) : 0; }
  std::string resolve() {
    hostent* h = ::gethostbyname("peer");
    return h ? h->h_name : "";
  }
  int fd_;
  int frames_ = 0;
  std::string cached_;
};

// Free overloads.
std::string load(const char* path) {
  int fd = ::open(path, O_RDONLY);
  char b[64];
  ssize_t n = ::read(fd, b, sizeof b);
  return std::string(b, n > 0 ? std::size_t(n) : 0);
}
std::string load(const std::vector<char>& mem) { return {mem.begin(), mem.end()}; }
rt::task<std::string> load(const char* path, rt::thread_pool& pool) {
  co_return co_await pool.run([p = std::string(path)] { return load(p.c_str()); });  // OK: a worker runs it
}

// Templates against a better non-template.
template <class T>
void persist(const T& v) {
  int fd = ::open("state", O_WRONLY);
  ::write(fd, &v, sizeof v);
}
inline void persist(int) {}

// Default template argument picks the flavour.
template <bool Wait = true>
int drain(int fd) {
  char c;
  return int(::recv(fd, &c, 1, Wait ? 0 : MSG_DONTWAIT));
}

rt::task<std::size_t> reads(Connection& c, const Connection& cc) {
  char raw[128];
  bytes b(raw);
  std::size_t n = c.read(b); // BAD: socket
  n += co_await c.read(b, use_task);                     // OK: asynchronous overload
  c.read(b, [](std::error_code, std::size_t) {});        // OK: callback overload
  std::error_code ec;
  n += c.read(b, ec);                                    // OK: overload with MSG_DONTWAIT
  n += c.peer().size(); // BAD: dns
  n += cc.peer().size();                                 // OK: const overload returns a member
  n += std::as_const(c).peer().size();                   // OK: const overload returns a member
  c.finish();                                            // OK: lvalue overload
  std::move(c).finish(); // BAD: socket
  Connection(3).finish(); // BAD: socket
  co_return n;
}

rt::task<> waits(Connection& c) {
  using namespace std::chrono_literals;
  c.wait(10ms); // BAD: sleep
  c.wait(1s); // BAD: sleep
  co_await c.wait(0.5);                                  // OK: asynchronous overload
  c.wait(3);                                             // OK: counts frames
}

rt::task<Connection> opens(std::string host) {
  Connection a = Connection::open(host, blocking); // BAD: dns
  Connection b = co_await Connection::open(host);        // OK: asynchronous overload
  Connection c = Connection::open(7);                    // OK: stores a number
  co_return c;
}

rt::task<std::string> loads(rt::thread_pool& pool, std::vector<char> mem) {
  std::string s = load("/etc/client"); // BAD: file
  s += load(mem);                                        // OK: in memory
  s += co_await load("/etc/client", pool);               // OK: asynchronous overload
  co_return s;
}

rt::task<int> templates(int fd) {
  persist(2.5); // BAD: file
  persist(3);                                            // OK: non-template overload is empty
  persist<int>(3); // BAD: file
  int n = drain(fd); // BAD: socket
  n += drain<true>(fd); // BAD: socket
  n += drain<false>(fd);                                 // OK: folds to MSG_DONTWAIT
  co_return n;
}

std::size_t blocking_main(Connection& c) {
  char raw[16];
  c.wait(std::chrono::milliseconds(5));                  // OK: plain function, called by no coroutine
  return c.read(bytes(raw)) + load("x").size();          // OK: plain function, called by no coroutine
}

}  // namespace client
