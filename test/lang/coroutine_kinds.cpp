// Everything that the language makes a coroutine is an async context, and
// nothing else is.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <unistd.h>

using mock::task;

task<> function() {
  usleep(5); // BAD: sleep
  co_return;
}

task<int> with_a_value() {
  usleep(5); // BAD: sleep
  co_return 1;
}

task<> that_awaits() {
  co_await mock::yield();
  usleep(5); // BAD: sleep
}

void plain_function() {
  usleep(5); // OK: nobody awaits here
}

task<> forwards() {
  usleep(5); // OK: returns a task but is no coroutine itself
  return function();
}

struct server {
  task<> member() {
    usleep(5); // BAD: sleep
    co_return;
  }
  static task<> static_member() {
    usleep(5); // BAD: sleep
    co_return;
  }
  task<> defined_outside();
  virtual task<> virtual_member() {
    usleep(5); // BAD: sleep
    co_return;
  }
  void plain_member() {
    usleep(5); // OK: no coroutine
  }
  struct session {
    task<> nested() {
      usleep(5); // BAD: sleep
      co_return;
    }
    void plain_nested() {
      usleep(5); // OK: no coroutine
    }
  };
};

task<> server::defined_outside() {
  usleep(5); // BAD: sleep
  co_return;
}

namespace {
task<> in_anonymous_namespace() {
  usleep(5); // BAD: sleep
  co_return;
}
void plain_in_anonymous_namespace() {
  usleep(5); // OK: no coroutine
}
} // namespace

void local_class() {
  struct local {
    task<> member() {
      usleep(5); // BAD: sleep
      co_return;
    }
    void plain() {
      usleep(5); // OK: no coroutine
    }
  };
  local().member();
  local().plain();
  in_anonymous_namespace();
  plain_in_anonymous_namespace();
}

void lambdas() {
  auto coroutine = []() -> task<> {
    usleep(5); // BAD: sleep
    co_return;
  };
  auto generic = [](auto x) -> task<> {
    usleep(x); // BAD: sleep
    co_return;
  };
  auto plain = [] {
    usleep(5); // OK: a plain lambda in a plain function
  };
  coroutine();
  generic(5);
  plain();
}

auto global_lambda = []() -> task<> {
  usleep(5); // BAD: sleep
  co_return;
};

template <typename T> task<> instantiated(T t) {
  usleep(t.length()); // BAD: sleep
  co_return;
}

template <typename T> void plain_template(T t) {
  usleep(t.length()); // OK: no coroutine
}

struct text {
  int length() { return 5; }
};

void instantiates() {
  instantiated(text());
  plain_template(text());
}

template <typename T> task<> never_instantiated(T t) {
  usleep(5); // BAD: sleep
  t.length(); // OK: not known what it is
  co_return;
}

template <typename T> struct class_template {
  task<> member(T) {
    usleep(5); // BAD: sleep
    co_return;
  }
  void plain(T) {
    usleep(5); // OK: no coroutine
  }
};
template struct class_template<int>;

template <> struct class_template<char> {
  task<> member(char) {
    usleep(5); // BAD: sleep
    co_return;
  }
};

// A task type of the project's own: what counts is the body.
struct fire_and_forget {
  struct promise_type {
    fire_and_forget get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

fire_and_forget own_type() {
  usleep(5); // BAD: sleep
  co_return;
}

fire_and_forget not_in_it() {
  usleep(5); // OK: hands another one on
  return own_type();
}

// Clean coroutines of each kind.
task<> clean_function() {
  usleep(0); // OK: zero
  co_return;
}
struct clean_server {
  task<> member() {
    usleep(0); // OK: zero
    co_return;
  }
  static task<> static_member() {
    usleep(0); // OK: zero
    co_return;
  }
};
auto clean_lambda = []() -> task<> {
  usleep(0); // OK: zero
  co_return;
};
template <int N> task<> clean_constant() {
  usleep(N); // OK: zero in this instantiation
  co_return;
}
void makes_clean_ones() { clean_constant<0>(); }
