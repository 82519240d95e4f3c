#pragma once
/// The exceptions that nostall throws by itself.
///
/// System calls that fail throw std::system_error with the errno value.
#include <stdexcept>
#include <string>

namespace nostall {

/// Thrown at the suspension point where a task learns that it is cancelled.
/// Let it pass, or catch it to clean up and rethrow: swallowing it means that
/// the task goes on. Not derived from std::exception's runtime_error, so that
/// `catch (const std::runtime_error &)` leaves it alone.
class cancelled : public std::exception {
public:
  const char *what() const noexcept override { return "task cancelled"; }
};

/// Thrown by `timeout` when the time is over.
class timeout_error : public std::runtime_error {
public:
  timeout_error() : std::runtime_error("timed out") {}
};

/// Thrown by a future whose promise was destroyed without an answer.
class broken_promise : public std::logic_error {
public:
  broken_promise() : std::logic_error("promise destroyed without an answer") {}
};

/// Thrown by reads that need more bytes than the peer sent before it closed.
class end_of_stream : public std::runtime_error {
public:
  end_of_stream() : std::runtime_error("end of stream") {}
};

} // namespace nostall
