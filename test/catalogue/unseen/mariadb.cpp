// mariadb, on its own headers; see README.md.
// REQUIRES: mysql
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/mariadb
#include <mysql.h>
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

task connecting()
{
    unsigned timeout = 5;
    MYSQL *m = mysql_init(nullptr);                                     // OK: does not wait
    mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);              // OK: does not wait
    mysql_ssl_set(m, nullptr, nullptr, "/etc/ca.pem", nullptr, nullptr); // OK: does not wait
    mysql_real_connect(m, "db1", "u", "p", "app", 3306, nullptr, 0);    // BAD: database
    mysql_set_character_set(m, "utf8mb4");                              // BAD: database
    mysql_select_db(m, "other");                                        // BAD: database
    mysql_change_user(m, "u2", "p2", "app");                            // BAD: database
    mysql_ping(m);                                                      // BAD: database
    const char *st = mysql_stat(m);                                     // BAD: database
    mysql_kill(m, 17);                                                  // BAD: database
    unsigned e = mysql_errno(m);                                        // OK: does not wait
    const char *em = mysql_error(m);                                    // OK: does not wait
    const char *sv = mysql_get_server_info(m);                          // OK: does not wait
    const char *hi = mysql_get_host_info(m);                            // OK: does not wait
    unsigned long tid = mysql_thread_id(m);                             // OK: does not wait
    const char *ci = mysql_get_client_info();                           // OK: does not wait
    (void)st; (void)e; (void)em; (void)sv; (void)hi; (void)tid; (void)ci;
    co_return;
}

task queries(MYSQL *m)
{
    char esc[64];
    mysql_query(m, "SELECT id FROM t");                                 // BAD: database
    MYSQL_RES *r = mysql_store_result(m);                               // BAD: database
    my_ulonglong n = mysql_num_rows(r);                                 // OK: does not wait
    unsigned nf = mysql_num_fields(r);                                  // OK: does not wait
    MYSQL_ROW row = mysql_fetch_row(r);                                 // OK: does not wait
    unsigned long *len = mysql_fetch_lengths(r);                        // OK: does not wait
    MYSQL_FIELD *f = mysql_fetch_field(r);                              // OK: does not wait
    mysql_data_seek(r, 0);                                              // OK: does not wait
    mysql_free_result(r);                                               // OK: does not wait
    my_ulonglong aff = mysql_affected_rows(m);                          // OK: does not wait
    my_ulonglong id = mysql_insert_id(m);                               // OK: does not wait
    mysql_real_escape_string(m, esc, "o'k", 3);                         // OK: does not wait
    mysql_real_query(m, "UPDATE t SET a=1", 16);                        // BAD: database
    mysql_commit(m);                                                    // BAD: database
    mysql_rollback(m);                                                  // BAD: database
    mysql_autocommit(m, 0);                                             // BAD: database
    mysql_next_result(m);                                               // BAD: database
    bool more = mysql_more_results(m);                                  // OK: does not wait
    unsigned w = mysql_warning_count(m);                                // OK: does not wait
    MYSQL_RES *l = mysql_list_tables(m, "%");                           // BAD: database
    (void)n; (void)nf; (void)row; (void)len; (void)f; (void)aff; (void)id; (void)more; (void)w; (void)l;
    co_return;
}

task unbuffered(MYSQL *m)
{
    mysql_query(m, "SELECT * FROM big");                                // BAD: database
    MYSQL_RES *r = mysql_use_result(m);                                 // OK: does not wait
    MYSQL_ROW row = mysql_fetch_row(r);                                 // BAD: database
    (void)row;
    co_return;
}

task statements(MYSQL *m, MYSQL_BIND *b)
{
    MYSQL_STMT *s = mysql_stmt_init(m);                                 // OK: does not wait
    mysql_stmt_prepare(s, "SELECT ?", 8);                               // BAD: database
    unsigned long pc = mysql_stmt_param_count(s);                       // OK: does not wait
    mysql_stmt_bind_param(s, b);                                        // OK: does not wait
    mysql_stmt_execute(s);                                              // BAD: database
    mysql_stmt_bind_result(s, b);                                       // OK: does not wait
    mysql_stmt_store_result(s);                                         // BAD: database
    const char *e = mysql_stmt_error(s);                                // OK: does not wait
    MYSQL_RES *md = mysql_stmt_result_metadata(s);                      // OK: does not wait
    my_ulonglong n = mysql_stmt_num_rows(s);                            // OK: does not wait
    mysql_stmt_reset(s);                                                // BAD: database
    (void)pc; (void)e; (void)md; (void)n;
    co_return;
}

task nonblocking()
{
    MYSQL *m = mysql_init(nullptr);                                     // OK: does not wait
    MYSQL *ret;
    int rc;
    mysql_options(m, MYSQL_OPT_NONBLOCK, 0);                            // OK: does not wait
    int st = mysql_real_connect_start(&ret, m, "192.0.2.7", "u", "p", "app", 3306, nullptr, 0); // OK: does not wait
    st = mysql_real_connect_cont(&ret, m, st);                          // OK: does not wait
    st = mysql_query_start(&rc, m, "SELECT 1");                         // OK: does not wait
    st = mysql_query_cont(&rc, m, st);                                  // OK: does not wait
    my_socket fd = mysql_get_socket(m);                                 // OK: does not wait
    unsigned tv = mysql_get_timeout_value(m);                           // OK: does not wait
    (void)fd; (void)tv;
    co_return;
}
