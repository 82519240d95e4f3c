// RUN: %check_marks %s -- %flags -I%S/Inputs
// Checkpoint writer: POSIX AIO requests and synchronous signal waits.
#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <vector>

#include "task.h"

namespace ckpt {

struct request {
  aiocb cb{};
  std::vector<char> data;
};

constexpr timespec immediately{0, 0};

void finish(request& r) {
  const aiocb* list[] = {&r.cb};
  while (aio_error(&r.cb) == EINPROGRESS) aio_suspend(list, 1, nullptr);
}

bool finished(request& r) { return aio_error(&r.cb) != EINPROGRESS; }

int next_signal(const sigset_t& set) {
  int sig = 0;
  sigwait(&set, &sig);
  return sig;
}

rt::task<ssize_t> write_checkpoint(int fd, request& r) {
  r.cb.aio_fildes = fd;
  r.cb.aio_buf = r.data.data();
  r.cb.aio_nbytes = r.data.size();
  aio_write(&r.cb);                              // OK: queued, returns at once
  const aiocb* list[] = {&r.cb};
  aio_suspend(list, 1, nullptr); // BAD: file
  timespec limit{5, 0};
  aio_suspend(list, 1, &limit); // BAD: file
  aio_suspend(list, 1, &immediately);            // OK: zero timeout
  while (!finished(r)) {                         // OK: the helper asks for the state
    co_await rt::async_sleep(std::chrono::milliseconds(2));  // OK: asynchronous timer
  }
  finish(r); // BAD: file
  co_return aio_return(&r.cb);                   // OK: fetches the result
}

rt::task<> write_batch(std::vector<aiocb*> cbs) {
  lio_listio(LIO_WAIT, cbs.data(), int(cbs.size()), nullptr); // BAD: file
  sigevent none{};
  none.sigev_notify = SIGEV_NONE;
  lio_listio(LIO_NOWAIT, cbs.data(), int(cbs.size()), &none);    // OK: LIO_NOWAIT
  aio_fsync(O_SYNC, cbs.front());                // OK: queued, returns at once
  aio_read(cbs.front());                         // OK: queued, returns at once
  aio_cancel(cbs.front()->aio_fildes, nullptr);  // OK: cancels what it can
  co_return;
}

rt::task<int> signals() {
  sigset_t set;
  sigemptyset(&set);                             // OK: sets bits only
  sigaddset(&set, SIGUSR1);                      // OK: sets bits only
  pthread_sigmask(SIG_BLOCK, &set, nullptr);     // OK: changes the mask
  int sig = next_signal(set); // BAD: wait
  sigwait(&set, &sig); // BAD: wait
  siginfo_t info{};
  sigwaitinfo(&set, &info); // BAD: wait
  timespec one{1, 0};
  sigtimedwait(&set, &info, &one); // BAD: wait
  sigtimedwait(&set, &info, &immediately);       // OK: zero timeout
  sigset_t old;
  sigsuspend(&old); // BAD: wait
  pause(); // BAD: wait
  sigpending(&old);                              // OK: a query
  raise(SIGUSR1);                                // OK: sends a signal
  co_return sig;
}

rt::task<> signal_descriptor() {
  sigset_t set;
  sigemptyset(&set);
  int blocking = signalfd(-1, &set, SFD_CLOEXEC);
  signalfd_siginfo si;
  ::read(blocking, &si, sizeof si); // BAD: wait
  int fd = signalfd(-1, &set, SFD_NONBLOCK);     // OK: creates a descriptor
  co_await rt::readable(fd);                     // OK: waits on the loop
  ::read(fd, &si, sizeof si);                    // OK: SFD_NONBLOCK descriptor
}

// Our loop-integrated signal set.
class signal_set {
 public:
  rt::task<int> sigwait();
  rt::async_event::awaiter pause() { return e_.wait(); }

 private:
  rt::async_event e_;
};

rt::task<int> on_signal(signal_set& s) {
  int sig = co_await s.sigwait();                // OK: awaited member of the user's class
  co_await s.pause();                            // OK: awaited member of the user's class
  co_return sig;
}

// Classic signal thread.
void* signal_thread(void* arg) {
  auto* set = static_cast<sigset_t*>(arg);
  for (;;) {
    int sig;
    sigwait(set, &sig);                          // OK: plain function, called by no coroutine
    if (sig == SIGTERM) return nullptr;
  }
}

void install(sigset_t* set) {
  pthread_t t;
  pthread_create(&t, nullptr, signal_thread, set);  // OK: another thread runs it
}

}  // namespace ckpt
