// RUN: %check_marks %s -- %flags -I%S/Inputs
// Generic storage layer: function templates, specialisations, policies, concepts.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <concepts>
#include <cstring>
#include <fstream>
#include <string>
#include <type_traits>
#include <vector>

#include "task.h"

namespace storage {

template <class T>
T read_pod(int fd) {
  T v{};
  ::read(fd, &v, sizeof v);
  return v;
}

template <class T>
T decode(const char* p) {
  T v{};
  std::memcpy(&v, p, sizeof v);
  return v;
}

// Primary template computes; one specialisation touches the disk.
template <class T>
struct Loader {
  static T load(const std::string& s) { return T(s.size()); }
};
template <>
struct Loader<std::string> {
  static std::string load(const std::string& path) {
    std::ifstream in(path);
    std::string l;
    std::getline(in, l);
    return l;
  }
};

struct Durable {
  static constexpr bool sync = true;
};
struct Volatile {
  static constexpr bool sync = false;
};

template <class Policy>
void store(std::vector<char>& buf, int fd) {
  buf.push_back('\n');
  if constexpr (Policy::sync) ::fdatasync(fd);
}

template <class... Fds>
void sync_all(Fds... fds) {
  (::fsync(fds), ...);
}

template <class... T>
int sum_all(T... t) {
  return (t + ... + 0);
}

template <class S>
concept BlockingSource = requires(S s, char* p) { { s.fill(p) } -> std::same_as<int>; };
template <class S>
concept MemorySource = requires(S s) { s.view(); };

template <BlockingSource S>
int pull(S& s) {
  char b[64];
  return s.fill(b);
}
template <MemorySource S>
int pull(S& s) {
  return int(s.view().size());
}

struct FdSource {
  int fd;
  int fill(char* p) { return int(::read(fd, p, 64)); }
};
struct StringSource {
  std::string s;
  std::string_view view() const { return s; }
};

template <unsigned Seconds>
void settle() {
  if constexpr (Seconds > 0) ::sleep(Seconds);
}

template <class Clock>
struct Throttle {
  template <class D>
  void pace(D d) {
    Clock::wait(d);
  }
};
struct RealClock {
  template <class D>
  static void wait(D d) {
    std::this_thread::sleep_for(d);
  }
};
struct TestClock {
  template <class D>
  static void wait(D) {}
};

rt::task<long> scalars(int fd, const char* mem) {
  long n = read_pod<int>(fd); // BAD: file
  n += read_pod<long>(fd); // BAD: file
  n += decode<int>(mem);                              // OK: copies memory
  n += Loader<int>::load("abc");                      // OK: primary template computes
  n += long(Loader<std::string>::load("abc").size()); // BAD: file
  n += sum_all(1, 2, 3);                              // OK: adds
  sync_all(fd, fd); // BAD: file
  sync_all();                                         // OK: an empty pack
  co_return n;
}

rt::task<> policies(std::vector<char> buf, int fd) {
  store<Durable>(buf, fd); // BAD: file
  store<Volatile>(buf, fd);                           // OK: sync branch discarded
  settle<2>(); // BAD: sleep
  settle<0>();                                        // OK: sleep branch discarded
  Throttle<RealClock> real;
  real.pace(std::chrono::milliseconds(10)); // BAD: sleep
  Throttle<TestClock> test;
  test.pace(std::chrono::milliseconds(10));           // OK: empty wait
  co_return;
}

rt::task<int> concepts(FdSource f, StringSource s) {
  int n = pull(f); // BAD: file
  n += pull(s);                                       // OK: a length
  co_return n;
}

// Template coroutine, instantiated below with both kinds of transport.
template <class Transport>
rt::task<int> exchange(Transport t) {
  ::usleep(10); // BAD: sleep
  co_return t.size();
}

template <class T>
rt::task<T> fetch(int fd) {
  T v = read_pod<T>(fd); // BAD: file
  T w = decode<T>("12345678");                        // OK: copies memory
  co_return v + w;
}

// Template coroutine with a harmless policy only.
template <class Clock>
rt::task<> paced(Throttle<Clock> t) {
  t.pace(std::chrono::seconds(1));                    // OK: instantiated with TestClock only
  co_return;
}

template <class Q>
class Cursor {
 public:
  explicit Cursor(Q q) : q_(q) {}
  rt::task<int> next() {
    char b[8];
    int n = q_.fill(b); // BAD: file
    co_return n;
  }

 private:
  Q q_;
};

rt::task<> instantiate(int fd) {
  int a = co_await exchange(std::string("x"));        // OK: reported in the callee itself
  long b = co_await fetch<long>(fd);                  // OK: reported in the callee itself
  co_await paced(Throttle<TestClock>{});              // OK: harmless
  Cursor<FdSource> c(FdSource{fd});
  a += co_await c.next();                             // OK: reported in the callee itself
  auto generic = [](auto x) { return read_pod<decltype(x)>(0); };
  a += generic(1); // BAD: console
  auto pure = [](auto x) { return x + 1; };
  a += pure(int(b));                                  // OK: adds
}

int tool(int fd) {
  store<Durable>(*new std::vector<char>, fd);         // OK: plain function, called by no coroutine
  return read_pod<int>(fd);                           // OK: plain function, called by no coroutine
}

}  // namespace storage
