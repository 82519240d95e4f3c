// SQLiteC++ on its own header.
// REQUIRES: sqlitecpp
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <SQLiteCpp/SQLiteCpp.h>

mock::task<> use() {
  SQLite::Database orders("orders.db", SQLite::OPEN_READWRITE); // BAD: database
  orders.exec("DELETE FROM a");                                 // BAD: database
  orders.getChanges();                                          // OK: known already
  SQLite::Statement all(orders, "SELECT * FROM a");             // BAD: database
  all.bind(1, 5);                                               // OK: in memory
  all.executeStep();                                            // BAD: database
  all.getColumn(0);                                             // OK: in memory
  all.reset();                                                  // OK: in memory
  SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE);  // OK: in memory
  memory.exec("CREATE TABLE a (b)");                            // OK: in memory
  SQLite::Statement quick(memory, "SELECT 1");                  // OK: in memory
  quick.executeStep();                                          // OK: in memory
  co_return;
}
