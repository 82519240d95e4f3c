// RocksDB on its own headers.
// REQUIRES: rocksdb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <rocksdb/c.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/transaction_db.h>
#include <rocksdb/utilities/transaction.h>
#include <rocksdb/utilities/write_batch_with_index.h>

mock::task<> use(rocksdb::DB *kept, rocksdb::TransactionDB *shared, std::string *value) {
  rocksdb::DB *db;
  rocksdb::DB::Open(rocksdb::Options(), "orders", &db); // BAD: database
  kept->Put({}, "a", "b");                              // BAD: database
  kept->Get({}, "a", value);                            // BAD: database
  kept->GetSnapshot();                                  // OK: only memory
  rocksdb::Iterator *all = kept->NewIterator({});       // OK: reads nothing yet
  all->Seek("a");                                       // BAD: database
  all->Valid();                                         // OK: only looks
  kept->Flush({});                                      // BAD: database
  rocksdb::Transaction *work = shared->BeginTransaction({}); // OK: only memory
  work->GetForUpdate({}, "a", value);                   // BAD: database
  work->SetSavePoint();                                 // OK: only memory
  work->Commit();                                       // BAD: database
  co_return;
}

mock::task<> rest(rocksdb::DB *db, rocksdb::TransactionDB *shared, rocksdb::Env *env, std::string *value,
                  rocksdb::WritableFile *log) {
  rocksdb::WriteBatch batch;
  shared->Write({}, &batch);                        // BAD: database
  db->GetProperty("rocksdb.stats", value);          // OK: in memory
  db->LockWAL();                                    // BAD: database
  rocksdb::WriteBatchWithIndex index;
  index.Put("a", "b");                              // OK: only collects
  index.GetFromBatch({}, "a", value);               // OK: in memory
  index.GetFromBatchAndDB(db, {}, "a", value);      // BAD: database
  rocksdb::ReadFileToString(env, "a", value);       // BAD: file
  log->Sync();                                      // BAD: file
  log->GetFileSize();                               // OK: only looks
  env->SleepForMicroseconds(5);                     // BAD: sleep
  env->NowMicros();                                 // OK: reads a clock
  delete shared;                                    // BAD: database
  co_return;
}

mock::task<> in_c(rocksdb_t *db, rocksdb_options_t *options, rocksdb_writeoptions_t *how, rocksdb_writebatch_t *batch,
                  rocksdb_transaction_t *work, rocksdb_iterator_t *all, char *error) {
  db = rocksdb_open(options, "orders", &error);     // BAD: database
  rocksdb_put(db, how, "a", 1, "b", 1, &error);     // BAD: database
  rocksdb_writebatch_put(batch, "a", 1, "b", 1);    // OK: only collects
  rocksdb_write(db, how, batch, &error);            // BAD: database
  rocksdb_options_set_create_if_missing(options, 1); // OK: a setting
  rocksdb_mergeoperator_destroy(nullptr);           // OK: frees memory
  rocksdb_transaction_put(work, "a", 1, "b", 1, &error); // BAD: database
  rocksdb_transaction_set_savepoint(work);          // OK: in memory
  rocksdb_iter_seek(all, "a", 1);                   // BAD: database
  rocksdb_iter_valid(all);                          // OK: only looks
  rocksdb_close(db);                                // BAD: database
  co_return;
}
