// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: sqlite
// Document indexer: a coroutine changes threads with co_await pool.schedule() and back again.
#include <fcntl.h>
#include <netdb.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace docs {

using namespace std::chrono_literals;

std::string slurp(const std::string& p) {
  std::ifstream in(p);
  std::string s;
  std::getline(in, s, '\0');
  return s;
}

class Db {
 public:
  explicit Db(sqlite3* h) : h_(h) {}
  void put(const std::string& sql) { sqlite3_exec(h_, sql.c_str(), nullptr, nullptr, nullptr); }

 private:
  sqlite3* h_;
};

struct services {
  rt::thread_pool& pool;
  rt::event_loop& loop;
  Db& db;
};

rt::task<std::size_t> index_one(services s, std::string path) {
  slurp(path); // BAD: file
  co_await s.pool.schedule();                 // OK: hops to a worker
  std::string text = slurp(path);             // OK: on a worker
  std::this_thread::sleep_for(1ms);           // OK: on a worker
  s.db.put("INSERT ...");                     // OK: on a worker
  co_await s.loop.schedule();                 // OK: hops back to the loop
  s.db.put("UPDATE ..."); // BAD: database
  co_return text.size();
}

rt::task<> straight_to_the_pool(services s, std::vector<std::string> paths) {
  co_await s.pool.schedule();                 // OK: hops to a worker
  for (auto& p : paths) {
    slurp(p);                                 // OK: on a worker
    if (p.empty()) ::sleep(1);                // OK: on a worker
  }
  ::system("reindex");                        // OK: on a worker
}

rt::task<> back_and_forth(services s) {
  for (int i = 0; i < 10; ++i) {
    co_await s.pool.schedule();               // OK: hops to a worker
    slurp("a");                               // OK: on a worker
    co_await s.loop.schedule();               // OK: hops back to the loop
    slurp("b"); // BAD: file
  }
  slurp("c"); // BAD: file
}

rt::task<> in_one_branch(services s, bool big) {
  if (big) {
    co_await s.pool.schedule();               // OK: hops to a worker
    slurp("big");                             // OK: on a worker
    co_await s.loop.schedule();               // OK: hops back to the loop
  } else {
    slurp("small"); // BAD: file
  }
  ::usleep(10); // BAD: sleep
}

rt::task<> in_both_branches(services s, rt::thread_pool& other, bool big) {
  if (big)
    co_await s.pool.schedule();               // OK: hops to a worker
  else
    co_await other.schedule();                // OK: hops to a worker
  slurp("x");                                 // OK: on a worker either way
  ::usleep(10);                               // OK: on a worker either way
}

rt::task<> only_sometimes(services s, bool big) {
  if (big) co_await s.pool.schedule();        // OK: hops to a worker
  slurp("x"); // BAD: file
}

rt::task<> inner_scope(services s) {
  {
    co_await s.pool.schedule();               // OK: hops to a worker
    ::sleep(1);                               // OK: on a worker
  }
  ::sleep(1);                                 // OK: still on a worker
  co_await s.loop.schedule();                 // OK: hops back to the loop
  ::sleep(1); // BAD: sleep
}

rt::task<> wrong_way_round(services s) {
  co_await s.loop.schedule();                 // OK: yields to the loop
  slurp("x"); // BAD: file
  co_await rt::async_sleep(1ms);              // OK: asynchronous timer
  slurp("y"); // BAD: file
  auto h = s.pool.schedule();                 // OK: not awaited, no hop
  slurp("z"); // BAD: file
}

// The hop belongs to the lambda coroutine, not to the function around it.
rt::task<> nested(services s) {
  auto work = [](services q) -> rt::task<int> {
    co_await q.pool.schedule();               // OK: hops to a worker
    ::sleep(1);                               // OK: on a worker
    co_await q.loop.schedule();               // OK: hops back to the loop
    co_return 1;
  };
  ::sleep(1); // BAD: sleep
  int n = co_await work(s);                   // OK: harmless for the loop
  ::usleep(unsigned(n)); // BAD: sleep
}

class Indexer {
 public:
  Indexer(rt::thread_pool& p, rt::event_loop& l) : pool_(p), loop_(&l) {}

  rt::task<int> run(std::string path) {
    addrinfo* ai = nullptr;
    co_await pool_.schedule();                // OK: hops to a worker
    int rc = ::getaddrinfo("es", "9200", nullptr, &ai);  // OK: on a worker
    try {
      rc += int(slurp(path).size());          // OK: on a worker
    } catch (...) {
      ::sleep(1);                             // OK: on a worker
    }
    co_await loop_->schedule();               // OK: hops back to the loop
    rc += ::getaddrinfo("es", "9200", nullptr, &ai); // BAD: dns
    co_return rc;
  }

  rt::task<> forever() {
    co_await pool_.schedule();                // OK: hops to a worker
    for (;;) {
      std::this_thread::sleep_for(1s);        // OK: on a worker
      slurp("queue");                         // OK: on a worker
    }
  }

 private:
  rt::thread_pool& pool_;
  rt::event_loop* loop_;
};

rt::fire_and_forget detached(rt::thread_pool& pool, Db& db) {
  db.put("a"); // BAD: database
  co_await pool.schedule();                   // OK: hops to a worker
  db.put("b");                                // OK: on a worker
}

}  // namespace docs
