// RUN: %check_marks %s -- %flags -I%S/Inputs
// Audit framework: coroutine types whose promise hooks write to disk or wait.
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <coroutine>
#include <cstdio>
#include <exception>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>

#include "task.h"

namespace audit {

inline void journal(const char* what) {
  if (FILE* f = std::fopen("/var/log/audit", "a")) {
    std::fputs(what, f);
    std::fclose(f);
  }
}

struct promise_common {
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept { std::terminate(); }
};

// return_value() writes the journal.
struct Audited {
  struct promise_type : promise_common {
    Audited get_return_object() { return {}; }
    void return_value(int v) {
      journal(std::to_string(v).c_str());
      result = v;
    }
    int result = 0;
  };
};

// return_void() writes the journal.
struct AuditedVoid {
  struct promise_type : promise_common {
    AuditedVoid get_return_object() { return {}; }
    void return_void() { journal("done"); }
  };
};

// yield_value() syncs the file.
struct Stream {
  struct promise_type : promise_common {
    Stream get_return_object() { return {}; }
    std::suspend_never yield_value(int v) {
      ::write(3, &v, sizeof v);
      ::fsync(3);
      return {};
    }
    void return_void() {}
  };
};

// yield_value() keeps the value in memory.
struct MemStream {
  struct promise_type : promise_common {
    MemStream get_return_object() { return {}; }
    std::suspend_never yield_value(int v) {
      last = v;
      return {};
    }
    void return_void() {}
    int last = 0;
  };
};

// await_transform() throttles every co_await.
struct Throttled {
  struct promise_type : promise_common {
    Throttled get_return_object() { return {}; }
    void return_void() {}
    template <class A>
    A&& await_transform(A&& a) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return std::forward<A>(a);
    }
  };
};

// initial_suspend() waits for a start signal.
struct Gated {
  struct promise_type {
    Gated get_return_object() { return {}; }
    std::suspend_never initial_suspend() {
      gate().acquire();
      return {};
    }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
    static std::binary_semaphore& gate();
  };
};

// The promise's constructor opens a file.
struct Traced {
  struct promise_type : promise_common {
    promise_type() { journal("enter"); }
    Traced get_return_object() { return {}; }
    void return_void() {}
  };
};

// Every hook is trivial.
struct Plain {
  struct promise_type : promise_common {
    Plain get_return_object() { return {}; }
    void return_value(int v) { result = v; }
    int result = 0;
  };
};

Audited approve(int amount) {
  co_await rt::async_sleep(std::chrono::milliseconds(1));  // OK: asynchronous timer
  if (amount > 100) co_return 0; // BAD: file
  co_return amount; // BAD: file
}

Plain approve_plain(int amount) {
  co_await rt::async_sleep(std::chrono::milliseconds(1));  // OK: asynchronous timer
  if (amount > 100) co_return 0;                           // OK: return_value stores a number
  co_return amount;                                        // OK: return_value stores a number
}

AuditedVoid close_account(int id) {
  co_await rt::async_sleep(std::chrono::milliseconds(id)); // OK: asynchronous timer
  co_return; // BAD: file
}

Stream samples() {
  co_yield 1; // BAD: file
  for (int i = 0; i < 3; ++i) co_yield i; // BAD: file
}

MemStream mem_samples() {
  co_yield 1;                                              // OK: yield_value stores a number
  for (int i = 0; i < 3; ++i) co_yield i;                  // OK: yield_value stores a number
}

Throttled sweep(rt::async_event& e) {
  co_await e.wait(); // BAD: sleep
  co_await rt::async_sleep(std::chrono::seconds(1)); // BAD: sleep
}

rt::fire_and_forget sweep_plain(rt::async_event& e) {
  co_await e.wait();                                       // OK: awaited event
  co_await rt::async_sleep(std::chrono::seconds(1));       // OK: asynchronous timer
}

Gated worker(int id) { // BAD: wait
  co_await rt::async_sleep(std::chrono::milliseconds(id)); // OK: asynchronous timer
}

Traced traced(int id) { // BAD: file
  co_await rt::async_sleep(std::chrono::milliseconds(id)); // OK: asynchronous timer
}

// Same hooks, but called by hand and from no coroutine.
void replay() {
  Audited::promise_type p;
  p.return_value(3);                                       // OK: plain function, called by no coroutine
  Stream::promise_type s;
  s.yield_value(4);                                        // OK: plain function, called by no coroutine
  journal("replay");                                       // OK: plain function, called by no coroutine
}

}  // namespace audit
