// RUN: %check_marks %s -- %flags -I%S/Inputs
// Distributed lock service: leases backed by lock files and shared semaphores.
#include <chrono>
#include <coroutine>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <condition_variable>
#include <shared_mutex>
#include <semaphore>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <threads.h>
#include <unistd.h>

namespace locks {

class [[nodiscard]] Co {
public:
  struct promise_type {
    auto get_return_object() -> Co { return Co(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(bool b) { ok = b; }
    void unhandled_exception() { std::terminate(); }
    bool ok = false;
  };
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) const { h.resume(); }
  bool await_resume() const { return h.promise().ok; }
private:
  explicit Co(std::coroutine_handle<promise_type> p) : h(p) {}
  std::coroutine_handle<promise_type> h;
};

// Fair queueing lock of the service itself, entirely in memory.
class Lease {
  std::list<std::coroutine_handle<>> waiters; bool taken = false;
public:
  struct Awaiter { Lease& l; bool await_ready() { return !std::exchange(l.taken, true); } void await_suspend(std::coroutine_handle<> h) { l.waiters.push_back(h); } void await_resume() {} };
  Awaiter operator co_await() { return {*this}; }
  Awaiter lock() { return {*this}; }
  Awaiter lock_shared() { return {*this}; }
  bool flock(int) { return taken; }
  void unlock() { taken = false; }
};

// File lock with a policy tag, in the manner of std::unique_lock.
struct FileMutex {
  int fd;
  void lock() { while (::flock(fd, LOCK_EX) == -1 && errno == EINTR) {} }
  bool try_lock() { return ::flock(fd, LOCK_EX | LOCK_NB) == 0; }
  void unlock() { ::flock(fd, LOCK_UN); }
};

static bool record_lock(int fd, int cmd, short type = F_WRLCK) {
  struct flock fl{}; fl.l_type = type; fl.l_whence = SEEK_SET;
  return ::fcntl(fd, cmd, &fl) == 0;
}
static int sem_down(int id, short flags = 0) { sembuf op{0, -1, flags}; return ::semop(id, &op, 1); }
static int sem_up(int id) { sembuf op{0, 1, 0}; return ::semop(id, &op, 1); }

static long futex_wait(int* addr, int expected, const timespec* ts) { return ::syscall(SYS_futex, addr, FUTEX_WAIT, expected, ts, nullptr, 0); }
static long futex_wake(int* addr) { return ::syscall(SYS_futex, addr, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0); }

template <class M> struct Holder {     // guard that goes through lock()
  M& m;
  explicit Holder(M& x) : m(x) { m.lock(); }
  Holder(M& x, std::adopt_lock_t) : m(x) {}
  Holder(M& x, std::try_to_lock_t) : m(x) { (void)m.try_lock(); }
  ~Holder() { m.unlock(); }
};
template <class M> Holder(M&) -> Holder<M>;

Co acquire_files(int fd, Lease& lease) {
  FileMutex fm{fd};
  fm.lock(); // BAD: lock
  if (fm.try_lock()) fm.unlock();                  // OK: LOCK_NB inside
  { Holder h(fm); } // BAD: lock
  { Holder<FileMutex> h(fm, std::adopt_lock); }    // OK: adopts
  { Holder<FileMutex> h(fm, std::try_to_lock); }   // OK: LOCK_NB inside
  std::lock_guard<FileMutex> lg(fm); // BAD: lock
  std::unique_lock<FileMutex> ul(fm, std::defer_lock);    // OK: deferred
  if (ul.try_lock()) ul.unlock();                  // OK: LOCK_NB inside
  record_lock(fd, F_SETLK);                        // OK: F_SETLK fails at once
  record_lock(fd, F_GETLK);                        // OK: query
  record_lock(fd, F_SETLKW); // BAD: lock
  record_lock(fd, F_OFD_SETLKW, F_RDLCK); // BAD: lock
  record_lock(fd, F_OFD_SETLK);                    // OK: fails at once
  ::flock(fd, LOCK_SH); // BAD: lock
  ::flock(fd, LOCK_SH | LOCK_NB);                  // OK: LOCK_NB
  ::lockf(fd, F_TEST, 0);                          // OK: test only
  co_await lease; // BAD: lock-across-await
  co_await lease.lock_shared();                    // OK: own awaitable
  co_return lease.flock(fd);                       // OK: own member named flock
}

Co acquire_sems(int id, Lease& lease) {
  sem_t s; ::sem_init(&s, 1, 0);
  ::sem_wait(&s); // BAD: wait
  ::sem_trywait(&s);                               // OK: trywait
  timespec ts{}; ::clock_gettime(CLOCK_REALTIME, &ts); ts.tv_sec += 2;
  ::sem_timedwait(&s, &ts); // BAD: wait
  ::sem_post(&s);                                  // OK: posts
  sem_down(id); // BAD: ipc
  sem_down(id, IPC_NOWAIT);                        // OK: IPC_NOWAIT carried through
  sem_up(id); // FALSE: ipc: raises the semaphore
  sembuf z{0, 0, 0}, zn{0, 0, IPC_NOWAIT};
  ::semop(id, &z, 1); // BAD: ipc
  ::semop(id, &zn, 1);                             // OK: IPC_NOWAIT in the operation
  ::semtimedop(id, &z, 1, &ts); // BAD: ipc
  ::semctl(id, 0, GETVAL);                         // OK: query
  co_await lease.lock();                           // OK: own awaitable
  std::binary_semaphore bs{0};
  co_return bs.try_acquire_until(std::chrono::steady_clock::now() + std::chrono::seconds(3)); // BAD: wait
}

Co low_level(std::stop_token st) {
  int word = 0;
  futex_wait(&word, 0, nullptr); // BAD: wait
  futex_wake(&word);                               // OK: wakes
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER; pthread_cond_t c = PTHREAD_COND_INITIALIZER;
  ::pthread_mutex_trylock(&m);                     // OK: trylock
  ::pthread_cond_wait(&c, &m); // BAD: wait
  timespec ts{1, 0};
  ::pthread_cond_timedwait(&c, &m, &ts); // BAD: wait
  ::pthread_cond_signal(&c);                       // OK: notification
  ::pthread_cond_broadcast(&c);                    // OK: notification
  ::pthread_mutex_timedlock(&m, &ts); // BAD: lock
  pthread_barrier_t b; ::pthread_barrier_init(&b, nullptr, 2);
  ::pthread_barrier_wait(&b); // BAD: wait
  pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
  ::pthread_rwlock_tryrdlock(&rw);                 // OK: tryrdlock
  ::pthread_rwlock_timedwrlock(&rw, &ts); // BAD: lock
  pthread_t t; ::pthread_create(&t, nullptr, [](void*) -> void* { ::sleep(1); return nullptr; }, nullptr);   // OK: thread body
  void* ret;
  ::pthread_join(t, &ret); // BAD: wait
  ::pthread_detach(t);                             // OK: detaches
  ::pthread_tryjoin_np(t, &ret);                   // OK: tryjoin
  ::thrd_sleep(&ts, nullptr); // BAD: sleep
  std::condition_variable_any cva; std::mutex mm; std::unique_lock lk(mm);
  cva.wait(lk, st, [] { return false; }); // BAD: wait
  std::shared_timed_mutex stm;
  if (stm.try_lock_shared()) stm.unlock_shared();  // OK: try_lock_shared
  if (stm.try_lock_shared_for(std::chrono::seconds(1))) stm.unlock_shared(); // BAD: lock
  std::timed_mutex tm;
  std::unique_lock<std::timed_mutex> ntl(tm, std::defer_lock);   // OK: deferred
  co_return ntl.try_lock();                        // OK: try_lock
}

}  // namespace locks
