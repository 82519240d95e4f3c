// soci, on its own headers; see README.md.
// REQUIRES: soci
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <soci/soci.h>
#include <soci/connection-pool.h>
#include <string>
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
    soci::session empty;                                                // OK: does not wait
    soci::connection_parameters par("postgresql", "host=db1 dbname=app");
    par.set_option("charset", "utf8");                                  // OK: does not wait
    soci::session s("postgresql", "host=db1 dbname=app");               // BAD: database
    soci::session t("mysql://db=app host=db1");                         // BAD: database
    empty.open("postgresql://host=db1 dbname=app");                     // BAD: database
    soci::session u(par);                                               // BAD: database
    s.reconnect();                                                      // BAD: database
    std::string b = s.get_backend_name();                               // OK: does not wait
    std::string q = s.get_last_query();                                 // OK: does not wait
    bool g = s.got_data();                                              // OK: does not wait
    s.set_log_stream(nullptr);                                          // OK: does not wait
    (void)g;
    co_return;
}

task queries(soci::session &s)
{
    int n = 0, id = 7;
    std::string name;
    soci::indicator ind;
    s << "CREATE TABLE t(id int)";                                      // BAD: database
    s << "SELECT count(*) FROM t", soci::into(n);                       // BAD: database
    s << "INSERT INTO t VALUES(:i)", soci::use(id);                     // BAD: database
    s.once << "DELETE FROM t";                                          // BAD: database
    soci::statement st(s);                                              // OK: does not wait
    st.exchange(soci::use(id));                                         // OK: does not wait
    st.exchange(soci::into(name, ind));                                 // OK: does not wait
    st.alloc();                                                         // OK: does not wait
    st.prepare("SELECT name FROM t WHERE id = :i");                     // BAD: database
    st.define_and_bind();                                               // OK: does not wait
    st.execute(true);                                                   // BAD: database
    st.fetch();                                                         // BAD: database
    bool g = st.got_data();                                             // OK: does not wait
    soci::rowset<soci::row> rs = (s.prepare << "SELECT * FROM t");      // BAD: database
    (void)g;
    co_return;
}

task rows(const soci::row &r)
{
    auto n = r.size();                                                  // OK: does not wait
    int v = r.get<int>(0);                                              // OK: does not wait
    std::string s = r.get<std::string>("name", "none");                 // OK: does not wait
    auto ind = r.get_indicator(0);                                      // OK: does not wait
    auto &p = r.get_properties(0);                                      // OK: does not wait
    std::string cn = p.get_name();                                      // OK: does not wait
    auto dt = p.get_data_type();                                        // OK: does not wait
    (void)n; (void)v; (void)ind; (void)dt;
    co_return;
}

task transactions(soci::session &s)
{
    s.begin();                                                          // BAD: database
    s.commit();                                                         // BAD: database
    s.rollback();                                                       // BAD: database
    soci::transaction tr(s);                                            // BAD: database
    tr.commit();                                                        // BAD: database
    co_return;
}

task pools()
{
    std::size_t pos;
    soci::connection_pool pool(4);                                      // OK: does not wait
    soci::session &first = pool.at(0);                                  // OK: does not wait
    std::size_t i = pool.lease();                                       // BAD: wait
    bool got = pool.try_lease(pos, 2000);                               // BAD: wait
    bool now = pool.try_lease(pos, 0);                                  // OK: does not wait
    pool.give_back(i);                                                  // OK: does not wait
    soci::session leased(pool);                                         // BAD: wait
    (void)first; (void)got; (void)now;
    co_return;
}
