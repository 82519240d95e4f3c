// readable, writable, signal_stream.
#include "check.hpp"
#include "nostall/io.hpp"
#include "nostall/signals.hpp"
#include "nostall/sleep.hpp"
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

CASE(readable_and_writable_pipe) {
  nostall::loop loop;
  int ends[2];
  CHECK(::pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0);
  loop.run([&]() -> task<> {
    auto reader = nostall::spawn([](int fd) -> task<std::string> {
      co_await nostall::readable(fd);
      char buffer[16];
      auto n = ::read(fd, buffer, sizeof buffer);
      co_return std::string(buffer, n > 0 ? n : 0);
    }(ends[0]));
    co_await nostall::sleep(5ms);
    CHECK(!reader.done());
    co_await nostall::writable(ends[1]);
    CHECK(::write(ends[1], "hi", 2) == 2);
    CHECK(co_await reader == "hi");
  }());
  ::close(ends[0]);
  ::close(ends[1]);
  bool refused = false;
  loop.run([&](int closed) -> task<> {
    try {
      co_await nostall::readable(closed);
    } catch (const std::system_error &e) {
      refused = e.code().value() == EBADF;
    }
  }(ends[0]));
  CHECK(refused);
}

CASE(regular_file_is_always_ready) {
  nostall::loop loop;
  int fd = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  loop.run([](int fd) -> task<> { co_await nostall::readable(fd); }(fd));
  ::close(fd);
}

CASE(signals_come_one_at_a_time) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    nostall::signal_stream s({SIGUSR1, SIGUSR2});
    auto first = nostall::spawn(s.next());
    co_await nostall::sleep(2ms);
    CHECK(!first.done());
    ::kill(::getpid(), SIGUSR2);
    CHECK(co_await first == SIGUSR2);
    ::raise(SIGUSR1);
    CHECK(co_await s.next() == SIGUSR1);
  }());
}

CASE(readable_by_two_and_both_ways) {
  nostall::loop loop;
  int ends[2];
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  loop.run([](int fd, int other) -> task<> {
    auto reads = [](int fd) -> task<> { co_await nostall::readable(fd); };
    auto writes = [](int fd) -> task<> { co_await nostall::writable(fd); };
    auto a = nostall::spawn(reads(fd)), b = nostall::spawn(reads(fd)),
         c = nostall::spawn(reads(fd)), d = nostall::spawn(writes(fd));
    co_await d; // and the readers are still watched for
    c.cancel();
    co_await c.wait();
    CHECK(!a.done() && !b.done());
    CHECK(::write(other, "x", 1) == 1);
    co_await a;
    co_await b;
  }(ends[0], ends[1]));
  ::close(ends[0]);
  ::close(ends[1]);
}

CASE(a_hang_up_counts_as_readable) {
  nostall::loop loop;
  int ends[2];
  CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  loop.run([](int fd, int other) -> task<> {
    auto reads = [](int fd) -> task<> { co_await nostall::readable(fd); };
    auto h = nostall::spawn(reads(fd));
    co_await nostall::sleep(1ms);
    ::close(other);
    co_await h;
  }(ends[0], ends[1]));
  ::close(ends[0]);
}

// A number that is used again after close() stands for another file.
CASE(a_descriptor_number_that_is_used_again) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    for (int i = 0; i < 50; ++i) {
      int ends[2];
      CHECK(::pipe2(ends, O_CLOEXEC) == 0);
      auto reads = [](int fd) -> task<> { co_await nostall::readable(fd); };
      auto h = nostall::spawn(reads(ends[0]));
      co_await nostall::yield();
      if (i % 2) {
        h.cancel();
      } else {
        CHECK(::write(ends[1], "x", 1) == 1);
      }
      co_await h.wait();
      ::close(ends[0]);
      ::close(ends[1]);
    }
  }());
}

CASE(signal_streams_may_end_in_any_order) {
  nostall::loop loop;
  loop.run([]() -> task<> {
    auto first = std::make_unique<nostall::signal_stream>(
        std::initializer_list<int>{SIGUSR1});
    nostall::signal_stream second({SIGUSR2});
    first.reset();
    ::raise(SIGUSR2); // would kill, if it were not blocked any more
    CHECK(co_await second.next() == SIGUSR2);
  }());
  sigset_t now;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &now);
  CHECK(!sigismember(&now, SIGUSR1) && !sigismember(&now, SIGUSR2));
  // What was blocked before stays so.
  sigset_t own;
  ::sigemptyset(&own);
  ::sigaddset(&own, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &own, nullptr);
  {
    nostall::signal_stream s({SIGUSR1});
  }
  ::pthread_sigmask(SIG_UNBLOCK, &own, &now);
  CHECK(sigismember(&now, SIGUSR1));
}

CHECK_MAIN
