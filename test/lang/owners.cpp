// What owners destroy runs where they let go of it.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <vector>

struct slow {
  explicit slow(int n = 0) : n(n) {}
  ~slow() { usleep(5); }
  int n;
};
struct quick {
  explicit quick(int n = 0) : n(n) {}
  ~quick() { usleep(0); }
  int n;
};
/// The compiler writes their destructors, and nobody names them.
struct holds_slow {
  std::string name;
  std::unique_ptr<slow> held;
};
struct holds_quick {
  std::string name;
  std::unique_ptr<quick> held;
};
struct refers_to_slow {
  std::string name;
  slow *other;
};
struct owned_root {
  virtual ~owned_root() = default;
};
struct derived : owned_root {
  ~derived() override { usleep(5); }
};
struct quick_base {
  virtual ~quick_base() = default;
};
struct quick_derived : quick_base {
  std::string s;
};
struct node {
  std::unique_ptr<node> next;
  std::unique_ptr<slow> held;
};

template <typename T> struct all {
  std::vector<T> vector;
  std::deque<T> deque;
  std::list<T> list;
  std::queue<T> queue;
  std::map<std::string, T> map;
  std::unordered_map<int, std::unique_ptr<T>> unordered;
  std::multimap<int, std::pair<int, T>> pairs;
  std::set<std::unique_ptr<T>> set;
  std::unique_ptr<T> pointer;
  std::unique_ptr<T[]> array;
  std::optional<T> optional;
};

// Whoever puts one in has the class of elements made.
static_assert(sizeof(std::pair<int, slow>) && sizeof(std::pair<int, quick>));

mock::task<> removed(all<slow> &a, all<quick> &b) {
  a.vector.clear();          // BAD: sleep
  b.vector.clear();          // OK: does nothing
  a.vector.pop_back();       // BAD: sleep
  b.vector.pop_back();       // OK: does nothing
  a.vector.resize(0);        // BAD: sleep
  b.vector.resize(0);        // OK: does nothing
  a.vector.resize(8);        // OK: may well grow
  a.vector.reserve(8);       // OK: destroys what was moved from
  a.deque.pop_front();       // BAD: sleep
  b.deque.pop_front();       // OK: does nothing
  a.list.erase(a.list.begin()); // BAD: sleep
  b.list.erase(b.list.begin()); // OK: does nothing
  a.queue.pop();             // BAD: sleep
  b.queue.pop();             // OK: does nothing
  a.map.erase("k");          // BAD: sleep
  b.map.erase("k");          // OK: does nothing
  a.unordered.erase(1);      // BAD: sleep
  b.unordered.erase(1);      // OK: does nothing
  a.pairs.clear();           // BAD: sleep
  b.pairs.clear();           // OK: does nothing
  a.set.clear();             // BAD: sleep
  b.set.clear();             // OK: does nothing
  a.pointer = nullptr;       // BAD: sleep
  b.pointer = nullptr;       // OK: does nothing
  a.array.reset();           // BAD: sleep
  b.array.reset();           // OK: does nothing
  a.optional = std::nullopt; // BAD: sleep
  b.optional = std::nullopt; // OK: does nothing
  a.map["k"].n = 2;          // OK: assigns to an element
  co_return;
}

mock::task<> nested(std::map<int, holds_slow> &a, std::map<int, holds_quick> &b, std::vector<refers_to_slow> &c,
                    std::vector<slow *> &d, std::unique_ptr<node> &e) {
  a.erase(1);  // BAD: sleep
  b.erase(1);  // OK: does nothing
  c.clear();   // OK: owns nothing
  d.clear();   // OK: only pointers
  e.reset();   // BAD: sleep
  co_return;
}

mock::task<> derived_classes(std::vector<std::unique_ptr<owned_root>> &a, std::vector<std::unique_ptr<quick_base>> &b,
                             std::vector<owned_root> &c, std::unique_ptr<owned_root> d, std::unique_ptr<quick_base> e) { // BAD: sleep
  a.clear();   // BAD: sleep
  b.clear();   // OK: no derived class does anything
  c.clear();   // OK: none of a derived class
  d.reset();   // BAD: sleep
  e.reset();   // OK: no derived class does anything
  co_return;
}

void keep(std::unique_ptr<slow>);

mock::task<> moved(std::queue<std::unique_ptr<slow>> &a, std::map<int, std::unique_ptr<slow>> &b,
                   std::vector<std::unique_ptr<slow>> &c, std::vector<std::unique_ptr<slow>> &d) {
  keep(std::move(a.front()));
  a.pop(); // OK: it was moved elsewhere
  auto it = b.find(1);
  keep(std::move(it->second));
  b.erase(it); // OK: it was moved elsewhere
  for (auto &each : c)
    keep(std::move(each));
  c.clear(); // OK: they were moved elsewhere
  keep(std::move(c.front()));
  d.clear(); // BAD: sleep
  co_return;
}

struct service {
  service() { current = std::make_unique<slow>(1); } // OK: the first one
  mock::task<> replaced(bool fresh);
  mock::task<> started();
  std::unique_ptr<slow> current, other;
};

mock::task<> service::replaced(bool fresh) {
  if (fresh)
    current = std::make_unique<slow>(2); // BAD: sleep
  std::unique_ptr<slow> local; // BAD: sleep
  local = std::make_unique<slow>(3); // OK: the first one
  co_return;
}

mock::task<> service::started() {
  if (!other)
    other = std::make_unique<slow>(1); // OK: the first one
  co_return;
}

mock::task<> threads(std::vector<std::jthread> &a, std::vector<std::jthread> &b, std::vector<std::thread> &c) {
  a.clear(); // BAD: wait
  for (auto &t : b)
    t.join(); // BAD: wait
  b.clear(); // FALSE: wait: the loop may run no turn
  c.clear(); // OK: does not wait
  co_return;
}

struct session {
  std::unique_ptr<slow> peer, other;
  std::vector<char> text;
};
struct sizes {
  std::vector<size_t> all;
  void add(const std::vector<char> &text) { all.push_back(text.size()); }
};

mock::task<> fields(session &a, session &b, sizes &s) {
  s.add(a.text);
  a.peer.reset(); // BAD: sleep
  keep(std::move(b.peer));
  b.peer.reset();  // OK: it was moved elsewhere
  b.other.reset(); // BAD: sleep
  co_return;
}
