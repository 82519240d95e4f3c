// A class or namespace that has an awaitable sibling of what is called.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <future>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>

int driver(const char *text);

// Nothing is known of these but their declarations.
struct client {
  int query(const char *sql);
  mock::task<int> query_async(const char *sql);
  int get(int key);
  mock::task<int> async_get(int key, int timeout = 0);
  int put(int key) const;
  mock::task<int> asyncPut(int key);
  void openSync(const std::string &name);
  mock::task<> open(std::string name);
  int exec(const char *sql);
  mock::task<int> execCoro(const char *sql);
  static int ping(int times);
  static mock::task<int> co_ping(int times);

  // The sibling cannot be awaited,
  int size();
  int async_size();
  // takes other things,
  int find(int key, const char *name);
  mock::task<int> async_find(int key);
  int first(const char *name);
  mock::task<int> async_first(int name);
  // is for friends only,
  int last();
  // is deleted,
  int next();
  mock::task<int> async_next() = delete;
  // or called something else.
  int count(int key);
  mock::task<int> count_async_all(int key);

  // These can be awaited, or waited for, themselves.
  mock::task<int> send(int key);
  mock::task<int> send_async(int key);
  std::future<int> post(int key);

  // What they do is known.
  int cached(int key) { return key + 1; }
  mock::task<int> async_cached(int key);
  int wrapped(const char *sql) { return driver(sql); }
  mock::task<int> wrapped_async(const char *sql);
  [[clang::annotate("nostall::nonblocking")]] int known(int key);
  mock::task<int> known_async(int key);
  void slow() { usleep(5); }
  mock::task<> slow_async();

  mock::task<int> read_async(int key);
  int read(int key);

private:
  mock::task<int> async_last();
};

mock::task<> calls(client &c, const client &fixed) {
  c.query("a");                // BAD: sync-sibling
  co_await c.query_async("a"); // OK: is awaited
  c.get(1);                    // BAD: sync-sibling
  co_await c.async_get(1, 5);  // OK: is awaited
  fixed.put(1);                // BAD: sync-sibling
  c.openSync("a");             // BAD: sync-sibling
  c.exec("a");                 // BAD: sync-sibling
  client::ping(3);             // BAD: sync-sibling
  c.size();                    // OK: the sibling cannot be awaited
  c.find(1, "a");              // OK: the sibling takes less
  c.first("a");                // OK: the sibling takes something else
  c.last();                    // OK: the sibling is private
  c.next();                    // OK: the sibling is deleted
  c.count(1);                  // OK: that is no sibling
  co_await c.send(1);          // OK: can be awaited itself
  c.cached(1);                 // OK: its body does not block
  c.wrapped("a");              // BAD: sync-sibling
  c.known(1);                  // OK: says that it does not block
  c.slow();                    // BAD: sleep
}

// Nobody waits here.
void plain(client &c) {
  c.query("a"); // OK: no coroutine
}
mock::task<> elsewhere(client &c) {
  std::thread([&] { c.query("a"); }).detach(); // OK: on another thread
  co_return;
}
mock::task<> silenced(client &c) {
  c.query("a"); // OK: silenced NOLINT(nostall-sync-sibling)
  co_return;
}

// One finding a line.
mock::task<> twice(client &c) {
  c.slow(), c.query("a");   // BAD: sleep
  c.get(c.query("a"));      // BAD: sync-sibling sync-sibling
  co_return;
}

// The twin itself, and what it consists of, may not await itself.
mock::task<int> client::read_async(int key) {
  co_return read(key); // OK: would recurse
}
struct layered {
  int load(int key);
  mock::task<int> load_async(int key) { co_return co_await load_slowly(key); }
  mock::task<int> load_async(const char *name) {
    co_return load(name[0]); // OK: would go round
  }
  mock::task<int> load_slowly(int key) {
    co_return load(key); // OK: would recurse
  }
  mock::task<int> load_twice(int key) {
    co_return load(key) + load(key + 1); // BAD: sync-sibling sync-sibling
  }
};
struct abstract {
  virtual int take(int key) = 0;
  virtual mock::task<int> take_async(int key) = 0;
};
struct concrete : abstract {
  int take(int key) override;
  mock::task<int> take_async(int key) override {
    co_return static_cast<abstract *>(this)->take(key); // OK: would recurse
  }
};
mock::task<> virtually(abstract &a) {
  a.take(1); // BAD: sync-sibling
  co_return;
}

// Free functions, and templates.
namespace store {
int load(const char *key);
mock::task<int> load_async(const char *key);
int drop(const char *key);
} // namespace store
mock::task<int> drop_async(const char *key);

template <typename T> struct box {
  T take(int key);
  mock::task<T> async_take(int key);
  template <typename U> void give(const U &value);
  template <typename U> mock::task<> async_give(const U &value);
};

struct use_task_t {};
struct stream {
  template <typename Buffer> int fill(const Buffer &to);
  template <typename Buffer, typename Token>
  auto async_fill(const Buffer &to, Token &&token);
  template <typename Buffer> int fill(const Buffer &to, std::error_code &error);
  template <typename Buffer> int empty(const Buffer &to);
  template <typename Buffer, typename Token>
  void async_empty(const Buffer &to, Token &&token);
};

mock::task<> free_ones(box<int> &b, stream &s, const std::string &text) {
  store::load("a");    // BAD: sync-sibling
  store::drop("a");    // OK: the sibling is elsewhere
  b.take(1);           // BAD: sync-sibling
  b.give(text);        // BAD: sync-sibling
  s.fill(text);        // BAD: sync-sibling
  std::error_code error;
  s.fill(text, error); // BAD: sync-sibling
  s.empty(text);       // OK: the sibling returns nothing
  co_return;
}

// A task that says only to its own coroutines how it is awaited.
struct own {
  struct promise_type {
    own get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
    std::suspend_never await_transform(own) { return {}; }
  };
};
struct mailbox {
  void wait_for_mail();
  own async_wait_for_mail();
};
own read_mail(mailbox &m) {
  m.wait_for_mail();                // BAD: sync-sibling
  co_await m.async_wait_for_mail(); // OK: is awaited
}
mock::task<> read_others_mail(mailbox &m) {
  m.wait_for_mail(); // OK: this coroutine cannot await that
  co_return;
}
