// RUN: %check_marks %s -- %flags -I%S/Inputs
// Backup service: everything that blocks is handed to somebody else's thread.
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <queue>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace backup {

using namespace std::chrono_literals;

std::string read_all(const std::string& path) {
  std::ifstream in(path);
  std::string s;
  std::getline(in, s, '\0');
  return s;
}
int archive(std::string path) { return ::system(("tar cf " + path).c_str()); }

void* posix_entry(void* p) {
  ::sleep(1);                                               // OK: thread entry, called by no coroutine
  return p;
}

class Uploader {
 public:
  void loop() {
    for (;;) {
      ::send(fd_, "x", 1, 0);                               // OK: runs on the member thread
      std::this_thread::sleep_for(1s);                      // OK: runs on the member thread
    }
  }
  void start() { thread_ = std::thread(&Uploader::loop, this); }  // OK: starts a thread
  void start_lambda() {
    thread_ = std::thread([this] { loop(); });              // OK: starts a thread
  }
  void stop_later() { thread_.detach(); }
  void stop() { thread_.join(); }

 private:
  int fd_ = -1;
  std::thread thread_;
};

rt::task<> detached_threads(std::string path) {
  std::thread([path] { archive(path); }).detach();          // OK: another thread runs it
  std::thread(archive, path).detach();                      // OK: another thread runs it
  std::thread t([path] {
    read_all(path);                                         // OK: another thread runs it
    ::sleep(5);                                             // OK: another thread runs it
  });
  t.detach();                                               // OK: does not wait
  std::jthread j([](std::stop_token) { ::sleep(1); }); // BAD: wait
  std::jthread k([] { ::usleep(5); });
  k.detach();                                               // OK: does not wait
  pthread_t p;
  pthread_create(&p, nullptr, posix_entry, nullptr);        // OK: another thread runs it
  pthread_create(&p, nullptr, [](void* a) -> void* { ::sleep(2); return a; }, nullptr);  // OK: another thread runs it
  pthread_detach(p);                                        // OK: does not wait
  co_return;
}

rt::task<> pool_jobs(rt::thread_pool& pool, std::vector<std::string> paths) {
  pool.submit([paths] {
    for (auto& p : paths) archive(p);                       // OK: a worker runs it
  });
  pool.submit([] { std::this_thread::sleep_for(1s); });     // OK: a worker runs it
  for (auto& p : paths) pool.submit([p] { read_all(p); });  // OK: a worker runs it
  auto job = [paths] { return archive(paths.front()); };
  int rc = co_await pool.run(job);                          // OK: a worker runs it
  rc += co_await pool.run([] {
    ::sleep(1);                                             // OK: a worker runs it
    return archive("x");                                    // OK: a worker runs it
  });
  pool.submit(std::bind(archive, "y"));                     // OK: a worker runs it
  if (rc) archive("z"); // BAD: process
  job(); // BAD: process
}

rt::task<> async_futures(std::string path) {
  auto f = std::async(std::launch::async, [path] { return read_all(path); });  // OK: another thread runs it
  auto g = std::async(std::launch::async, archive, path);   // OK: another thread runs it
  while (f.wait_for(0s) != std::future_status::ready) {     // OK: zero timeout
    co_await rt::async_sleep(5ms);                          // OK: asynchronous timer
  }
  std::string s = f.get();                                  // OK: known to be ready
  int rc = g.get(); // BAD: wait
  (void)std::async(std::launch::async, archive, path); // BAD: wait
}

rt::task<> promises(std::string path) {
  auto done = std::make_shared<std::promise<std::string>>();
  auto fut = done->get_future();                            // OK: takes the handle
  std::thread([done, path] { done->set_value(read_all(path)); }).detach();  // OK: another thread runs it
  std::packaged_task<int()> pt([path] { return archive(path); });  // OK: stores only
  auto f2 = pt.get_future();                                // OK: takes the handle
  std::thread(std::move(pt)).detach();                      // OK: another thread runs it
  fut.wait(); // BAD: wait
  f2.wait_for(10s); // BAD: wait
  co_return;
}

rt::task<> members(Uploader& u) {
  u.start();                                                // OK: another thread runs it
  u.start_lambda();                                         // OK: another thread runs it
  u.stop_later();                                           // OK: does not wait
  u.stop(); // BAD: wait
  co_return;
}

rt::task<> pool_lifetime() {
  rt::thread_pool local(2); // BAD: wait
  local.submit([] { ::sleep(1); });                         // OK: a worker runs it
  co_await rt::async_sleep(1ms);                            // OK: asynchronous timer
}

rt::task<> vectors(std::vector<std::string> paths) {
  std::vector<std::thread> ts;
  for (auto& p : paths) ts.emplace_back([p] { archive(p); });  // OK: another thread runs it
  for (auto& p : paths) ts.push_back(std::thread(archive, p));  // OK: another thread runs it
  for (auto& t : ts) t.join(); // BAD: wait
  std::vector<std::jthread> js;
  js.emplace_back([] { ::sleep(1); });                      // OK: another thread runs it
  js.clear(); // BAD: wait
  co_return;
}

// A homemade executor thread.
class Executor {
 public:
  Executor() : t_([this] { run(); }) {}
  void post(std::function<void()> f) { q_.push(std::move(f)); }

 private:
  void run() {
    while (!q_.empty()) {
      q_.front()();                                         // OK: runs on the executor's thread
      q_.pop();
    }
  }
  std::queue<std::function<void()>> q_;
  std::thread t_;
};

rt::task<> homemade(Executor& ex, std::string path) {
  ex.post([path] { archive(path); });                       // OK: the executor's thread runs it
  ex.post([] { ::sleep(1); });                              // OK: the executor's thread runs it
  archive(path); // BAD: process
  co_return;
}

}  // namespace backup
