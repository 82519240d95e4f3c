// A virtual call may run any override: it blocks if one of them does.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <memory>
#include <unistd.h>

struct store {
  virtual ~store() = default;
  virtual void load() = 0;
  virtual void save() {}
  virtual void size() {}
  virtual void slow() { usleep(5); }
  void load_all() { load(); }
};
struct memory_store : store {
  void load() override {}
  void slow() override {}
};
struct disk_store : store {
  void load() override { usleep(5); }
  void size() override {}
};
struct synced_store : disk_store {
  void save() override { usleep(5); }
};
struct final_store final : store {
  void load() override {}
  void slow() override {}
};

mock::task<> through_base(store &s, std::unique_ptr<store> p) {
  s.load();     // BAD: sleep
  s.save();     // BAD: sleep
  s.size();     // OK: no override blocks
  s.slow();     // BAD: sleep
  p->load();    // BAD: sleep
  p->size();    // OK: no override blocks
  s.load_all(); // BAD: sleep
  co_return;
}

mock::task<> through_derived(memory_store &m, disk_store &d, synced_store &s) {
  m.load(); // OK: nothing below it blocks
  m.slow(); // OK: overridden
  m.save(); // OK: nothing below it blocks
  d.load(); // BAD: sleep
  d.save(); // BAD: sleep
  d.size(); // OK: no override blocks
  s.load(); // BAD: sleep
  s.save(); // BAD: sleep
  co_return;
}

mock::task<> known_class(final_store &f) {
  memory_store m;
  disk_store d;
  m.load();        // OK: the class is known
  d.load();        // BAD: sleep
  d.save();        // OK: the class is known, synced_store is not meant
  f.load();        // OK: final
  f.slow();        // OK: final
  d.store::save(); // OK: names the quiet one
  m.store::slow(); // BAD: sleep
  co_return;
}

mock::task<> pointer_to_virtual(store &s) {
  void (store::*load)() = &store::load;
  (s.*load)(); // BAD: sleep
  void (store::*size)() = &store::size;
  (s.*size)(); // OK: no override blocks
  co_return;
}

// An override in a class template.
template <typename T> struct generic_store : store {
  void load() override {}
  void size() override {}
  T t;
};
struct observer {
  virtual void changed() {}
  virtual void closed() {}
};
template <typename T> struct generic_observer : observer {
  void changed() override { usleep(5); }
  void closed() override {}
};
generic_observer<int> used;
generic_store<int> also_used;

mock::task<> template_override(observer &o) {
  o.changed(); // BAD: sleep
  o.closed();  // OK: no override blocks
  co_return;
}

// An override that is a coroutine does not block its caller.
struct handler {
  virtual mock::task<> handle() = 0;
};
struct slow_handler : handler {
  mock::task<> handle() override {
    usleep(5); // BAD: sleep
    co_return;
  }
};
mock::task<> dispatch(handler &h) {
  co_await h.handle(); // OK: the body has its own finding
}

// In a constructor the class's own function runs, whatever overrides it.
struct initialises {
  initialises() { init(); }
  virtual void init() {}
};
struct initialises_slowly : initialises {
  void init() override { usleep(5); }
};
struct slow_from_the_start {
  slow_from_the_start() { init(); }
  virtual void init() { usleep(5); }
};
mock::task<> construction() {
  initialises_slowly a;  // OK: calls initialises::init
  slow_from_the_start b; // BAD: sleep
  co_return;
}
