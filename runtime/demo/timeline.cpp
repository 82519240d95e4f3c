// Five requests of 100 ms each, blocking and awaiting, as two traces:
// timeline DIRECTORY writes blocking.json and async.json there.
// docs/timeline.py draws them.
#include "nostall/gather.hpp"
#include "nostall/sleep.hpp"
#include "nostall/trace.hpp"
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;
using nostall::task;

static task<> blocking() {
  co_await nostall::yield();
  std::this_thread::sleep_for(100ms); // STALL: sleep
}
static task<> async() {
  co_await nostall::yield();
  co_await nostall::sleep(100ms);
}

static task<> five(task<> (*handle)()) {
  std::vector<nostall::join_handle<void>> all;
  for (int i = 1; i <= 5; ++i)
    all.push_back(nostall::spawn(handle(), "request " + std::to_string(i)));
  for (auto &h : all)
    co_await h;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s DIRECTORY\n", argv[0]);
    return 2;
  }
  struct run {
    const char *name;
    task<> (*handle)();
  };
  for (auto [name, handle] : {run{"blocking", blocking}, run{"async", async}}) {
    nostall::loop loop;
    nostall::trace timeline(loop);
    loop.run(five(handle));
    timeline.write(std::string(argv[1]) + "/" + name + ".json");
  }
}
