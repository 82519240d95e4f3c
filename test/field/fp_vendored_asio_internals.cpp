// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: clean. asio under -I (vendored: cinatra,
// yalantinglibs, cpp_proxy, …) is "project code": its internals must stay
// opaque (namespaces asio::, boost::asio:: -> catalogue only). 52 alarms in
// Asio's own 34 examples; all are the reactor's futex mutex (raw ::syscall),
// ::connect on its internally non-blocking socket, or ::pthread_join in
// service construction
#include <unistd.h>
#include <coroutine>
#include <sys/syscall.h>
#include <linux/futex.h>
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
namespace asio {
namespace detail {
struct futex_slim_mutex { int v = 0; void lock() { if (__atomic_exchange_n(&v, 1, 2)) ::syscall(SYS_futex, &v, FUTEX_WAIT_PRIVATE, 1, nullptr, nullptr, 0); } void unlock() { v = 0; } };
}
struct steady_timer { detail::futex_slim_mutex m; steady_timer() { m.lock(); m.unlock(); } };
struct socket { int fd; void async_connect(const sockaddr *a, socklen_t l) { ::connect(fd, a, l); } };
}
task coro(asio::socket &s, const sockaddr *a, socklen_t l) { asio::steady_timer t; s.async_connect(a, l); co_return; }
task control() {
  ::sleep(1); // BAD: sleep
  co_return; // OK: nothing waits
}
