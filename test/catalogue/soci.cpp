// SOCI on its own headers.
// REQUIRES: soci
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <soci/soci.h>

mock::task<> use(soci::session &db, soci::connection_pool &pool, soci::row &row) {
  soci::session other("postgresql", "dbname=shop"); // BAD: database
  int count;
  db << "SELECT 1", soci::into(count); // BAD: database
  soci::transaction work(db);          // BAD: database
  work.commit();                       // BAD: database
  db.get_backend_name();               // OK: only looks
  row.size();                          // OK: only looks
  pool.lease();                        // BAD: wait
  std::size_t index;
  pool.try_lease(index, 0); // OK: gives up at once
  pool.give_back(index);    // OK: wakes others
  co_return;
}

mock::task<> pooled(soci::connection_pool &pool, int &count) {
  soci::session db(pool);                                      // BAD: wait
  soci::statement find = (db.prepare << "SELECT 1", soci::into(count)); // BAD: database
  find.execute(true);                                          // BAD: database
  find.fetch();                                                // BAD: database
  db.is_connected();                                           // OK: only looks
  co_return;
}

mock::task<> rows(soci::session &db) {
  soci::rowset<soci::row> all = (db.prepare << "SELECT 1"); // BAD: database
  auto row = all.begin();                                   // BAD: database
  bool none = row == all.end();                             // OK: only compares
  ++row;                                                    // BAD: database
  co_return;
}
