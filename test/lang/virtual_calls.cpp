// A virtual call may run any override: it blocks if one of them does.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <functional>
#include <memory>
#include <unistd.h>
#include <vector>

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

// A method of the base that calls a virtual one: the object's class decides,
// through any number of helpers.
struct sink {
  virtual ~sink() = default;
  void log() { write_line(); }
  void log_twice() {
    log();
    log();
  }
  virtual void write_line() { usleep(5); }
};
struct no_sink : sink {
  void write_line() override {}
};
struct counting_sink : no_sink {
  int lines = 0;
};
struct file_sink : sink {
  void write_line() override { usleep(7); }
};
void log_through(sink &s) { s.log_twice(); }
struct service {
  no_sink quiet;
  counting_sink counting;
  file_sink file;
  sink any;
  mock::task<> run(sink &given) {
    quiet.log();          // OK: overridden
    counting.log_twice(); // OK: its base overrides it
    log_through(quiet);   // OK: through a parameter
    log_through(file);    // BAD: sleep
    file.log();           // BAD: sleep
    any.log();            // BAD: sleep
    given.log();          // BAD: sleep
    log_through(given);   // BAD: sleep
    co_return;
  }
};

// A local's class is that of what it was made from.
std::unique_ptr<sink> make_quiet() { return std::make_unique<no_sink>(); }
std::unique_ptr<sink> make_file() { return std::make_unique<file_sink>(); }
std::unique_ptr<sink> make_either(bool file) {
  if (file)
    return std::make_unique<file_sink>();
  return std::make_unique<no_sink>();
}
void replace(std::unique_ptr<sink> &s);
mock::task<> made_here(service &s) {
  sink &quiet = s.quiet, &file = s.file;
  quiet.write_line(); // OK: refers to the quiet one
  quiet.log();        // OK: refers to the quiet one
  file.write_line();  // BAD: sleep
  sink *pointer = &s.quiet;
  pointer->write_line(); // OK: points to the quiet one
  pointer = &s.file;
  pointer->write_line(); // BAD: sleep
  std::unique_ptr<sink> made = std::make_unique<no_sink>();
  made->write_line(); // OK: was made so
  made->log();        // OK: was made so
  made = std::make_unique<file_sink>();
  made->write_line(); // BAD: sleep
  std::unique_ptr<sink> reset = std::make_unique<no_sink>();
  reset.reset(new file_sink);
  reset->write_line(); // BAD: sleep
  std::unique_ptr<sink> replaced = std::make_unique<no_sink>();
  replace(replaced);
  replaced->write_line();          // BAD: sleep
  make_quiet()->write_line();      // OK: it makes quiet ones
  make_file()->write_line();       // BAD: sleep
  make_either(true)->write_line(); // BAD: sleep
  auto kept = make_quiet();
  kept->log(); // OK: it makes quiet ones
  co_return;
}

// A pointer to a virtual method calls the override.
namespace virtual_calls {
struct message {};
struct check {
  virtual ~check() = default;
  virtual int on_connect(const message &) { return 0; }
  virtual int on_body(const message &) { return 0; }
};
struct reverse_dns final : check {
  int on_connect(const message &) override { return usleep(5); }
};
struct size_limit final : check {
  int on_body(const message &) override { return 1; }
};
using step = int (check::*)(const message &);
struct chain {
  std::vector<std::unique_ptr<check>> checks;
  int run(step s, const message &m) {
    for (auto &c : checks)
      if (int answer = (c.get()->*s)(m))
        return answer;
    return 0;
  }
  int invoke(step s, const message &m) {
    for (auto &c : checks)
      if (int answer = std::invoke(s, *c, m))
        return answer;
    return 0;
  }
};
void set_up(chain &c) {
  c.checks.push_back(std::make_unique<reverse_dns>());
  c.checks.push_back(std::make_unique<size_limit>());
}
mock::task<> by_step(chain &c, message m) {
  c.run(&check::on_connect, m);    // BAD: sleep
  c.run(&check::on_body, m);       // OK: no override blocks
  c.invoke(&check::on_connect, m); // BAD: sleep
  c.invoke(&check::on_body, m);    // OK: no override blocks
  co_return;
}
} // namespace virtual_calls
