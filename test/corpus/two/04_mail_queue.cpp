// RUN: %check_marks %s -- %flags -I%S/Inputs
// Outgoing mail queue: spool directory, sendmail pipe, SMTP session.
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

namespace fs = std::filesystem;

template <typename T = void> class lazy;
namespace detail {
struct base_promise {
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { std::terminate(); }
};
}
template <> class lazy<void> {
public:
  struct promise_type : detail::base_promise {
    lazy get_return_object() { return lazy{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_void() {}
  };
  auto operator co_await() && {
    struct A { std::coroutine_handle<promise_type> h; bool await_ready() { return h.done(); } void await_suspend(std::coroutine_handle<>) { h.resume(); } void await_resume() {} };
    return A{h_};
  }
  std::coroutine_handle<promise_type> h_;
};
template <typename T> class lazy {
public:
  struct promise_type : detail::base_promise {
    std::variant<std::monostate, T> v;
    lazy get_return_object() { return lazy{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    void return_value(T t) { v.template emplace<1>(std::move(t)); }
  };
  auto operator co_await() && {
    struct A { std::coroutine_handle<promise_type> h; bool await_ready() { return h.done(); } void await_suspend(std::coroutine_handle<>) { h.resume(); } T await_resume() { return std::get<1>(std::move(h.promise().v)); } };
    return A{h_};
  }
  std::coroutine_handle<promise_type> h_;
};

// RAII helpers -------------------------------------------------------------
struct SpoolLock {
  int fd;
  explicit SpoolLock(const char* p, int op = LOCK_EX) : fd(::open(p, O_RDWR)) { ::flock(fd, op); }
  ~SpoolLock() { ::flock(fd, LOCK_UN); ::close(fd); }
};
struct PipeCloser { void operator()(FILE* f) const { if (f) ::pclose(f); } };
using Pipe = std::unique_ptr<FILE, PipeCloser>;

struct Flusher {
  int fd;
  ~Flusher() { ::fsync(fd); }
};

struct Message {
  std::string id;
  std::string body = load(id);
  static std::string load(const std::string& id) {
    std::ifstream f("/var/spool/q/" + id, std::ios::binary);   // OK: static helper, reported where it runs
    return std::string(std::istreambuf_iterator<char>(f), {});
  }
};

class Smtp {
  int fd_;
public:
  explicit Smtp(int fd) : fd_(fd) {}
  Smtp& operator<<(std::string_view s) { (void)::send(fd_, s.data(), s.size(), MSG_NOSIGNAL); return *this; }
  operator std::string() const { char b[512]; auto n = ::recv(fd_, b, sizeof b, 0); return std::string(b, n > 0 ? n : 0); }
  explicit operator bool() const { return fd_ >= 0; }
};

lazy<> drain(std::string dir) {
  SpoolLock guard("/var/spool/q/.lock"); // BAD: lock
  for (auto& e : fs::directory_iterator(dir)) { // BAD: file
    Message m{e.path().filename().string()}; // BAD: file
    Message given{"x", "already here"};                       // OK: initialiser given, nothing is loaded
    if (m.body.empty()) continue;
    fs::copy_file(e.path(), "/var/spool/sent/" + m.id); // BAD: file
  }
  SpoolLock probe("/var/spool/q/.lock", LOCK_EX | LOCK_NB); // OK: LOCK_NB
  co_return;
}

lazy<bool> talk(int fd, Message m) {
  Smtp s(fd);
  if (!s) co_return false;                     // OK: operator bool looks at the number only
  s << "MAIL FROM:<a@b>\r\n"; // BAD: socket
  std::string reply = s; // BAD: socket
  if (static_cast<std::string>(s)[0] != '2') // BAD: socket
    co_return false;
  std::string line = "RCPT"; line += m.id;
  co_return std::string(s).starts_with("250"); // BAD: socket
}

lazy<int> local_delivery(Message m) {
  Pipe p(::popen("/usr/sbin/sendmail -t", "w")); // BAD: process
  std::fputs(m.body.c_str(), p.get()); // BAD: file
  p.reset(); // MISSED: process: see docs/limitations.md
  int rc = std::system("postqueue -f"); // BAD: process
  if (std::system(nullptr)) rc = 1;                // OK: asks only whether there is a shell
  co_return rc;
}

lazy<> commit(int fd, std::function<void(int)> on_done) {
  Flusher f{fd}; // BAD: file
  Flusher* never = nullptr;                        // OK: pointer, no object destroyed
  (void)never;
  auto keep = std::make_shared<SpoolLock>("/tmp/l", LOCK_SH); // BAD: lock
  auto nb = std::make_unique<SpoolLock>("/tmp/l", LOCK_SH | LOCK_NB); // OK: LOCK_NB through make_unique
  on_done(fd);
  std::cout << "committed\n";
  co_return;
}

lazy<> run_queue(std::string dir) {
  co_await drain(dir);                             // OK: another coroutine
  bool ok = co_await talk(3, Message{"17"}); // BAD: file
  if (ok && co_await talk(4, Message{"18", "b"}))  // OK: no load, another coroutine
    co_return;
  int st = 0;
  if (::waitpid(-1, &st, WNOHANG) == 0)            // OK: WNOHANG
    ::wait(&st); // BAD: process
  while (::waitpid(-1, &st, 0) > 0) {} // BAD: process
}
