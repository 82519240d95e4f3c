// libarchive on its own headers.
// REQUIRES: libarchive
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <archive.h>
#include <archive_entry.h>

mock::task<> unpack(archive *in, archive *memory, archive *out, archive_entry *entry, char *text) {
  archive_read_support_format_all(in);      // OK: only remembers it
  archive_read_open_filename(in, text, 8);  // OK: brief
  archive_read_next_header(in, &entry);     // BAD: file
  archive_entry_pathname(entry);            // OK: works on memory
  archive_read_data(in, text, 8);           // BAD: file
  archive_read_open_memory(memory, text, 8); // OK: opens no file
  archive_read_next_header(memory, &entry); // OK: reads memory
  archive_read_extract(memory, entry, 0);   // BAD: file
  archive_write_header(out, entry);         // BAD: file
  archive_write_data(out, text, 8);         // BAD: file
  archive_error_string(in);                 // OK: only text
  co_return;
}
