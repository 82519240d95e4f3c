// RUN: %check_marks %s -- %flags -I%S/Inputs
// Message broker over System V queues, POSIX queues, pipes and shared memory.
#include <array>
#include <cerrno>
#include <coroutine>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <functional>
#include <iosfwd>
#include <memory>
#include <queue>
#include <string>
#include <string_view>
#include <vector>
#include <fcntl.h>
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace broker {

template <class T> struct Future {      // a coroutine type with a tempting name
  struct promise_type {
    T val{};
    Future get_return_object() { return Future{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T v) { val = v; }
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> h;
  struct Aw { std::coroutine_handle<promise_type> h; bool await_ready() { return h.done(); } auto await_suspend(std::coroutine_handle<>) { return h; } T await_resume() { return h.promise().val; } };
  Aw operator co_await() { return {h}; }
  Aw get() { return {h}; }
  Aw wait() { return {h}; }
  bool wait_for(int) { return h.done(); }
};

struct Msg { long type; char text[120]; };

class SysvQueue {
  int id_;
public:
  explicit SysvQueue(key_t k) : id_(::msgget(k, IPC_CREAT | 0600)) {}
  bool pop(Msg& m, int flags = 0) { return ::msgrcv(id_, &m, sizeof m.text, 0, flags) >= 0; }
  bool push(const Msg& m, bool wait = true) { return ::msgsnd(id_, &m, sizeof m.text, wait ? 0 : IPC_NOWAIT) == 0; }
  SysvQueue& operator>>(Msg& m) { pop(m); return *this; }
  int id() const { return id_; }
};

class LocalQueue {
  std::queue<Msg> q_;
public:
  bool pop(Msg& m, int = 0) { if (q_.empty()) return false; m = q_.front(); q_.pop(); return true; }
  bool push(const Msg& m, bool = true) { q_.push(m); return true; }
  LocalQueue& operator>>(Msg& m) { pop(m); return *this; }
};

template <class Q> struct Endpoint {
  Q q;
  template <class... A> explicit Endpoint(A&&... a) : q(std::forward<A>(a)...) {}
  bool take(Msg& m) { return q.pop(m); }
  bool take_now(Msg& m) { return q.pop(m, IPC_NOWAIT); }
};

template <class Q> int pump(Q& from, Q& to, int n) { Msg m; int k = 0; while (n-- && from.pop(m)) k += to.push(m); return k; }

struct PosixQueue {
  mqd_t d;
  PosixQueue(const char* n, int fl) : d(::mq_open(n, O_RDWR | fl)) {}
  ~PosixQueue() { ::mq_close(d); }
  operator mqd_t() const { return d; }
};

Future<int> sysv(SysvQueue& q, LocalQueue& lq) {
  Msg m{};
  q.pop(m); // BAD: ipc
  q.pop(m, IPC_NOWAIT);                              // OK: IPC_NOWAIT
  q.pop(m, IPC_NOWAIT | MSG_NOERROR);                // OK: IPC_NOWAIT
  q.push(m); // BAD: ipc
  q.push(m, false); // OK: IPC_NOWAIT chosen by the parameter
  q >> m; // BAD: ipc
  lq >> m;                                           // OK: memory queue
  lq.pop(m); lq.push(m);                             // OK: memory queue
  Endpoint<SysvQueue> e(ftok("/tmp", 1)); Endpoint<LocalQueue> l;
  e.take(m); // BAD: ipc
  e.take_now(m);                                     // OK: IPC_NOWAIT in the member
  l.take(m);                                         // OK: memory queue in the template
  int n = pump(e.q, q, 4); // BAD: ipc
  n += pump(l.q, lq, 4);                             // OK: memory queue in the template
  msqid_ds ds; ::msgctl(q.id(), IPC_STAT, &ds);      // OK: query
  ::msgrcv(q.id(), &m, sizeof m.text, 0, 0); // BAD: ipc
  ::msgrcv(q.id(), &m, sizeof m.text, 0, IPC_NOWAIT);   // OK: IPC_NOWAIT
  co_return n;
}

Future<int> posix(Future<int> other) {
  char b[8192]; unsigned prio;
  PosixQueue slow("/jobs", 0), fast("/jobs", O_NONBLOCK);
  ::mq_receive(slow.d, b, sizeof b, &prio); // BAD: ipc
  ::mq_receive(fast.d, b, sizeof b, &prio);          // OK: opened with O_NONBLOCK
  ::mq_send(slow, b, 5, 0); // BAD: ipc
  ::mq_send(fast, b, 5, 0);                          // OK: opened with O_NONBLOCK
  timespec ts{}; ::clock_gettime(CLOCK_REALTIME, &ts); ts.tv_sec++;
  ::mq_timedreceive(slow, b, sizeof b, &prio, &ts); // BAD: ipc
  ::mq_timedsend(slow, b, 5, 0, &ts); // BAD: ipc
  mqd_t direct = ::mq_open("/x", O_RDONLY);
  mqd_t nb = ::mq_open("/x", O_RDONLY | O_NONBLOCK);
  ::mq_receive(direct, b, sizeof b, nullptr); // BAD: ipc
  ::mq_receive(nb, b, sizeof b, nullptr);            // OK: O_NONBLOCK
  mq_attr at{}; ::mq_getattr(direct, &at);           // OK: query
  at.mq_flags = O_NONBLOCK; ::mq_setattr(direct, &at, nullptr);
  sigevent ev{}; ::mq_notify(direct, &ev);           // OK: registers
  int r = co_await other;                            // OK: coroutine
  r += co_await other.get();                         // OK: awaitable get
  r += co_await other.wait();                        // OK: awaitable wait
  if (!other.wait_for(5)) co_return -1;              // OK: own wait_for
  co_return r;
}

Future<int> pipes() {
  char b[64]; int p[2], q[2];
  ::mkfifo("/run/broker.in", 0600);
  int in = ::open("/run/broker.in", O_RDONLY); // BAD: file
  int in2 = ::open("/run/broker.in", O_RDONLY | O_NONBLOCK);   // OK: O_NONBLOCK
  if (::pipe(p) || ::pipe2(q, O_NONBLOCK | O_CLOEXEC)) co_return errno;   // OK: creates pipes
  int n = ::read(in, b, sizeof b); // BAD: file
  n += ::read(in2, b, sizeof b);                     // OK: O_NONBLOCK
  n += ::read(p[0], b, sizeof b); // BAD: file
  n += ::write(p[1], b, sizeof b); // BAD: file
  n += ::read(q[0], b, sizeof b);                    // OK: O_NONBLOCK
  n += ::write(q[1], b, sizeof b);                   // OK: O_NONBLOCK
  int sp[2], sn[2];
  ::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sp);
  ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, sn);
  n += ::read(sp[0], b, 1); // BAD: socket
  n += ::recv(sn[0], b, 1, 0);                       // OK: SOCK_NONBLOCK
  n += ::write(sn[1], b, 1);                         // OK: SOCK_NONBLOCK
  n += ::splice(p[0], nullptr, sp[0], nullptr, 64, 0); // BAD: ipc
  int r[2]; if (::pipe(r)) co_return 0;
  n += ::tee(p[0], r[1], 64, 0); // BAD: ipc
  n += ::tee(p[0], q[1], 64, SPLICE_F_NONBLOCK);     // OK: SPLICE_F_NONBLOCK
  int sh = ::shm_open("/ring", O_RDWR, 0600);        // OK: opens shared memory
  void* at = ::shmat(::shmget(1, 4096, 0), nullptr, 0);   // OK: attaches shared memory
  ::shmdt(at);                                       // OK: detaches shared memory
  co_return n + sh;
}

}  // namespace broker
