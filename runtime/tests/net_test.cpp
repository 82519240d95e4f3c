// tcp_stream, tcp_listener, resolve; peers that misbehave.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/sleep.hpp"
#include "nostall/task_group.hpp"
#include "nostall/tcp.hpp"
#include "nostall/timeout.hpp"
#include <fcntl.h>
#include <netdb.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

using namespace std::chrono_literals;
using nostall::task;
using nostall::tcp_listener;
using nostall::tcp_stream;

static void run(task<> work) {
  nostall::loop loop;
  loop.run(nostall::timeout(60s, std::move(work)));
}

static task<> echo(tcp_stream s) {
  char buffer[4096];
  while (auto n = co_await s.read_some(buffer))
    co_await s.write_all({buffer, n});
}
static task<std::string> read_all(tcp_stream &s) {
  std::string all;
  char buffer[64];
  while (auto n = co_await s.read_some(buffer))
    all.append(buffer, n);
  co_return all;
}
static task<> echo_server(tcp_listener &l, int connections) {
  nostall::task_group all;
  for (int i = 0; i < connections; ++i)
    all.spawn(echo(co_await l.accept()));
  co_await all.join();
}
static task<> ping(std::uint16_t port, int rounds) {
  auto s = co_await tcp_stream::connect("127.0.0.1", port);
  std::string back(5, ' ');
  for (int i = 0; i < rounds; ++i) {
    co_await s.write_all("hello");
    co_await s.read_exactly(back);
    CHECK(back == "hello");
  }
}

CASE(echo_over_loopback) {
  run([]() -> task<> {
    tcp_listener l;
    auto server = nostall::spawn(echo_server(l, 50), "server");
    nostall::task_group clients;
    for (int i = 0; i < 50; ++i)
      clients.spawn(ping(l.port(), 20));
    co_await clients.join();
    co_await server;
  }());
}

CASE(much_data_both_ways) {
  run([]() -> task<> {
    tcp_listener l;
    auto server = nostall::spawn(echo_server(l, 1));
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    const std::string text(8 << 20, 'x');
    auto send = [](tcp_stream &s, const std::string &text) -> task<> {
      co_await s.write_all(text);
      s.shutdown_send(); // half-closed: the echo still arrives
    };
    auto sender = nostall::spawn(send(s, text));
    std::size_t got = 0;
    char buffer[65536];
    while (auto n = co_await s.read_some(buffer))
      got += n;
    co_await sender;
    co_await server;
    CHECK(got == text.size());
  }());
}

CASE(peer_that_never_reads_can_be_timed_out) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    auto peer = co_await l.accept();
    const std::string text(64 << 20, 'x');
    auto send = [](tcp_stream &s, const std::string &text) -> task<> {
      co_await s.write_all(text);
    };
    bool late = false;
    try {
      co_await nostall::timeout(50ms, send(s, text));
    } catch (const nostall::timeout_error &) {
      late = true;
    }
    CHECK(late);
  }());
}

CASE(peer_that_closes) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    {
      auto peer = co_await l.accept();
      co_await peer.write_all("bye");
      CHECK(peer.peer().text().find("127.0.0.1:") == 0);
    }
    std::string back(3, ' ');
    co_await s.read_exactly(back);
    CHECK(back == "bye");
    bool ended = false;
    try {
      co_await s.read_exactly(back);
    } catch (const nostall::end_of_stream &) {
      ended = true;
    }
    CHECK(ended);
    int error = 0;
    const std::string text(1 << 20, 'x');
    try {
      for (int i = 0; i < 10; ++i)
        co_await s.write_all(text);
    } catch (const std::system_error &e) {
      error = e.code().value();
    }
    CHECK(error == EPIPE || error == ECONNRESET);
  }());
}

// What a short read leaves behind, and the kernel will not tell of again.
CASE(end_that_came_with_the_data) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    auto peer = co_await l.accept();
    co_await peer.write_all("bye");
    peer.shutdown_send();
    co_await nostall::sleep(1ms);
    char buffer[64];
    CHECK(co_await s.read_some(buffer) == 3);
    CHECK(co_await nostall::timeout(10s, read_all(s)) == "");
  }());
}

CASE(urgent_data_in_the_middle) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    auto peer = co_await l.accept();
    CHECK(::send(peer.native_handle(), "ab!", 3, MSG_OOB) == 3);
    co_await peer.write_all("cd"); // a read stops before what is urgent
    co_await nostall::sleep(1ms);
    std::string four(4, ' ');
    co_await nostall::timeout(10s, s.read_exactly(four));
    CHECK(four == "abcd");
    co_await peer.write_all("ef");
    peer.shutdown_send();
    CHECK(co_await nostall::timeout(10s, read_all(s)) == "ef");
  }());
}

CASE(connect_refused) {
  run([]() -> task<> {
    std::uint16_t free_port;
    {
      tcp_listener l;
      free_port = l.port();
    }
    int error = 0;
    try {
      co_await tcp_stream::connect("127.0.0.1", free_port);
    } catch (const std::system_error &e) {
      error = e.code().value();
    }
    CHECK(error == ECONNREFUSED);
  }());
}

