// lmdb, on its own headers; see README.md.
// REQUIRES: lmdb
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <lmdb.h>
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

task environment(const char *dir)
{
    MDB_env *env = nullptr;
    MDB_stat st;
    MDB_envinfo info;
    unsigned fl = 0, readers = 0;
    const char *p = nullptr;
    mdb_env_create(&env);                                               // OK: does not wait
    mdb_env_set_mapsize(env, 1UL << 30);                                // OK: does not wait
    mdb_env_set_maxdbs(env, 8);                                         // OK: does not wait
    mdb_env_set_maxreaders(env, 64);                                    // OK: does not wait
    mdb_env_open(env, dir, 0, 0644);                                    // BAD: database
    mdb_env_info(env, &info);                                           // OK: does not wait
    mdb_env_get_flags(env, &fl);                                        // OK: does not wait
    mdb_env_get_path(env, &p);                                          // OK: does not wait
    mdb_env_get_maxreaders(env, &readers);                              // OK: does not wait
    int ks = mdb_env_get_maxkeysize(env);                               // OK: does not wait
    mdb_env_copy(env, "/backup/lmdb");                                  // BAD: database
    mdb_env_copy2(env, "/backup/lmdb", MDB_CP_COMPACT);                 // BAD: database
    mdb_env_copyfd(env, 7);                                             // BAD: database
    mdb_env_sync(env, 1);                                               // BAD: database
    const char *e = mdb_strerror(MDB_NOTFOUND);                         // OK: does not wait
    const char *v = mdb_version(nullptr, nullptr, nullptr);             // OK: does not wait
    (void)st; (void)ks; (void)e; (void)v;
    co_return;
}

task writing(MDB_env *env)
{
    MDB_txn *txn = nullptr;
    MDB_dbi dbi;
    MDB_val k = {3, (void *)"key"}, v = {3, (void *)"val"};
    mdb_txn_begin(env, nullptr, 0, &txn);                               // BAD: database
    MDB_env *back = mdb_txn_env(txn);                                   // OK: does not wait
    size_t id = mdb_txn_id(txn);                                        // OK: does not wait
    mdb_put(txn, 1, &k, &v, 0);                                         // BAD: database
    mdb_del(txn, 1, &k, nullptr);                                       // BAD: database
    mdb_drop(txn, 1, 0);                                                // BAD: database
    mdb_txn_commit(txn);                                                // BAD: database
    (void)dbi; (void)back; (void)id;
    co_return;
}

task reading(MDB_env *env, MDB_dbi dbi)
{
    MDB_txn *txn = nullptr;
    MDB_cursor *cur = nullptr;
    MDB_val k = {3, (void *)"key"}, v;
    mdb_txn_begin(env, nullptr, MDB_RDONLY, &txn);                      // OK: does not wait
    mdb_get(txn, dbi, &k, &v);                                          // BAD: database
    mdb_cursor_open(txn, dbi, &cur);                                    // OK: does not wait
    mdb_cursor_get(cur, &k, &v, MDB_FIRST);                             // BAD: database
    MDB_dbi d = mdb_cursor_dbi(cur);                                    // OK: does not wait
    int c = mdb_cmp(txn, dbi, &k, &v);                                  // OK: does not wait
    mdb_cursor_close(cur);                                              // OK: does not wait
    mdb_txn_reset(txn);                                                 // OK: does not wait
    mdb_txn_abort(txn);                                                 // OK: does not wait
    (void)d; (void)c;
    co_return;
}
