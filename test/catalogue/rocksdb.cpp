// RocksDB on its own headers.
// REQUIRES: rocksdb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/transaction_db.h>
#include <rocksdb/utilities/transaction.h>

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
