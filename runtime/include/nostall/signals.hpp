#pragma once
/// signal_stream: POSIX signals, one at a time, with co_await.
///
/// While it lives the signals are blocked on this thread (and on threads that
/// are started after it: make it before them) and come through a signalfd.
/// One stream for each signal at a time.
/// Errors: std::system_error. Cancellable. Thread-safety: loop thread.
///
///     nostall::signal_stream stop({SIGINT, SIGTERM});
///     int number = co_await stop.next();
#include "io.hpp"
#include <csignal>
#include <initializer_list>

namespace nostall {

class signal_stream {
public:
  explicit signal_stream(std::initializer_list<int> signals);
  ~signal_stream();
  signal_stream(const signal_stream &) = delete;
  signal_stream &operator=(const signal_stream &) = delete;

  /// The number of the next signal that arrives.
  task<int> next();

private:
  sigset_t blocked_{}; // by this one
  int fd_ = -1;
};

} // namespace nostall
