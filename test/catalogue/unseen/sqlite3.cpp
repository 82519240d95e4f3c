// sqlite3, on its own headers; see README.md.
// REQUIRES: sqlite
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <sqlite3.h>
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

task on_disk(const char *path)
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *st = nullptr;
    char *err = nullptr;
    sqlite3_open(path, &db);                                            // BAD: database
    sqlite3_busy_timeout(db, 5000);                                     // OK: does not wait
    sqlite3_exec(db, "PRAGMA journal_mode=WAL", nullptr, nullptr, &err); // BAD: database
    sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?1,?2)", -1, &st, nullptr); // BAD: database
    sqlite3_bind_int(st, 1, 42);                                        // OK: does not wait
    sqlite3_bind_text(st, 2, "abc", 3, SQLITE_STATIC);                  // OK: does not wait
    int n = sqlite3_bind_parameter_count(st);                           // OK: does not wait
    sqlite3_step(st);                                                   // BAD: database
    int i = sqlite3_column_int(st, 0);                                  // OK: does not wait
    const unsigned char *t = sqlite3_column_text(st, 1);                // OK: does not wait
    int cc = sqlite3_column_count(st);                                  // OK: does not wait
    const char *nm = sqlite3_column_name(st, 0);                        // OK: does not wait
    sqlite3_clear_bindings(st);                                         // OK: does not wait
    long long id = sqlite3_last_insert_rowid(db);                       // OK: does not wait
    int ch = sqlite3_changes(db);                                       // OK: does not wait
    const char *em = sqlite3_errmsg(db);                                // OK: does not wait
    int ec = sqlite3_extended_errcode(db);                              // OK: does not wait
    const char *es = sqlite3_errstr(ec);                                // OK: does not wait
    sqlite3_free(err);                                                  // OK: does not wait
    sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr); // BAD: database
    int log, ck;
    sqlite3_wal_checkpoint(db, "main");                                 // BAD: database
    sqlite3_close(db);                                                  // BAD: database
    (void)n; (void)i; (void)t; (void)cc; (void)nm; (void)id; (void)ch; (void)em; (void)es; (void)log; (void)ck;
    co_return;
}

task on_disk_v2()
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *st = nullptr;
    char **rows = nullptr;
    int nr, nc;
    sqlite3_open_v2("/var/lib/app/app.db", &db, SQLITE_OPEN_READWRITE, nullptr); // BAD: database
    sqlite3_get_table(db, "SELECT * FROM t", &rows, &nr, &nc, nullptr); // BAD: database
    sqlite3_free_table(rows);                                           // OK: does not wait
    sqlite3_prepare_v3(db, "SELECT 1 FROM t", -1, SQLITE_PREPARE_PERSISTENT, &st, nullptr); // BAD: database
    const char *sql = sqlite3_sql(st);                                  // OK: does not wait
    int ro = sqlite3_stmt_readonly(st);                                 // OK: does not wait
    const char *fn = sqlite3_db_filename(db, "main");                   // OK: does not wait
    sqlite3_interrupt(db);                                              // OK: does not wait
    int ac = sqlite3_get_autocommit(db);                                // OK: does not wait
    int v = sqlite3_libversion_number();                                // OK: does not wait
    sqlite3_close_v2(db);                                               // BAD: database
    (void)sql; (void)ro; (void)fn; (void)ac; (void)v;
    co_return;
}

task in_memory()
{
    sqlite3 *db = nullptr;
    sqlite3_stmt *st = nullptr;
    sqlite3_open(":memory:", &db);                                      // OK: does not wait
    sqlite3_exec(db, "CREATE TABLE k(v)", nullptr, nullptr, nullptr);   // OK: does not wait
    sqlite3_prepare_v2(db, "INSERT INTO k VALUES(1)", -1, &st, nullptr); // OK: does not wait
    sqlite3_step(st);                                                   // OK: does not wait
    sqlite3_finalize(st);                                               // OK: does not wait
    sqlite3_close(db);                                                  // OK: does not wait
    co_return;
}

task in_memory_flag()
{
    sqlite3 *db = nullptr;
    sqlite3_open_v2("cache", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, nullptr); // OK: does not wait
    sqlite3_exec(db, "CREATE TABLE k(v)", nullptr, nullptr, nullptr);   // OK: does not wait
    co_return;
}

task backups(sqlite3 *src, sqlite3 *dst)
{
    sqlite3_backup *b = sqlite3_backup_init(dst, "main", src, "main");
    int left = sqlite3_backup_remaining(b);                             // OK: does not wait
    int total = sqlite3_backup_pagecount(b);                            // OK: does not wait
    sqlite3_backup_step(b, -1);                                         // BAD: database
    sqlite3_db_cacheflush(src);                                         // BAD: database
    sqlite3_sleep(100);                                                 // BAD: sleep
    (void)left; (void)total;
    co_return;
}

task blobs(sqlite3_blob *bl, sqlite3 *db)
{
    char buf[64];
    sqlite3_blob *nb = nullptr;
    sqlite3_blob_open(db, "main", "files", "data", 7, 0, &nb);          // BAD: database
    sqlite3_blob_read(bl, buf, sizeof buf, 0);                          // BAD: database
    sqlite3_blob_write(bl, buf, sizeof buf, 0);                         // BAD: database
    int n = sqlite3_blob_bytes(bl);                                     // OK: does not wait
    (void)n;
    co_return;
}
