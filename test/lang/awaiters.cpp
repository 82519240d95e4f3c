// The members of an awaiter run on the loop's thread, at the co_await.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <thread>
#include <unistd.h>

struct quick {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
struct slow_ready : quick {
  bool await_ready() { usleep(5); return true; }
};
struct slow_suspend : quick {
  void await_suspend(std::coroutine_handle<>) { usleep(5); }
};
struct slow_resume : quick {
  void await_resume() { usleep(5); }
};
struct slow_template_suspend : quick {
  template <typename P> void await_suspend(std::coroutine_handle<P>) { usleep(5); }
};
struct offloads : quick {
  void await_suspend(std::coroutine_handle<> h) {
    std::thread([h] {
      usleep(5); // OK: on the new thread
      h.resume();
    }).detach();
  }
};
struct slow_destructor : quick {
  ~slow_destructor() { usleep(5); }
};

struct converts {
  quick operator co_await() { return {}; }
};
struct converts_slowly {
  quick operator co_await() { usleep(5); return {}; }
};
struct converts_to_slow {
  slow_ready operator co_await() { return {}; }
};
struct free_quick {};
struct free_slow {};
quick operator co_await(free_quick) { return {}; }
quick operator co_await(free_slow) { usleep(5); return {}; }

mock::task<> awaits() {
  co_await quick();                 // OK: does nothing
  co_await slow_ready();            // BAD: sleep
  co_await slow_suspend();          // BAD: sleep
  co_await slow_resume();           // BAD: sleep
  co_await slow_template_suspend(); // BAD: sleep
  co_await slow_destructor();       // BAD: sleep
  co_await converts();              // OK: does nothing
  co_await converts_slowly();       // BAD: sleep
  co_await converts_to_slow();      // BAD: sleep
  co_await free_quick();            // OK: does nothing
  co_await free_slow();             // BAD: sleep
}

mock::task<> resumed_elsewhere() {
  usleep(1);           // BAD: sleep
  co_await offloads(); // OK: sleeps on another thread
  usleep(1);           // OK: that thread went on with the coroutine
}

slow_ready make_slow();
quick make_quick();

mock::task<> positions(slow_ready &given, quick &other) {
  co_await given;              // BAD: sleep
  co_await other;              // OK: does nothing
  auto made = make_slow();     // OK: is not awaited here
  co_await made;               // BAD: sleep
  make_slow();                 // OK: is not awaited
  bool x = (co_await make_slow(), true); // BAD: sleep
  if (co_await make_quick(), x) // OK: does nothing
    co_await make_slow();      // BAD: sleep
  if (false)
    co_await make_slow();      // OK: never
  make_slow().await_ready();   // BAD: sleep
  make_quick().await_ready();  // OK: does nothing
}

// Names that look as if they blocked, and return something to await.
quick sleep_for(int) { return {}; }
struct async_mutex {
  quick lock() { return {}; }
};
mock::task<> names(async_mutex m) {
  co_await sleep_for(5); // OK: awaitable
  co_await m.lock();     // OK: awaitable
  sleep_for(5);          // OK: awaitable, whatever else is wrong with it
}
