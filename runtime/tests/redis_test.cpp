// redis::client against a real Redis.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/redis.hpp"
#include "nostall/sleep.hpp"
#include "nostall/tcp.hpp"
#include "nostall/timeout.hpp"
#include "servers.hpp"
#include "waiting.hpp"
#include <memory>

using namespace std::chrono_literals;
using nostall::task;
namespace redis = nostall::redis;

static std::unique_ptr<servers::redis> server;

static void run(task<> work) {
  nostall::loop loop;
  loop.run(nostall::timeout(60s, std::move(work)));
}

CASE(commands_and_kinds_of_reply) {
  run([]() -> task<> {
    auto r = co_await redis::client::connect("localhost", server->port);
    CHECK((co_await r.command("SET", "k", "v")).text() == "OK");
    CHECK((co_await r.command("GET", "k")).text() == "v");
    CHECK((co_await r.command("GET", "none")).is_nil());
    CHECK((co_await r.command("INCR", "n")).number() == 1);
    std::string big(4 << 20, 'z');
    co_await r.command("SET", "big", big);
    CHECK((co_await r.command("GET", "big")).text() == big);
    co_await r.command("RPUSH", "l", "a", "b");
    auto l = co_await r.command("LRANGE", "l", "0", "-1");
    CHECK(l.list().size() == 2 && l.list()[1].text() == "b");
    bool refused = false;
    try {
      co_await r.command("NOSUCH");
    } catch (const redis::error &) {
      refused = true;
    }
    CHECK(refused && r.is_open());
  }());
}

CASE(pipelined_commands) {
  run([]() -> task<> {
    auto r = co_await redis::client::connect("127.0.0.1", server->port);
    std::vector<task<redis::reply>> all;
    for (int i = 0; i < 500; ++i)
      all.push_back(r.command("ECHO", std::to_string(i)));
    auto got = co_await nostall::gather(std::move(all));
    for (std::size_t i = 0; i < got.size(); ++i)
      CHECK(got[i].text() == std::to_string(i));
  }());
}

CASE(a_cancelled_command_drops_its_answer) {
  run([]() -> task<> {
    auto r = co_await redis::client::connect("127.0.0.1", server->port);
    bool late = false;
    try {
      co_await nostall::timeout(10ms, r.command("BLPOP", "never", "0.3"));
    } catch (const nostall::timeout_error &) {
      late = true;
    }
    CHECK(late);
    CHECK((co_await r.command("ECHO", "after")).text() == "after");
  }());
}

CASE(refused_and_lost_connections) {
  run([]() -> task<> {
    bool refused = false;
    try {
      co_await redis::client::connect("127.0.0.1", servers::free_port());
    } catch (const redis::error &) {
      refused = true;
    }
    CHECK(refused);
    auto own = std::make_unique<servers::redis>();
    auto r = co_await redis::client::connect("127.0.0.1", own->port);
    auto waits = nostall::spawn(r.command("BLPOP", "never", "0"));
    co_await nostall::sleep(10ms);
    own->stop();
    co_await waits.wait();
    bool lost = false;
    try {
      waits.result();
    } catch (const redis::error &) {
      lost = true;
    }
    CHECK(lost);
    // A client that goes away answers those who wait.
    auto again = std::make_unique<redis::client>(
        co_await redis::client::connect("127.0.0.1", server->port));
    auto left = nostall::spawn(again->command("BLPOP", "never", "0"));
    co_await nostall::sleep(10ms);
    again.reset();
    co_await left.wait();
    CHECK(left.error() != nullptr);
  }());
}

CASE(cancelled_or_destroyed_anywhere) {
  waiting::waits_at("connect and command", [] {
    return []() -> task<> {
      auto r = co_await redis::client::connect("127.0.0.1", server->port);
      co_await r.command("BLPOP", "never", "0");
    }();
  });
  // The client outlives the cancelled commands, and answers the next one.
  run([]() -> task<> {
    auto r = co_await redis::client::connect("127.0.0.1", server->port);
    auto blocked = nostall::spawn(r.command("BLPOP", "never", "0.05"));
    for (int i = 0; i < 20; ++i) {
      auto h = nostall::spawn(r.command("ECHO", std::to_string(i)));
      for (int k = 0; k < i % 4; ++k)
        co_await nostall::yield();
      h.cancel();
      co_await h.wait();
      CHECK(nostall::detail::is_cancelled(h.error()));
    }
    CHECK((co_await blocked).is_nil());
    CHECK((co_await r.command("ECHO", "mine")).text() == "mine");
  }());
}

CASE(a_connection_killed_between_commands) {
  run([]() -> task<> {
    auto admin = co_await redis::client::connect("127.0.0.1", server->port);
    auto r = co_await redis::client::connect("127.0.0.1", server->port);
    auto id = (co_await r.command("CLIENT", "ID")).number();
    co_await admin.command("CLIENT", "KILL", "ID", std::to_string(id));
    bool lost = false;
    try {
      for (int i = 0; i < 100; ++i)
        co_await r.command("PING");
    } catch (const redis::error &) {
      lost = true;
    }
    CHECK(lost && !r.is_open());
    bool closed = false;
    try {
      co_await r.command("PING");
    } catch (const redis::error &) {
      closed = true;
    }
    CHECK(closed);
    CHECK((co_await admin.command("PING")).text() == "PONG");
  }());
}

CASE(a_server_that_talks_nonsense) {
  run([]() -> task<> {
    nostall::tcp_listener l;
    auto peer = [](nostall::tcp_listener &l) -> task<> {
      auto s = co_await l.accept();
      char buffer[256];
      co_await s.read_some(buffer);
      co_await s.write_all("HTTP/1.1 400 Bad Request\r\n\r\n");
      co_await s.read_some(buffer);
    };
    auto other = nostall::spawn(peer(l));
    auto r = co_await redis::client::connect("127.0.0.1", l.port());
    bool failed = false;
    try {
      co_await r.command("PING");
    } catch (const redis::error &) {
      failed = true;
    }
    CHECK(failed && !r.is_open());
    co_await other.wait();
    (void)other.error();
  }());
}

int main(int argc, char **argv) {
  if (servers::redis::program().empty()) {
    std::printf("skipped: no Redis server here\n");
    return 77;
  }
  server = std::make_unique<servers::redis>();
  int status = check::main(argc, argv);
  server.reset();
  return status;
}
