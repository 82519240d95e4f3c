// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a call through a pointer to a member has an object,
// but names no function. The DataStax driver for Cassandra.
#include <coroutine>
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

struct peer {
  int socket;
  int read(char *text) { return ::recv(socket, text, 1, 0); }
  int peek(char *text) { return ::recv(socket, text, 1, MSG_DONTWAIT); }
};

struct session {
  peer other;
  int (peer::*how)(char *);
  int slow_step(char *text) {
    (other.*how)(text);
    return other.read(text);
  }
  int quick_step(char *text) {
    (other.*how)(text);
    return other.peek(text);
  }
};

task serve(session &s, char *text) {
  s.slow_step(text);  // BAD: socket
  s.quick_step(text); // OK: it does not wait
  co_return;
}
