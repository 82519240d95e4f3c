// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: libpq
// Account service on PostgreSQL (libpq): blocking and pipelined styles.
#include <postgresql/libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "task.h"

namespace accounts {

struct result_deleter {
  void operator()(PGresult* r) const { PQclear(r); }
};
using result = std::unique_ptr<PGresult, result_deleter>;

class Session {
 public:
  explicit Session(const std::string& dsn) : c_(PQconnectdb(dsn.c_str())) {}
  ~Session() { PQfinish(c_); }
  Session(const Session&) = delete;

  result query(const char* sql) { return result(PQexec(c_, sql)); }
  PGconn* raw() const { return c_; }

 private:
  PGconn* c_;
};

class Transaction {
 public:
  explicit Transaction(Session& s) : s_(s) { s_.query("BEGIN"); }
  ~Transaction() {
    if (!done_) s_.query("ROLLBACK");
  }
  void commit() {
    s_.query("COMMIT");
    done_ = true;
  }

 private:
  Session& s_;
  bool done_ = false;
};

rt::task<int> balance(std::string dsn, int id) {
  PGconn* c = PQconnectdb(dsn.c_str()); // BAD: database
  if (PQstatus(c) != CONNECTION_OK) co_return -1;                // OK: a query of the handle
  PGresult* r = PQexec(c, "SELECT 1"); // BAD: database
  PQclear(r);                                                    // OK: frees memory
  std::string sid = std::to_string(id);
  const char* args[] = {sid.c_str()};
  r = PQexecParams(c, "SELECT bal FROM acc WHERE id=$1", 1, nullptr, args, nullptr, nullptr, 0); // BAD: database
  int bal = PQntuples(r) ? std::stoi(PQgetvalue(r, 0, 0)) : 0;   // OK: reads a result in memory
  PQclear(r);
  r = PQprepare(c, "q1", "SELECT 2", 0, nullptr); // BAD: database
  PQclear(r);
  r = PQexecPrepared(c, "q1", 0, nullptr, nullptr, nullptr, 0); // BAD: database
  PQclear(r);
  r = PQdescribePrepared(c, "q1"); // BAD: database
  PQclear(r);
  PQreset(c); // BAD: database
  PQerrorMessage(c);                                             // OK: a query of the handle
  PQfinish(c);
  co_return bal;
}

rt::task<> other_connects() {
  const char* k[] = {"host", nullptr};
  const char* v[] = {"db", nullptr};
  PGconn* c = PQconnectdbParams(k, v, 0); // BAD: database
  PGconn* d = PQsetdbLogin("db", "5432", nullptr, nullptr, "acc", "u", "p"); // BAD: database
  PGPing up = PQping("host=db"); // BAD: database
  if (up == PQPING_OK && PQsocket(c) > 0) PQtransactionStatus(d);  // OK: queries of the handle
  co_return;
}

rt::task<> transfer(Session& s, int from, int to) {
  Transaction tx(s); // BAD: database
  s.query("UPDATE acc SET bal = bal - 1"); // BAD: database
  tx.commit(); // BAD: database
  co_return;
}

rt::task<> bulk_load(PGconn* c, std::vector<std::string> rows) {
  PQclear(PQexec(c, "COPY acc FROM STDIN")); // BAD: database
  for (auto& r : rows) PQputCopyData(c, r.data(), int(r.size())); // BAD: database
  PQputCopyEnd(c, nullptr); // BAD: database
  char* buf = nullptr;
  PQgetCopyData(c, &buf, 0); // BAD: database
  PQgetCopyData(c, &buf, 1);                                     // OK: async flag set
  PQfreemem(buf);                                                // OK: frees memory
  co_return;
}

// The asynchronous protocol of libpq.
rt::task<std::vector<result>> async_query(PGconn* c, const char* sql) {
  std::vector<result> out;
  PQsetnonblocking(c, 1);                                        // OK: sets a mode
  PQsendQuery(c, sql);                                           // OK: queued, non-blocking connection
  while (PQflush(c) == 1) co_await rt::writable(PQsocket(c));    // OK: waits on the loop
  for (;;) {
    co_await rt::readable(PQsocket(c));                          // OK: waits on the loop
    if (!PQconsumeInput(c)) break;                               // OK: takes what has arrived
    while (!PQisBusy(c)) {                                       // OK: a query of the handle
      PGresult* r = PQgetResult(c);                              // OK: PQisBusy() said no
      if (!r) co_return out;
      out.emplace_back(r);
    }
  }
  co_return out;
}

rt::task<PGconn*> async_connect(const char* dsn) {
  PGconn* c = PQconnectStart(dsn);                               // OK: starts only
  for (auto st = PGRES_POLLING_WRITING; st != PGRES_POLLING_OK; st = PQconnectPoll(c)) {  // OK: one step, never waits
    if (st == PGRES_POLLING_FAILED) break;
    co_await rt::writable(PQsocket(c));                          // OK: waits on the loop
  }
  co_return c;
}

rt::task<> half_async(PGconn* c) {
  PQsendQuery(c, "SELECT pg_sleep(3)");
  while (PGresult* r = PQgetResult(c)) PQclear(r); // BAD: database
  co_return;
}

// Migration tool entry.
int migrate(const char* dsn) {
  Session s(dsn);                                                // OK: plain function, called by no coroutine
  auto r = s.query("ALTER TABLE acc ADD COLUMN x int");          // OK: plain function, called by no coroutine
  return PQresultStatus(r.get()) == PGRES_COMMAND_OK ? 0 : 1;    // OK: plain function, called by no coroutine
}

}  // namespace accounts
