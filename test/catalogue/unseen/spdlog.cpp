// spdlog, on its own headers; see README.md.
// REQUIRES: spdlog
// RUN: %check_marks %s --profile=strict -- -std=c++20 -DSPDLOG_SHARED_LIB -DSPDLOG_COMPILED_LIB -DSPDLOG_FMT_EXTERNAL
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/daily_file_sink.h>
#include <spdlog/sinks/hourly_file_sink.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/tcp_sink.h>
#include <spdlog/spdlog.h>
#include <sstream>
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

task file_loggers()
{
    auto a = spdlog::basic_logger_mt("a", "/var/log/app/a.log");        // BAD: file
    auto r = spdlog::rotating_logger_mt("r", "/var/log/app/r.log", 1 << 20, 3); // BAD: file
    auto d = spdlog::daily_logger_mt("d", "/var/log/app/d.log", 2, 30); // BAD: file
    auto h = spdlog::hourly_logger_mt("h", "/var/log/app/h.log");       // BAD: file
    a->info("started {}", 1);                                           // BAD: console
    a->error("failed");                                                 // BAD: console
    r->warn("low disk");                                                // BAD: console
    a->flush();                                                         // BAD: file
    a->set_level(spdlog::level::warn);                                  // OK: does not wait
    a->set_pattern("%v");                                               // OK: does not wait
    a->flush_on(spdlog::level::err);                                    // OK: does not wait
    bool s = a->should_log(spdlog::level::debug);                       // OK: does not wait
    const std::string &n = a->name();                                   // OK: does not wait
    (void)d; (void)h; (void)s; (void)n;
    co_return;
}

task sinks()
{
    std::ostringstream os;
    spdlog::sinks::basic_file_sink_mt f("/var/log/app/s.log", true);    // BAD: file
    spdlog::sinks::rotating_file_sink_mt r("/var/log/app/t.log", 1 << 20, 5); // BAD: file
    spdlog::sinks::tcp_sink_config cfg("collector", 9000);              // OK: does not wait
    spdlog::sinks::tcp_sink_mt t(cfg);                                  // BAD: socket
    cfg.lazy_connect = true;                                            // OK: does not wait
    spdlog::sinks::tcp_sink_mt lazy(cfg);                               // OK: does not wait
    auto ring = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(128); // OK: does not wait
    auto mem = std::make_shared<spdlog::sinks::ostream_sink_mt>(os);    // OK: does not wait
    auto nul = std::make_shared<spdlog::sinks::null_sink_mt>();         // OK: does not wait
    spdlog::logger rl("ring", ring);                                    // OK: does not wait
    rl.info("kept in memory");                                          // FALSE: console: not known which sinks the logger has
    spdlog::logger ml("mem", mem);                                      // OK: does not wait
    ml.info("kept in memory");                                          // FALSE: console: not known which sinks the logger has
    ml.flush();                                                         // FALSE: file: not known which sinks the logger has
    auto last = ring->last_formatted();                                 // OK: does not wait
    f.flush();                                                          // BAD: file
    (void)nul; (void)last;
    co_return;
}

task null_logger()
{
    auto n = spdlog::null_logger_mt("n");                               // OK: does not wait
    n->info("dropped");                                                 // FALSE: console: not known which sinks the logger has
    spdlog::set_level(spdlog::level::debug);                            // OK: does not wait
    spdlog::set_pattern("%v");                                          // OK: does not wait
    auto g = spdlog::get("n");                                          // OK: does not wait
    spdlog::drop("n");                                                  // OK: does not wait
    spdlog::enable_backtrace(32);                                       // OK: does not wait
    (void)g;
    co_return;
}

task async_logger(std::shared_ptr<spdlog::sinks::sink> file_sink)
{
    spdlog::init_thread_pool(8192, 1);                                  // OK: does not wait
    auto nb = std::make_shared<spdlog::async_logger>("nb", file_sink, spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest); // OK: does not wait
    nb->info("queued");                                                  // FALSE: console: not known which sinks the logger has
    nb->flush();                                                         // FALSE: file: not known which sinks the logger has
    auto tp = spdlog::thread_pool();                                    // OK: does not wait
    size_t over = tp->overrun_counter();                                // OK: does not wait
    size_t qs = tp->queue_size();                                       // OK: does not wait
    (void)over; (void)qs;
    co_return;
}
