// pg::connection against a real PostgreSQL.
#include "check.hpp"
#include "nostall/gather.hpp"
#include "nostall/pg.hpp"
#include "nostall/sleep.hpp"
#include "nostall/tcp.hpp"
#include "nostall/timeout.hpp"
#include "servers.hpp"
#include "waiting.hpp"
#include <memory>

using namespace std::chrono_literals;
using nostall::task;
namespace pg = nostall::pg;

static std::unique_ptr<servers::postgres> server;

static void run(task<> work) {
  nostall::loop loop;
  loop.run(nostall::timeout(60s, std::move(work)));
}

CASE(queries_and_parameters) {
  run([]() -> task<> {
    auto db = co_await pg::connection::connect(server->conninfo());
    auto r = co_await db.query("select 1 as one, null, 'x'");
    CHECK(r.rows() == 1 && r.columns() == 3);
    CHECK(r.column_name(0) == "one" && r.get(0, 0) == "1");
    CHECK(r.is_null(0, 1) && !r.is_null(0, 2));
    co_await db.query("create table t(a int, b text)");
    std::vector<std::string> values{"7", "it's"};
    r = co_await db.query("insert into t values($1, $2)", values);
    CHECK(r.affected() == 1);
    r = co_await db.query("select b from t where a = 7");
    CHECK(r.get(0, 0) == "it's");
    // More than the socket holds, both ways.
    std::vector<std::string> much{std::string(8 << 20, 'y')};
    r = co_await db.query("select length($1::text), $1::text", much);
    CHECK(r.get(0, 0) == "8388608" && r.get(0, 1).size() == 8 << 20);
  }());
}

CASE(errors_carry_the_sqlstate) {
  run([]() -> task<> {
    auto db = co_await pg::connection::connect(server->conninfo());
    std::string state;
    try {
      co_await db.query("select 1/0");
    } catch (const pg::error &e) {
      state = e.sqlstate();
    }
    CHECK(state == "22012");
    CHECK((co_await db.query("select 2")).get(0, 0) == "2");
    bool refused = false;
    try {
      co_await pg::connection::connect("host=127.0.0.1 user=postgres port=" +
                                       std::to_string(servers::free_port()));
    } catch (const pg::error &e) {
      refused = e.sqlstate().empty();
    }
    CHECK(refused);
    bool bad = false;
    try {
      co_await pg::connection::connect("nonsense");
    } catch (const pg::error &) {
      bad = true;
    }
    CHECK(bad);
  }());
}

CASE(the_loop_goes_on_while_the_server_sleeps) {
  run([]() -> task<> {
    auto db = co_await pg::connection::connect(server->conninfo());
    int ticks = 0;
    auto tick = [](int &n) -> task<> {
      for (;;) {
        co_await nostall::sleep(5ms);
        ++n;
      }
    };
    auto ticker = nostall::spawn(tick(ticks));
    co_await db.query("select pg_sleep(0.2)");
    CHECK(ticks >= 5);
    ticker.cancel();
  }());
}

CASE(queries_take_turns_and_a_cancelled_one_closes) {
  run([]() -> task<> {
    auto db = co_await pg::connection::connect(server->conninfo());
    std::vector<task<pg::result>> all;
    for (int i = 0; i < 10; ++i)
      all.push_back(db.query("select " + std::to_string(i)));
    auto got = co_await nostall::gather(std::move(all));
    for (std::size_t i = 0; i < got.size(); ++i)
      CHECK(got[i].get(0, 0) == std::to_string(i));
    bool late = false;
    try {
      co_await nostall::timeout(20ms, db.query("select pg_sleep(30)"));
    } catch (const nostall::timeout_error &) {
      late = true;
    }
    CHECK(late && !db.is_open());
    bool closed = false;
    try {
      co_await db.query("select 1");
    } catch (const pg::error &) {
      closed = true;
    }
    CHECK(closed);
  }());
}

// The SQLSTATE that the query fails with, or "-" if it does not fail.
static task<std::string> state_of(pg::connection &db, std::string sql) {
  std::string state = "-";
  try {
    co_await db.query(std::move(sql));
  } catch (const pg::error &e) {
    state = e.sqlstate();
  }
  co_return state;
}
static task<std::string> pid_of(pg::connection &db) {
  auto r = co_await db.query("select pg_backend_pid()");
  co_return std::string(r.get(0, 0));
}

