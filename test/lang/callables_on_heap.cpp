// Callables that travel through a C interface as `void *`.
// RUN: %check_marks %s -- %flags

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>

extern "C" {
struct request {
  void *data;
};
void async_lookup(request *, [[clang::annotate("nostall::runs_on_loop")]] void (*done)(request *, int));
void async_get(const char *name, [[clang::annotate("nostall::runs_on_loop")]] void (*done)(void *, int), void *data);
}

using callback = std::function<void(int)>;
using other_callback = std::function<void(std::string)>;

// In a field of what the library hands back.
void lookup(callback cb) {
  auto *r = new request;
  r->data = new callback(std::move(cb));
  async_lookup(r, [](request *r, int status) {
    auto *f = static_cast<callback *>(r->data);
    (*f)(status);
    delete f;
  });
}

// Given to the library, and owned in the callback.
void got(void *data, int) {
  std::unique_ptr<other_callback> f(static_cast<other_callback *>(data));
  (*f)("x");
}
void get(const char *name, other_callback cb) {
  async_get(name, got, new other_callback(std::move(cb)));
}

// Threads of its own run it.
using job = std::function<void()>;
void in_thread(job j) {
  auto *kept = new job(std::move(j));
  std::thread([data = static_cast<void *>(kept)] { (*static_cast<job *>(data))(); }).detach();
}

void started(request *, int) {
  lookup([](int status) {
    usleep(5);       // BAD: sleep
    (void)status;    // OK: does nothing
  });
  lookup([](int) {
    usleep(0); // OK: does not sleep
  });
  get("n", [](std::string) {
    usleep(5); // BAD: sleep
  });
  in_thread([] {
    usleep(5); // OK: on a thread of its own
  });
  auto *never = new std::function<void(long)>([](long) {
    usleep(5); // OK: nobody calls it
  });
  (void)never;
}

int main() {
  request r;
  async_lookup(&r, started);
}
