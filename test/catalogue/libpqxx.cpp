// libpqxx on its own headers.
// REQUIRES: libpqxx
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <pqxx/pqxx>

mock::task<> store(pqxx::connection &kept, std::string url) {
  pqxx::connection db(url);         // BAD: database
  std::string name = kept.esc("x"); // OK: works on the text
  pqxx::work work(db);              // BAD: database
  work.exec("SELECT 1");            // BAD: database
  work.exec1("SELECT 1");           // BAD: database
  work.exec_params("SELECT $1", 1); // BAD: database
  work.commit();                    // BAD: database
  co_return;
}

mock::task<> committed(pqxx::connection &db) {
  pqxx::nontransaction work(db); // OK: begins nothing
  work.quote("name");            // OK: works on the text
  co_return;
}

mock::task<> rolled_back(pqxx::connection &db, pqxx::result rows) {
  pqxx::work work(db);                  // BAD: database
  for (const auto &row : rows)          // OK: the rows are in memory
    row[0].as<int>();                   // OK: the same
  rows.affected_rows();                 // OK: the same
  db.prepare("find", "SELECT $1::int"); // OK: in version 6 the first use prepares it
  db.get_notifs();                      // OK: takes what has arrived
  db.await_notification();              // BAD: database
  co_return;
}

mock::task<> piped(pqxx::work &work, pqxx::pipeline &queries) {
  queries.is_finished(1); // OK: only looks
  queries.retrieve(1);    // BAD: database
  work.conn().sock();     // OK: only looks
  work.abort();           // BAD: database
  co_return;
}