CASE(terminated_by_the_server) {
  run([]() -> task<> {
    auto admin = co_await pg::connection::connect(server->conninfo());
    auto terminate = [&admin](std::string pid) {
      return admin.query("select pg_terminate_backend(" + pid + ", 10000)");
    };
    // In the middle of a query: the server says why.
    auto db = co_await pg::connection::connect(server->conninfo());
    auto pid = co_await pid_of(db);
    auto busy = nostall::spawn(state_of(db, "select pg_sleep(60)"));
    co_await nostall::sleep(20ms);
    co_await terminate(pid);
    CHECK(co_await busy == "57P01");
    CHECK(!db.is_open());
    CHECK(co_await state_of(db, "select 1") == "");
    // Between two queries.
    auto idle = co_await pg::connection::connect(server->conninfo());
    pid = co_await pid_of(idle);
    co_await terminate(pid);
    auto state = co_await state_of(idle, "select 1");
    CHECK(state == "57P01" || state.empty());
    CHECK(!idle.is_open());
  }());
}

CASE(a_query_that_the_server_cancels) {
  run([]() -> task<> {
    auto admin = co_await pg::connection::connect(server->conninfo());
    auto db = co_await pg::connection::connect(server->conninfo());
    auto pid = co_await pid_of(db);
    auto busy = nostall::spawn(state_of(db, "select pg_sleep(60)"));
    co_await nostall::sleep(20ms);
    co_await admin.query("select pg_cancel_backend(" + pid + ")");
    CHECK(co_await busy == "57014");
    CHECK((co_await db.query("select 5")).get(0, 0) == "5"); // still good
  }());
}

CASE(cancelled_while_it_waits_for_its_turn) {
  run([]() -> task<> {
    auto db = co_await pg::connection::connect(server->conninfo());
    auto first = nostall::spawn(state_of(db, "select pg_sleep(0.1)"));
    auto second = nostall::spawn(state_of(db, "select 1/0"));
    co_await nostall::sleep(5ms);
    second.cancel();
    co_await second.wait();
    CHECK(nostall::detail::is_cancelled(second.error()));
    CHECK(co_await first == "-" && db.is_open());
    CHECK((co_await db.query("select 6")).get(0, 0) == "6");
  }());
}

CASE(cancelled_or_destroyed_anywhere) {
  waiting::waits_at("connect and query", [] {
    return []() -> task<> {
      auto db = co_await pg::connection::connect(server->conninfo());
      co_await db.query("select pg_sleep(60)");
    }();
  });
  waiting::waits_at("a server that says nothing", [] {
    return []() -> task<> {
      nostall::tcp_listener l;
      co_await pg::connection::connect("host=127.0.0.1 user=x port=" +
                                       std::to_string(l.port()));
    }();
  });
}

CASE(a_server_that_talks_nonsense) {
  run([]() -> task<> {
    nostall::tcp_listener l;
    auto peer = [](nostall::tcp_listener &l) -> task<> {
      auto s = co_await l.accept();
      char buffer[256];
      co_await s.read_some(buffer);
      co_await s.write_all("SSH-2.0-OpenSSH\r\n");
      s.close();
    };
    auto other = nostall::spawn(peer(l));
    bool failed = false;
    try {
      co_await pg::connection::connect("host=127.0.0.1 user=x sslmode=disable "
                                       "port=" +
                                       std::to_string(l.port()));
    } catch (const pg::error &) {
      failed = true;
    }
    CHECK(failed);
    co_await other;
  }());
}

CASE(a_zero_byte_does_not_cut_a_text) {
  run([]() -> task<> {
    auto db = co_await pg::connection::connect(server->conninfo());
    const std::string cut("before\0after", 12);
    std::vector<std::string> values{cut};
    int refused = 0;
    try {
      co_await db.query("select $1::text", values);
    } catch (const std::invalid_argument &) {
      ++refused;
    }
    try {
      co_await db.query(std::string("select 1\0", 9));
    } catch (const std::invalid_argument &) {
      ++refused;
    }
    CHECK(refused == 2 && db.is_open());
  }());
}

int main(int argc, char **argv) {
  if (servers::postgres::programs().empty()) {
    std::printf("skipped: no PostgreSQL server here\n");
    return 77;
  }
  server = std::make_unique<servers::postgres>();
  int status = check::main(argc, argv);
  server.reset();
  return status;
}
