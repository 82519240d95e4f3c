// What the fields of an object decide: how it was made says which way branches
// go, as long as nothing else writes to them.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <chrono>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

using namespace std::chrono_literals;

bool unknown();
bool read_from(int fd, bool &into);

//===----------------------------------------------------------------------===//
// The same for all objects
//===----------------------------------------------------------------------===//

class journal {
public:
  void sync_never() {
    if (durable_)
      fsync(fd_);
  }
  void sync_always() {
    if (!fast_)
      fsync(fd_);
  }
  void sync_set() {
    if (set_)
      fsync(fd_);
  }
  void sync_reset() {
    if (reset_)
      fsync(fd_);
  }
  void set(bool on) { set_ = on; }
  void reset() { reset_ = false; }

private:
  int fd_ = 1;
  bool durable_ = false, fast_ = false;
  bool set_ = false;
  bool reset_ = false;
};

mock::task<> same() {
  journal j;
  j.sync_never();  // OK: never durable
  j.sync_always(); // BAD: file
  j.sync_set();    // OK: nobody sets this one
  j.sync_reset();  // OK: false again
  j.set(true);
  j.sync_set(); // BAD: file
  co_return;
}

class changed_elsewhere {
public:
  void by_pointer() {
    if (pointed_)
      usleep(1);
  }
  void by_reference() {
    if (referred_)
      usleep(1);
  }
  void counted() {
    while (count_ != 0) {
      usleep(1);
      --count_;
    }
  }
  void copied() {
    if (copied_)
      usleep(1);
  }
  void load() {
    int *p = &pointed_;
    *p = 1;
    read_from(0, referred_);
  }
  changed_elsewhere() = default;
  changed_elsewhere(const changed_elsewhere &o) : copied_(o.copied_) {}

private:
  int pointed_ = 0;
  bool referred_ = false;
  int count_ = 0;
  bool copied_ = false;
};

mock::task<> changes() {
  changed_elsewhere first, c(first);
  c.by_pointer();   // BAD: sleep
  c.by_reference(); // BAD: sleep
  c.counted();      // BAD: sleep
  c.copied();       // OK: as in the object that it was copied from
  co_return;
}

struct options {
  bool wait = true;
  int tries = 1;
  std::chrono::milliseconds pause{1};
  bool chosen = false;
  bool offered = false;
};
void attempt(options &o) {
  if (o.wait)
    usleep(1);
  if (o.tries > 0)
    usleep(1);
  if (o.pause != 0ms)
    usleep(1);
}
void choose(options &o) {
  if (o.chosen)
    usleep(1);
}
void offer(options &o) {
  if (o.offered)
    usleep(1);
}
mock::task<> everywhere(options &o) {
  attempt(o); // OK: all are made so
  choose(o);  // BAD: sleep
  offer(o);   // BAD: sleep
  options other{.wait = false, .tries = 0, .pause = 0ms, .chosen = true};
  choose(other); // BAD: sleep
  co_return;
}

bool patient = false, hasty, asked;
void nap_if_patient() {
  if (patient)
    usleep(1);
}
void nap_unless_hasty() {
  if (!hasty)
    usleep(1);
}
void nap_if_asked() {
  if (asked)
    usleep(1);
}
void ask() { asked = unknown(); }
mock::task<> globals() {
  nap_if_patient();   // OK: never set
  nap_unless_hasty(); // BAD: sleep
  nap_if_asked();     // BAD: sleep
  co_return;
}

// In the coroutine itself.
class session {
public:
  mock::task<> run() {
    if (quiet_)
      usleep(1); // OK: never quiet
    if (!quiet_)
      usleep(1); // BAD: sleep
    co_return;
  }
  mock::task<> run_lambda() {
    auto nap = [this] {
      if (quiet_)
        usleep(1);
    };
    nap(); // OK: never quiet
    co_return;
  }

private:
  bool quiet_ = false;
} only_session;

