// LMDB on its own header.
// REQUIRES: lmdb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <lmdb.h>

mock::task<> use(MDB_env *env, MDB_dbi table, MDB_val *key, MDB_val *value) {
  MDB_txn *read, *write;
  mdb_txn_begin(env, nullptr, MDB_RDONLY, &read); // OK: readers do not wait
  mdb_get(read, table, key, value);               // OK: brief
  mdb_txn_abort(read);                            // OK: writes nothing
  mdb_txn_begin(env, nullptr, 0, &write);         // BAD: database
  mdb_put(write, table, key, value, 0);           // OK: brief
  mdb_txn_commit(write);                          // BAD: database
  mdb_env_sync(env, 1);                           // BAD: database
  co_return;
}

mock::task<> end(MDB_env *env) {
  MDB_txn *read;
  mdb_txn_begin(env, nullptr, MDB_RDONLY, &read); // OK: readers do not wait
  mdb_txn_commit(read);                           // OK: has written nothing
  MDB_txn *write;
  mdb_txn_begin(env, nullptr, 0, &write);         // BAD: database
  mdb_txn_commit(write);                          // BAD: database
  co_return;
}
