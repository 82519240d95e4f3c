// RUN: %check_marks %s -- -std=c++20
// REQUIRES: asio
// Found in a field trial: clean. cinatra/yalantinglibs coro_io.hpp:348: a
// lambda posted to a second io_context that only a worker thread runs (a
// "blocking executor"); also Asio's cpp11/services/logger_service (own thread
// runs work_io_context_)
#define ASIO_STANDALONE
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <chrono>
#include <thread>
struct logger {
  asio::io_context work;
  asio::executor_work_guard<asio::io_context::executor_type> guard{asio::make_work_guard(work)};
  std::thread thread{[this] { work.run(); }}; // this context is run by its own thread only
  void log() { asio::post(work, [] { std::this_thread::sleep_for(std::chrono::seconds(1)); }); } // FALSE: sleep
  ~logger() { guard.reset(); thread.join(); }
};
void elsewhere() {} // OK: nothing waits
