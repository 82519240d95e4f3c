// What a function has just put into an object, or found there, is what those
// find that it gives the object to; until somebody who is given it changes it.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstring>
#include <unistd.h>

namespace fields_known {

enum state { idle, running, closing };

struct peer;
struct job {
  peer *owner;
  job *next;
  int id;
};
struct queue {
  job *first;
};
struct peer {
  state now;
  int users;
  bool quiet;
  peer *other;
  queue *jobs;
  queue *watchers;
};

bool ask();
peer *find_peer();

void nap_if_closing(peer *p) {
  if (p->now == closing)
    usleep(10);
}
void nap_if_watched(peer *p) {
  if (p->watchers)
    usleep(10);
}
void nap_unless_quiet(peer *p) {
  if (p->quiet)
    return;
  usleep(10);
}
void through(peer *p) { nap_if_closing(p); }

//===----------------------------------------------------------------------===//
// Assignments and branches
//===----------------------------------------------------------------------===//

void stop(peer *p) {
  p->now = idle;
  through(p);
}
void close(peer *p) {
  p->now = closing;
  through(p);
}
void close_either(peer *p) {
  p->now = idle;
  if (ask())
    p->now = closing;
  through(p);
}
void stop_other(peer *p, peer *other) {
  p->now = idle;
  nap_if_closing(other);
}
void only_running(peer *p) {
  if (p->now == running)
    through(p);
}
void only_closing(peer *p) {
  if (p->now == closing)
    through(p);
}
void read_before(peer *p) {
  state before = p->now;
  p->now = closing;
  if (before == running)
    through(p);
}
void in_a_loop(peer *p) {
  p->now = idle;
  while (ask()) {
    nap_if_closing(p);
    p->now = closing;
  }
}
void forget_watchers(peer *p) {
  p->watchers = nullptr;
  nap_if_watched(p);
}
void counts_down(peer *p) {
  if (--p->users)
    return;
  p->now = idle;
  through(p);
}

mock::task<> assigned(peer *q) {
  close(find_peer());           // BAD: sleep
  close_either(find_peer());    // BAD: sleep
  stop_other(find_peer(), q);   // BAD: sleep
  only_closing(find_peer());    // BAD: sleep
  read_before(find_peer());     // BAD: sleep
  in_a_loop(find_peer());       // BAD: sleep
  nap_if_watched(find_peer());  // BAD: sleep
  stop(find_peer());            // OK: idle
  only_running(find_peer());    // OK: running
  forget_watchers(find_peer()); // OK: nobody watches
  counts_down(find_peer());     // OK: idle
  co_return;
}

//===----------------------------------------------------------------------===//
// What called functions do
//===----------------------------------------------------------------------===//

void set_state(peer *p, state to) { p->now = to; }
void set_up(peer *p) {
  memset(p, 0, sizeof *p);
  p->now = running;
}
void may_close(peer *p) {
  if (ask())
    p->now = closing;
}
void looks(const peer *p);
void looks_only(peer *p) {
  if (p->quiet)
    looks(p);
}
void restart(peer *p) {
  set_state(p, running);
  looks_only(p);
  through(p);
}
void shut(peer *p) {
  set_state(p, closing);
  through(p);
}
void starts_and_may_close(peer *p) {
  set_state(p, running);
  may_close(p);
  through(p);
}
void local(bool closes) {
  peer own;
  set_up(&own);
  if (closes)
    set_state(&own, closing);
  through(&own);
}
void local_running() {
  peer own;
  set_up(&own);
  through(&own);
}
void cleared() {
  peer own;
  own.now = idle;
  memset(&own, 0, sizeof own);
  nap_unless_quiet(&own);
}
void changes_first(peer *p) {
  set_state(p, closing);
  nap_if_closing(p);
}
void quick(peer *p) {
  p->now = idle;
  changes_first(p);
}

mock::task<> called() {
  shut(find_peer());                 // BAD: sleep
  starts_and_may_close(find_peer()); // BAD: sleep
  local(ask());            // BAD: sleep
  cleared();               // BAD: sleep
  quick(find_peer());                // BAD: sleep
  restart(find_peer());              // OK: running
  local_running();         // OK: running
  co_return;
}

//===----------------------------------------------------------------------===//
// Callbacks for what is in an object, that point back to it
//===----------------------------------------------------------------------===//

void each(queue *q, void (*run)(void *)) {
  if (!q)
    return;
  for (job *j = q->first; j; j = j->next)
    run(j);
}
bool is_empty(queue *q) {
  if (!q)
    return true;
  return q->first == nullptr;
}
void tell(peer *p) {
  if (is_empty(p->watchers))
    return;
  usleep(10);
}
void drop(void *data) {
  job *j = static_cast<job *>(data);
  tell(j->owner);
}
void destroy(peer *p) {
  p->watchers = nullptr;
  each(p->jobs, drop);
}
void cancel_all(peer *p) { each(p->jobs, drop); }
void destroy_with(peer *p, queue *others) {
  p->watchers = nullptr;
  each(others, drop);
}

// Whoever gives up the last reference finds nobody that takes another one.
peer *take(peer *p) {
  if (!p || !p->users)
    return nullptr;
  ++p->users;
  return p;
}
void finished(peer *p) {
  p = take(p);
  if (!p)
    return;
  usleep(10);
}
void finish(void *data) {
  job *j = static_cast<job *>(data);
  finished(j->owner);
}
void release(peer *p) {
  if (--p->users)
    return;
  each(p->jobs, finish);
}
void release_in_steps(peer *p) {
  if (__sync_sub_and_fetch(&p->users, 1) == 0)
    release(p);
}
void finish_all(peer *p) { each(p->jobs, finish); }

mock::task<> pointed_back(queue *others) {
  cancel_all(find_peer());           // BAD: sleep
  destroy_with(find_peer(), others); // BAD: sleep
  finish_all(find_peer());           // BAD: sleep
  destroy(find_peer());              // OK: nobody watches
  release(find_peer());              // OK: without references nobody takes one
  co_return;
}

//===----------------------------------------------------------------------===//
// Helpers with several ends
//===----------------------------------------------------------------------===//

bool may_wait(const peer *p, bool now) {
  if (!p)
    return false;
  if (now)
    return false;
  return ask();
}
void nap_if_it_may(const peer *p, bool now) {
  if (may_wait(p, now))
    usleep(10);
}
void nap_if_it_may_not(const peer *p, bool now) {
  if (!may_wait(p, now))
    usleep(10);
}
mock::task<> ends() {
  nap_if_it_may(find_peer(), false);          // BAD: sleep
  nap_if_it_may_not(nullptr, true); // BAD: sleep
  nap_if_it_may_not(find_peer(), false);      // BAD: sleep
  nap_if_it_may(find_peer(), true);           // OK: not now
  nap_if_it_may(nullptr, false);    // OK: nobody to wait for
  co_return;
}

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

class link {
public:
  void greet() {
    if (up_)
      usleep(10);
  }
  void drop() {
    up_ = false;
    greet();
  }
  void connect() { up_ = ask(); }
  void reconnect() {
    up_ = false;
    connect();
    greet();
  }

private:
  bool up_ = false;
};
mock::task<> objects(link &l) {
  l.reconnect(); // BAD: sleep
  l.drop();      // OK: it is down
  co_return;
}

} // namespace fields_known
