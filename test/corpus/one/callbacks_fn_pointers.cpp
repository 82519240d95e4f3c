// RUN: %check_marks %s -- %flags -I%S/Inputs
// Command dispatcher of a chat bot: function pointers, std::function, member pointers.
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <functional>
#include <string>

#include "task.h"

namespace bot {

using handler = std::string (*)(const std::string&);

static std::string cmd_quote(const std::string&) {
  std::ifstream in("quotes.txt");
  std::string s;
  std::getline(in, s);
  return s;
}
static std::string cmd_upper(const std::string& a) {
  std::string s(a);
  for (char& c : s) c = char(::toupper(c));
  return s;
}
static std::string cmd_ping(const std::string& host) {
  return ::gethostbyname(host.c_str()) ? "up" : "down";
}
static void nap() { ::usleep(1000); }
static void noop() {}

struct Bot {
  void reload() { ::system("bot-reload"); }
  void greet() { ++greetings; }
  int greetings = 0;
  std::function<void()> on_idle = nap;
  void (*on_tick)() = noop;
};

constexpr handler default_handler = cmd_quote;
const handler echo_handler = cmd_upper;

rt::task<std::string> raw_pointers(std::string arg) {
  handler h = cmd_quote;                       // OK: takes an address
  std::string s = h(arg); // BAD: file
  handler u = &cmd_upper;                      // OK: takes an address
  s += u(arg);                                 // OK: points to cmd_upper
  auto* p = cmd_ping;
  s += p("irc"); // BAD: dns
  s += (*p)("irc"); // BAD: dns
  s += default_handler(arg); // BAD: file
  s += echo_handler(arg);                      // OK: points to cmd_upper
  auto& ref = cmd_ping;
  s += ref("irc"); // BAD: dns
  unsigned (*zz)(unsigned) = ::sleep;
  zz(1); // BAD: sleep
  co_return s;
}

rt::task<> std_functions(std::string arg) {
  std::function<void()> f = nap;               // OK: stores only
  f(); // BAD: sleep
  std::function<std::string(const std::string&)> g = cmd_ping;  // OK: stores only
  g(arg); // BAD: dns
  std::function<void()> h = noop;
  h();                                         // OK: holds noop
  std::function<void(int)> l = [](int s) { ::sleep(unsigned(s)); };
  l(3); // BAD: sleep
  std::function<int()> never = [] { return ::system("true"); };  // OK: never called
  const std::function<void()> k{nap};
  k(); // BAD: sleep
  if (never) co_return;                        // OK: tests for a target
}

rt::task<> member_pointers(Bot& b) {
  void (Bot::*m)() = &Bot::reload;
  (b.*m)(); // BAD: process
  void (Bot::*n)() = &Bot::greet;
  (b.*n)();                                    // OK: points to greet
  auto q = &Bot::reload;
  (&b->*q)(); // BAD: process
  auto fn = std::mem_fn(&Bot::reload);         // OK: stores only
  fn(b); // BAD: process
  auto gn = std::mem_fn(&Bot::greet);
  gn(b);                                       // OK: holds greet
  co_return;
}

rt::task<> defaults() {
  Bot b;
  b.on_tick();                                 // OK: holds noop
  b.on_idle(); // BAD: sleep
  co_return;
}

// A table that contains only quick commands.
constexpr std::array<handler, 2> quick = {cmd_upper, cmd_upper};
// A table that contains only slow ones.
constexpr std::array<handler, 2> slow = {cmd_quote, cmd_ping};

rt::task<std::string> tables(std::string arg) {
  std::string s = quick[0](arg);               // OK: every entry is quick
  s += slow[1](arg); // BAD: dns file
  handler local[] = {cmd_upper, cmd_upper};
  s += local[1](arg);                          // OK: every entry is quick
  co_return s;
}

// Stores the callback for another thread.
class ThreadedTimer {
 public:
  explicit ThreadedTimer(std::function<void()> f) : f_(std::move(f)) {}
  void start() {
    std::thread([f = f_] { f(); }).detach();   // OK: dedicated thread
  }

 private:
  std::function<void()> f_;
};

rt::task<> registers_callback() {
  ThreadedTimer t(nap);                        // OK: stores only
  t.start();                                   // OK: another thread runs it
  ThreadedTimer u([] { ::sleep(10); });        // OK: stores only
  co_await rt::async_sleep(std::chrono::seconds(1));
}

void offline() {
  handler h = cmd_quote;
  h("");                                       // OK: plain function, called by no coroutine
  std::function<void()> f = nap;
  f();                                         // OK: plain function, called by no coroutine
}

}  // namespace bot
