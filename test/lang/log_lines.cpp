// Lines of a log: what a function that is given a format prints to a file of its
// own. They count as console output, however long the way to the file is.
// RUN: %check_marks %s -- %flags

#include "coroutine.h"
#include <cstdarg>
#include <cstdio>
#include <fstream>
#include <string>
#include <unistd.h>

namespace log_lines {

static std::FILE *log_file;

void log_c(const char *format, ...) {
  va_list list;
  va_start(list, format);
  std::vfprintf(log_file, format, list);
  va_end(list);
  std::fputc('\n', log_file);
  std::fflush(log_file);
}

// The line is made in one function and written in another.
static void write_line(const char *text) {
  std::fputs(text, log_file);
}
void log_twice(int level, const char *format, ...) {
  if (level > 3)
    return;
  char text[256];
  va_list list;
  va_start(list, format);
  std::vsnprintf(text, sizeof text, format, list);
  va_end(list);
  write_line(text);
}

void log_list(const char *format, va_list list) {
  std::vfprintf(log_file, format, list);
}

template <typename... Args> struct format_string {
  consteval format_string(const char *text) : text(text) {}
  const char *text;
};
template <typename T> struct same {
  using type = T;
};
struct logger {
  std::ofstream out;

  template <typename... Args>
  void info(format_string<typename same<Args>::type...> format, const Args &...args) {
    out << format.text;
    ((out << args), ...);
  }
  template <typename... Args> void warn(const std::string &format, Args... args) {
    out << format;
    ((out << args), ...);
  }
};

// Where it goes is the caller's affair.
void print_to(std::FILE *file, const char *format, ...) {
  va_list list;
  va_start(list, format);
  std::vfprintf(file, format, list);
  va_end(list);
}
// The log is on disk when it returns.
void log_durably(const char *format, ...) {
  va_list list;
  va_start(list, format);
  std::vfprintf(log_file, format, list);
  va_end(list);
  fsync(fileno(log_file));
}
// What is formatted here is a name.
bool read_named(const char *format, ...) {
  char path[256], first[8];
  va_list list;
  va_start(list, format);
  std::vsnprintf(path, sizeof path, format, list);
  va_end(list);
  std::FILE *file = std::fopen(path, "r");
  bool ok = std::fread(first, 1, sizeof first, file) == sizeof first;
  std::fclose(file);
  return ok;
}
// What opens the file first, or another one, is a log as well.
void log_to_new_file(const char *format, ...) {
  if (!log_file)
    log_file = std::fopen("requests.log", "a");
  va_list list;
  va_start(list, format);
  std::vfprintf(log_file, format, list);
  va_end(list);
}
void write_named(const char *format, ...) {
  char path[256];
  va_list list;
  va_start(list, format);
  std::vsnprintf(path, sizeof path, format, list);
  va_end(list);
  std::FILE *file = std::fopen(path, "w");
  std::fputs("1", file);
  std::fclose(file);
}
// No format: data.
template <typename... Parts> void append(std::ofstream &out, const Parts &...parts) {
  ((out << parts), ...);
}
void sum(int count, ...) {
  std::fputs("sum", log_file);
}

mock::task<> logs(logger &log, std::FILE *report, std::ofstream &data) {
  log_c("%d requests", 3);                // OK: a line of a log
  log_twice(2, "%d requests", 3);         // OK: a line of a log
  log.info("requests", 3);                // OK: a line of a log
  log.warn("requests", 3);                // OK: a line of a log
  write_line("requests");                 // BAD: file
  print_to(report, "%d requests", 3);     // BAD: file
  log_durably("%d requests", 3);          // BAD: file
  log_to_new_file("%d requests", 3);      // OK: a line of a log
  read_named("%s.txt", "requests");       // BAD: file
  write_named("%s.txt", "requests");      // BAD: file
  append(data, "requests", 3);            // BAD: file
  sum(2, 1, 2);                           // BAD: file
  co_return;
}

void log_and_load(const char *path) {
  log_c("loading %s", path);
  std::FILE *file = std::fopen(path, "r");
  std::fclose(file);
}
mock::task<> loads(const char *path) {
  va_list none = {};
  log_list("requests", none); // OK: a line of a log
  log_and_load(path);         // BAD: file
  co_return;
}

} // namespace log_lines
