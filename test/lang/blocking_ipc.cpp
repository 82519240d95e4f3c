// nostall-blocking-ipc: queues, semaphores and pipes that others serve.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <fcntl.h>
#include <mqueue.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <time.h>
#include <unistd.h>

namespace blocking_ipc {

struct job {
  long type;
  char text[64];
};

bool next_job(int queue, job &into, int flags) {
  return ::msgrcv(queue, &into, sizeof into.text, 0, flags) >= 0;
}

bool enter(int semaphores, short flags) {
  sembuf down{0, -1, flags};
  return ::semop(semaphores, &down, 1) == 0;
}

mock::task<> worker(int queue, int semaphores) {
  job j;
  next_job(queue, j, 0);                // BAD: ipc
  next_job(queue, j, IPC_NOWAIT);       // OK: does not wait
  enter(semaphores, 0);                 // BAD: ipc
  enter(semaphores, IPC_NOWAIT);        // OK: does not wait
  int made = ::msgget(IPC_PRIVATE, 0);  // OK: only makes a queue
  ::msgsnd(made, &j, sizeof j.text, 0); // BAD: ipc
  ::msgctl(made, IPC_RMID, nullptr);    // OK: only removes it
  co_return;
}

mock::task<> mailbox() {
  char text[64];
  mqd_t slow = ::mq_open("/jobs", O_RDONLY);      // OK: only opens it
  ::mq_receive(slow, text, sizeof text, nullptr); // BAD: ipc
  mqd_t quick = ::mq_open("/jobs", O_RDONLY | O_NONBLOCK);
  ::mq_receive(quick, text, sizeof text, nullptr); // OK: opened so
  timespec until{0, 0};
  ::mq_timedreceive(slow, text, sizeof text, nullptr, &until); // OK: is past
  ::clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 5;
  ::mq_timedreceive(slow, text, sizeof text, nullptr, &until); // BAD: ipc
  co_return;
}

mock::task<> plumber(int from, int to) {
  ::splice(from, nullptr, to, nullptr, 4096, 0);                 // BAD: ipc
  ::splice(from, nullptr, to, nullptr, 4096, SPLICE_F_NONBLOCK); // OK: flag
  int ends[2];
  ::pipe2(ends, O_CLOEXEC); // OK: only makes a pipe
  co_return;
}

} // namespace blocking_ipc
