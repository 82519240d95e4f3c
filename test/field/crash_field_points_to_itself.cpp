// RUN: %check_marks %s -- -std=c++20
// Linting the runtime's own benchmarks: no crash. (The value of a local object
// has the bits of its fields, and this field's value is the object.)
struct Handle {
  void *data;
  int flags;
};
struct Work {
  Handle handle;
  Work *self;
};
void start(Work *);
void run() {
  Work w;
  w.handle.data = &w;
  w.self = &w;
  w.handle.flags = 1;
  start(&w); // OK: nothing waits
}
