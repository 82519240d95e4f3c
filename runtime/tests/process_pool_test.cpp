// process_pool: calls, and workers that die.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/process_pool.hpp"
#include "nostall/sleep.hpp"
#include "nostall/timeout.hpp"
#include <csignal>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;

static long sum_to(long n) {
  long s = 0;
  for (long i = 1; i <= n; ++i)
    s += i;
  return s;
}
static std::vector<std::string> words(const std::string &text, int times) {
  return std::vector<std::string>(std::size_t(times), text);
}
static int throws() { throw std::runtime_error("over there"); }
static void nap(int ms) {
  std::this_thread::sleep_for(std::chrono::milliseconds(ms));
}

CASE(process_pool_calls) {
  nostall::process_pool pool(2);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 1000L) == 500'500);
    auto pid =
        co_await nostall::run_in_executor(pool, [] { return ::getpid(); });
    CHECK(pid != ::getpid());
    auto w = co_await nostall::run_in_executor(pool, words,
                                               std::string(100'000, 'x'), 20);
    CHECK(w.size() == 20 && w[19].size() == 100'000);
    bool thrown = false;
    try {
      co_await nostall::run_in_executor(pool, throws);
    } catch (const nostall::remote_error &e) {
      thrown = std::string(e.what()) == "over there";
    }
    CHECK(thrown);
    std::vector<task<long>> many; // more than workers
    for (long i = 0; i < 50; ++i)
      many.push_back(nostall::run_in_executor(pool, sum_to, i));
    CHECK((co_await nostall::gather(std::move(many)))[49] == 49 * 50 / 2);
  }(pool));
}

CASE(a_worker_that_dies_is_replaced) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    bool died = false;
    try {
      co_await nostall::run_in_executor(pool, [](int s) { ::_exit(s); }, 7);
    } catch (const nostall::worker_died &e) {
      died = WIFEXITED(e.status()) && WEXITSTATUS(e.status()) == 7;
    }
    CHECK(died);
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 3L) == 6);
  }(pool));
}

// Waits until the process is dead; it remains to be reaped.
static void kill_for_good(pid_t pid) {
  ::kill(pid, SIGKILL);
  siginfo_t ended;
  CHECK(::waitid(P_PID, id_t(pid), &ended, WEXITED | WNOWAIT) == 0);
}

CASE(killed_before_during_and_between_calls) {
  nostall::process_pool pool(1);
  kill_for_good(pool.pids()[0]);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    for (long n = 1; n <= 5; ++n) { // dead before it: replaced in time
      CHECK(co_await nostall::run_in_executor(pool, sum_to, n) ==
            n * (n + 1) / 2);
      kill_for_good(pool.pids()[0]);
    }
    for (int n = 0; n < 3; ++n) {
      auto h = nostall::spawn(nostall::run_in_executor(pool, nap, 60'000));
      co_await nostall::sleep(std::chrono::milliseconds(n * 5 + 1));
      ::kill(pool.pids()[0], SIGKILL);
      co_await h.wait();
      bool killed = false;
      try {
        h.result();
      } catch (const nostall::worker_died &e) {
        killed = WIFSIGNALED(e.status()) && WTERMSIG(e.status()) == SIGKILL;
      }
      CHECK(killed);
    }
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 4L) == 10);
  }(pool));
}

CASE(a_call_too_large_for_one_write) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    const std::string large(20 << 20, 'q');
    auto back = co_await nostall::run_in_executor(
        pool, [](std::string s) { return s + "!"; }, large);
    CHECK(back.size() == large.size() + 1 && back.back() == '!');
    std::vector<bool> flags{true, false, true};
    auto same = co_await nostall::run_in_executor(
        pool, [](std::vector<bool> v) { return v; }, flags);
    CHECK(same == flags);
    // Killed while it is being sent.
    auto h = nostall::spawn(nostall::run_in_executor(
        pool, [](std::string s) { return s.size(); }, large));
    co_await nostall::yield();
    co_await nostall::yield();
    ::kill(pool.pids()[0], SIGKILL);
    co_await h.wait();
    CHECK_THROWS(nostall::worker_died, (void)h.result());
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 2L) == 3);
  }(pool));
}

// A worker that is made while connections are open must not keep them open.
CASE(a_worker_does_not_hold_our_connections) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  int ends[2];
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  loop.run([](nostall::process_pool &pool) -> task<> {
    kill_for_good(pool.pids()[0]);
    co_await nostall::run_in_executor(pool, sum_to, 1L); // by a new one
  }(pool));
  ::close(ends[1]);
  char c;
  CHECK(::recv(ends[0], &c, 1, MSG_DONTWAIT) == 0);
  ::close(ends[0]);
}

CASE(what_a_worker_throws) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  loop.run([](nostall::process_pool &pool) -> task<> {
    std::string told;
    try {
      co_await nostall::run_in_executor(pool, [] { throw 1; });
    } catch (const nostall::remote_error &e) {
      told = e.what();
    }
    CHECK(told == "unknown exception");
    // The worker is the same, and as good as before.
    auto pid = pool.pids()[0];
    try {
      co_await nostall::run_in_executor(
          pool, [] { throw std::runtime_error(std::string(100'000, 'e')); });
    } catch (const nostall::remote_error &e) {
      told = e.what();
    }
    CHECK(told.size() == 100'000 && pool.pids()[0] == pid);
    CHECK(co_await nostall::run_in_executor(pool, [] { return ::getpid(); }) ==
          pid);
  }(pool));
}

CASE(cancelling_a_process_call_stops_it) {
  nostall::process_pool pool(1);
  nostall::loop loop;
  auto before = pool.pids()[0];
  auto begin = std::chrono::steady_clock::now();
  loop.run([](nostall::process_pool &pool) -> task<> {
    bool thrown = false;
    try {
      co_await nostall::timeout(10ms,
                                nostall::run_in_executor(pool, nap, 60'000));
    } catch (const nostall::timeout_error &) {
      thrown = true;
    }
    CHECK(thrown);
    CHECK(co_await nostall::run_in_executor(pool, sum_to, 2L) == 3);
  }(pool));
  CHECK(pool.pids()[0] != before);
  CHECK(std::chrono::steady_clock::now() - begin < 30s);
}

CHECK_MAIN
