// RUN: %check_marks %s -- %flags -I%S/Inputs
// Image thumbnailer: local lambdas, called, stored, captured, returned - or not called at all.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace thumbs {

std::string run_convert(const std::string& args) {
  ::system(("convert " + args).c_str());
  return args;
}

// Returns a closure that blocks when called.
auto make_pauser(int ms) {
  return [ms] { ::usleep(unsigned(ms) * 1000); };
}
auto make_adder(int n) {
  return [n](int x) { return x + n; };
}

rt::task<int> called_at_once(std::string path) {
  int n = [&] { return int(::system(path.c_str())); }(); // BAD: process
  [](unsigned s) { ::sleep(s); }(1); // BAD: sleep
  n += [](int a, int b) { return a + b; }(1, 2);                     // OK: adds
  const auto first = [&] { std::ifstream in(path); return in.get(); }(); // BAD: file
  [&] { [&] { ::sleep(1); }(); }(); // BAD: sleep
  co_return n + first;
}

rt::task<> stored_then_called(std::string path) {
  auto convert = [&](int size) { return run_convert(path + std::to_string(size)); };
  convert(64); // BAD: process
  std::string big = convert(512); // BAD: process
  auto twice = [&] {
    convert(1);
    convert(2);
  };
  twice(); // BAD: process
  auto name = [&](int size) { return path + std::to_string(size); };
  big = name(64);                                                    // OK: joins text
  auto pause = make_pauser(10);                                      // OK: makes a closure
  pause(); // BAD: sleep
  make_pauser(5)(); // BAD: sleep
  auto add = make_adder(2);                                          // OK: makes a closure
  add(3);                                                            // OK: adds
  auto copy = convert;
  copy(128); // BAD: process
  co_return;
}

rt::task<> never_called(std::string path) {
  auto later = [path] { ::system(path.c_str()); };                   // OK: never called
  auto unused = [](int s) { std::this_thread::sleep_for(std::chrono::seconds(s)); };  // OK: never called
  std::vector<std::function<void()>> jobs;
  jobs.push_back([path] { run_convert(path); });                     // OK: stored, never called
  jobs.emplace_back([] { ::sleep(1); });                             // OK: stored, never called
  co_await rt::async_sleep(std::chrono::milliseconds(sizeof(later) + sizeof(unused)));  // OK: asynchronous timer
}

rt::task<> other_threads(std::string path, rt::thread_pool& pool) {
  auto job = [path] { run_convert(path); };
  std::thread t(job);                                                // OK: another thread runs it
  t.detach();                                                        // OK: does not wait
  pool.submit(job);                                                  // OK: a worker runs it
  pool.submit([path] { run_convert(path); });                        // OK: a worker runs it
  co_await pool.run(job);                                            // OK: a worker runs it
  auto f = std::async(std::launch::async, job);                      // OK: another thread runs it
  f.wait(); // BAD: wait
  job(); // BAD: process
}

rt::task<> lambda_coroutines(std::string path) {
  auto co = [](std::string p) -> rt::task<> {
    run_convert(p); // BAD: process
    co_await rt::async_sleep(std::chrono::seconds(1));
    ::sleep(1); // BAD: sleep
  };
  co_await co(path);                                                 // OK: reported in the lambda itself
  auto idle = [](int ms) -> rt::task<> {
    co_await rt::async_sleep(std::chrono::milliseconds(ms));         // OK: asynchronous timer
  };
  co_await idle(3);                                                  // OK: harmless
  rt::spawn([](std::string p) -> rt::task<> {
    std::ifstream in(p); // BAD: file
    co_return;
  }(path));
}

// Recursive lambda.
rt::task<int> recursive(std::vector<std::string> parts) {
  auto walk = [&](auto&& self, std::size_t i) -> int {
    if (i == parts.size()) return 0;
    return int(run_convert(parts[i]).size()) + self(self, i + 1);
  };
  int n = walk(walk, 0); // BAD: process
  auto count = [&](auto&& self, std::size_t i) -> int { return i == parts.size() ? 0 : 1 + self(self, i + 1); };
  n += count(count, 0);                                              // OK: counts
  co_return n;
}

struct Cache {
  // A member closure, set once.
  std::function<std::string(std::string)> load = [](std::string p) { return run_convert(p); };
  std::function<std::string(std::string)> key = [](std::string p) { return p + "#"; };

  rt::task<std::string> get(std::string p) {
    auto self_load = [this](const std::string& q) { return load(q); };
    std::string k = key(p);                                          // OK: joins text
    co_return self_load(k); // MISSED: process: see docs/limitations.md
  }
};

void plain(std::string path) {
  auto job = [path] { run_convert(path); };
  job();                                                             // OK: plain function, called by no coroutine
  [] { ::sleep(1); }();                                              // OK: plain function, called by no coroutine
}

}  // namespace thumbs
