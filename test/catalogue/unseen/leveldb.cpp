// leveldb, on its own headers; see README.md.
// REQUIRES: leveldb
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/env.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>
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

task open_close(const std::string &name)
{
    leveldb::Options o;                                                 // OK: does not wait
    o.block_cache = leveldb::NewLRUCache(8 << 20);                      // OK: does not wait
    o.filter_policy = leveldb::NewBloomFilterPolicy(10);                // OK: does not wait
    leveldb::DB *db = nullptr;
    leveldb::Status s = leveldb::DB::Open(o, name, &db);                // BAD: database
    bool ok = s.ok();                                                   // OK: does not wait
    std::string t = s.ToString();                                       // OK: does not wait
    bool nf = s.IsNotFound();                                           // OK: does not wait
    delete db; // BAD: database
    leveldb::DestroyDB(name, o);                                        // BAD: database
    leveldb::RepairDB(name, o);                                         // BAD: database
    (void)ok; (void)nf;
    co_return;
}

task ops(leveldb::DB *db)
{
    std::string v;
    leveldb::WriteOptions wo;                                           // OK: does not wait
    leveldb::ReadOptions ro;                                            // OK: does not wait
    leveldb::Slice k("key");                                            // OK: does not wait
    db->Get(ro, k, &v);                                                 // BAD: database
    db->Put(wo, k, "value");                                            // BAD: database
    db->Delete(wo, "old");                                              // BAD: database
    leveldb::WriteBatch b;                                              // OK: does not wait
    b.Put("a", "1");                                                    // OK: does not wait
    b.Delete("b");                                                      // OK: does not wait
    b.Clear();                                                          // OK: does not wait
    db->Write(wo, &b);                                                  // BAD: database
    const leveldb::Snapshot *sn = db->GetSnapshot();                    // OK: does not wait
    db->ReleaseSnapshot(sn);                                            // OK: does not wait
    db->CompactRange(nullptr, nullptr);                                 // BAD: database
    bool st = k.starts_with("k");                                       // OK: does not wait
    (void)st;
    co_return;
}

task iterate(leveldb::DB *db)
{
    leveldb::Iterator *it = db->NewIterator(leveldb::ReadOptions());
    it->SeekToFirst();                                                  // BAD: database
    it->Seek("user:");                                                  // BAD: database
    bool v = it->Valid();                                               // OK: does not wait
    leveldb::Slice k = it->key();                                       // OK: does not wait
    leveldb::Slice val = it->value();                                   // OK: does not wait
    leveldb::Status s = it->status();                                   // OK: does not wait
    it->Next();                                                         // BAD: database
    it->Prev();                                                         // BAD: database
    (void)v;
    co_return;
}

task environment(leveldb::Env *env)
{
    std::string data;
    std::vector<std::string> kids;
    leveldb::ReadFileToString(env, "/srv/leveldb/CURRENT", &data);      // BAD: file
    env->GetChildren("/srv/leveldb", &kids);                            // BAD: file
    env->SleepForMicroseconds(1000);                                    // BAD: sleep
    uint64_t now = env->NowMicros();                                    // OK: does not wait
    (void)now;
    co_return;
}
