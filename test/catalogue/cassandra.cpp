// The Cassandra driver, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <cassandra.h>
#include <unistd.h>

void on_result(CassFuture *, void *) {
  usleep(5); // OK: a thread of the driver calls it
}

mock::task<> query(CassSession *db, CassCluster *cluster, CassStatement *statement) {
  CassFuture *connected = cass_session_connect(db, cluster);  // OK: a thread connects
  cass_future_wait(connected);                                // BAD: database
  CassFuture *result = cass_session_execute(db, statement);   // OK: a thread sends it
  cass_future_set_callback(result, on_result, nullptr);       // OK: only remembers it
  cass_future_ready(result);                                  // OK: only looks
  cass_future_wait_timed(result, 1000);                       // BAD: database
  cass_future_get_result(result);                             // BAD: database
  co_return;
}

mock::task<> waited(CassFuture *result) {
  cass_future_wait(result);       // BAD: database
  cass_future_get_result(result); // OK: it is there
  co_return;
}