//===----------------------------------------------------------------------===//
// Told apart by how they were made
//===----------------------------------------------------------------------===//

enum class mode { never, batch, always };

class wal {
public:
  explicit wal(mode m) : mode_(m) {}
  void append() {
    if (mode_ == mode::always)
      drain(true);
  }
  void barrier() { drain(mode_ != mode::never); }
  void by_case() {
    switch (mode_) {
    case mode::never:
      break;
    case mode::batch:
      unknown();
      break;
    case mode::always:
      usleep(1);
      break;
    }
  }
  void pull(char *p) {
    recv(fd_, p, 1, mode_ == mode::never ? MSG_DONTWAIT : 0);
  }
  void drain(bool sync) {
    if (sync)
      usleep(1);
  }

private:
  int fd_ = 1;
  mode mode_;
};
void append_to(wal &w) { w.append(); }
void append_through(wal *w) { append_to(*w); }
void append_shared(std::shared_ptr<wal> w) { w->append(); }

wal global_quick(mode::never), global_slow(mode::always);

struct store {
  wal audit{mode::always};
  wal scratch{mode::never};
  std::unique_ptr<wal> owned = std::make_unique<wal>(mode::never);
  std::unique_ptr<wal> slow = std::make_unique<wal>(mode::always);
  wal *raw = new wal(mode::never);
  wal *raw_slow = new wal(mode::always);
  wal replaced{mode::never};
  std::unique_ptr<wal> swapped = std::make_unique<wal>(mode::never);
  void work() {
    audit.append();
    scratch.append();
  }
  void quick_work() { scratch.append(); }
  wal &get() { return scratch; }
  wal &get_slow() { return audit; }
};

mock::task<> objects(store &st, char *p, mode any) {
  wal quick(mode::never), slow(mode::always), either(any);
  quick.append();         // OK: never
  slow.append();          // BAD: sleep
  either.append();        // BAD: sleep
  quick.by_case();        // OK: never
  slow.by_case();         // BAD: sleep
  quick.pull(p);          // OK: MSG_DONTWAIT
  slow.pull(p);           // BAD: socket
  quick.drain(false);     // OK: does not
  append_to(quick);       // OK: never
  append_to(slow);        // BAD: sleep
  append_through(&quick); // OK: never
  append_through(&slow);  // BAD: sleep
  auto shared = std::make_shared<wal>(mode::never);
  append_shared(shared); // OK: never
  shared->append();      // OK: never
  auto waits = std::make_shared<wal>(mode::always);
  append_shared(waits); // BAD: sleep
  waits->append();      // BAD: sleep
  auto captured = [&quick, &slow, waits](int n) {
    if (n == 1)
      quick.append();
    if (n == 2)
      slow.append();
    if (n == 3)
      waits->append();
  };
  captured(1);            // OK: never
  captured(2);            // BAD: sleep
  captured(3);            // BAD: sleep
  st.scratch.append();    // OK: never
  st.audit.append();      // BAD: sleep
  st.owned->append();     // OK: never
  st.slow->append();      // BAD: sleep
  st.raw->append();       // OK: never
  st.raw_slow->append();  // BAD: sleep
  st.replaced.append();   // BAD: sleep
  st.swapped->append();   // BAD: sleep
  st.work();              // BAD: sleep
  st.quick_work();        // OK: never
  st.get().append();      // OK: never
  st.get_slow().append(); // BAD: sleep
  global_quick.append();  // OK: never
  global_slow.append();   // BAD: sleep
  co_return;
}
store only_store;
void replace(store &st) {
  st.replaced = wal(mode::always);
  st.swapped.reset(new wal(mode::always));
}

class closing {
public:
  explicit closing(bool waits = false) : waits_(waits) { unknown(); }
  ~closing() {
    if (waits_)
      usleep(1);
  }

private:
  bool waits_;
};
mock::task<> destructors() {
  closing quiet;      // OK: does not wait
  closing loud(true); // BAD: sleep
  co_return;
}

