// Members of class templates that only library code runs: overrides behind a
// type erasure, call operators, constructors. More in link/erased_members.cpp.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace erased_objects {

// With a string in it, nothing of it is a constant.
struct quick {
  std::string name;
  void put(int) {}
};
struct slow {
  std::string name;
  void put(int i) { usleep(i); }
};

class sink {
public:
  template <typename T> sink(T t) : held(std::make_shared<model<T>>(std::move(t))) {}
  void put(int i) { held->put(i); }

private:
  struct erased {
    virtual ~erased() = default;
    virtual void put(int) = 0;
  };
  template <typename T> struct model final : erased {
    explicit model(T t) : t(std::move(t)) {}
    void put(int i) override { t.put(i); }
    T t;
  };
  std::shared_ptr<erased> held;
};

struct keeper {
  sink of_quick{quick()};
  sink of_slow{slow()};
  sink made_quick, made_slow, replaced{quick()}, still_quick{quick()};
  keeper() : made_quick(quick()), made_slow(slow()) {}

  mock::task<> run() {
    of_quick.put(5);   // OK: holds a quick one
    of_slow.put(5);    // BAD: sleep
    made_quick.put(5); // OK: holds a quick one
    made_slow.put(5);  // BAD: sleep
    replaced = sink(slow());
    replaced.put(5);    // BAD: sleep
    still_quick.put(5); // OK: never replaced
    still_quick = sink(quick());
    still_quick.put(5); // OK: by another quick one
    co_return;
  }
};

mock::task<> locals() {
  sink a{quick()}, b{slow()};
  a.put(5); // OK: holds a quick one
  b.put(5); // BAD: sleep
  sink c = a, d = b, e = a;
  c.put(5); // OK: a copy of the quick one
  d.put(5); // BAD: sleep
  e = b;
  e.put(5); // BAD: sleep
  co_return;
}

// A class in a class template.
template <typename T> struct opened {
  struct impl : quick {
    std::string path;
    virtual void work() { T().put(5); }
    virtual ~impl() = default;
  };
  std::unique_ptr<impl> held = std::make_unique<impl>();
};
mock::task<> nested() {
  opened<slow> a;
  opened<quick> b;
  a.held->work(); // BAD: sleep
  b.held->work(); // OK: another instance
  co_return;
}

class job {
public:
  template <typename F> job(F f) : held(std::make_unique<holder<F>>(std::move(f))) {}
  void operator()() { held->run(); }

private:
  struct erased {
    virtual ~erased() = default;
    virtual void run() = 0;
  };
  template <typename F> struct holder : erased {
    explicit holder(F f) : f(std::move(f)) {}
    void run() override { f(); }
    F f;
  };
  std::unique_ptr<erased> held;
};
mock::task<> jobs(std::string s) {
  job sleeps([s] { usleep(5); });
  job counts([s] {});
  sleeps(); // BAD: sleep
  counts(); // OK: the other lambda
  co_return;
}

template <typename T> struct each {
  void operator()(int i) const { T().put(i); }
};
template <typename T> struct less {
  bool operator()(int a, int b) const {
    T().put(a);
    return a < b;
  }
};
mock::task<> functors(std::vector<int> v) {
  std::for_each(v.begin(), v.end(), each<slow>());  // BAD: sleep
  std::for_each(v.begin(), v.end(), each<quick>()); // OK: another instance
  std::sort(v.begin(), v.end(), less<slow>());      // BAD: sleep
  std::sort(v.begin(), v.end(), less<quick>());     // OK: another instance
  std::function<void(int)> f = each<slow>(), g = each<quick>();
  f(5); // BAD: sleep
  g(5); // OK: another instance
  co_return;
}

template <typename T> struct session {
  T t;
  explicit session(int i) { t.put(i); }
};
mock::task<> lifetimes() {
  auto a = std::make_unique<session<slow>>(5);  // BAD: sleep
  auto b = std::make_shared<session<quick>>(5); // OK: another instance
  co_return;
}

// What does not compile for a type is not asked for, and no error.
template <typename T> struct partial : opened<quick>::impl {
  T t;
  void operator()() { t.missing(); }
  void work() override { usleep(5); }
};
mock::task<> partly(opened<quick>::impl &base) {
  auto p = std::make_unique<partial<quick>>();
  p->work(); // BAD: sleep
  co_return;
}

} // namespace erased_objects
