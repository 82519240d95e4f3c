// LevelDB on its own headers.
// REQUIRES: leveldb
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <leveldb/db.h>
#include <leveldb/env.h>
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
