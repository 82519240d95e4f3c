// RUN: %check_marks %s -- %flags -I%S/Inputs
// Ships rotated log files to a collector over TCP.
#include <coroutine>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>
#include <deque>
#include <thread>
#include <mutex>
#include <condition_variable>
#include <functional>
#include <fcntl.h>
#include <unistd.h>
#include <netdb.h>
#include <sys/socket.h>

template <class T> struct Task {
  struct promise_type {
    T value{};
    std::coroutine_handle<> cont = std::noop_coroutine();
    Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Fin {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept { return h.promise().cont; }
      void await_resume() noexcept {}
    };
    Fin final_suspend() noexcept { return {}; }
    void return_value(T v) { value = std::move(v); }
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> h;
  bool await_ready() { return false; }
  auto await_suspend(std::coroutine_handle<> c) { h.promise().cont = c; return h; }
  T await_resume() { return std::move(h.promise().value); }
};

class WorkerPool {
public:
  explicit WorkerPool(unsigned n) { for (unsigned i = 0; i < n; ++i) threads_.emplace_back([this] { run(); }); }
  void enqueue(std::function<void()> f) { { std::lock_guard g(m_); q_.push_back(std::move(f)); } cv_.notify_one(); }
  auto schedule() {
    struct Aw {
      WorkerPool& p;
      bool await_ready() { return false; }
      void await_suspend(std::coroutine_handle<> h) { p.enqueue([h] { h.resume(); }); }
      void await_resume() {}
    };
    return Aw{*this};
  }
private:
  void run() {
    for (;;) {
      std::unique_lock lk(m_);
      cv_.wait(lk, [this] { return !q_.empty(); });  // OK: worker thread of the pool
      auto f = std::move(q_.front()); q_.pop_front();
      lk.unlock();
      f();
    }
  }
  std::mutex m_; std::condition_variable cv_; std::deque<std::function<void()>> q_; std::vector<std::thread> threads_;
};

static WorkerPool g_pool{2};

static int dial(const char* host, const char* port) {
  addrinfo* res = nullptr;
  if (getaddrinfo(host, port, nullptr, &res) != 0) return -1;  // OK: plain function, reported at its callers
  int fd = ::socket(res->ai_family, SOCK_STREAM, 0);
  freeaddrinfo(res);
  return fd;
}

static bool send_all(int fd, const char* p, size_t n, int flags = 0) {
  while (n) {
    ssize_t k = ::send(fd, p, n, flags);
    if (k <= 0) return false;
    p += k; n -= k;
  }
  return true;
}

static std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> out; std::istringstream is(text); std::string l;
  while (std::getline(is, l)) out.push_back(l);  // OK: string stream
  return out;
}

Task<int> tail_once(std::string path) {
  std::ifstream in(path); // BAD: file
  std::string line; int n = 0;
  while (std::getline(in, line)) ++n; // BAD: file
  for (auto& l : split_lines(line)) n += l.size();  // OK: splits a string in memory
  co_return n;
}

Task<int> ship(std::string path, std::string host) {
  int fd = dial(host.c_str(), "514"); // BAD: dns
  char buf[4096];
  FILE* f = std::fopen(path.c_str(), "r"); // BAD: file
  while (size_t n = std::fread(buf, 1, sizeof buf, f)) { // BAD: file
    if (!send_all(fd, buf, n)) break; // BAD: socket
    if (!send_all(fd, buf, n, MSG_DONTWAIT)) break;           // OK: flag carried into send
  }
  int lines = co_await tail_once(path);                       // OK: awaits another coroutine
  co_await g_pool.schedule();
  size_t extra = std::fread(buf, 1, sizeof buf, f);           // OK: running on the pool
  send_all(fd, buf, extra);                                   // OK: running on the pool
  g_pool.enqueue([fd] { char c; (void)::read(fd, &c, 1); });  // OK: handed to the pool
  co_return lines;
}

Task<int> rotate(std::string path) {
  int fd = ::open((path + ".1").c_str(), O_WRONLY | O_CREAT, 0644); // BAD: file
  std::string header = "rotated\n";
  if (::write(fd, header.data(), header.size()) < 0) co_return -1; // BAD: file
  ::fdatasync(fd); // BAD: file
  ::usleep(2000); // BAD: sleep
  if constexpr (sizeof(void*) == 2) {
    ::sleep(1);               // OK: discarded on every target we build
  }
  using ret = decltype(::sleep(1));  // OK: unevaluated
  co_return static_cast<int>(sizeof(ret));
}

int main() {
  auto t = ship("/var/log/app.log", "collector");
  t.h.resume();
  ::sleep(1);  // OK: main is no coroutine
}
