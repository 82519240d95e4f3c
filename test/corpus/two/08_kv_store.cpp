// RUN: %check_marks %s -- %flags -I%S/Inputs
// Single-node key-value store: WAL, snapshot, RESP-like protocol.
#include <algorithm>
#include <bit>
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace kv {

struct Detached {
  struct promise_type {
    auto get_return_object() { return Detached{}; }
    auto initial_suspend() { return std::suspend_never{}; }
    auto final_suspend() noexcept { return std::suspend_never{}; }
    auto return_void() -> void {}
    auto unhandled_exception() -> void { throw; }
  };
};

class Loop {
  int ep_ = ::epoll_create1(EPOLL_CLOEXEC);
  std::map<int, std::coroutine_handle<>> in_;
public:
  struct IoAwait { Loop& l; int fd; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { l.in_[fd] = h; } int await_resume() { return fd; } };
  IoAwait readable(int fd) { return {*this, fd}; }
  void run() {
    epoll_event ev[64];
    for (;;) {
      int n = ::epoll_wait(ep_, ev, 64, -1);   // OK: the loop itself is no coroutine
      for (int i = 0; i < n; ++i) in_[ev[i].data.fd].resume();
    }
  }
  int poll_once(int timeout = 0) { epoll_event ev[8]; return ::epoll_wait(ep_, ev, 8, timeout); }
};

// Pimpl'd write-ahead log.
class Wal {
  struct Impl;
  std::unique_ptr<Impl> p_;
public:
  Wal();
  ~Wal();
  void append(const std::string&);
  void sync();
  size_t pending() const;
};
struct Wal::Impl {
  int fd = ::open("/var/lib/kv/wal", O_WRONLY | O_APPEND | O_CREAT, 0600);
  std::vector<std::string> q;
  void push(const std::string& s) { q.push_back(s); }
  void sync() { for (auto& s : q) (void)!::write(fd, s.data(), s.size()); ::fdatasync(fd); q.clear(); }
};
Wal::Wal() : p_(std::make_unique<Impl>()) {}
Wal::~Wal() = default;
void Wal::append(const std::string& s) { p_->push(s); }
void Wal::sync() { p_->sync(); }
size_t Wal::pending() const { return p_->q.size(); }

class Store {   // Meyers singleton
  std::unordered_map<std::string, std::string> m_;
  mutable std::shared_mutex mu_;
public:
  static Store& instance() { static Store s; return s; }
  std::optional<std::string> get(const std::string& k) const { auto i = m_.find(k); if (i == m_.end()) return {}; return i->second; }
  void put(std::string k, std::string v) { m_[std::move(k)] = std::move(v); }
  void snapshot(const char* path) const {
    FILE* f = std::fopen(path, "wb");
    for (auto& [k, v] : m_) std::fprintf(f, "%s=%s\n", k.c_str(), v.c_str());   // OK: plain member
    std::fclose(f);
  }
};

static ssize_t recv_frame(int fd, char* b, size_t n, bool block = true) {
  return ::recv(fd, b, n, block ? 0 : MSG_DONTWAIT);
}

Detached client(Loop& loop, int fd, Wal& wal) {
  char b[512];
  co_await loop.readable(fd);
  ssize_t n = recv_frame(fd, b, sizeof b, false);        // OK: MSG_DONTWAIT through the parameter
  n += recv_frame(fd, b, sizeof b); // BAD: socket
  std::string key(b, n > 0 ? n : 0);
  auto v = Store::instance().get(key);                   // OK: own get
  Store::instance().put(key, v.value_or("nil"));         // OK: map insert
  wal.append(key);                                       // OK: queued in memory
  if (wal.pending() > 16) wal.sync(); // BAD: file
  Store::instance().snapshot("/var/lib/kv/dump"); // BAD: file
  switch (b[0]) {
    case 'G': ::send(fd, v->data(), v->size(), MSG_DONTWAIT); break;   // OK: MSG_DONTWAIT
    case 'S': ::send(fd, "+OK", 3, 0); break; // BAD: socket
    case 'B': while (::recv(fd, b, 1, 0) > 0) {} break; // BAD: socket
    default: break;
  }
}

Detached acceptor(Loop& loop, Wal& wal) {
  int l = ::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::listen(l, 128);                                      // OK: does not wait
  for (;;) {
    int c = ::accept4(co_await loop.readable(l), nullptr, nullptr, SOCK_CLOEXEC); // BAD: socket
    if (c < 0) break;
    client(loop, c, wal);                                // OK: another coroutine
  }
  int b = ::socket(AF_INET6, SOCK_STREAM, 0);
  int c = ::accept4(b, nullptr, nullptr, SOCK_NONBLOCK); // BAD: socket
  char ch;
  (void)!::read(c, &ch, 1);                              // OK: accepted with SOCK_NONBLOCK
  int d = ::accept(b, nullptr, nullptr); // BAD: socket
  (void)!::read(d, &ch, 1); // BAD: socket
}

Detached ticker(Loop& loop) {
  int tb = ::timerfd_create(CLOCK_MONOTONIC, 0);
  int tn = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  itimerspec its{}; ::timerfd_settime(tn, 0, &its, nullptr);   // OK: arms the timer
  uint64_t k;
  (void)!::read(tb, &k, sizeof k); // BAD: wait
  (void)!::read(tn, &k, sizeof k);                       // OK: TFD_NONBLOCK
  int eb = ::eventfd(0, 0), en = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  ::eventfd_read(eb, &k); // BAD: wait
  ::eventfd_read(en, &k);                                // OK: EFD_NONBLOCK
  (void)!::read(en, &k, sizeof k);                       // OK: EFD_NONBLOCK
  loop.poll_once();                                      // OK: zero timeout by default
  loop.poll_once(250); // BAD: wait
  loop.poll_once(-1); // BAD: wait
  epoll_event ev; int ep = ::epoll_create1(0);
  ::epoll_ctl(ep, EPOLL_CTL_ADD, en, &ev);               // OK: registers
  ::epoll_pwait(ep, &ev, 1, 0, nullptr);                 // OK: zero timeout
  ::epoll_pwait(ep, &ev, 1, 1000, nullptr); // BAD: wait
  co_await loop.readable(en);
}

int main() { Loop l; Wal w; acceptor(l, w); w.sync(); l.run(); }   // OK: main

}  // namespace kv
