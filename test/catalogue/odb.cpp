// ODB, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <odb/database.hxx>

struct order {};

mock::task<> store(odb::database &db, order &one, odb::lazy_ptr<order> &later, int tracer) {
  db.tracer(tracer);                          // OK: a setting
  odb::transaction t(db.begin());             // BAD: database
  db.persist(one);                            // BAD: database
  db.load<order>(1);                          // BAD: database
  auto rows = db.query<order>("price > 1");   // BAD: database
  rows.empty();                               // OK: is in memory
  later.loaded();                             // OK: a flag
  later.load();                               // BAD: database
  odb::transaction::has_current();            // OK: a flag
  t.commit();                                 // BAD: database
  co_return;
}
