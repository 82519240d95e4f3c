// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: the DataStax driver waits in a loop that is left at
// once, for the value was set just before.
#include <condition_variable>
#include <coroutine>
#include <mutex>

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

class result {
public:
  void set(int value) {
    std::scoped_lock lock(mutex_);
    value_ = value;
    is_set_ = true;
    changed_.notify_all();
  }
  int get() {
    std::unique_lock lock(mutex_);
    while (!is_set_)
      changed_.wait(lock);
    return value_;
  }
  bool is_set() const { return is_set_; }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int value_ = 0;
  bool is_set_ = false;
};

task good(result &r) {
  r.set(1);
  r.is_set(); // OK: it only looks
  r.get();    // OK: it is set
  co_return;
}

task bad(result &r) {
  r.get(); // BAD: wait
  co_return;
}
