// rocksdb, on its own headers; see README.md.
// REQUIRES: rocksdb
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/backup_engine.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/utilities/transaction.h>
#include <rocksdb/utilities/transaction_db.h>
#include <rocksdb/write_batch.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

namespace rdb = ROCKSDB_NAMESPACE;

task opening(const std::string &path)
{
    rdb::Options o;                                                     // OK: does not wait
    o.IncreaseParallelism(4);                                           // OK: does not wait
    o.OptimizeLevelStyleCompaction();                                   // OK: does not wait
    auto cache = rdb::NewLRUCache(64 << 20);                            // OK: does not wait
    rdb::BlockBasedTableOptions bt;                                     // OK: does not wait
    auto *tf = rdb::NewBlockBasedTableFactory(bt);                      // OK: does not wait
    rdb::DB *db = nullptr;
    rdb::Status s = rdb::DB::Open(o, path, &db);                        // BAD: database
    rdb::Status r = rdb::DB::OpenForReadOnly(o, path, &db);             // BAD: database
    std::vector<std::string> cfs;
    rdb::DB::ListColumnFamilies(o, path, &cfs);                         // BAD: database
    bool ok = s.ok();                                                   // OK: does not wait
    std::string t = s.ToString();                                       // OK: does not wait
    auto code = r.code();                                               // OK: does not wait
    rdb::DestroyDB(path, o);                                            // BAD: database
    (void)cache; (void)tf; (void)ok; (void)code;
    co_return;
}

task ops(rdb::DB *db)
{
    std::string v;
    rdb::WriteOptions wo;                                               // OK: does not wait
    rdb::ReadOptions ro;                                                // OK: does not wait
    db->Get(ro, "k", &v);                                               // BAD: database
    db->Put(wo, "k", "v");                                              // BAD: database
    db->Delete(wo, "k");                                                // BAD: database
    db->Merge(wo, "k", "1");                                            // BAD: database
    std::vector<rdb::Slice> keys{"a", "b"};
    std::vector<std::string> vals;
    db->MultiGet(ro, keys, &vals);                                      // BAD: database
    rdb::WriteBatch b;                                                  // OK: does not wait
    b.Put("a", "1");                                                    // OK: does not wait
    b.Delete("b");                                                      // OK: does not wait
    auto cnt = b.Count();                                               // OK: does not wait
    db->Write(wo, &b);                                                  // BAD: database
    db->Flush(rdb::FlushOptions());                                     // BAD: database
    db->SyncWAL();                                                      // BAD: database
    db->CompactRange(rdb::CompactRangeOptions(), nullptr, nullptr);     // BAD: database
    const rdb::Snapshot *sn = db->GetSnapshot();                        // OK: does not wait
    auto seq = db->GetLatestSequenceNumber();                           // OK: does not wait
    auto *cf = db->DefaultColumnFamily();                               // OK: does not wait
    std::string name = db->GetName();                                   // OK: does not wait
    db->Close();                                                        // BAD: database
    (void)cnt; (void)sn; (void)seq; (void)cf;
    co_return;
}

task cache_only(rdb::DB *db)
{
    std::string v;
    rdb::ReadOptions ro;                                                // OK: does not wait
    ro.read_tier = rdb::kBlockCacheTier;                                // OK: does not wait
    db->Get(ro, "k", &v);                                               // OK: does not wait
    co_return;
}

task iterate(rdb::DB *db)
{
    rdb::Iterator *it = db->NewIterator(rdb::ReadOptions());
    it->SeekToFirst();                                                  // BAD: database
    it->SeekForPrev("z");                                               // BAD: database
    it->Next();                                                         // BAD: database
    bool v = it->Valid();                                               // OK: does not wait
    rdb::Slice k = it->key();                                           // OK: does not wait
    rdb::Status s = it->status();                                       // OK: does not wait
    std::string ks = k.ToString();                                      // OK: does not wait
    (void)v;
    co_return;
}

task transactions(rdb::TransactionDB *tdb)
{
    std::string v;
    rdb::Transaction *t = tdb->BeginTransaction(rdb::WriteOptions());   // OK: does not wait
    t->GetForUpdate(rdb::ReadOptions(), "k", &v);                       // BAD: database
    t->Commit();                                                        // BAD: database
    t->SetSavePoint();                                                  // OK: does not wait
    auto id = t->GetID();                                               // OK: does not wait
    (void)id;
    co_return;
}

task maintenance(rdb::DB *db, rdb::BackupEngine *be, rdb::Checkpoint *cp)
{
    be->CreateNewBackup(db);                                            // BAD: database
    be->RestoreDBFromLatestBackup("/srv/db", "/srv/db");                // BAD: database
    cp->CreateCheckpoint("/srv/checkpoint");                            // BAD: database
    rdb::SstFileWriter w{rdb::EnvOptions(), rdb::Options()};            // OK: does not wait
    w.Open("/srv/x.sst");                                               // BAD: file
    w.Finish();                                                         // BAD: file
    db->IngestExternalFile({"/srv/x.sst"}, rdb::IngestExternalFileOptions()); // BAD: database
    co_return;
}
