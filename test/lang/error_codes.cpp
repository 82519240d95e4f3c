// A handler that is given an error does not do what it does without one: codes
// made of constants, codes that are handed on in the branch of an error, and
// parameters that two functions ask the same.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <unistd.h>

namespace error_codes {

enum class failure { none = 0, refused = 1 };
std::error_code make_error_code(failure);
} // namespace error_codes
template <> struct std::is_error_code_enum<error_codes::failure> : std::true_type {};

namespace error_codes {

std::error_code last_error();
bool ask();

void on_done(const std::error_code &error) {
  if (!error)
    usleep(10);
}
void on_done_by_value(std::error_code error) {
  if (error)
    return;
  usleep(10);
}
void on_failure(const std::error_code &error) {
  if (error)
    usleep(10);
}
void clears(std::error_code error) {
  error.clear();
  if (!error)
    usleep(10);
}
void may_fill(std::error_code &error);
void filled(std::error_code error) {
  may_fill(error);
  if (!error)
    usleep(10);
}

mock::task<> made_of_constants() {
  on_done(std::error_code()); // BAD: sleep
  on_done({}); // BAD: sleep
  on_done(std::make_error_code(std::errc())); // BAD: sleep
  on_done(failure::none); // BAD: sleep
  on_done(last_error()); // BAD: sleep
  on_done_by_value(std::error_code()); // BAD: sleep
  on_failure(make_error_code(failure::refused)); // BAD: sleep
  clears(make_error_code(failure::refused)); // BAD: sleep
  filled(make_error_code(failure::refused)); // BAD: sleep
  on_done(make_error_code(failure::refused)); // OK: the error says so
  on_done(std::make_error_code(std::errc::io_error)); // OK: the error says so
  on_done(failure::refused); // OK: the error says so
  on_done(std::error_code(2, std::generic_category())); // OK: the error says so
  on_done_by_value(failure::refused); // OK: the error says so
  on_failure(std::error_code()); // OK: the error says so
  on_failure({}); // OK: the error says so
  co_return;
}

mock::task<> made_before() {
  std::error_code none, refused = failure::refused, unknown = failure::refused;
  unknown = last_error();
  on_done(none); // BAD: sleep
  on_done(unknown); // BAD: sleep
  on_done(refused); // OK: the error says so
  co_return;
}

// Whoever has found an error gives it to the handler in that branch.
template <typename Handler> void hand_on_error(const std::error_code &error, Handler handler) {
  if (error)
    handler(error);
}
template <typename Handler> void hand_on_success(const std::error_code &error, Handler handler) {
  if (!error)
    handler(error);
}
template <typename Handler> void hand_on(const std::error_code &error, Handler handler) {
  handler(error);
}
mock::task<> handed_on() {
  std::error_code error = last_error();
  auto done = [](const std::error_code &e) { on_done(e); };
  auto failed = [](const std::error_code &e) { on_failure(e); };
  hand_on(error, done);           // BAD: sleep
  hand_on_success(error, done);   // BAD: sleep
  hand_on_error(error, failed);   // BAD: sleep
  hand_on_error(error, done);     // OK: only without an error
  hand_on_success(error, failed); // OK: only with one
  // Which call of a parameter is meant is not followed.
  hand_on_error(error, on_done); // FALSE: sleep: only without an error
  co_return;
}

// The same of numbers and pointers.
void nap_if_odd_mode(int mode) {
  if (mode != 4)
    usleep(10);
}
void nap_in_mode_5(int mode) {
  if (mode == 5)
    usleep(10);
}
void only_mode_4(int mode) {
  if (mode == 4)
    nap_if_odd_mode(mode);
}
void only_mode_5(int mode) {
  if (mode == 5)
    nap_if_odd_mode(mode);
}
void mode_4_to_5(int mode) {
  if (mode == 4)
    nap_in_mode_5(mode);
}
void negative_in_mode_5(int mode) {
  if (mode < 0)
    nap_in_mode_5(mode);
}
void other_than_4(int mode) {
  if (mode != 4)
    nap_in_mode_5(mode);
}
void nap_without(const char *text) {
  if (!text)
    usleep(10);
}
void without(const char *text) {
  if (text)
    nap_without(text);
}
void with(const char *text) {
  if (!text)
    nap_without(text);
}
void other_text(const char *text, const char *other) {
  if (text)
    nap_without(other);
}
mock::task<> numbers(int mode, const char *text, const char *other) {
  only_mode_5(mode); // BAD: sleep
  other_than_4(mode); // BAD: sleep
  with(text); // BAD: sleep
  other_text(text, other); // BAD: sleep
  only_mode_4(mode); // OK: the error says so
  mode_4_to_5(mode); // OK: the error says so
  negative_in_mode_5(mode); // OK: the error says so
  without(text); // OK: the error says so
  co_return;
}

// What a test asks may have changed where it is asked again.
struct link {
  bool up = false;
  void greet() {
    if (up)
      usleep(10);
  }
  void connect() { up = ask(); }
  void reconnect() {
    if (up)
      return;
    connect();
    greet();
  }
};
mock::task<> changed(link &l) {
  l.reconnect(); // BAD: sleep
  co_return;
}

// Other classes that a test takes for true or false.
void nap_without_name(const std::optional<std::string> &name) {
  if (!name)
    usleep(10);
}
void with_name(const std::optional<std::string> &name) {
  if (name)
    nap_without_name(name);
}
void without_name(const std::optional<std::string> &name) {
  if (!name)
    nap_without_name(name);
}
mock::task<> options(const std::optional<std::string> &name) {
  without_name(name); // BAD: sleep
  with_name(name); // OK: the error says so
  co_return;
}

} // namespace error_codes