CASE(closing_wakes_the_reader) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    auto read = [](tcp_stream &s) -> task<int> {
      char c[1];
      try {
        co_await s.read_some(c);
      } catch (const std::system_error &e) {
        co_return e.code().value();
      }
      co_return 0;
    };
    auto reader = nostall::spawn(read(s));
    co_await nostall::sleep(5ms);
    CHECK(!reader.done());
    s.close();
    CHECK(co_await reader == EBADF);
  }());
}

CASE(cancelled_accept_and_read) {
  run([]() -> task<> {
    tcp_listener l;
    auto accept = [](tcp_listener &l) -> task<> { co_await l.accept(); };
    auto waiting = nostall::spawn(accept(l));
    co_await nostall::yield();
    co_await nostall::yield();
    waiting.cancel();
    co_await waiting.wait();
    CHECK(nostall::detail::is_cancelled(waiting.error()));
    // The listener still works.
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    auto peer = co_await l.accept();
    auto read = [](tcp_stream &s) -> task<> {
      char c[1];
      co_await s.read_some(c);
    };
    auto reader = nostall::spawn(read(s));
    co_await nostall::sleep(1ms);
    reader.cancel();
    co_await reader.wait();
    co_await peer.write_all("x");
    char c[1];
    CHECK(co_await s.read_some(c) == 1 && c[0] == 'x');
  }());
}

CASE(no_descriptors_left) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    // Use all of them up.
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few{64, before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
    std::vector<int> taken;
    for (int fd; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;)
      taken.push_back(fd);
    int error = 0, failed_connect = 0;
    try {
      co_await l.accept();
    } catch (const std::system_error &e) {
      error = e.code().value();
    }
    try {
      co_await tcp_stream::connect("127.0.0.1", l.port());
    } catch (const std::system_error &e) {
      failed_connect = e.code().value();
    }
    for (int fd : taken)
      ::close(fd);
    ::setrlimit(RLIMIT_NOFILE, &before);
    CHECK(error == EMFILE);
    CHECK(failed_connect == EMFILE);
    auto peer = co_await l.accept(); // it was kept
    co_await peer.write_all("ok");
    std::string back(2, ' ');
    co_await s.read_exactly(back);
    CHECK(back == "ok");
  }());
}

CASE(a_flooding_peer_does_not_keep_the_loop) {
  run([]() -> task<> {
    tcp_listener l;
    auto s = co_await tcp_stream::connect("127.0.0.1", l.port());
    auto peer = co_await l.accept();
    const std::string text(200'000, 'x');
    co_await s.write_all(text);
    s.shutdown_send();
    int turns = 0;
    auto others = [](int &turns) -> task<> {
      for (;;) {
        co_await nostall::yield();
        ++turns;
      }
    };
    auto other = nostall::spawn(others(turns));
    char c[1]; // byte by byte: always ready
    while (co_await peer.read_some(c)) {
    }
    CHECK(turns >= 1000);
    other.cancel();
  }());
}

CASE(resolve_names_and_numbers) {
  run([]() -> task<> {
    auto numeric = co_await nostall::resolve("127.0.0.1", "80");
    CHECK(!numeric.empty() && numeric[0].text() == "127.0.0.1:80");
    auto v6 = co_await nostall::resolve("::1", "443");
    CHECK(!v6.empty() && v6[0].text() == "[::1]:443");
    auto named = co_await nostall::resolve("localhost", "8080");
    CHECK(!named.empty() && named[0].port() == 8080);
    int code = 0;
    try {
      co_await nostall::resolve("no such host", "80");
    } catch (const nostall::resolve_error &e) {
      code = e.code();
    }
    CHECK(code != 0);
  }());
}

// What is made outside of a loop is refused, and no descriptor is lost.
CASE(no_loop_no_socket) {
  const int before = ::dup(0);
  ::close(before);
  CHECK_THROWS(std::logic_error, tcp_listener{});
  const int after = ::dup(0);
  ::close(after);
  CHECK(before == after);
}

static task<> echo_until_reset(tcp_stream s) {
  try {
    co_await echo(std::move(s));
  } catch (const std::system_error &) {
  }
}

CASE(cancelled_while_connecting_and_writing_in_turn) {
  run([]() -> task<> {
    tcp_listener l;
    auto server = nostall::spawn([](tcp_listener &l) -> task<> {
      nostall::task_group all;
      for (;;)
        all.spawn(echo_until_reset(co_await l.accept()));
    }(l));
    // Wherever it is caught, the next one finds everything in order.
    for (int i = 0; i < 60; ++i) {
      auto h = nostall::spawn(ping(l.port(), 3));
      for (int k = 0; k < i; ++k)
        co_await nostall::yield();
      h.cancel();
      co_await h.wait();
      (void)h.error();
    }
    co_await ping(l.port(), 3);
    server.cancel();
    co_await server.wait();
    while (nostall::loop::current().task_count() > 2) // main, timeout
      co_await nostall::sleep(1ms);
  }());
}

CHECK_MAIN
