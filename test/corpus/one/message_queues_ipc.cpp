// RUN: %check_marks %s -- %flags -I%S/Inputs
// Spooler: takes print jobs from POSIX and System V message queues.
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <time.h>

#include <cstring>
#include <optional>
#include <string>

#include "task.h"

namespace spool {

struct job_msg {
  long type;
  char text[256];
};

constexpr int kNoWait = IPC_NOWAIT;
const int kTruncate = MSG_NOERROR;

class Queue {
 public:
  explicit Queue(const char* name) : q_(mq_open(name, O_RDWR | O_CREAT, 0600, nullptr)) {}
  ~Queue() { mq_close(q_); }

  std::string take() {
    char buf[8192];
    unsigned prio = 0;
    ssize_t n = mq_receive(q_, buf, sizeof buf, &prio);
    return n > 0 ? std::string(buf, size_t(n)) : std::string();
  }
  mqd_t native() const { return q_; }

 private:
  mqd_t q_;
};

rt::task<std::string> next_posix(Queue& q) {
  std::string s = q.take(); // BAD: ipc
  char buf[8192];
  unsigned prio = 0;
  ssize_t n = mq_receive(q.native(), buf, sizeof buf, &prio); // BAD: ipc
  timespec until{};
  clock_gettime(CLOCK_REALTIME, &until);                        // OK: reads the clock
  until.tv_sec += 1;
  n = mq_timedreceive(q.native(), buf, sizeof buf, &prio, &until); // BAD: ipc
  mq_send(q.native(), "ack", 3, 0); // BAD: ipc
  mq_timedsend(q.native(), "ack", 3, 0, &until); // BAD: ipc
  mq_attr at{};
  mq_getattr(q.native(), &at);                                  // OK: a query
  sigevent ev{};
  ev.sigev_notify = SIGEV_NONE;
  mq_notify(q.native(), &ev);                                   // OK: asks for a notification
  co_return s + std::string(buf, n > 0 ? size_t(n) : 0);
}

rt::task<std::optional<std::string>> next_posix_nonblocking() {
  mqd_t q = mq_open("/spool", O_RDONLY | O_NONBLOCK);           // OK: opens a kernel object
  char buf[8192];
  unsigned prio = 0;
  ssize_t n = mq_receive(q, buf, sizeof buf, &prio);            // OK: O_NONBLOCK queue
  if (n < 0 && errno == EAGAIN) {
    co_await rt::readable(q);                                   // OK: waits on the loop
    n = mq_receive(q, buf, sizeof buf, &prio);                  // OK: O_NONBLOCK queue
  }
  if (n < 0) co_return std::nullopt;
  co_return std::string(buf, size_t(n));
}

rt::task<int> sysv_roundtrip(key_t key) {
  int id = msgget(key, IPC_CREAT | 0600);                       // OK: looks the queue up
  job_msg m{};
  ssize_t n = msgrcv(id, &m, sizeof m.text, 0, 0); // BAD: ipc
  n = msgrcv(id, &m, sizeof m.text, 1, kTruncate); // BAD: ipc
  n = msgrcv(id, &m, sizeof m.text, 0, IPC_NOWAIT);             // OK: IPC_NOWAIT
  n = msgrcv(id, &m, sizeof m.text, 0, kNoWait | kTruncate);    // OK: constant IPC_NOWAIT
  msgsnd(id, &m, std::strlen(m.text), 0); // BAD: ipc
  msgsnd(id, &m, std::strlen(m.text), IPC_NOWAIT);              // OK: IPC_NOWAIT
  msgsnd(id, &m, std::strlen(m.text), kNoWait);                 // OK: constant IPC_NOWAIT
  msqid_ds ds{};
  msgctl(id, IPC_STAT, &ds);                                    // OK: a query
  co_return int(n);
}

// In-process queue: coroutine-aware, borrowed names.
class channel {
 public:
  rt::task<std::string> mq_receive();
  rt::task<> mq_send(std::string s);
  bool msgrcv(std::string& out) {
    if (q_.empty()) return false;
    out = q_;
    q_.clear();
    return true;
  }

 private:
  std::string q_;
};

rt::task<> forward(channel& from, channel& to) {
  std::string s = co_await from.mq_receive();                   // OK: awaited member of the user's class
  co_await to.mq_send(s);                                       // OK: awaited member of the user's class
  if (to.msgrcv(s)) co_await to.mq_send("again");               // OK: takes from a string
}

// The old, threaded spooler main loop.
void legacy_main(Queue& q, int id) {
  job_msg m{};
  for (;;) {
    q.take();                                                   // OK: plain function, called by no coroutine
    msgrcv(id, &m, sizeof m.text, 0, 0);                        // OK: plain function, called by no coroutine
    mq_send(q.native(), "x", 1, 0);                             // OK: plain function, called by no coroutine
  }
}

}  // namespace spool
