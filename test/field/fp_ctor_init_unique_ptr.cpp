// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean. cinatra coro_http_server ctor (20 alarms):
// 'pool_(std::make_unique<pool>())' initialises the member; the (elided or
// moved-from) temporary's destructor never joins
#include <unistd.h>
#include <coroutine>
#include <memory>
#include <string>
#include <thread>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
struct pool { std::thread t; pool(int) {} ~pool() { if (t.joinable()) t.join(); } int *ex() { return nullptr; } };
struct acceptor { acceptor(int *) {} };
struct server {
  std::unique_ptr<pool> pool_; acceptor a_;
  server(int n, std::string = "0.0.0.0") : pool_(std::make_unique<pool>(n)), a_(pool_->ex()) {}
};
server *keep;
task coro() { keep = new server(1); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
