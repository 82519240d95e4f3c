// Boost.MySQL, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <boost/mysql.hpp>

namespace mysql = boost::mysql;

mock::task<> query(mysql::any_connection &db, mysql::connection<int> &old, mysql::connection_pool &pool,
                   mysql::connect_params where) {
  mysql::results rows;
  mysql::execution_state state;
  db.connect(where);                        // BAD: database
  co_await db.async_connect(where);         // OK: awaited
  db.execute("SELECT 1", rows);             // BAD: database
  co_await db.async_execute("SELECT 1", rows); // OK: awaited
  rows.has_value();                         // OK: is in memory
  auto prepared = db.prepare_statement("SELECT ?"); // BAD: database
  prepared.id();                            // OK: is in memory
  db.start_execution("SELECT 1", state);    // BAD: database
  state.complete();                         // OK: is in memory
  db.read_some_rows(state);                 // BAD: database
  db.set_meta_mode(1);                      // OK: a setting
  db.ping();                                // BAD: database
  db.run_pipeline(1, rows);                 // BAD: database
  db.close();                               // BAD: database
  old.handshake(where);                     // BAD: database
  old.execute("SELECT 1", rows);            // BAD: database
  auto kept = co_await pool.async_get_connection(); // OK: awaited
  kept.get().reset_connection();            // BAD: database
  pool.cancel();                            // OK: does not wait
}
