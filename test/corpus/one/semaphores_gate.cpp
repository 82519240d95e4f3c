// RUN: %check_marks %s -- %flags -I%S/Inputs
// Admission gates of a batch service: POSIX, System V and C++20 semaphores.
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

#include <chrono>
#include <semaphore>

#include "task.h"

namespace gate {

using namespace std::literals;

std::counting_semaphore<16> slots{16};
std::binary_semaphore exclusive{1};

struct slot_holder {
  slot_holder() { slots.acquire(); }
  ~slot_holder() { slots.release(); }
};

bool enter_named(const char* name) {
  sem_t* s = sem_open(name, O_CREAT, 0600, 1);
  return s != SEM_FAILED && sem_wait(s) == 0;
}

rt::task<> posix_gate(sem_t* s) {
  sem_wait(s); // BAD: wait
  while (sem_wait(s) == -1 && errno == EINTR) continue; // BAD: wait
  timespec ts{};
  clock_gettime(CLOCK_REALTIME, &ts);                    // OK: reads the clock
  ts.tv_sec += 2;
  sem_timedwait(s, &ts); // BAD: wait
  sem_clockwait(s, CLOCK_MONOTONIC, &ts); // BAD: wait
  if (sem_trywait(s) == -1 && errno == EAGAIN) {         // OK: try variant
    co_await rt::async_sleep(1ms);
  }
  sem_post(s);                                           // OK: never waits
  int v = 0;
  sem_getvalue(s, &v);                                   // OK: a query
  if (enter_named("/batch.gate")) sem_post(s); // BAD: wait
}

rt::task<> std_gate() {
  slots.acquire(); // BAD: wait
  if (!slots.try_acquire()) co_return;                   // OK: try variant
  if (!slots.try_acquire_for(100ms)) co_return; // BAD: wait
  if (!slots.try_acquire_for(0s)) co_return;             // OK: zero timeout
  auto until = std::chrono::steady_clock::now() + 3s;
  if (!slots.try_acquire_until(until)) co_return; // BAD: wait
  exclusive.acquire(); // BAD: wait
  exclusive.release();                                   // OK: never waits
  slots.release(4);                                      // OK: never waits
  slot_holder held; // BAD: wait
}

rt::task<> sysv_gate(key_t key) {
  int id = semget(key, 1, IPC_CREAT | 0600);             // OK: looks the set up
  sembuf down{0, -1, 0};
  semop(id, &down, 1); // BAD: ipc
  sembuf down_undo{0, -1, SEM_UNDO};
  semop(id, &down_undo, 1); // BAD: ipc
  timespec one{1, 0};
  semtimedop(id, &down, 1, &one); // BAD: ipc
  sembuf try_down{0, -1, IPC_NOWAIT};
  semop(id, &try_down, 1);                               // OK: IPC_NOWAIT
  sembuf try_undo{0, -1, SEM_UNDO | IPC_NOWAIT};
  semop(id, &try_undo, 1);                               // OK: IPC_NOWAIT
  sembuf up{0, 1, 0};
  semop(id, &up, 1); // FALSE: ipc: an increment never waits
  semctl(id, 0, GETVAL);                                 // OK: a query
  co_return;
}

// Asynchronous semaphore with the same vocabulary.
class async_semaphore {
 public:
  explicit async_semaphore(int n) : n_(n) {}
  rt::task<> acquire();
  rt::task<bool> try_acquire_for(std::chrono::milliseconds d);
  void release() { ++n_; }

 private:
  int n_;
};

rt::task<> async_gate(async_semaphore& s) {
  co_await s.acquire();                                  // OK: awaited member of the user's class
  if (co_await s.try_acquire_for(100ms)) s.release();    // OK: awaited member of the user's class
  s.release();                                           // OK: a counter
}

// Benchmark driver, one OS thread per client.
void hammer(sem_t* s) {
  for (int i = 0; i < 1000; ++i) {
    sem_wait(s);                                         // OK: plain function, called by no coroutine
    slots.acquire();                                     // OK: plain function, called by no coroutine
    slots.release();
    sem_post(s);
  }
}

}  // namespace gate
