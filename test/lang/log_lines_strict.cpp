// Under the strict profile lines of logs are reported, as console output.
// RUN: %check_marks %s --profile=strict -- %flags

#include "coroutine.h"
#include <cstdarg>
#include <cstdio>

namespace log_lines_strict {

static std::FILE *log_file;

void log(const char *format, ...) {
  va_list list;
  va_start(list, format);
  std::vfprintf(log_file, format, list);
  va_end(list);
}
void log_nothing(const char *, ...) {}

mock::task<> logs() {
  log("%d requests", 3);         // BAD: console
  log_nothing("%d requests", 3); // OK: prints nothing
  std::fputs("3", log_file);     // BAD: file
  co_return;
}

} // namespace log_lines_strict
