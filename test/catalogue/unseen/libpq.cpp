// libpq, on its own headers; see README.md.
// REQUIRES: libpq
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/postgresql
#include <libpq-fe.h>
#include <libpq/libpq-fs.h>
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

task connecting(const char *info)
{
    PGconn *a = PQconnectdb(info);                                      // BAD: database
    const char *const k[] = {"host", "dbname", nullptr};
    const char *const v[] = {"db1", "app", nullptr};
    PGconn *b = PQconnectdbParams(k, v, 0);                             // BAD: database
    PGconn *c = PQsetdbLogin("db1", "5432", nullptr, nullptr, "app", "u", "p"); // BAD: database
    PQreset(a);                                                         // BAD: database
    PGPing p = PQping(info);                                            // BAD: database
    ConnStatusType st = PQstatus(a);                                    // OK: does not wait
    char *e = PQerrorMessage(a);                                        // OK: does not wait
    int s = PQsocket(a);                                                // OK: does not wait
    char *h = PQhost(b);                                                // OK: does not wait
    int ver = PQserverVersion(c);                                       // OK: does not wait
    const char *par = PQparameterStatus(a, "server_encoding");          // OK: does not wait
    char *err = nullptr;
    PQconninfoOption *o = PQconninfoParse(info, &err);                  // OK: does not wait
    int ts = PQisthreadsafe();                                          // OK: does not wait
    (void)p; (void)st; (void)e; (void)s; (void)h; (void)ver; (void)par; (void)o; (void)ts;
    co_return;
}

task connecting_async(PGconn *c)
{
    PostgresPollingStatusType st = PQconnectPoll(c);                    // BAD: dns
    PQresetPoll(c);                                                     // BAD: dns
    PQsetnonblocking(c, 1);                                             // OK: does not wait
    PQflush(c);                                                         // OK: does not wait
    (void)st;
    co_return;
}

task queries(PGconn *c, const char *const *vals)
{
    PGresult *r = PQexec(c, "SELECT * FROM jobs");                      // BAD: database
    r = PQexecParams(c, "SELECT $1::int", 1, nullptr, vals, nullptr, nullptr, 0); // BAD: database
    r = PQprepare(c, "st1", "SELECT $1", 1, nullptr);                   // BAD: database
    r = PQexecPrepared(c, "st1", 1, vals, nullptr, nullptr, 0);         // BAD: database
    r = PQdescribePrepared(c, "st1");                                   // BAD: database
    r = PQdescribePortal(c, "cur1");                                    // BAD: database
    ExecStatusType st = PQresultStatus(r);                              // OK: does not wait
    int n = PQntuples(r);                                               // OK: does not wait
    char *v = PQgetvalue(r, 0, 0);                                      // OK: does not wait
    int nul = PQgetisnull(r, 0, 0);                                     // OK: does not wait
    int col = PQfnumber(r, "id");                                       // OK: does not wait
    char *t = PQcmdTuples(r);                                           // OK: does not wait
    char *em = PQresultErrorMessage(r);                                 // OK: does not wait
    char *esc = PQescapeLiteral(c, "x'y", 3);                           // OK: does not wait
    PQclear(r);                                                         // OK: does not wait
    (void)st; (void)n; (void)v; (void)nul; (void)col; (void)t; (void)em; (void)esc;
    co_return;
}

task copying(PGconn *c)
{
    char *buf = nullptr;
    int n = PQgetCopyData(c, &buf, 0);                                  // BAD: database
    n = PQgetCopyData(c, &buf, 1);                                      // OK: does not wait
    PQfreemem(buf);                                                     // OK: does not wait
    (void)n;
    co_return;
}

task async_queries(PGconn *c, const char *const *vals)
{
    PQsetnonblocking(c, 1);                                             // OK: does not wait
    PQsendQuery(c, "SELECT 1");                                         // OK: does not wait
    PQconsumeInput(c);                                                  // OK: does not wait
    while (!PQisBusy(c)) {                                              // OK: does not wait
        PGresult *r = PQgetResult(c);                                   // OK: does not wait
        if (!r)
            break;
        PQclear(r);                                                     // OK: does not wait
    }
    PGnotify *nt = PQnotifies(c);                                       // OK: does not wait
    PQsendQueryParams(c, "SELECT $1", 1, nullptr, vals, nullptr, nullptr, 0); // OK: does not wait
    PQsetSingleRowMode(c);                                              // OK: does not wait
    (void)nt;
    co_return;
}

task cancelling(PGconn *c)
{
    char eb[256];
    PGcancel *k = PQgetCancel(c);                                       // OK: does not wait
    PQcancel(k, eb, sizeof eb);                                         // BAD: database
    PQfreeCancel(k);                                                    // OK: does not wait
    co_return;
}

task large_objects(PGconn *c, Oid id)
{
    char b[100];
    int fd = lo_open(c, id, INV_READ);                                  // BAD: database
    lo_read(c, fd, b, sizeof b);                                        // BAD: database
    lo_lseek(c, fd, 0, 0);                                              // BAD: database
    lo_import(c, "/srv/pic.png");                                       // BAD: database
    lo_export(c, id, "/srv/pic.png");                                   // BAD: database
    lo_unlink(c, id);                                                   // BAD: database
    co_return;
}
