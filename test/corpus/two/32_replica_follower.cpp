// RUN: %check_marks %s -- %flags -I%S/Inputs
// Replication follower: an actor class with coroutine members and class templates.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace repl {
using namespace std::chrono_literals;

// The promise decides: Inline starts here, Threaded starts on a thread of its own.
struct Inline { bool await_ready() noexcept { return true; } void await_suspend(std::coroutine_handle<>) noexcept {} void await_resume() noexcept {} };
struct Threaded { bool await_ready() noexcept { return false; } void await_suspend(std::coroutine_handle<> h) { std::thread([h] { h.resume(); }).detach(); } void await_resume() noexcept {} };
template <class Start> struct Actor {
  struct promise_type { Actor get_return_object() { return {}; } Start initial_suspend() { return {}; } std::suspend_never final_suspend() noexcept { return {}; } void return_void() {} void unhandled_exception() {} };
};
using LoopActor = Actor<Inline>;

struct Executor { virtual ~Executor() = default; virtual void execute(std::function<void()>) = 0; };
class ThreadExecutor final : public Executor { public: void execute(std::function<void()> f) override { std::thread(std::move(f)).detach(); } };
class InlineExecutor final : public Executor { public: void execute(std::function<void()> f) override { f(); } };

template <class Ex> struct On { Ex& ex; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { ex.execute([h] { h.resume(); }); } void await_resume() {} };
template <class Ex> On<Ex> via(Ex& e) { return {e}; }
template <class F> struct Offload { F f; std::optional<std::invoke_result_t<F>> r; bool await_ready() { return false; } void await_suspend(std::coroutine_handle<> h) { std::thread t([this, h] { r.emplace(f()); h.resume(); }); t.detach(); } auto await_resume() { return *r; } };
template <class F> Offload<F> offload(F f) { return {std::move(f), {}}; }

template <class Rec> class Follower {
  int fd_; int wal_; std::deque<Rec> pending_; std::atomic<uint64_t> applied_{0}; std::mutex m_; std::condition_variable cv_;
  bool pull(int flags) { Rec r; if (::recv(fd_, &r, sizeof r, flags) != sizeof r) return false; pending_.push_back(r); return true; }
  void apply() { while (!pending_.empty()) { ++applied_; pending_.pop_front(); } }
  void persist() { for (auto& r : pending_) (void)!::write(wal_, &r, sizeof r); ::fdatasync(wal_); }
  void wait_applied(uint64_t n) { std::unique_lock l(m_); cv_.wait(l, [&] { return applied_ >= n; }); }
  void notify() { cv_.notify_all(); }
  bool caught_up(std::chrono::milliseconds d) { std::unique_lock l(m_); return cv_.wait_for(l, d, [&] { return pending_.empty(); }); }
public:
  Follower(int fd, int wal) : fd_(fd), wal_(wal) {}
  LoopActor stream() {
    while (pull(0)) { // BAD: socket
      apply();                                     // OK: memory
      this->persist(); // BAD: file
      notify();                                    // OK: notification
    }
    while (pull(MSG_DONTWAIT)) apply();            // OK: MSG_DONTWAIT through the member
    wait_applied(5); // BAD: wait
    if (!caught_up(0ms)) notify();                 // OK: zero timeout carried through
    if (!caught_up(10ms)) notify(); // BAD: wait
    co_return;
  }
  LoopActor bulk(ThreadExecutor& te, InlineExecutor& ie) {
    te.execute([this] { persist(); });             // OK: runs on a thread
    ie.execute([this] { persist(); }); // BAD: file
    co_await via(ie);
    persist(); // BAD: file
    co_await via(te);
    persist(); // FALSE: file: hopped through the executor
    wait_applied(9); // FALSE: wait: hopped through the executor
  }
  LoopActor offloaded() {
    {
      std::future<void> f = std::async(std::launch::async, [this] { persist(); }); // BAD: wait
    }
    int n = co_await offload([this] { persist(); return 1; });    // OK: offloaded
    n += co_await offload([this] { wait_applied(2); return 2; });    // OK: offloaded
    apply();                                       // OK: memory
    (void)n;
  }
};
struct Row { uint64_t id; char data[56]; };

LoopActor start(int fd) {
  Follower<Row> f(fd, 4);                          // OK: constructor stores numbers
  f.stream(); f.offloaded();                       // OK: coroutines
  void* p = ::mmap(nullptr, 1 << 20, PROT_READ, MAP_SHARED, fd, 0);
  ::madvise(p, 1 << 20, MADV_DONTNEED);            // OK: advice
  ::msync(p, 1 << 20, MS_SYNC | MS_INVALIDATE); // BAD: file
  ::msync(p, 1 << 20, MS_ASYNC | MS_INVALIDATE);   // OK: MS_ASYNC
  std::shared_ptr<Executor> none;
  if (none.get()) co_return;                       // OK: shared_ptr::get
  auto loop = [](int s) -> LoopActor {
    char c;
    co_await offload([] { return 1; });
    ::usleep(5);                                   // OK: offload resumed it on its thread
    (void)s; (void)c;
  };
  loop(fd);                                        // OK: coroutine lambda
}
}  // namespace repl
