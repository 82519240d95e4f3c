// RUN: %check_marks %s -- %flags -I%S/Inputs
// File watcher on inotify/fanotify with debounce.
#include <atomic>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <deque>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

// ---- minimal eager coroutine ------------------------------------------------
struct Background {
  struct promise_type;
  using H = std::coroutine_handle<promise_type>;
  struct promise_type {
    Background get_return_object() { return Background{H::from_promise(*this)}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
  };
  H h;
  void join() { while (!h.done()) h.resume(); }     // resumes in place, own member
};

template <class T> class Channel {
  std::deque<T> q_; std::deque<std::coroutine_handle<>> w_;
public:
  struct Recv {
    Channel& c;
    bool await_ready() { return !c.q_.empty(); }
    void await_suspend(std::coroutine_handle<> h) { c.w_.push_back(h); }
    T await_resume() { T t = std::move(c.q_.front()); c.q_.pop_front(); return t; }
  };
  Recv recv() { return {*this}; }
  Recv read() { return {*this}; }
  void send(T t) { q_.push_back(std::move(t)); if (!w_.empty()) { auto h = w_.front(); w_.pop_front(); h.resume(); } }
  bool poll() const { return !q_.empty(); }
};

// generator ------------------------------------------------------------------
template <class T> struct Gen {
  struct promise_type {
    T cur{};
    Gen get_return_object() { return Gen{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T t) { cur = std::move(t); return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  struct It { std::coroutine_handle<promise_type> h; void operator++() { h.resume(); } const T& operator*() { return h.promise().cur; } bool operator!=(std::default_sentinel_t) { return !h.done(); } };
  It begin() { h.resume(); return {h}; }
  std::default_sentinel_t end() { return {}; }
  std::coroutine_handle<promise_type> h;
};

static Gen<std::string> lines_of(const char* path) {
  std::ifstream f(path);
  std::string s;
  while (std::getline(f, s)) co_yield s;
}
static Gen<int> count_to(int n) { for (int i = 0; i < n; ++i) co_yield i; }

class Notifier {
  int fd_;
public:
  explicit Notifier(int flags = 0) : fd_(::inotify_init1(flags)) {}
  int fd() const { return fd_; }
  ssize_t drain(char* b, size_t n) { return ::read(fd_, b, n); }
  bool ready(int ms) { pollfd p{fd_, POLLIN, 0}; return ::poll(&p, 1, ms) == 1; }
};

static std::string slurp(const std::string& p) { std::ifstream f(p); std::ostringstream o; o << f.rdbuf(); return o.str(); }
static size_t digest(const std::string& s) { return std::hash<std::string>{}(s); }

Background watch(Channel<std::string>& ch) {
  char b[4096];
  int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  ::inotify_add_watch(fd, "/etc", IN_MODIFY);             // OK: registers
  (void)!::read(fd, b, sizeof b);                         // OK: IN_NONBLOCK
  int slow = ::inotify_init();
  (void)!::read(slow, b, sizeof b); // BAD: wait
  Notifier n;
  n.drain(b, sizeof b); // BAD: wait
  if (n.ready(200)) ch.send("x"); // BAD: wait
  if (n.ready(0)) ch.send("y");                           // OK: zero timeout; own send
  std::string path = co_await ch.recv();                  // OK: awaitable channel
  path += co_await ch.read();                             // OK: awaitable channel
  if (ch.poll()) path += "!";                             // OK: own poll
  size_t d = digest(slurp(path)); // BAD: file
  d ^= digest(path);                                      // OK: hash of a string
  for (auto& l : lines_of("/etc/watch.conf")) d ^= digest(l); // BAD: file
  for (int i : count_to(3)) d += i;                       // OK: arithmetic generator
  auto unread = lines_of("/etc/passwd");                  // OK: generator not iterated
  (void)unread;
}

Background signals() {
  sigset_t set; sigemptyset(&set); sigaddset(&set, SIGHUP);
  signalfd_siginfo si; int sig;
  int a = ::signalfd(-1, &set, 0);
  int c = ::signalfd(-1, &set, SFD_NONBLOCK);
  (void)!::read(a, &si, sizeof si); // BAD: wait
  (void)!::read(c, &si, sizeof si);                       // OK: SFD_NONBLOCK
  ::sigwait(&set, &sig); // BAD: wait
  siginfo_t info; timespec none{}, one{1, 0};
  ::sigtimedwait(&set, &info, &none);                     // OK: zero timespec
  ::sigtimedwait(&set, &info, &one); // BAD: wait
  ::sigwaitinfo(&set, &info); // BAD: wait
  if (sig == SIGSTOP) ::pause(); // BAD: wait
  if (sig == SIGTSTP) ::sigsuspend(&set); // BAD: wait
  ::sigprocmask(SIG_BLOCK, &set, nullptr);                // OK: mask only
  co_return;
}

Background fan() {
  int fd = ::fanotify_init(FAN_CLASS_NOTIF | FAN_NONBLOCK, O_RDONLY);
  int fb = ::fanotify_init(FAN_CLASS_NOTIF, O_RDONLY);
  fanotify_event_metadata ev[16];
  (void)!::read(fd, ev, sizeof ev);                       // OK: FAN_NONBLOCK
  (void)!::read(fb, ev, sizeof ev); // BAD: wait
  auto scan = [](std::string p) -> Background {
    std::ifstream f(p); // BAD: file
    char c; f.get(c); // BAD: file
    auto sp = std::make_unique<char>(c);
    *sp.get() = 'x';                                      // OK: unique_ptr::get
    co_return;
  };
  scan("/etc/hosts").join();
  std::thread([fb] { char c; (void)!::read(fb, &c, 1); }).detach();   // OK: thread body
  ::ppoll(nullptr, 0, nullptr, nullptr); // BAD: sleep
  ::poll(nullptr, 0, 100); // BAD: sleep
  co_return;
}
