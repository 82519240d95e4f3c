// libzip on its own header.
// REQUIRES: libzip
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <zip.h>

mock::task<> unpack(char *bytes, zip_error_t *error, zip_source_t *added) {
  zip_t *archive = zip_open("a.zip", 0, nullptr);   // BAD: file
  zip_get_num_entries(archive, 0);                  // OK: known already
  zip_file_t *file = zip_fopen(archive, "a", 0);    // BAD: file
  zip_fread(file, bytes, 8);                        // BAD: file
  zip_fclose(file);                                 // OK: frees memory
  zip_file_add(archive, "b", added, 0);             // OK: zip_close does it
  zip_close(archive);                               // BAD: file
  zip_source_t *memory = zip_source_buffer_create(bytes, 8, 0, error); // OK: only names it
  zip_t *small = zip_open_from_source(memory, 0, error); // OK: in memory
  zip_file_t *part = zip_fopen(small, "a", 0);      // OK: in memory
  zip_fread(part, bytes, 8);                        // OK: in memory
  co_return;
}
