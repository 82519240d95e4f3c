// RUN: %check_marks %s -- %flags -I%S/Inputs
/* journal.cpp - append-only journal written with C stdio. */
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <wchar.h>

#include "task.h"

struct file_closer {
  void operator()(FILE* f) const { fclose(f); }
};
using file_ptr = std::unique_ptr<FILE, file_closer>;

static void journal_printf(FILE* f, const char* fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vfprintf(f, fmt, ap);
  va_end(ap);
}

static std::string slurp(const char* path) {
  std::string out;
  file_ptr f(fopen(path, "rb"));
  if (!f) return out;
  char buf[8192];
  size_t n;
  while ((n = fread(buf, 1, sizeof buf, f.get())) > 0) out.append(buf, n);
  return out;
}

rt::task<std::string> load_journal(const char* path) {
  FILE* f = fopen(path, "r"); // BAD: file
  if (!f) co_return {};
  char line[256];
  std::string all;
  while (fgets(line, sizeof line, f)) all += line; // BAD: file
  rewind(f); // BAD: file
  size_t n = fread(line, 1, sizeof line, f); // BAD: file
  int c = fgetc(f); // BAD: file
  c = getc(f); // BAD: file
  ungetc(c, f);                                      // OK: pushes back into the buffer
  long v = 0;
  fscanf(f, "%ld", &v); // BAD: file
  char* heap = nullptr;
  size_t cap = 0;
  getline(&heap, &cap, f); // BAD: file
  getdelim(&heap, &cap, ';', f); // BAD: file
  free(heap);
  if (feof(f) || ferror(f)) clearerr(f);             // OK: stream state only
  fclose(f); // BAD: file
  all.append(line, n);
  co_return all;
}

rt::task<> append_record(FILE* f, std::string rec) {
  fwrite(rec.data(), 1, rec.size(), f); // BAD: file
  fputs(rec.c_str(), f); // BAD: file
  fputc('\n', f); // BAD: file
  fprintf(f, "len=%zu\n", rec.size()); // BAD: file
  journal_printf(f, "%s\n", rec.c_str()); // BAD: file
  fflush(f); // BAD: file
  fflush(nullptr); // BAD: file
  char num[32];
  snprintf(num, sizeof num, "%zu", rec.size());      // OK: formats into a buffer
  sprintf(num, "%d", 7);                             // OK: formats into a buffer
  co_return;
}

rt::task<> rotate(const char* path) {
  FILE* f = freopen(path, "a", stderr); // BAD: file
  if (!f) co_return;
  FILE* t = tmpfile(); // BAD: file
  std::string old = slurp(path); // BAD: file
  fwrite(old.data(), old.size(), 1, t); // BAD: file
  fileno(t);                                         // OK: a field of the stream
  setvbuf(t, nullptr, _IOFBF, 1 << 16);              // OK: sets the buffer
  fclose(t); // BAD: file
}

// Memory streams look like files but never leave the process.
rt::task<int> parse_in_memory(std::string text) {
  FILE* m = fmemopen(text.data(), text.size(), "r");
  int a = 0, b = 0;
  fscanf(m, "%d", &a);                               // OK: fmemopen stream
  char word[32];
  fgets(word, sizeof word, m);                       // OK: fmemopen stream
  fclose(m);
  sscanf(text.c_str(), "%d %d", &a, &b);             // OK: parses a string
  char* out = nullptr;
  size_t len = 0;
  FILE* w = open_memstream(&out, &len);              // OK: memory stream
  fprintf(w, "%d", a);                               // OK: open_memstream stream
  fflush(w);                                         // OK: open_memstream stream
  fclose(w);
  free(out);
  co_return a + b;
}

rt::task<wint_t> wide(FILE* f) {
  wchar_t buf[64];
  fgetws(buf, 64, f); // BAD: file
  fputws(L"x", f); // BAD: file
  swprintf(buf, 64, L"%d", 3);                       // OK: formats into a buffer
  co_return fgetwc(f); // BAD: file
}

// Called by the offline fsck tool only.
size_t verify_journal(const char* path) {
  FILE* f = fopen(path, "r");                        // OK: plain function, called by no coroutine
  char b[512];
  size_t total = 0;
  while (size_t n = fread(b, 1, sizeof b, f)) total += n;  // OK: plain function, called by no coroutine
  fclose(f);
  return total;
}
