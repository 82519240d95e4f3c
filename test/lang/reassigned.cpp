// Locals that are given a callable or an object more than once: what they were
// last given, on any way to the call.
// RUN: %check_marks %s -- %flags
// RUN: %nostall summarize %s -o %t.nsum -- %flags
// RUN: %nostall link --exit-zero --quiet %t.nsum > %t.out
#include "coroutine.h"
#include <functional>
#include <memory>
#include <unistd.h>
#include <utility>

namespace reassigned {

void slow(int) { usleep(1000); }
void quick(int) {}
using pointer = void (*)(int);
using function = std::function<void(int)>;
pointer pick(int which) { return which ? slow : quick; }

// ---- callables ----

mock::task<> pointers(bool c, int which) {
  pointer act = quick;
  act(1); // OK: quick so far
  act = c ? quick : slow;
  act(1); // BAD: sleep
  act = quick;
  act(1); // OK: quick again
  act = pick(which);
  act(1); // BAD: sleep

  pointer either;
  if (c)
    either = slow;
  else
    either = quick;
  either(1); // BAD: sleep
  either = quick;
  either(1); // OK: replaced

  pointer maybe = quick;
  if (c)
    maybe = slow;
  maybe(1); // BAD: sleep
  pointer never = slow;
  if (c)
    never = nullptr;
  else
    never = quick;
  if (never)
    never(1); // OK: both branches have replaced it

  pointer one = slow, two = quick;
  one(1); // BAD: sleep
  two(1); // OK: declared together
  one = two = quick;
  one(1); // OK: quick by now

  pointer inside = quick;
  if (c) {
    inside = slow;
    inside(1); // BAD: sleep
  } else {
    inside(1); // OK: the other branch
  }
  co_return;
}

mock::task<> cases(int which) {
  pointer act = nullptr, none = nullptr;
  switch (which) {
  case 0:
    act = slow;
    break;
  case 1:
    act = none = quick;
    break;
  }
  if (act)
    act(1); // BAD: sleep
  if (none)
    none(1); // OK: quick, if anything
  co_return;
}

mock::task<> loops() {
  pointer later = quick;
  for (int i = 0; i < 3; ++i) {
    later(1); // BAD: sleep
    later = slow;
  }
  pointer first = slow;
  for (int i = 0; i < 3; ++i) {
    first = quick;
    first(1); // OK: replaced each time
  }
  pointer again = quick;
  for (int i = 0; i < 3; ++i)
    again = i ? again : quick;
  again(1); // OK: never anything else
  co_return;
}

mock::task<> functions(bool c) {
  function f = quick;
  f(1); // OK: quick so far
  f = slow;
  f(1); // BAD: sleep
  f = [](int) {};
  f(1); // OK: replaced
  if (c)
    f = [](int n) { slow(n); };
  f(1); // BAD: sleep
  function lent = quick;
  auto change = [&lent] { lent = slow; };
  lent = quick;
  change();
  lent(1); // BAD: sleep
  function own = quick;
  auto look = [&own] { own(1); }; // OK: quick
  own = quick;
  look();
  co_return;
}

void run(function h, function other) {
  if (!h)
    h = quick;
  h(1);
  other = quick;
  other(1);
}
mock::task<> given() {
  run(slow, quick);  // BAD: sleep
  run(nullptr, slow); // OK: the second one is replaced
  co_return;
}

mock::task<> thrown(void (*work)()) {
  pointer act = quick, other = quick;
  try {
    act = slow;
    work();
    act = quick;
  } catch (...) {
    act(1);   // BAD: sleep
    other(1); // OK: never anything else
  }
  other = quick;
  co_return;
}

// ---- objects ----

struct source {
  virtual ~source() = default;
  virtual int key() = 0;
};
struct fresh : source {
  int key() override {
    usleep(1000);
    return 1;
  }
};
struct builtin : source {
  int key() override { return 2; }
};
struct keys {
  fresh made;
  builtin known;
};

mock::task<> objects(keys *k, bool c) {
  source *later = &k->made;
  later->key(); // BAD: sleep
  later = &k->known;
  later->key(); // OK: the one that is known
  if (c)
    later = &k->made;
  later->key(); // BAD: sleep
  source *chosen = c ? static_cast<source *>(&k->made) : &k->known;
  chosen->key(); // BAD: sleep
  chosen = nullptr;
  builtin own;
  if (c)
    chosen = &own;
  if (chosen)
    chosen->key(); // OK: its own one, if any
  co_return;
}

void replace(std::unique_ptr<source> &s) { s = std::make_unique<fresh>(); }

mock::task<> owners(bool c) {
  std::unique_ptr<source> u = std::make_unique<fresh>();
  u->key(); // BAD: sleep
  u = std::make_unique<builtin>();
  u->key(); // OK: replaced
  u.reset(new fresh);
  u->key(); // BAD: sleep
  u.reset(new builtin);
  u->key(); // OK: replaced
  std::shared_ptr<source> s;
  if (c)
    s = std::make_shared<fresh>();
  else
    s = std::make_shared<builtin>();
  s->key(); // BAD: sleep
  s = std::make_shared<builtin>();
  s->key(); // OK: replaced
  std::unique_ptr<source> one = c ? std::unique_ptr<source>(new builtin)
                                  : std::unique_ptr<source>(new fresh);
  one->key(); // BAD: sleep
  one = std::make_unique<builtin>();
  one->key(); // OK: replaced
  std::unique_ptr<source> lent = std::make_unique<builtin>();
  lent = std::make_unique<builtin>();
  replace(lent);
  lent->key(); // BAD: sleep
  co_return;
}

} // namespace reassigned
