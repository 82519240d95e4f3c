// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: Transmission makes a local descriptor non-blocking
// and keeps it in a field afterwards, in three ways.
#include <array>
#include <coroutine>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

struct assigned {
  int socket = -1;
  void open() {
    int made = ::socket(AF_INET, SOCK_STREAM, 0);
    ::fcntl(made, F_SETFL, O_NONBLOCK);
    socket = made;
  }
  void put() { ::send(socket, "", 1, 0); }
};
struct assigned_slow {
  int socket = -1;
  void open() { socket = ::socket(AF_INET, SOCK_STREAM, 0); }
  void put() { ::send(socket, "", 1, 0); }
};

struct element {
  std::array<int, 2> sockets{-1, -1};
  void open(int which) {
    auto &made = sockets[which];
    made = ::socket(AF_INET, SOCK_STREAM, 0);
    ::fcntl(made, F_SETFL, O_NONBLOCK);
  }
  void put() { ::send(sockets[1], "", 1, 0); }
};
struct element_slow {
  std::array<int, 2> sockets{-1, -1};
  void open(int which) {
    auto &made = sockets[which];
    made = ::socket(AF_INET, SOCK_STREAM, 0);
  }
  void put() { ::send(sockets[1], "", 1, 0); }
};

struct peer {
  virtual ~peer() = default;
  virtual void put() = 0;
};
struct tcp_peer : peer {
  explicit tcp_peer(int made) : socket(made) {}
  void put() override { ::send(socket, "", 1, 0); }
  int socket;
};
std::unique_ptr<peer> connect_to() {
  int made = ::socket(AF_INET, SOCK_STREAM, 0);
  ::fcntl(made, F_SETFL, O_NONBLOCK);
  return std::make_unique<tcp_peer>(made);
}

task good(assigned &a, element &e, peer &p) {
  a.put(); // OK: open() made it non-blocking
  e.put(); // OK: open() made it non-blocking
  p.put(); // OK: all peers are made non-blocking
  co_return;
}

task bad(assigned_slow &a, element_slow &e) {
  a.put(); // BAD: socket
  e.put(); // BAD: socket
  co_return;
}
