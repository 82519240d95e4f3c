// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a database in memory is opened by its pointer and
// given to a smart pointer afterwards, which methods use it through.
#include <coroutine>
#include <memory>
#include <utility>

extern "C" {
struct sqlite3;
int sqlite3_open(const char *name, sqlite3 **db);
int sqlite3_open_v2(const char *name, sqlite3 **db, int flags, const char *vfs);
int sqlite3_close(sqlite3 *db);
int sqlite3_exec(sqlite3 *db, const char *sql,
                 int (*row)(void *, int, char **, char **), void *data,
                 char **error);
}
constexpr int InMemory = 0x80, ReadWrite = 2;

struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

struct closer {
  void operator()(sqlite3 *db) const { sqlite3_close(db); }
};
using handle = std::unique_ptr<sqlite3, closer>;

static void run(sqlite3 *db) {
  sqlite3_exec(db, "", nullptr, nullptr, nullptr);
}

// Each object knows its own.
class by_reset {
public:
  by_reset() {
    sqlite3 *made;
    sqlite3_open_v2("x", &made, ReadWrite | InMemory, nullptr);
    db.reset(made);
  }
  explicit by_reset(const char *file) {
    sqlite3 *made;
    sqlite3_open_v2(file, &made, ReadWrite, nullptr);
    db.reset(made);
  }
  void exec() { sqlite3_exec(db.get(), "", nullptr, nullptr, nullptr); }

private:
  handle db;
};
struct with_memory {
  by_reset db;
  with_memory() {}
  task use() {
    db.exec(); // OK: in memory
    co_return;
  }
};
struct with_file {
  by_reset db{"x"};
  task use() {
    db.exec(); // BAD: database
    co_return;
  }
};

// One that is sometimes in memory is not one in memory.
struct by_assignment {
  handle quick, slow, either;
  by_assignment() {
    sqlite3 *memory, *file;
    sqlite3_open(":memory:", &memory);
    sqlite3_open("x", &file);
    quick = handle(memory);
    slow = handle(file);
  }
  void in_memory() {
    sqlite3 *memory;
    sqlite3_open(":memory:", &memory);
    either.reset(memory);
  }
  void in_file() {
    sqlite3 *file;
    sqlite3_open("x", &file);
    either.reset(file);
  }
};
task use(by_assignment &all) {
  run(all.quick.get());  // OK: in memory
  run(all.slow.get());   // BAD: database
  run(all.either.get()); // BAD: database
  co_return;
}

struct shared {
  std::shared_ptr<sqlite3> quick, slow;
  shared() {
    sqlite3 *memory, *file;
    sqlite3_open(":memory:", &memory);
    sqlite3_open("x", &file);
    quick.reset(memory, sqlite3_close);
    slow.reset(file, sqlite3_close);
  }
};
task use(shared &all) {
  run(all.quick.get()); // OK: in memory
  run(&*all.quick);     // OK
  run(all.slow.get());  // BAD: database
  run(&*all.slow);     // BAD: database
  co_return;
}

struct untyped {
  std::unique_ptr<void, void (*)(void *)> quick, slow;
  untyped() : quick(nullptr, [](void *) {}), slow(nullptr, [](void *) {}) {
    sqlite3 *memory, *file;
    sqlite3_open(":memory:", &memory);
    sqlite3_open("x", &file);
    quick.reset(memory);
    slow.reset(file);
  }
};
task use(untyped &all) {
  run(static_cast<sqlite3 *>(all.quick.get())); // OK: in memory
  run(static_cast<sqlite3 *>(all.slow.get()));  // BAD: database
  co_return;
}

handle opened_in_memory() {
  sqlite3 *made;
  sqlite3_open(":memory:", &made);
  handle db;
  db.reset(made);
  return db;
}

// What it owned before says nothing of what it owns now.
task one_after_the_other(sqlite3 *file) {
  handle db = opened_in_memory();
  run(db.get()); // OK: in memory
  db.reset(file);
  run(db.get()); // BAD: database
  db = opened_in_memory();
  run(db.get()); // OK: in memory
  db = handle(file);
  run(db.get()); // BAD: database
  handle other;
  other = opened_in_memory();
  db = std::move(other);
  sqlite3 *made = db.release();
  run(made); // OK: in memory
  co_return;
}
