// The client of MySQL and MariaDB on its own headers.
// REQUIRES: mysql
// RUN: %check_marks %s -- %flags -I/usr/include/mariadb
#include "coroutine.h"

#include <mysql.h>

mock::task<> query(MYSQL *db, MYSQL_STMT *statement) {
  mysql_real_connect(db, "db", "user", "", "shop", 0, nullptr, 0); // BAD: database
  mysql_query(db, "SELECT 1");                                      // BAD: database
  MYSQL_RES *all = mysql_store_result(db);                          // BAD: database
  mysql_fetch_row(all);                                             // OK: all rows are in memory
  mysql_num_rows(all);                                              // OK: only looks
  mysql_free_result(all);                                           // OK: there is nothing left to read
  MYSQL_RES *some = mysql_use_result(db);                           // OK: fetches nothing yet
  mysql_fetch_row(some);                                            // BAD: database
  mysql_free_result(some);                                          // BAD: database
  mysql_ping(db);                                                   // BAD: database
  mysql_commit(db);                                                 // BAD: database
  mysql_stmt_execute(statement);                                    // BAD: database
  mysql_stmt_fetch(statement);                                      // BAD: database
  mysql_stmt_store_result(statement);                               // BAD: database
  mysql_stmt_fetch(statement);                                      // OK: all rows are in memory
  mysql_stmt_bind_result(statement, nullptr);                       // OK: only remembers where to put it
  co_return;
}

mock::task<> without_waiting(MYSQL *db, int &failed, char *text) {
  int wait = mysql_real_query_start(&failed, db, "SELECT 1", 8); // OK: only starts
  while (wait)
    wait = mysql_real_query_cont(&failed, db, wait); // OK: goes on
  mysql_get_socket(db);                              // OK: only looks
  mysql_errno(db);                                   // OK: only looks
  mysql_real_escape_string(db, text, "a", 1);        // OK: works on the text
  mysql_options(db, MYSQL_OPT_NONBLOCK, nullptr);    // OK: only remembers it
  co_return;
}

mock::task<> sent(MYSQL *db) {
  mysql_send_query(db, "SELECT 1", 8);   // OK: sends; the answer comes later
  mysql_read_query_result(db);           // BAD: database
  co_return;
}
