// RUN: %check_marks %s -- %flags -I%S/Inputs
// Terminal user interface on raw termios.
#include <cctype>
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#include <thread>
#include <utility>

namespace tui {

struct Widget;
struct [[nodiscard]] Screen {
  struct promise_type {
    int key = 0;
    Screen get_return_object() { return Screen{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(std::string) { return {}; }
    void return_void() {}
    void unhandled_exception() { std::rethrow_exception(std::current_exception()); }
  };
  std::coroutine_handle<promise_type> h;
  bool await_ready() { return h.done(); }
  void await_suspend(std::coroutine_handle<>) { h.resume(); }
  void await_resume() {}
};

class Keyboard {            // fed by the loop
  std::deque<int> keys_; std::coroutine_handle<> w_;
public:
  struct Next { Keyboard& k; bool await_ready() { return !k.keys_.empty(); } void await_suspend(std::coroutine_handle<> h) { k.w_ = h; } int await_resume() { int c = k.keys_.front(); k.keys_.pop_front(); return c; } };
  Next getch() { return {*this}; }
  Next getchar() { return {*this}; }
  int peek() const { return keys_.empty() ? -1 : keys_.front(); }
  void feed(int c) { keys_.push_back(c); if (auto h = std::exchange(w_, {})) h.resume(); }
};

struct Widget {
  virtual ~Widget() = default;
  virtual void draw(std::ostream&) {}
  virtual std::string prompt() { return "label"; }
};
struct Input : Widget { std::string prompt() override { std::string s; std::getline(std::cin, s); return s; } };
struct Password : Input { std::string prompt() override { return ::getpass("password: "); } };
struct Form {
  std::string name; Widget w; Input in;
  std::string title() { return w.prompt(); }
  std::string ask() { return in.prompt(); }
};

struct Scanner {
  std::istream& is;
  template <class T> T get() { T t{}; is >> t; return t; }
};

static bool key_ready(timeval tv) { fd_set r; FD_ZERO(&r); FD_SET(0, &r); return ::select(1, &r, nullptr, nullptr, &tv) > 0; }
static int wait_key() { char c; return ::read(0, &c, 1) == 1 ? c : -1; }
static int translate(int k) { return std::toupper(k); }
static bool confirm(const char* q, bool dflt, bool ask = true) { (void)q; if (!ask) return dflt; return std::getchar() == 'y'; }

#define ANYKEY() (wait_key() != 27)

Screen menu(Keyboard& kb, Form form) {
  int k = co_await kb.getch();                    // OK: awaitable getch
  k = translate(co_await kb.getchar());           // OK: awaitable getchar
  k = wait_key(); // BAD: console
  k = translate(wait_key()); // BAD: console
  if (!ANYKEY()) co_return; // BAD: console
  std::string t = form.title();                   // OK: the base returns a literal
  t += form.ask(); // BAD: console
  Password pw; t += pw.prompt(); // BAD: console
  Widget label; t += label.prompt();              // OK: the base returns a literal
  if (confirm("quit?", true)) co_return; // BAD: console
  if (confirm("quit?", true, false)) co_return; // OK: returns before reading
  Scanner s{std::cin}; k = s.get<int>(); // MISSED: console: see docs/limitations.md
  std::istringstream ss("4 5");
  Scanner m{ss}; k += m.get<int>();               // OK: string stream
  if (kb.peek() == 'q') co_return;                // OK: own peek
  while (co_await kb.getch() != 'x') k += kb.peek();   // OK: awaitable in a condition
  switch (co_await kb.getch()) {
    case 'p': ::getpass("again: "); break; // BAD: console
    case 'l': std::cin >> t; break; // BAD: console
    case 'n': ss >> t; break;                     // OK: string stream
  }
}

Screen status(std::string path) {
  winsize ws; ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws);   // OK: window size
  if (::isatty(STDIN_FILENO)) co_yield "tty";            // OK: query
  if (key_ready({0, 0})) co_yield "key";                 // OK: zero timeval
  if (key_ready({2, 0})) co_yield "key"; // BAD: wait
  std::ifstream f;                                       // OK: not opened
  f.open(path); // BAD: file
  std::string line; std::getline(f, line); // BAD: file
  wint_t w = ::getwchar(); // BAD: console
  w += ::fgetwc(stdin); // BAD: console
  char b[32]; std::fgets(b, sizeof b, stdin); // BAD: console
  std::fread(b, 1, 1, stdin); // BAD: console
  std::fscanf(stdin, "%s", b); // BAD: console
  w += std::getc(stdin); // BAD: console
  std::string raw{std::istreambuf_iterator<char>(std::cin), {}}; // BAD: console
  std::wstring ws2; std::getline(std::wcin, ws2); // BAD: console
  char ch; std::cin.read(&ch, 1); std::cin.peek(); // BAD: console
  std::cin.getline(b, sizeof b); // BAD: console
  std::cin.clear();                                      // OK: state only
  if (std::cin.eof() || std::cin.fail()) co_return;      // OK: state only
  pollfd p{0, POLLIN, 0};
  if (::poll(&p, 1, 0) > 0) co_yield "ready";            // OK: zero timeout
  auto reader = std::thread([] { std::string s; std::getline(std::cin, s); });   // OK: thread body
  reader.detach();                                       // OK: detached
  ::sleep(0);                                            // OK: zero seconds
  std::system("clear"); // BAD: process
}

}  // namespace tui
