// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: 1 finding (socket: real_channel), and no sleep
// finding or a lower tier. joedb: the virtual family includes a test double
// (another executable of the same database); prefer overrides of the same link
// target, or name "an override of" in the note
#include <unistd.h>
#include <coroutine>
#include <sys/socket.h>
#include <unistd.h>
struct task {
  struct promise_type {
    task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {} void unhandled_exception() {}
  };
};
struct channel { virtual void write() = 0; };
struct real_channel : channel { int fd; char b[8]; void write() override { ::send(fd, b, 8, 0); } };
struct slow_test_channel : channel { void write() override { ::sleep(2); } };
task unlock(channel &c) { c.write(); co_return; } // FALSE: sleep socket
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
