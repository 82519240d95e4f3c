// RUN: %check_marks %s -- %flags -I%S/Inputs
// Fibre library: its own thread, mutex, condition_variable, future, latch and ifstream.
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

#include "task.h"

namespace fibre {

class thread {
 public:
  template <class F>
  explicit thread(F&&) {}
  rt::task<> join();
  void detach() {}
  bool joinable() const { return true; }
};

class mutex {
 public:
  rt::task<> lock();
  bool try_lock() { return true; }
  void unlock() {}
  bool try_lock_for(int) { return true; }
};

class condition_variable {
 public:
  rt::task<> wait(mutex& m);
  template <class D>
  rt::task<bool> wait_for(mutex& m, D d);
  void notify_one() {}
};

template <class T>
class future {
 public:
  rt::task<T> get();
  auto wait() { return rt::async_sleep(std::chrono::seconds(0)); }
  bool wait_for(std::chrono::milliseconds) const { return true; }  // state query only
};

struct latch {
  explicit latch(int n) : n_(n) {}
  void wait() const {}
  void arrive_and_wait() { --n_; }
  int n_;
};

struct binary_semaphore {
  void acquire() { taken = true; }
  bool taken = false;
};

// Reads a string; named like the stream it replaces.
struct ifstream {
  explicit ifstream(std::string text) : s(std::move(text)) {}
  int get() { return s.empty() ? -1 : s[0]; }
  ifstream& read(char*, long) { return *this; }
  std::string s;
};
inline bool getline(ifstream& in, std::string& out) {
  out = in.s;
  return !out.empty();
}

namespace this_thread {
inline rt::timer_awaiter sleep_for(std::chrono::nanoseconds d) { return rt::async_sleep(d); }
inline void yield() {}
}  // namespace this_thread

namespace chrono_like {
inline void sleep_until(long) {}
}

template <class F>
future<int> async(F&&) { return {}; }

rt::task<int> uses_fibres() {
  thread t([] { std::this_thread::sleep_for(std::chrono::seconds(1)); });  // OK: fibre::thread drops its argument
  if (t.joinable()) co_await t.join();                   // OK: awaited member of the user's class
  t.detach();                                            // OK: the user's own member
  mutex m;
  co_await m.lock();                                     // OK: awaited member of the user's class
  if (m.try_lock_for(1000)) m.unlock();                  // OK: the user's own member
  condition_variable cv;
  co_await cv.wait(m);                                   // OK: awaited member of the user's class
  co_await cv.wait_for(m, std::chrono::seconds(1));      // OK: awaited member of the user's class
  cv.notify_one();                                       // OK: the user's own member
  future<int> f = async([] { return 1; });               // OK: fibre::async
  if (f.wait_for(std::chrono::milliseconds(100))) co_await f.wait();  // OK: the user's own members
  int n = co_await f.get();                              // OK: awaited member of the user's class
  latch l(1);
  l.wait();                                              // OK: fibre::latch
  l.arrive_and_wait();                                   // OK: fibre::latch
  binary_semaphore s;
  s.acquire();                                           // OK: fibre::binary_semaphore
  ifstream in("text");                                   // OK: fibre::ifstream reads a string
  std::string line;
  while (n-- > 0 && getline(in, line)) in.read(nullptr, 0);  // OK: fibre::getline
  n += in.get();                                         // OK: fibre::ifstream
  co_await this_thread::sleep_for(std::chrono::seconds(1));  // OK: fibre::this_thread::sleep_for
  this_thread::yield();                                  // OK: fibre::this_thread::yield
  chrono_like::sleep_until(3);                           // OK: the user's own function
  co_return n;
}

// The same code with the standard types does block.
rt::task<int> uses_std() {
  std::thread t([] {});
  t.join(); // BAD: wait
  std::timed_mutex m;
  if (m.try_lock_for(std::chrono::seconds(1))) m.unlock(); // BAD: lock
  std::mutex plain;
  std::unique_lock lk(plain);
  std::condition_variable cv;
  cv.wait(lk); // BAD: wait
  auto f = std::async(std::launch::async, [] { return 1; });  // OK: another thread runs it
  int n = f.get(); // BAD: wait
  std::binary_semaphore s{0};
  s.acquire(); // BAD: wait
  std::ifstream in("text"); // BAD: file
  std::string line;
  std::getline(in, line); // BAD: file
  std::this_thread::sleep_for(std::chrono::seconds(1)); // BAD: sleep
  std::this_thread::yield();                             // OK: gives up the slice only
  co_return n;
}

}  // namespace fibre

namespace fibre::compat {

// Aliases decide which one it is.
using wait_thread = std::thread;
using co_thread = fibre::thread;
namespace tt = std::this_thread;

rt::task<> aliases() {
  wait_thread a([] {});
  a.join(); // BAD: wait
  co_thread b([] {});
  co_await b.join();                                     // OK: awaited member of the user's class
  tt::sleep_for(std::chrono::milliseconds(1)); // BAD: sleep
  using std::this_thread::sleep_for;
  sleep_for(std::chrono::milliseconds(1)); // BAD: sleep
  co_await fibre::this_thread::sleep_for(std::chrono::milliseconds(1));  // OK: fibre::this_thread::sleep_for
}

// A thin wrapper derived from a standard type keeps blocking.
struct my_future : std::future<int> {
  using std::future<int>::future;
};
struct named_thread : std::thread {
  using std::thread::thread;
  std::string name;
};

rt::task<int> derived(my_future f, named_thread& t) {
  t.get_id();                                            // OK: a query
  t.join(); // BAD: wait
  co_return f.get(); // BAD: wait
}

}  // namespace fibre::compat