// Made from what the caller says.
void append_once(mode m) {
  wal w(m);
  w.append();
}
class holds_reference {
public:
  explicit holds_reference(wal &w) : w_(w) {}
  ~holds_reference() { w_.append(); }

private:
  wal &w_;
};
mock::task<> made_by_callers(store &st) {
  append_once(mode::never);        // OK: never
  append_once(mode::always);       // BAD: sleep
  holds_reference end(st.scratch); // OK: refers to what never waits
  co_return;
}

// Objects in tables of a file.
class row {
public:
  explicit row(bool waits) : waits_(waits) {}
  void work() {
    if (waits_)
      usleep(1);
  }

private:
  bool waits_;
};
class quick_row {
public:
  explicit quick_row(bool waits) : waits_(waits) {}
  void work() {
    if (waits_)
      usleep(1);
  }

private:
  bool waits_;
};
row rows[] = {row(false), row(true)};
quick_row quick_rows[] = {quick_row(false), quick_row(false)};
mock::task<> tables(row &r, quick_row &q) {
  r.work(); // BAD: sleep
  q.work(); // OK: none waits
  co_return;
}

// An aggregate says elsewhere what it is made of.
struct aggregate {
  wal log{mode::never};
};
void made_otherwise() { aggregate a{wal(mode::always)}; }
aggregate only_aggregate;
mock::task<> aggregates(aggregate &a) {
  a.log.append();          // BAD: sleep
  only_store.quick_work(); // OK: never
  co_return;
}

// Bases, and constructors that leave it to others.
class base {
public:
  explicit base(bool waits) : waits_(waits) {}
  base() : base(true) {}
  void work() {
    if (waits_)
      usleep(1);
  }

private:
  bool waits_;
};
class quick_one : public base {
public:
  quick_one() : base(false) {}
};
class any_one : public base {
public:
  explicit any_one(bool waits) : base(waits) {}
};
mock::task<> bases() {
  base delegated;
  delegated.work(); // BAD: sleep
  quick_one q;
  q.work(); // OK: its base does not wait
  any_one a(false), b(true);
  a.work(); // OK: told so
  b.work(); // BAD: sleep
  co_return;
}

// Pointers that are there or not.
struct pool {
  void post();
};
class worker {
public:
  worker() = default;
  explicit worker(std::shared_ptr<pool> p) : pool_(std::move(p)) {}
  void work() {
    if (!pool_)
      usleep(1);
    else
      pool_->post();
  }

private:
  std::shared_ptr<pool> pool_;
};
mock::task<> pointers() {
  worker alone, helped(std::make_shared<pool>()), none(nullptr);
  alone.work();  // BAD: sleep
  helped.work(); // OK: it has one
  none.work();   // BAD: sleep
  co_return;
}

// Options that an object keeps.
struct limits {
  bool wait = true;
  bool sync = false;
};
class limited {
public:
  explicit limited(limits l) : limits_(l) {}
  void work() {
    if (limits_.wait)
      usleep(1);
  }

private:
  limits limits_;
};
class unlimited {
public:
  explicit unlimited(limits l) : limits_(l) {}
  void work() {
    if (limits_.wait)
      usleep(1);
  }

private:
  limits limits_;
};
mock::task<> kept_options() {
  limited quick({.wait = false});
  quick.work(); // OK: all are made so
  unlimited slow(limits{.wait = true});
  slow.work(); // BAD: sleep
  co_return;
}

// ---- who makes the objects with what callers give, nobody knows it ----

struct Child {
  explicit Child(int p) : pid(p) {}
  ~Child() {
    if (pid)
      usleep(1000);
  }
  int pid;
};
void forget(Child &c) { c.pid = 0; }

mock::task<> child(int pid) {
  Child c(pid);    // BAD: sleep
  Child *p = &c;   // OK: points to it
  (void)p;
  co_return;
}
