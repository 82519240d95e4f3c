// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: main makes the one object of a class before it runs the
// loop; callbacks that ask for it get what is there.
#include <boost/asio.hpp>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <thread>
#include <unistd.h>

// What main asks for, and what nobody asked for before.
struct tables {
  int rows = 0;
  tables() { std::ifstream("/etc/tables") >> rows; }
  static tables *used() {
    if (!first)
      first = new tables;
    return first;
  }
  static tables *unused() {
    if (!second)
      second = new tables;
    return second;
  }
  static tables *first, *second;
};
tables *tables::first, *tables::second;

// A static local variable.
struct fonts {
  int count = 0;
  explicit fonts(const char *path) { std::ifstream(path) >> count; }
};
fonts &used_fonts() {
  static fonts all("/etc/fonts");
  return all;
}
fonts &unused_fonts() {
  static fonts all("/etc/fonts");
  return all;
}
int count_files() {
  int count = 0;
  std::ifstream("/etc/counts") >> count;
  return count;
}
int used_count() {
  static const int count = count_files();
  return count;
}

// An owner, an early return, a flag, a descriptor, an out parameter.
std::unique_ptr<tables> owned, lost;
tables &early() {
  if (owned)
    return *owned;
  owned = std::make_unique<tables>();
  return *owned;
}
// Callbacks take it away again.
tables &again() {
  if (!lost)
    lost = std::make_unique<tables>();
  return *lost;
}
void forget() { lost.reset(); }

bool loaded, dirty;
int total;
void load() {
  if (loaded)
    return;
  std::ifstream("/etc/total") >> total;
  loaded = true;
}
// Whatever was done, it is to be done again.
void refresh() {
  if (!dirty) {
    dirty = true;
    std::ifstream("/etc/total") >> total;
    dirty = false;
  }
}
int trace = -1, missing = -1;
int trace_file() {
  if (trace < 0)
    trace = ::open("/var/log/trace", O_WRONLY);
  return trace;
}
int missing_file() {
  if (missing < 0)
    missing = ::open("/var/log/missing", O_WRONLY);
  return missing;
}
void close_missing() {
  ::close(missing);
  missing = -1;
}
// A handle of another library, which is null when its object is gone.
template <typename T> struct watched {
  T *object = nullptr;
  watched() = default;
  watched(T *object) : object(object) {}
  operator T *() const { return object; }
};
watched<tables> guarded, dropped;
tables *guarded_tables() {
  if (!guarded)
    guarded = new tables;
  return guarded;
}
tables *dropped_tables() {
  if (!dropped)
    dropped = new tables;
  return dropped;
}
void drop() { dropped = nullptr; }
// Only now and then.
int calls;
void now_and_then() {
  if (calls < 3) {
    ++calls;
    std::ifstream("/etc/total") >> total;
  }
}
// At the end main takes it away, which is no callback.
tables *ended;
tables *until_the_end() {
  if (!ended)
    ended = new tables;
  return ended;
}
void end() {
  delete ended;
  ended = nullptr;
}
// Before the loop, perhaps.
tables *perhaps;
tables *asked_perhaps() {
  if (!perhaps)
    perhaps = new tables;
  return perhaps;
}
tables *late;
tables *asked_late() {
  if (!late)
    late = new tables;
  return late;
}

void set_up(bool all) {
  early();
  load();
  refresh();
  again();
  trace_file();
  missing_file();
  now_and_then();
  guarded_tables();
  dropped_tables();
  if (all)
    asked_perhaps();
}

int serve(bool all) {
  boost::asio::io_context loop;
  tables::used();
  used_fonts();
  used_count();
  set_up(all);
  until_the_end();
  boost::asio::post(loop, [&] {
    total += tables::used()->rows;      // OK: made before the loop
    total += tables::unused()->rows;    // BAD: file
    total += used_fonts().count;        // OK: made before the loop
    total += unused_fonts().count;      // BAD: file
    total += used_count();              // OK: made before the loop
    total += early().rows;              // OK: made before the loop
    load();                             // OK: loaded before the loop
    refresh();                          // BAD: file
    total += again().rows;              // BAD: file
    forget();
    ::write(trace_file(), "x", 1);      // BAD: file
    missing_file();                     // BAD: file
    close_missing();
    now_and_then();                     // BAD: file
    total += guarded_tables()->rows;    // OK: made before the loop
    total += dropped_tables()->rows;    // BAD: file
    drop();
    total += until_the_end()->rows;     // OK: made before the loop
    total += asked_perhaps()->rows;     // BAD: file
    total += asked_late()->rows;        // BAD: file
  });
  loop.run();
  asked_late();
  end();
  return total;
}

int trace_only(boost::asio::io_context &loop) {
  trace_file();
  boost::asio::post(loop, [] {
    trace_file(); // OK: opened before the loop
  });
  std::thread other([&] { loop.run(); });
  other.join();
  return 0;
}
