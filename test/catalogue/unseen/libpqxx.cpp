// libpqxx, on its own headers; see README.md.
// REQUIRES: libpqxx
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/postgresql
#include <pqxx/pqxx>
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
    pqxx::connection c(info);                                           // BAD: database
    bool o = c.is_open();                                               // OK: does not wait
    const char *db = c.dbname();                                        // OK: does not wait
    const char *h = c.hostname();                                       // OK: does not wait
    int pid = c.backendpid();                                           // OK: does not wait
    int s = c.sock();                                                   // OK: does not wait
    std::string q = c.quote("it's");                                    // OK: does not wait
    std::string e = c.esc("it's");                                      // OK: does not wait
    std::string qn = c.quote_name("tbl");                               // OK: does not wait
    c.set_client_encoding("UTF8");                                      // BAD: database
    int n = c.await_notification();                                     // BAD: database
    n = c.await_notification(5, 0);                                     // BAD: database
    c.cancel_query();                                                   // BAD: database
    (void)o; (void)db; (void)h; (void)pid; (void)s; (void)n;
    co_return;
}

task lazy_connecting(const char *info)
{
    pqxx::lazyconnection c(info);                                       // OK: does not wait
    c.activate();                                                       // BAD: database
    co_return;
}

task transactions(pqxx::connection &c)
{
    pqxx::nontransaction nt(c);                                         // OK: does not wait
    pqxx::result r0 = nt.exec("VACUUM");                                // BAD: database
    co_return;
}

task work(pqxx::work &w)
{
    pqxx::result r = w.exec("SELECT id, name FROM users");              // BAD: database
    pqxx::row one = w.exec1("SELECT count(*) FROM users");              // BAD: database
    w.exec0("DELETE FROM old");                                         // BAD: database
    pqxx::result rn = w.exec_n(3, "SELECT * FROM three");               // BAD: database
    pqxx::result rp = w.exec_params("SELECT $1::int", 5);               // BAD: database
    pqxx::result rr = w.exec_prepared("find", 7);                       // BAD: database
    auto n = r.size();                                                  // OK: does not wait
    bool em = r.empty();                                                // OK: does not wait
    int id = r[0][0].as<int>();                                         // OK: does not wait
    const char *nm = r[0]["name"].c_str();                              // OK: does not wait
    bool nul = r[0][1].is_null();                                       // OK: does not wait
    auto cols = r.columns();                                            // OK: does not wait
    auto aff = r.affected_rows();                                       // OK: does not wait
    std::string cn = r.column_name(0);                                  // OK: does not wait
    std::string q = w.quote("x");                                       // OK: does not wait
    std::string s = pqxx::to_string(42);                                // OK: does not wait
    w.commit();                                                         // BAD: database
    (void)n; (void)em; (void)id; (void)nm; (void)nul; (void)cols; (void)aff;
    co_return;
}

task aborting(pqxx::work &w)
{
    w.exec("UPDATE t SET a = 1");                                       // BAD: database
    w.abort();                                                          // BAD: database
    co_return;
}

task large(pqxx::work &w)
{
    char b[64];
    pqxx::largeobject lo(w, "/srv/file.bin");                           // BAD: database
    pqxx::largeobjectaccess a(w, lo.id());                              // BAD: database
    a.read(b, sizeof b);                                                // BAD: database
    a.write(b, sizeof b);                                               // BAD: database
    lo.remove(w);                                                       // BAD: database
    co_return;
}

task pipelined(pqxx::pipeline &p)
{
    p.retain(10);                                                       // OK: does not wait
    auto id = p.insert("SELECT 1");                                     // OK: does not wait
    bool fin = p.is_finished(id);                                       // OK: does not wait
    auto r = p.retrieve(id);                                            // BAD: database
    p.complete();                                                       // BAD: database
    (void)fin;
    co_return;
}
