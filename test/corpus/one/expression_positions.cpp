// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: libcurl
// API gateway: blocking calls in every position an expression can take inside a coroutine.
#include <curl/curl.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "task.h"

namespace gw {

struct Upstream {
  std::string host;
  int port = 80;
};

int lookup(const std::string& host) {
  addrinfo* ai = nullptr;
  return ::getaddrinfo(host.c_str(), nullptr, nullptr, &ai);
}
int cached(const std::string& host) { return int(host.size()); }

std::string read_secret(const char* path = "/run/secrets/key") {
  std::ifstream in(path);
  std::string s;
  in >> s;
  return s;
}

bool healthy(int fd) {
  char c;
  return ::recv(fd, &c, 1, 0) == 1;
}
bool configured(const Upstream& u) { return u.port != 0; }

rt::task<int> send_request(std::string host, int addr);
rt::task<> store_result(int id, std::string body);
rt::task<int> echo(int v) { co_return v; }
int consume(int a, int b) { return a + b; }

rt::task<int> arguments(Upstream u) {
  int id = co_await send_request(u.host, lookup(u.host)); // BAD: dns
  id += co_await send_request(u.host, cached(u.host));               // OK: in memory
  co_await store_result(id, read_secret()); // BAD: file
  co_await store_result(id, u.host + "!");                           // OK: joins text
  id = consume(lookup(u.host), 1); // BAD: dns
  id += consume(co_await echo(1), lookup(u.host)); // BAD: dns
  id += consume(co_await echo(1), co_await echo(2));                 // OK: awaited
  std::string s("x" + read_secret()); // BAD: file
  co_await rt::async_sleep(std::chrono::seconds(::sleep(1))); // BAD: sleep
  co_return id + lookup(u.host); // BAD: dns
}

rt::task<std::string> returns_secret(bool local) {
  if (local) co_return "local";                                      // OK: a constant
  co_return read_secret(); // BAD: file
}

rt::task<bool> ternaries(Upstream u, int fd, bool fast) {
  int a = fast ? cached(u.host) : lookup(u.host); // BAD: dns
  int b = fast ? cached(u.host) : int(u.host.size());                // OK: in memory
  a += (b > 3) ? 1 : 2;                                              // OK: computes
  bool up = fast || healthy(fd); // BAD: socket
  up = fast && configured(u);                                        // OK: compares
  up = configured(u) && healthy(fd) && fast; // BAD: socket
  up |= !healthy(fd); // BAD: socket
  bool folded = true || healthy(fd);                                 // OK: never evaluated
  bool folded_too = false && healthy(fd);                            // OK: never evaluated
  co_return up && folded && !folded_too;
}

rt::task<std::size_t> initialisers(Upstream u, int fd) {
  std::array<int, 2> codes = {lookup(u.host), 0}; // BAD: dns
  std::vector<int> v{1, 2, lookup("b")}; // BAD: dns
  std::map<int, bool> m{{1, healthy(fd)}}; // BAD: socket
  Upstream copy{.host = read_secret(), .port = 1}; // BAD: file
  Upstream plain{.host = u.host, .port = 1};                         // OK: copies memory
  auto [x, y] = std::tuple{lookup("x"), 2}; // BAD: dns
  auto [p, q] = std::tuple{cached("x"), 2};                          // OK: in memory
  static const std::string key = read_secret(); // BAD: file
  static const std::string name = u.host;                            // OK: copies memory
  int arr[2] = {p, q};
  arr[std::clamp(lookup("i"), 0, 1)] = 3; // BAD: dns
  arr[0] += lookup("j"); // BAD: dns
  const auto& ref = read_secret("/etc/x"); // BAD: file
  co_return v.size() + m.size() + codes.size() + key.size() + ref.size() + x + y + copy.host.size() + name.size() + plain.port;
}

rt::task<int> casts_and_commas(int fd) {
  (void)healthy(fd); // BAD: socket
  int n = static_cast<int>(healthy(fd)); // BAD: socket
  n += (::usleep(1), 3); // BAD: sleep
  n += int(sizeof(healthy(fd)));                                     // OK: unevaluated
  n -= -lookup("neg"); // BAD: dns
  n += (n ^ lookup("x")) & 7; // BAD: dns
  n = n > 2 ? throw std::to_string(lookup("t")) : n; // BAD: dns
  std::string* p = new std::string(read_secret()); // BAD: file
  delete p;                                                          // OK: frees memory
  auto lam = [s = read_secret()] { return s.size(); }; // BAD: file
  n += int(lam());                                                   // OK: a length
  co_return n;
}

struct yielder {
  struct promise_type {
    yielder get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_never yield_value(int) { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

yielder feed(Upstream u) {
  co_await rt::async_sleep(std::chrono::milliseconds(1));            // OK: asynchronous timer
  co_yield lookup(u.host); // BAD: dns
  co_yield cached(u.host);                                           // OK: in memory
  co_yield ::system("true"); // BAD: process
}

rt::task<int> nested_await() {
  int n = co_await echo(co_await echo(1));                           // OK: awaited
  n += co_await echo(co_await echo(lookup("n"))); // BAD: dns
  n += (co_await echo(2)) + ::system("x"); // BAD: process
  co_return co_await echo(n);                                        // OK: awaited
}

int classic(Upstream u) {
  return consume(lookup(u.host), int(read_secret().size()));         // OK: plain function, called by no coroutine
}

}  // namespace gw
