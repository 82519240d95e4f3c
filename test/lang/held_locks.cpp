// A mutex that another thread holds during slow work keeps a coroutine waiting.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <condition_variable>
#include <deque>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <thread>
#include <unistd.h>

class board {
public:
  void solve() {
    std::unique_lock l(slow);
    usleep(5);
  }
  void note() {
    std::unique_lock l(quick);
    ++orders;
    l.unlock();
    usleep(5);
  }
  void look() {
    std::shared_lock l(table);
    usleep(5);
  }
  void work() {
    std::unique_lock l(queue);
    while (jobs.empty())
      filled.wait(l);
    jobs.pop_front();
  }
  int add() {
    std::lock_guard l(slow);
    return ++orders;
  }
  int add_quickly() {
    std::lock_guard l(quick);
    return ++orders;
  }
  int read() {
    std::shared_lock l(table);
    return orders;
  }
  int write() {
    std::unique_lock l(table);
    return ++orders;
  }
  void push(int n) {
    std::lock_guard l(queue);
    jobs.push_back(n);
  }
  void note_in_c() {
    pthread_mutex_lock(&in_c);
    ++orders;
    pthread_mutex_unlock(&in_c);
    usleep(5);
  }
  void solve_in_c() {
    pthread_mutex_lock(&slow_in_c);
    usleep(5);
    pthread_mutex_unlock(&slow_in_c);
  }
  void add_in_c() {
    pthread_mutex_lock(&in_c);
    ++orders;
    pthread_mutex_unlock(&in_c);
  }
  void add_slowly_in_c() {
    pthread_mutex_lock(&slow_in_c);
    ++orders;
    pthread_mutex_unlock(&slow_in_c);
  }
  pthread_mutex_t in_c = PTHREAD_MUTEX_INITIALIZER, slow_in_c = PTHREAD_MUTEX_INITIALIZER;
  std::mutex &hands_out_slow() { return slow; }
  std::mutex &hands_out_quick() { return quick; }
  void note_later() {
    std::unique_lock l(hands_out_quick(), std::defer_lock);
    l.lock();
    ++orders;
    l.unlock();
    usleep(5);
  }
  // What runs after lock() is what the loop does next.
  void serve() {
    std::unique_lock l(given_back);
    while (orders > 0) {
      l.unlock();
      for (int job : jobs)
        usleep(job);
      l.lock();
      --orders;
    }
  }
  void hold_on() {
    std::unique_lock l(taken_again, std::defer_lock);
    while (orders > 0) {
      l.lock();
      usleep(5);
      l.unlock();
    }
  }
  void add_between() { std::lock_guard l(given_back); }
  void add_after() { std::lock_guard l(taken_again); }
  bool try_add() {
    std::unique_lock l(slow, std::try_to_lock);
    return l.owns_lock();
  }
  void on_loop_only() {
    std::lock_guard l(mine);
    ++orders;
  }
  std::mutex slow, quick, queue, mine, given_back, taken_again;
  std::shared_mutex table;
  std::condition_variable filled;
  std::deque<int> jobs;
  int orders = 0;
};

void start(board &b) {
  std::thread([&b] { b.solve(); }).detach();
  std::thread([&b] { b.note(); }).detach();
  std::thread([&b] { b.note_later(); }).detach();
  std::thread([&b] { b.serve(); }).detach();
  std::thread([&b] { b.hold_on(); }).detach();
  std::thread([&b] { b.look(); }).detach();
  std::thread([&b] { b.work(); }).detach();
  std::thread([&b] { b.note_in_c(); }).detach();
  std::thread([&b] { b.solve_in_c(); }).detach();
}

mock::task<> handle(board &b) {
  b.add();          // BAD: lock
  b.try_add();      // OK: does not wait
  b.add_quickly();  // OK: held for no time
  b.read();         // OK: readers do not wait for readers
  b.write();        // BAD: lock
  b.add_in_c();        // OK: held for no time
  b.add_slowly_in_c(); // BAD: lock
  b.push(1);        // OK: who waits for a condition does not hold it
  b.add_between();  // OK: given back before it sleeps
  b.add_after();    // BAD: lock
  b.on_loop_only(); // OK: nobody else takes it
  std::unique_lock later(b.slow, std::defer_lock); // OK: not locked yet
  later.lock();                                    // BAD: lock
  later.unlock();
  std::unique_lock handed(b.hands_out_slow(), std::defer_lock); // OK: not yet
  handed.lock();                                                // BAD: lock
  handed.unlock();
  std::unique_lock brief(b.hands_out_quick(), std::defer_lock);
  brief.lock(); // OK: held for no time
  brief.unlock();
  co_await mock::yield();
}
