// LevelDB on its own headers.
// REQUIRES: leveldb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <leveldb/c.h>
#include <leveldb/db.h>
#include <leveldb/env.h>
#include <leveldb/table_builder.h>
#include <leveldb/write_batch.h>

mock::task<> use(leveldb::DB *kept, leveldb::Env *env, std::string *value) {
  leveldb::DB *db;
  leveldb::DB::Open({}, "orders", &db);   // BAD: database
  kept->Put({}, "a", "b");                // BAD: database
  kept->Get({}, "a", value);              // BAD: database
  leveldb::WriteBatch batch;              // OK: only memory
  batch.Put("a", "b");                    // OK: only collects
  kept->Write({}, &batch);                // BAD: database
  leveldb::Iterator *all = kept->NewIterator({}); // OK: reads nothing yet
  for (all->SeekToFirst();                // BAD: database
       all->Valid();                      // OK: only looks
       all->Next())                       // BAD: database
    all->key();                           // OK: only looks
  kept->GetSnapshot();                    // OK: only memory
  kept->CompactRange(nullptr, nullptr);   // BAD: database
  env->SleepForMicroseconds(5);           // BAD: sleep
  co_return;
}

mock::task<> in_c(leveldb_t *db, leveldb_options_t *options, leveldb_writeoptions_t *how, leveldb_writebatch_t *batch,
                  leveldb_iterator_t *all, char *error) {
  db = leveldb_open(options, "orders", &error);  // BAD: database
  leveldb_put(db, how, "a", 1, "b", 1, &error);  // BAD: database
  leveldb_writebatch_put(batch, "a", 1, "b", 1); // OK: only collects
  leveldb_write(db, how, batch, &error);         // BAD: database
  leveldb_iter_seek_to_first(all);               // BAD: database
  leveldb_iter_valid(all);                       // OK: only looks
  leveldb_create_snapshot(db);                   // OK: in memory
  leveldb_close(db);                             // BAD: database
  co_return;
}

mock::task<> tables(leveldb::TableBuilder *table, leveldb::Iterator *all) {
  table->Add("a", "b");  // BAD: file
  table->NumEntries();   // OK: only looks
  table->Finish();       // BAD: file
  table->Abandon();      // OK: throws it away
  all->key();            // OK: only looks
  co_return;
}

mock::task<> sizes(leveldb::DB *db, leveldb::Range *range, uint64_t *size) {
  db->GetApproximateSizes(range, 1, size);         // OK: short
  db->CompactRange(nullptr, nullptr);              // BAD: database
  co_return;
}
