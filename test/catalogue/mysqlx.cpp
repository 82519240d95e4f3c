// The X DevAPI of MySQL, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <mysqlx/xdevapi.h>
#include <utility>

mock::task<> query(mysqlx::Client &pool) {
  mysqlx::Session db("mysqlx://a");                    // BAD: database
  mysqlx::Session moved(std::move(db));                // OK: takes it over
  auto kept = pool.getSession();                       // BAD: database
  auto statement = kept.sql("SELECT ?");               // OK: only builds it
  statement.bind(1);                                   // OK: works on memory
  auto rows = statement.execute();                     // BAD: database
  rows.hasData();                                      // OK: is in memory
  auto row = rows.fetchOne();                          // BAD: database
  row.colCount();                                      // OK: is in memory
  auto schema = kept.getSchema("a");                   // OK: asks nobody
  auto known = kept.getSchema("a", true);              // BAD: database
  auto orders = schema.getCollection("b", false);      // OK: asks nobody
  auto found = orders.find("c = 1").limit(1).execute(); // BAD: database
  orders.getName();                                    // OK: is in memory
  orders.getOne("1");                                  // BAD: database
  kept.commit();                                       // BAD: database
  co_return;
}
