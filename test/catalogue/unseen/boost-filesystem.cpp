// boost-filesystem, on its own headers; see README.md.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <boost/filesystem.hpp>
#include <boost/filesystem/fstream.hpp>
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

namespace fs = boost::filesystem;

task paths(const fs::path &p)
{
    fs::path a = p / "x.tar.gz";                        // OK: does not wait
    fs::path s = a.stem();                              // OK: does not wait
    fs::path e = a.extension();                         // OK: does not wait
    fs::path n = a.lexically_normal();                  // OK: does not wait
    fs::path r = a.lexically_relative(p);               // OK: does not wait
    std::string g = a.generic_string();                 // OK: does not wait
    bool abs = a.is_absolute();                         // OK: does not wait
    a.replace_extension(".zip");                        // OK: does not wait
    fs::path u = fs::path("cache").append("k");         // OK: does not wait
    bool h = a.has_parent_path();                       // OK: does not wait
    fs::path f = a.filename();                          // OK: does not wait
    fs::path rd = a.root_directory();                   // OK: does not wait
    bool em = a.empty();                                // OK: does not wait
    int c = a.compare(p);                               // OK: does not wait
    fs::file_status st(fs::regular_file);               // OK: does not wait
    bool x = fs::exists(st);                            // OK: does not wait
    bool d = fs::is_directory(st);                      // OK: does not wait
    (void)em; (void)c; (void)abs; (void)h; (void)x; (void)d;
    co_return;
}

task disk(const fs::path &p)
{
    boost::system::error_code ec;
    bool e = fs::exists(p);                             // BAD: file
    bool d = fs::is_directory(p, ec);                   // BAD: file
    auto sz = fs::file_size(p);                         // BAD: file
    auto t = fs::last_write_time(p, ec);                // BAD: file
    fs::create_directories(p / "a/b");                  // BAD: file
    fs::copy_file(p / "x", p / "y");                    // BAD: file
    fs::copy_directory(p, "/backup");                   // BAD: file
    fs::rename(p / "y", p / "z");                       // BAD: file
    fs::remove(p / "z", ec);                            // BAD: file
    auto n = fs::remove_all(p);                         // BAD: file
    fs::path c = fs::canonical(p);                      // BAD: file
    auto sp = fs::space("/");                           // BAD: file
    auto hl = fs::hard_link_count(p);                   // BAD: file
    fs::create_symlink(p, "/srv/current", ec);          // BAD: file
    fs::resize_file(p, 10);                             // BAD: file
    std::string m = ec.message();                       // OK: does not wait
    (void)e; (void)d; (void)sz; (void)t; (void)n; (void)sp; (void)hl;
    co_return;
}

task iterate(const fs::path &p)
{
    fs::directory_iterator end;                         // OK: does not wait
    fs::directory_iterator it(p);                       // BAD: file
    fs::recursive_directory_iterator rit(p);            // BAD: file
    int depth = rit.depth();                            // OK: does not wait
    fs::path cur = it->path();                          // OK: does not wait
    (void)depth;
    co_return;
}

task streams(const fs::path &p)
{
    char buf[64];
    fs::ifstream none;                                  // OK: does not wait
    fs::ifstream in(p);                                 // BAD: file
    in.read(buf, sizeof buf);                           // BAD: file
    none.open(p);                                       // BAD: file
    bool o = in.is_open();                              // OK: does not wait
    fs::ofstream out;                                   // BAD: file
    out.open(p, std::ios::app);                         // BAD: file
    out.write(buf, sizeof buf);                         // BAD: file
    out.flush();                                        // BAD: file
    (void)o;
    co_return;
}
