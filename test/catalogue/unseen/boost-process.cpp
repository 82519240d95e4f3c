// boost-process, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <boost/asio.hpp>
#include <boost/process.hpp>
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

namespace bp = boost::process;

task run(boost::asio::io_context &io)
{
    std::error_code ec;
    int a = bp::system("gzip -k /srv/log.txt");                         // BAD: process
    int b = bp::system(bp::search_path("git"), "fetch", bp::std_out > bp::null, ec); // BAD: file process
    bp::async_system(io, [](boost::system::error_code, int) {}, "gzip -k /srv/log.txt"); // OK: does not wait
    (void)a; (void)b;
    co_return;
}

task children(bp::child &c, bp::child &d, bp::group &g, bp::group &h)
{
    std::error_code ec;
    bool r = c.running();                                               // OK: does not wait
    bool r2 = c.running(ec);                                            // OK: does not wait
    auto pid = c.id();                                                  // OK: does not wait
    bool v = c.valid();                                                 // OK: does not wait
    bool j = c.joinable();                                              // OK: does not wait
    c.wait_for(std::chrono::seconds(3));                                // BAD: process
    c.wait_until(std::chrono::steady_clock::now() + std::chrono::seconds(1), ec); // BAD: process
    c.wait(ec);                                                         // BAD: process
    c.wait();                                                           // BAD: process
    c.join();                                                           // BAD: process
    int e = c.exit_code();                                              // OK: does not wait
    int n = c.native_exit_code();                                       // OK: does not wait
    d.detach();                                                         // OK: does not wait
    bool gv = g.valid();                                                // OK: does not wait
    bool gh = g.has(c);                                                 // OK: does not wait
    g.wait();                                                           // BAD: process
    g.wait(ec);                                                         // BAD: process
    g.wait_for(std::chrono::seconds(3));                                // BAD: process
    h.detach();                                                         // OK: does not wait
    (void)r; (void)r2; (void)v; (void)j; (void)e; (void)n; (void)gv; (void)gh; (void)pid;
    co_return;
}

task streams(boost::asio::io_context &io)
{
    std::string line;
    char b[128];
    bp::ipstream out;                                                   // OK: does not wait
    bp::opstream in;                                                    // OK: does not wait
    std::getline(out, line);                                            // BAD: ipc
    out.read(b, sizeof b);                                              // BAD: ipc
    bp::pipe p;                                                         // OK: does not wait
    p.read(b, sizeof b);                                                // BAD: ipc
    bool o = p.is_open();                                               // OK: does not wait
    bp::async_pipe ap(io);                                              // OK: does not wait
    ap.async_read_some(boost::asio::buffer(b), [](boost::system::error_code, std::size_t) {}); // OK: does not wait
    boost::asio::async_read(ap, boost::asio::buffer(b), [](boost::system::error_code, std::size_t) {}); // OK: does not wait
    boost::asio::read(ap, boost::asio::buffer(b));                      // BAD: socket
    ap.cancel();                                                        // OK: does not wait
    bp::environment env;                                                // OK: does not wait
    env["LANG"] = "C";                                                  // OK: does not wait
    (void)o;
    co_return;
}
