// RUN: %check_marks %s -- %flags -I%S/Inputs
// Floating license server; checks out seats, phones home, keeps a journal.
#include <algorithm>
#include <any>
#include <chrono>
#include <compare>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lic {

template <typename T> class Result;
template <> class Result<void> {
public:
  struct promise_type { Result get_return_object() { return {}; } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} };
  bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {}
};
template <typename T> class Result {
public:
  struct promise_type { T* out = nullptr; Result get_return_object() { return Result(*this); } std::suspend_never initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_value(T v) { if (out) *out = std::move(v); } void unhandled_exception() {} };
  explicit Result(promise_type& p) { p.out = &v; }
  bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} T await_resume() { return v; }
private:
  T v{};
};

struct Seat {
  std::string user; int id = 0;
  auto operator<=>(const Seat&) const = default;
  bool connect(const std::string&) const { return true; }
  void lock() {} void unlock() {}
};

// Journal: comparison, call, stream and subscript operators touch the disk.
class Journal {
  std::fstream f_;
public:
  Journal() = default;
  explicit Journal(const char* p) { f_.open(p); }
  Journal& operator<<(const Seat& s) { f_ << s.user << '\n'; f_.flush(); return *this; }
  std::string operator[](size_t n) { f_.seekg(n); std::string s; f_ >> s; return s; }
  bool operator==(const Seat& s) { std::string l; std::getline(f_, l); return l == s.user; }
  Journal& operator=(const Seat& s) { return *this << s; }
  std::string operator*() { return (*this)[0]; }
  Journal* operator->() { return this; }
  size_t operator()(int n) const { return n * 2; }
  explicit operator int() { return std::stoi((*this)[1]); }
  bool operator!() const { return !f_.is_open(); }
};

struct MemJournal {
  std::vector<Seat> v;
  MemJournal& operator<<(const Seat& s) { v.push_back(s); return *this; }
  std::string operator[](size_t n) { return v[n].user; }
  bool operator==(const Seat& s) { return v.back() == s; }
  std::string operator*() { return v[0].user; }
};

struct PhoneHome {
  hostent* h;
  PhoneHome() : PhoneHome("license.vendor.example") {}             // delegating
  explicit PhoneHome(const char* n) : h(::gethostbyname(n)) {}
  explicit PhoneHome(std::nullptr_t) : h(nullptr) {}
};
struct Client { int n = 1; PhoneHome home; };
struct Derived : PhoneHome { using PhoneHome::PhoneHome; };
struct Offline : PhoneHome { Offline() : PhoneHome(nullptr) {} };

struct ScopeSleep { std::chrono::milliseconds d; ~ScopeSleep() { std::this_thread::sleep_for(d); } };
template <class F> struct Defer { F f; ~Defer() { f(); } };
template <class F> Defer(F) -> Defer<F>;

struct Lazy {      // nothing happens until value()
  std::optional<PhoneHome> p;
  PhoneHome& value() { if (!p) p.emplace(); return *p; }
};

template <class K> std::string key_of(const K& k) { if constexpr (requires { k.user; }) return k.user; else { std::ifstream f(k); std::string s; f >> s; return s; } }

Result<void> checkout(Seat s) {
  Journal j("/var/lib/lic/journal"); // BAD: file
  MemJournal mj;                                    // OK: vector member
  j << s; // BAD: file
  mj << s;                                          // OK: vector push
  std::string a = j[3]; // BAD: file
  a += mj[0];                                       // OK: vector look-up
  if (j == s) a.clear(); // BAD: file
  if (mj == s) a.clear();                           // OK: compares in memory
  if (s == Seat{}) a = "none";                      // OK: defaulted comparison
  j = s; // BAD: file
  a += *j + *mj; // BAD: file
  a += *mj;                                         // OK: vector look-up
  int n = static_cast<int>(j); // BAD: file
  n += j(3);                                        // OK: arithmetic call operator
  if (!j) co_return;                                // OK: is_open
  j->operator<<(s); // BAD: file
  std::vector<Seat> seats{s}; std::sort(seats.begin(), seats.end());   // OK: defaulted comparison
  std::find_if(seats.begin(), seats.end(), [&](const Seat& x) { return j == x; }); // BAD: file
  s.connect("vendor"); s.lock(); s.unlock();        // OK: own members
  std::lock_guard g(s);                             // OK: own lock does nothing
  a += key_of(s);                                   // OK: the branch without a file
  a += key_of(std::string("/etc/lic.key")); // BAD: file
}

Result<int> renew(bool force) {
  PhoneHome p; // BAD: dns
  PhoneHome none(nullptr);                          // OK: the offline constructor
  Client c; // BAD: dns
  Client given{2, PhoneHome(nullptr)};              // OK: member given
  Derived d("x.example"); // BAD: dns
  Offline o;                                        // OK: offline constructor
  Lazy l;                                           // OK: nothing yet
  if (force) l.value(); // BAD: dns
  auto q = new PhoneHome("heap.example"); // BAD: dns
  std::map<int, PhoneHome> m; m.try_emplace(1, nullptr); // FALSE: dns: offline constructor
  m[2]; // MISSED: dns: see docs/limitations.md
  std::vector<PhoneHome> v(2); // MISSED: dns: see docs/limitations.md
  std::vector<PhoneHome> e; e.reserve(4);           // OK: memory only
  std::any any = std::make_any<PhoneHome>("any.example"); // BAD: dns
  PhoneHome* ptr = nullptr;                         // OK: a pointer
  std::unique_ptr<PhoneHome> up(ptr);               // OK: wraps a pointer
  auto sp = std::make_shared<Client>(); // BAD: dns
  { ScopeSleep z{std::chrono::milliseconds(20)}; } // BAD: sleep
  Defer sync{[] { ::sync(); }}; // BAD: file
  Defer note{[] { std::string s = "bye"; }};        // OK: harmless body
  auto dup = [](auto h) { return sizeof(h); };
  co_return dup(*q) + (any.has_value() ? 1 : 0) + sizeof(PhoneHome{"u"});   // OK: unevaluated
}

Result<int> daily() {
  co_await checkout(Seat{"eve", 3});                // OK: another coroutine
  int r = co_await renew(::gethostbyname("x") != nullptr); // BAD: dns
  co_return r ? co_await renew(false) : ::gethostid(); // BAD: dns
}

}  // namespace lic
