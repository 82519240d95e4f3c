// The runtime as its users see it: its headers, and no bodies but those.
// RUN: %check_marks %s -- -std=c++20 -I%source/runtime/include
#include <nostall/nostall.hpp>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

task<int> answer() { co_return 42; }

// ---- loops inside the loop ----

task<> nested(nostall::loop &inner) {
  inner.run(answer());  // BAD: nested-event-loop
  inner.run_forever();  // BAD: nested-event-loop
  inner.step();         // BAD: nested-event-loop
  inner.step(false);    // OK: does not wait
  co_await answer();    // OK: on this loop
}

void before_the_loop() {
  nostall::loop loop;
  loop.run(answer()); // OK: nothing runs here yet
  ::usleep(1000);     // OK: nor is anything waiting
}

// ---- off the loop and back ----

task<> hop(nostall::thread_pool &pool, nostall::loop &home) {
  ::usleep(1000); // BAD: sleep
  co_await pool.schedule();
  ::usleep(1000); // OK: on a thread of the pool
  co_await home.schedule();
  ::usleep(1000); // BAD: sleep
}

task<> executor(nostall::thread_pool &pool) {
  auto work = [] { ::usleep(1000); };
  co_await nostall::run_in_executor(pool, work); // OK: it runs in the pool
  pool.submit(work);                             // OK: it runs in the pool
  work();                                        // BAD: sleep
}

task<> pool_of_its_own() {
  nostall::thread_pool pool(1); // BAD: wait
  co_await nostall::yield();
}

task<> pool_of_another(nostall::thread_pool &pool) { // OK: not destroyed here
  co_await nostall::run_in_executor(pool, [] {});
}

// ---- callbacks ----

void callbacks(nostall::loop &loop) {
  loop.call_soon([] {
    ::usleep(1000); // BAD: sleep
  });
  loop.post([] {
    ::usleep(1000); // BAD: sleep
  });
  std::thread([] {
    ::usleep(1000); // OK: a thread
  }).detach();
}

// ---- what awaits, by its type and not by its name ----

task<> good(nostall::mutex &m, nostall::event &e, nostall::queue<int> &q,
            nostall::semaphore &s) {
  co_await nostall::sleep(1s);                       // OK: awaits
  co_await nostall::sleep_until(std::chrono::steady_clock::now()); // OK: awaits
  auto guard = co_await m.lock();                    // OK: awaits
  co_await e.wait();                                 // OK: awaits
  co_await q.push(1);                                // OK: awaits
  co_await q.pop();                                  // OK: awaits
  auto permit = co_await s.enter();                  // OK: awaits
  auto [a, b] = co_await nostall::gather(answer(), answer()); // OK: awaits
  co_await nostall::timeout(1s, answer());             // OK: awaits
  nostall::task_group group;
  group.spawn(answer(), "answer");                   // OK: starts
  co_await group.join();                             // OK: awaits
  auto handle = nostall::spawn(answer());            // OK: starts
  co_await std::move(handle);                        // OK: awaits
}

task<> descriptors(int fd) {
  char text[8];
  co_await nostall::readable(fd);
  (void)!::read(fd, text, 8); // OK: it is ready
  (void)!::read(fd, text, 8); // BAD: file
  co_await nostall::readable(STDIN_FILENO);
  (void)!::read(STDIN_FILENO, text, 8); // OK: it is ready
}
