// Command and dispatch tables: which function a call through one runs.
// RUN: %check_marks %s -- %flags
#include "coroutine.h"
#include <algorithm>
#include <functional>
#include <map>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dispatch_tables {

struct request {
  int id;
};
void slow(request) { usleep(1000); }
void quick(request) {}

// ---- maps of function pointers, and what looks into them ----

using pointer = void (*)(request);

const std::map<std::string, pointer> &actions() {
  static const std::map<std::string, pointer> all = {{"s", slow}, {"q", quick}};
  return all;
}
const std::map<std::string, pointer> &harmless() {
  static const std::map<std::string, pointer> all = {{"q", quick}};
  return all;
}
pointer lookup(const std::string &name) {
  auto it = actions().find(name);
  return it == actions().end() ? nullptr : it->second;
}
pointer lookup_harmless(const std::string &name) {
  auto it = harmless().find(name);
  if (it == harmless().end())
    return nullptr;
  return it->second;
}

mock::task<> by_name(std::string name, request r) {
  static const std::unordered_map<std::string_view, pointer> all{{"s", &slow},
                                                                 {"q", &quick}};
  static const std::unordered_map<std::string_view, pointer> some{{"q", quick}};
  auto found = all.find(name);
  if (found != all.end())
    found->second(r); // BAD: sleep
  auto other = some.find(name);
  if (other != some.end())
    other->second(r); // OK: only quick
  if (auto it = actions().find(name); it != actions().end())
    (*it->second)(r); // BAD: sleep
  if (auto it = harmless().find(name); it != harmless().end())
    (*it->second)(r); // OK: only quick
  lookup(name)(r);    // BAD: sleep
  if (auto f = lookup_harmless(name))
    f(r); // OK: only quick
  auto several = all.equal_range(name);
  for (auto it = several.first; it != several.second; ++it)
    it->second(r); // BAD: sleep
  auto few = some.equal_range(name);
  for (auto it = few.first; it != few.second; ++it)
    it->second(r); // OK: only quick
  for (auto f : all | std::views::values)
    f(r); // BAD: sleep
  for (auto f : some | std::views::values)
    f(r); // OK: only quick
  co_return;
}

// ---- rows with a member function each ----

class server {
public:
  mock::task<> run(std::string name, request r) {
    for (auto &row : all)
      if (name == row.name)
        (this->*row.run)(r); // BAD: sleep
    for (auto &row : some)
      if (name == row.name)
        (this->*row.run)(r); // OK: only count
    static constexpr entry local[] = {{"s", &server::store, 0}};
    for (auto &row : local)
      (this->*row.run)(r); // BAD: sleep
    co_return;
  }

private:
  void store(request) { usleep(1000); }
  void count(request) {}
  struct entry {
    const char *name;
    void (server::*run)(request);
    int flags;
  };
  static constexpr entry all[] = {{"s", &server::store, 0},
                                  {"c", &server::count, 1}};
  static constexpr entry some[] = {{"c", &server::count, 1}};
};

// ---- tables of rows, searched by algorithms and seen through views ----

struct command {
  std::string name;
  std::function<void(request)> run;
};
const std::vector<command> all = {{"s", slow}, {"q", quick}};
const std::vector<command> some = {{"q", quick}};

mock::task<> searched(std::string name, request r) {
  auto is_it = [&](const command &c) { return c.name == name; };
  auto found = std::find_if(all.begin(), all.end(), is_it); // OK: only compares
  if (found != all.end())
    found->run(r); // BAD: sleep
  auto other = std::ranges::find(some, name, &command::name); // OK: the same
  if (other != some.end())
    other->run(r); // OK: only quick
  auto third = std::ranges::find(all, name, &command::name); // OK: the same
  third->run(r); // BAD: sleep
  std::for_each(all.begin(), all.end(), [&](const command &c) { // BAD: sleep
    c.run(r);
  });
  for (auto &c : std::span(all))
    c.run(r); // BAD: sleep
  for (auto &c : std::span(some))
    c.run(r); // OK: only quick
  co_return;
}

// ---- local tables ----

mock::task<> local(request r, int i) {
  pointer table[] = {slow, quick};
  table[i](r); // BAD: sleep
  for (pointer f : table)
    f(r); // BAD: sleep
  pointer quick_ones[] = {quick, nullptr};
  quick_ones[i](r); // OK: only quick
  const command rows[] = {{"s", slow}};
  rows[0].run(r); // BAD: sleep
  const command quick_rows[] = {{"q", quick}};
  quick_rows[0].run(r); // OK: only quick
  for (pointer f : {quick, slow})
    f(r); // BAD: sleep
  for (pointer f : {quick, quick})
    f(r); // OK: only quick
  co_return;
}

} // namespace dispatch_tables

// Constant tables of functions that a pointer in an object chooses from.
namespace dispatch_tables_kept {
struct operations {
  int (*copy)(const char *);
  int (*remove)(const char *);
  int (*mark)(const char *);
};
int slowly(const char *) { return usleep(5); }
int nothing(const char *) { return 0; }
extern const operations real, dry;
const operations real{&nothing, &slowly, &nothing};
const operations dry{&nothing, &nothing, &nothing};
struct engine {
  const operations *ops;
};
mock::task<> by_pointer(engine *e) {
  e->ops->remove("x"); // BAD: sleep
  e->ops->copy("x");   // OK: does nothing in both
  real.remove("x");    // BAD: sleep
  dry.remove("x");     // OK: does nothing
  co_return;
}
} // namespace dispatch_tables_kept

// A table of one driver's functions, behind a pointer: each field is a slot.
namespace dispatch_tables_drivers {
struct driver {
  void (*open)(int);
  void (*list)(int);
};
static void slow_open(int n) { sleep(n); }
static void slow_list(int n) { sleep(n); }
static void quick_open(int) {}
static const driver one = {&slow_open, &quick_open};
static const driver other = {&slow_open, &slow_list};
static const driver quick = {&quick_open, &slow_list};
static const driver *chosen;
const driver *driver_of(int kind) {
  if (!chosen)
    chosen = kind ? &one : &quick;
  return chosen;
}
mock::task<> use(int kind) {
  const driver *d = driver_of(kind);
  d->open(kind);                // BAD: sleep
  driver_of(kind)->open(kind);  // BAD: sleep
  co_return;
}
struct log_driver {
  void (*write)(int);
  void (*halt)(int);
};
static void halt(int n) { sleep(n); }
static const log_driver logger = {&quick_open, &halt};
const log_driver *the_logger() { return &logger; }
mock::task<> log(int kind) {
  const log_driver *d = the_logger();
  d->write(kind); // OK: only halt() sleeps
  d->halt(kind);  // BAD: sleep
  co_return;
}
} // namespace dispatch_tables_drivers
