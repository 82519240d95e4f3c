// A constructor blocks wherever an object is made.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <memory>
#include <optional>
#include <unistd.h>
#include <vector>

struct session {
  session() { usleep(5); }
  explicit session(int) {}
  session(const session &) { usleep(5); }
  session(session &&) {}
};

struct has_member {
  session s;
};
struct skips_member {
  skips_member() : s(1) {}
  session s;
};
struct derived : session {};
struct skips_base : session {
  skips_base() : session(1) {}
};
struct delegates {
  delegates() : delegates(1) {}
  delegates(int) { usleep(5); }
  delegates(char) {}
};
struct inherits : delegates {
  using delegates::delegates;
};
struct own_initialiser {
  int x = usleep(5);
};
struct other_initialiser {
  other_initialiser() : x(1) {}
  int x = usleep(5);
};
struct pinned {
  static inline session shared{1};
};

void by_value(session) {}
void by_reference(const session &) {}
session make() { return session(1); }

mock::task<> objects(session &given) {
  session local;                 // BAD: sleep
  session quick(1);              // OK: the other constructor
  session();                     // BAD: sleep
  session(1);                    // OK: the other constructor
  session copied = given;        // BAD: sleep
  session moved = static_cast<session &&>(given); // OK: moves
  session braced{};              // BAD: sleep
  session array[2];              // BAD: sleep
  session quick_array[1]{session(1)}; // OK: the other constructor
  by_value(given);               // BAD: sleep
  by_value(session(1));          // OK: moves
  by_reference({});              // BAD: sleep
  by_reference(session(1));      // OK: the other constructor
  make();                        // OK: the other constructor
  co_return;
}

mock::task<> parts() {
  has_member a;        // BAD: sleep
  skips_member b;      // OK: the member's other constructor
  derived c;           // BAD: sleep
  skips_base d;        // OK: the base's other constructor
  delegates e;         // BAD: sleep
  delegates f('c');    // OK: does not delegate
  inherits g(1);       // BAD: sleep
  inherits h('c');     // OK: the quick inherited one
  own_initialiser i;   // BAD: sleep
  other_initialiser j; // OK: the initialiser is not used
  own_initialiser k{}; // BAD: sleep
  own_initialiser l{1}; // OK: the initialiser is not used
  pinned m;            // OK: made before main
  co_return;
}

mock::task<> on_the_heap(std::vector<session> &list) {
  delete new session;                     // BAD: sleep
  delete new session(1);                  // OK: the other constructor
  delete[] new session[2];                // BAD: sleep
  auto a = std::make_unique<session>();   // BAD: sleep
  auto b = std::make_unique<session>(1);  // OK: the other constructor
  auto c = std::make_shared<session>();   // BAD: sleep
  auto d = std::make_shared<session>(1);  // OK: the other constructor
  list.emplace_back();                    // BAD: sleep
  list.emplace_back(1);                   // OK: the other constructor
  std::optional<session> e;               // OK: empty
  e.emplace();                            // BAD: sleep
  e.emplace(1);                           // OK: the other constructor
  co_return;
}

mock::task<> statics() {
  static session once;     // BAD: sleep
  static session quick(1); // OK: the other constructor
  co_return;
}

// What the compiler writes: copies member by member.
struct assigned {
  assigned() {}
  assigned &operator=(const assigned &) { usleep(5); return *this; }
  assigned &operator=(assigned &&) { return *this; }
};
struct has_session {
  has_session(session &&s) : s(static_cast<session &&>(s)) {}
  session s;
};
struct has_assigned {
  assigned a;
};
mock::task<> generated(has_session &a, has_assigned &b) {
  has_session copied = a;                      // BAD: sleep
  has_session moved = static_cast<has_session &&>(a); // OK: moves
  b = b;                                       // BAD: sleep
  b = static_cast<has_assigned &&>(b);         // OK: moves
  auto by_value = [a] { (void)a; };            // BAD: sleep
  auto by_reference = [&a] { (void)a; };       // OK: copies nothing
  own_initialiser many[2];                     // BAD: sleep
  own_initialiser braced[2] = {};              // MISSED: sleep: array fillers are not visited
  other_initialiser quick[2];                  // OK: the initialiser is not used
  co_return;
}
