// std-files, on its own headers; see README.md.
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
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

namespace fs = std::filesystem;

task paths(const fs::path &p)
{
    fs::path a = p / "sub" / "file.txt";                // OK: does not wait
    fs::path b = a.parent_path();                       // OK: does not wait
    std::string s = a.extension().string();             // OK: does not wait
    fs::path n = a.lexically_normal();                  // OK: does not wait
    fs::path r = a.lexically_relative(b);               // OK: does not wait
    bool abs = a.is_absolute();                         // OK: does not wait
    a.replace_extension(".bak");                        // OK: does not wait
    bool has = a.has_filename();                        // OK: does not wait
    fs::file_status st(fs::file_type::regular);         // OK: does not wait
    bool reg = fs::is_regular_file(st);                 // OK: does not wait
    bool ex = fs::exists(st);                           // OK: does not wait
    (void)abs; (void)has; (void)reg; (void)ex;
    co_return;
}

task queries(const fs::path &p)
{
    std::error_code ec;
    bool e = fs::exists(p, ec);                         // BAD: file
    bool d = fs::is_directory(p);                       // BAD: file
    auto sz = fs::file_size(p, ec);                     // BAD: file
    auto t = fs::last_write_time(p);                    // BAD: file
    auto sp = fs::space("/var");                        // BAD: file
    auto c = fs::canonical(p, ec);                      // BAD: file
    auto w = fs::weakly_canonical(p);                   // BAD: file
    auto st = fs::status(p);                            // BAD: file
    auto l = fs::read_symlink(p);                       // BAD: file
    bool eq = fs::equivalent(p, "/srv");                // BAD: file
    bool em = fs::is_empty(p);                          // BAD: file
    std::string m = ec.message();                       // OK: does not wait
    (void)e; (void)d; (void)sz; (void)t; (void)sp; (void)eq; (void)em;
    co_return;
}

task changes(const fs::path &p)
{
    std::error_code ec;
    fs::create_directories(p / "a/b");                  // BAD: file
    fs::copy_file(p / "x", p / "y", fs::copy_options::overwrite_existing, ec); // BAD: file
    fs::copy(p, "/backup", fs::copy_options::recursive); // BAD: file
    fs::rename(p / "y", p / "z");                       // BAD: file
    fs::remove(p / "z", ec);                            // BAD: file
    fs::remove_all(p);                                  // BAD: file
    fs::resize_file(p / "x", 100);                      // BAD: file
    fs::permissions(p, fs::perms::owner_read);          // BAD: file
    fs::create_symlink(p, "/srv/current");              // BAD: file
    ec.clear();                                         // OK: does not wait
    co_return;
}

task iteration(const fs::path &p)
{
    std::error_code ec;
    fs::directory_iterator end;                         // OK: does not wait
    fs::directory_iterator it(p, ec);                   // BAD: file
    it.increment(ec);                                   // BAD: file
    fs::recursive_directory_iterator rit(p);            // BAD: file
    rit.disable_recursion_pending();                    // OK: does not wait
    int depth = rit.depth();                            // OK: does not wait
    fs::path q = it->path();                            // OK: does not wait
    (void)depth;
    co_return;
}

task streams(const std::string &name)
{
    std::string line;
    char buf[256];
    std::ifstream none;                                 // OK: does not wait
    std::ifstream in(name);                             // BAD: file
    bool open = in.is_open();                           // OK: does not wait
    std::getline(in, line);                             // BAD: file
    in.read(buf, sizeof buf);                           // BAD: file
    none.open(name, std::ios::binary);                  // BAD: file
    bool ok = in.good();                                // OK: does not wait
    bool eof = in.eof();                                // OK: does not wait
    auto g = in.gcount();                               // OK: does not wait
    in.clear();                                         // OK: does not wait
    in.exceptions(std::ios::badbit);                    // OK: does not wait
    std::ofstream out;                                  // OK: does not wait
    out.open("/var/lib/app/out.log", std::ios::app);    // BAD: file
    out.write(buf, 100);                                // BAD: file
    out.flush();                                        // BAD: file
    out.close();                                        // BAD: file
    std::fstream both(name, std::ios::in | std::ios::out); // BAD: file
    std::filebuf fb;                                    // BAD: file
    fb.open(name, std::ios::in);                        // BAD: file
    (void)open; (void)ok; (void)eof; (void)g;
    co_return;
}

task memory_streams(const std::string &text)
{
    std::string line;
    char buf[16];
    std::istringstream in(text);                        // OK: does not wait
    std::getline(in, line);                             // OK: does not wait
    in.read(buf, sizeof buf);                           // OK: does not wait
    std::ostringstream out;                             // OK: does not wait
    out.write(buf, 4);                                  // OK: does not wait
    out.flush();                                        // OK: does not wait
    std::string s = out.str();                          // OK: does not wait
    std::stringstream both(text);                       // OK: does not wait
    both.seekg(0);                                      // OK: does not wait
    co_return;
}

task cstdio(const char *name)
{
    char buf[64];
    std::FILE *f = std::fopen(name, "rb");              // BAD: file
    std::fread(buf, 1, sizeof buf, f);                  // BAD: file
    std::remove("/var/lib/app/old");                    // BAD: file
    std::rename("/var/lib/app/a", "/var/lib/app/b");    // BAD: file
    std::snprintf(buf, sizeof buf, "%d", 1);            // OK: does not wait
    int e = std::ferror(f);                             // OK: does not wait
    (void)e;
    co_return;
}
