// What a branch on a call's result says of what the call looked at: a future
// that is ready, a descriptor that can be read. Also through names and helpers.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <future>
#include <list>
#include <poll.h>
#include <unistd.h>
#include <vector>

namespace tested_results {

using namespace std::chrono_literals;
using status = std::future_status;

//===----------------------------------------------------------------------===//
// Futures
//===----------------------------------------------------------------------===//

mock::task<> named(std::list<std::future<int>> &jobs) {
  bool done = jobs.front().wait_for(0ms) == status::ready;
  int a = done ? jobs.front().get() : 0; // OK: ready
  if (jobs.back().wait_for(0ms) == status::ready)
    a += jobs.back().get(); // OK: ready
  a += jobs.front().get();  // BAD: wait
  co_return;
}

mock::task<> replaced(std::list<std::future<int>> &jobs) {
  if (jobs.front().wait_for(0ms) != status::ready)
    co_return;
  jobs.front().get(); // OK: ready
  jobs.pop_front();
  jobs.front().get(); // BAD: wait
}

mock::task<> elements(std::vector<std::future<int>> &runs) {
  for (size_t i = 0; i < runs.size(); ++i)
    if (runs[i].valid() && runs[i].wait_for(0s) == status::ready)
      runs[i].get(); // OK: ready
  for (size_t i = 0; i < runs.size(); ++i)
    runs[i].get(); // BAD: wait
  for (auto it = runs.begin(); it != runs.end();)
    if (it->wait_for(0s) == status::ready) {
      it->get(); // OK: ready
      it = runs.erase(it);
    } else {
      ++it;
    }
  co_return;
}

bool is_ready(const std::future<int> &f) { return f.wait_for(0s) == status::ready; }
bool is_valid_and_ready(std::future<int> &f) {
  return f.valid() && f.wait_for(0s) == status::ready;
}
bool is_ready_by_steps(std::future<int> &f) {
  if (!f.valid())
    return false;
  bool ready = f.wait_for(0s) == status::ready;
  return ready;
}
bool was_asked(std::future<int> &f, bool really) {
  return really && f.valid(); // says nothing of its result
}
template <typename T> T value_or(std::future<T> &f, T otherwise) {
  return is_ready(f) ? f.get() : otherwise;
}

mock::task<> helpers(std::future<int> a, std::future<int> b, std::future<int> c, std::future<int> d) {
  if (is_ready(a))
    a.get(); // OK: ready
  else
    a.get(); // BAD: wait
  if (is_valid_and_ready(b))
    b.get(); // OK: ready
  if (!is_ready_by_steps(c))
    co_return;
  c.get(); // OK: ready
  if (was_asked(d, true))
    d.get(); // BAD: wait
}
mock::task<> through_both(std::future<int> a, std::future<int> b) {
  value_or(a, 0); // OK: only if it is ready
  if (is_ready(a))
    b.get(); // BAD: wait
  co_return;
}

class pending {
public:
  explicit pending(std::future<int> f) : f(std::move(f)) {}
  bool ready() const { return f.wait_for(0s) == status::ready; }
  bool ready_within(int ms) const {
    return f.wait_for(std::chrono::milliseconds(ms)) == status::ready;
  }
  int take() { return f.get(); }

private:
  std::future<int> f;
};
mock::task<> objects(pending first, pending second, pending third) {
  if (first.ready())
    first.take(); // OK: ready
  if (second.ready_within(0))
    second.take(); // OK: ready
  else if (second.ready_within(50)) // BAD: wait
    second.take(); // OK: ready
  else
    second.take(); // BAD: wait
  third.take();    // BAD: wait
  co_return;
}

struct saver {
  std::future<void> save;
};
mock::task<> empty_or_ready(saver *s, saver *t) {
  if (s->save.valid() && s->save.wait_for(0s) != status::ready)
    co_return;
  if (s->save.valid())
    s->save.get(); // OK: ready
  if (t->save.valid())
    t->save.get(); // BAD: wait
}

//===----------------------------------------------------------------------===//
// Descriptors
//===----------------------------------------------------------------------===//

char buffer[8];

mock::task<> polled(int fd, int other) {
  pollfd one{fd, POLLIN, 0};
  if (poll(&one, 1, 0) > 0)
    read(fd, buffer, 8); // OK: can be read
  read(fd, buffer, 8);   // BAD: file
  if (poll(&one, 1, 0) == 0)
    co_return;
  read(one.fd, buffer, 8); // OK: can be read
  read(other, buffer, 8);  // BAD: file
}

mock::task<> assigned(int fd) {
  pollfd one{};
  one.fd = fd;
  one.events = POLLIN;
  if (poll(&one, 1, 0) <= 0)
    co_return;
  read(fd, buffer, 8); // OK: can be read
  read(fd, buffer, 8); // BAD: file
}

mock::task<> one_of_two(int first, int second) {
  pollfd both[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  if (poll(both, 2, 0) > 0)
    read(first, buffer, 8); // BAD: file
  co_return;
}

bool readable(int fd) {
  pollfd one{fd, POLLIN, 0};
  return poll(&one, 1, 0) > 0;
}
int wait_input(int fd, int ms) {
  pollfd one{fd, POLLIN, 0};
  return poll(&one, 1, ms);
}
bool readable_by_steps(int fd) {
  pollfd one{fd, POLLIN, 0};
  if (poll(&one, 1, 0) < 1)
    return false;
  return true;
}
bool guess(int fd) {
  pollfd one{fd, POLLIN, 0};
  if (poll(&one, 1, 0) < 1)
    return fd > 5;
  return true;
}

mock::task<> by_helpers(int fd, int other) {
  if (readable(fd))
    read(fd, buffer, 8); // OK: can be read
  if (readable(fd))
    read(other, buffer, 8); // BAD: file
  while (readable(fd))
    read(fd, buffer, 8); // OK: can be read, once
  if (wait_input(fd, 0) > 0)
    read(fd, buffer, 8); // OK: can be read
  if (wait_input(fd, 0) < 0)
    read(fd, buffer, 8); // BAD: file
  if (readable_by_steps(fd)) {
    read(fd, buffer, 8); // OK: can be read
    read(fd, buffer, 8); // BAD: file
  }
  if (guess(fd))
    read(fd, buffer, 8); // BAD: file
  co_return;
}

class port {
public:
  explicit port(int fd) : fd(fd) {}
  bool has_input() const { return readable(fd); }
  void advance() { read(fd, buffer, 8); }
  mock::task<> run() {
    if (has_input())
      advance(); // OK: can be read
    if (has_input())
      read(fd, buffer, 8); // OK: can be read
    advance();             // BAD: file
    co_return;
  }

private:
  int fd;
};
mock::task<> ports(port &a, port &b) {
  if (a.has_input())
    a.advance(); // OK: can be read
  if (a.has_input())
    b.advance(); // BAD: file
  co_return;
}

} // namespace tested_results
