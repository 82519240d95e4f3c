// RUN: %check_marks %s -- %flags -I%S/Inputs
// Connection registry: lock tags, try-locks and timed locks in coroutine code.
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>

#include "task.h"

namespace registry {

using namespace std::chrono_literals;

struct connection {
  int fd = -1;
  std::string peer;
};

class Registry {
 public:
  // Waits up to `d` for the table.
  template <class D>
  std::optional<connection> find_within(int id, D d) {
    std::unique_lock lk(table_mutex_, d);
    if (!lk) return std::nullopt;
    return lookup(id);
  }

  std::optional<connection> find_now(int id) {
    std::unique_lock lk(table_mutex_, std::try_to_lock);
    if (!lk.owns_lock()) return std::nullopt;
    return lookup(id);
  }

  std::shared_timed_mutex& stats_mutex() { return stats_mutex_; }
  std::timed_mutex& table_mutex() { return table_mutex_; }

 private:
  std::optional<connection> lookup(int id) {
    auto it = table_.find(id);
    return it == table_.end() ? std::nullopt : std::optional(it->second);
  }
  std::timed_mutex table_mutex_;
  std::shared_timed_mutex stats_mutex_;
  std::map<int, connection> table_;
};

rt::task<std::string> peer_of(Registry& r, int id) {
  if (auto c = r.find_now(id)) co_return c->peer;                // OK: try_to_lock inside
  auto c = r.find_within(id, 250ms); // BAD: lock
  c = r.find_within(id, std::chrono::seconds(1)); // BAD: lock
  co_return c ? c->peer : "";
}

rt::task<int> tags(Registry& r) {
  std::unique_lock a(r.table_mutex(), std::try_to_lock);         // OK: try_to_lock
  if (!a) co_return 0;                                           // OK: tests the flag
  a.unlock();                                                    // OK: unlocking never waits
  std::unique_lock b(r.table_mutex(), std::defer_lock);          // OK: defer_lock
  if (b.try_lock()) b.unlock();                                  // OK: try variant
  if (b.try_lock_for(20ms)) b.unlock(); // BAD: lock
  if (b.try_lock_for(0ms)) b.unlock();                           // OK: zero timeout
  if (b.try_lock_until(std::chrono::steady_clock::now() + 1s)) b.unlock(); // BAD: lock
  if (r.table_mutex().try_lock()) {                              // OK: try variant
    std::lock_guard g(r.table_mutex(), std::adopt_lock);         // OK: adopt_lock
  }
  std::shared_lock s(r.stats_mutex(), std::try_to_lock);         // OK: try_to_lock
  std::shared_lock d(r.stats_mutex(), std::defer_lock);          // OK: defer_lock
  if (d.try_lock_for(1s)) d.unlock(); // BAD: lock
  std::shared_lock timed(r.stats_mutex(), 30ms); // BAD: lock
  std::unique_lock timed2(r.stats_mutex(), std::chrono::steady_clock::now() + 30ms); // BAD: lock
  co_return 1;
}

rt::task<bool> several(std::timed_mutex& a, std::timed_mutex& b) {
  int failed = std::try_lock(a, b);                              // OK: std::try_lock
  if (failed != -1) co_return false;
  {
    std::scoped_lock both(std::adopt_lock, a, b);                // OK: adopt_lock
  }
  bool ok = a.try_lock_for(1min); // BAD: lock
  if (ok) a.unlock();                                            // OK: unlocking never waits
  std::unique_lock<std::timed_mutex> la{a, std::defer_lock}, lb{b, std::defer_lock};  // OK: defer_lock
  ok = std::try_lock(la, lb) == -1;                              // OK: std::try_lock
  co_return ok;
}

rt::task<> asynchronous(rt::async_mutex& m) {
  auto g = co_await m.lock();                                    // OK: asynchronous mutex
  if (m.try_lock()) m.unlock();                                  // OK: asynchronous mutex
}

// Our own timed mutex: lock/try_lock_for are coroutines.
class CoMutex {
 public:
  rt::task<> lock();
  rt::task<bool> try_lock_for(std::chrono::milliseconds d);
  void unlock();
};

rt::task<> own_mutex(CoMutex& m) {
  co_await m.lock();                                             // OK: awaited member of the user's class
  m.unlock();                                                    // OK: unlocking never waits
  if (co_await m.try_lock_for(50ms)) m.unlock();                 // OK: awaited member of the user's class
}

void housekeeping_thread(Registry& r) {
  for (;;) {
    std::unique_lock lk(r.stats_mutex(), 5s);                    // OK: plain function, called by no coroutine
    r.table_mutex().try_lock_for(1s);                            // OK: plain function, called by no coroutine
  }
}

rt::task<> start(Registry& r) {
  std::thread(housekeeping_thread, std::ref(r)).detach();        // OK: another thread runs it
  co_await rt::async_sleep(1ms);                                 // OK: asynchronous timer
}

}  // namespace registry
