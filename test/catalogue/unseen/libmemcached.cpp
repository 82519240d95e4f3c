// libmemcached, on its own headers; see README.md.
// REQUIRES: libmemcached
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <libmemcached/memcached.h>
#include <libmemcachedutil-1.0/util.h>
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

task setup()
{
    memcached_return_t rc;
    memcached_st *m = memcached_create(nullptr);                        // OK: does not wait
    memcached_st *n = memcached("--SERVER=cache1 --BINARY-PROTOCOL", 34); // OK: does not wait
    memcached_server_add(m, "cache1", 11211);                           // OK: does not wait
    memcached_behavior_set(m, MEMCACHED_BEHAVIOR_CONNECT_TIMEOUT, 200); // OK: does not wait
    uint64_t b = memcached_behavior_get(m, MEMCACHED_BEHAVIOR_NO_BLOCK); // OK: does not wait
    uint32_t cnt = memcached_server_count(m);                           // OK: does not wait
    const char *e = memcached_strerror(m, MEMCACHED_TIMEOUT);           // OK: does not wait
    const char *le = memcached_last_error_message(m);                   // OK: does not wait
    uint32_t h = memcached_generate_hash(m, "k", 1);                    // OK: does not wait
    memcached_callback_set(m, MEMCACHED_CALLBACK_PREFIX_KEY, "app:");   // OK: does not wait
    memcached_server_st *sl = memcached_servers_parse("a:1,b:2");       // OK: does not wait
    memcached_server_push(m, sl);                                       // OK: does not wait
    memcached_st *cl = memcached_clone(nullptr, m);                     // OK: does not wait
    const char *lv = memcached_lib_version();                           // OK: does not wait
    (void)rc; (void)n; (void)b; (void)cnt; (void)e; (void)le; (void)h; (void)cl; (void)lv;
    co_return;
}

task ops(memcached_st *m)
{
    size_t len;
    uint32_t fl;
    uint64_t v;
    memcached_return_t rc;
    const char *keys[] = {"a", "b"};
    size_t lens[] = {1, 1};
    char *p = memcached_get(m, "k", 1, &len, &fl, &rc);                 // BAD: database
    memcached_set(m, "k", 1, "v", 1, 60, 0);                            // BAD: database
    memcached_add(m, "k", 1, "v", 1, 60, 0);                            // BAD: database
    memcached_replace(m, "k", 1, "v", 1, 60, 0);                        // BAD: database
    memcached_cas(m, "k", 1, "v", 1, 60, 0, 99);                        // BAD: database
    memcached_delete(m, "k", 1, 0);                                     // BAD: database
    memcached_increment(m, "n", 1, 1, &v);                              // BAD: database
    memcached_mget(m, keys, lens, 2);                                   // BAD: database
    memcached_result_st *r = memcached_fetch_result(m, nullptr, &rc);   // BAD: database
    const char *rv = memcached_result_value(r);                         // OK: does not wait
    size_t rl = memcached_result_length(r);                             // OK: does not wait
    uint64_t cas = memcached_result_cas(r);                             // OK: does not wait
    memcached_result_free(r);                                           // OK: does not wait
    memcached_exist(m, "k", 1);                                         // BAD: database
    memcached_touch(m, "k", 1, 60);                                     // BAD: database
    memcached_stat_st *st = memcached_stat(m, nullptr, &rc);            // BAD: database
    memcached_version(m);                                               // BAD: database
    memcached_flush(m, 0);                                              // BAD: database
    bool ok = libmemcached_util_ping("cache1", 11211, &rc);             // BAD: database
    (void)p; (void)rv; (void)rl; (void)cas; (void)st; (void)ok;
    co_return;
}

task pools(memcached_pool_st *pool)
{
    memcached_return_t rc;
    struct timespec ts = {1, 0};
    memcached_st *a = memcached_pool_pop(pool, false, &rc);             // OK: does not wait
    memcached_st *b = memcached_pool_pop(pool, true, &rc);              // BAD: wait
    memcached_st *c = memcached_pool_fetch(pool, &ts, &rc);             // BAD: wait
    memcached_pool_push(pool, a);                                       // OK: does not wait
    memcached_pool_release(pool, c);                                    // OK: does not wait
    (void)b;
    co_return;
}
