// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: libpq, sqlite
// Data import: synchronous generators and the coroutines that consume them.
#include <fcntl.h>
#include <postgresql/libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <ranges>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace data_import {

// Generators whose bodies block: whoever advances them waits.
rt::generator<std::string> lines(std::string path) {
  std::ifstream in(path);                              // OK: synchronous generator body
  std::string l;
  while (std::getline(in, l)) co_yield l;              // OK: synchronous generator body
}

rt::generator<int> rows(sqlite3_stmt* st) {
  while (sqlite3_step(st) == SQLITE_ROW)               // OK: synchronous generator body
    co_yield sqlite3_column_int(st, 0);
}

rt::generator<char> received(int fd) {
  char c;
  while (::recv(fd, &c, 1, 0) == 1) co_yield c;        // OK: synchronous generator body
}

rt::generator<int> paced(int n) {
  for (int i = 0; i < n; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));  // OK: synchronous generator body
    co_yield i;
  }
}

// A generator over another generator.
rt::generator<std::string> non_empty(std::string path) {
  for (auto& l : lines(path))                          // OK: synchronous generator body
    if (!l.empty()) co_yield l;
}

// Generators that only compute.
rt::generator<int> naturals(int n) {
  for (int i = 0; i < n; ++i) co_yield i;              // OK: computes
}
rt::generator<std::string> words(std::string text) {
  std::string w;
  for (char c : text) {
    if (c == ' ') {
      co_yield w;                                      // OK: computes
      w.clear();
    } else {
      w += c;
    }
  }
}

template <class T>
rt::generator<T> elements(std::vector<T> v) {
  for (auto& x : v) co_yield x;                        // OK: computes
}

// Helpers that drain a generator.
template <class G>
std::size_t count(G&& g) {
  std::size_t n = 0;
  for ([[maybe_unused]] auto& x : g) ++n;
  return n;
}
std::size_t count_lines(const std::string& path) { return count(lines(path)); }

struct Importer {
  rt::generator<int> ids() {
    for (int i = 0; i < 3; ++i) {
      ::usleep(10);                                    // OK: synchronous generator body
      co_yield i;
    }
  }
  rt::generator<int> quick_ids() {
    co_yield 1;                                        // OK: computes
  }
};

rt::task<std::size_t> consume(std::string path, sqlite3_stmt* st, int fd) {
  std::size_t n = 0;
  for (auto& l : lines(path)) n += l.size(); // BAD: file
  for (int r : rows(st)) n += std::size_t(r); // BAD: database
  for (char c : received(fd)) n += std::size_t(c); // BAD: socket
  for (int i : paced(3)) n += std::size_t(i); // BAD: sleep
  for (auto& l : non_empty(path)) n += l.size(); // BAD: file
  for (int i : naturals(3)) n += std::size_t(i);       // OK: the generator computes
  for (auto& w : words("a b c")) n += w.size();        // OK: the generator computes
  for (int i : elements(std::vector{1, 2})) n += std::size_t(i);  // OK: the generator computes
  co_return n;
}

rt::task<std::size_t> through_helpers(std::string path) {
  std::size_t n = count_lines(path); // BAD: file
  n += count(naturals(10));                            // OK: the generator computes
  n += count(words("a b"));                            // OK: the generator computes
  Importer im;
  for (int i : im.ids()) n += std::size_t(i); // BAD: sleep
  for (int i : im.quick_ids()) n += std::size_t(i);    // OK: the generator computes
  co_return n;
}

rt::task<> by_hand(std::string path) {
  auto g = lines(path);                                // OK: suspended at its start, nothing runs yet
  auto it = g.begin(); // BAD: file
  ++it; // BAD: file
  auto h = naturals(3);                                // OK: nothing runs yet
  auto jt = h.begin();                                 // OK: the generator computes
  ++jt;                                                // OK: the generator computes
  auto unused = paced(5);                              // OK: never advanced
  co_return;
}

rt::task<> on_pool(rt::thread_pool& pool, rt::event_loop& loop, std::string path) {
  co_await pool.schedule();                            // OK: hops to a worker
  for (auto& l : lines(path)) l.clear();               // OK: on a worker
  co_await loop.schedule();                            // OK: hops back to the loop
  for (auto& l : lines(path)) l.clear(); // BAD: file
}

rt::task<> mixed(std::string path) {
  for (auto& l : lines(path)) { // BAD: file
    co_await rt::async_sleep(std::chrono::milliseconds(l.size()));  // OK: asynchronous timer
  }
  for (int i : naturals(2)) {                          // OK: the generator computes
    ::usleep(unsigned(i)); // BAD: sleep
  }
}

// Plain consumers.
std::size_t import_all(const std::string& path, sqlite3_stmt* st) {
  std::size_t n = 0;
  for (auto& l : lines(path)) n += l.size();           // OK: plain function, called by no coroutine
  for (int r : rows(st)) n += std::size_t(r);          // OK: plain function, called by no coroutine
  return n;
}

}  // namespace data_import
