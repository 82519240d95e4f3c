// libarchive, on its own headers; see README.md.
// REQUIRES: libarchive
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <archive.h>
#include <archive_entry.h>
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

task read_file(const char *path)
{
    char b[512];
    struct archive_entry *e = nullptr;
    struct archive *a = archive_read_new();                             // OK: does not wait
    archive_read_support_filter_all(a);                                 // OK: does not wait
    archive_read_support_format_all(a);                                 // OK: does not wait
    archive_read_open_filename(a, path, 10240);                         // BAD: file
    archive_read_next_header(a, &e);                                    // BAD: file
    const char *p = archive_entry_pathname(e);                          // OK: does not wait
    la_int64_t sz = archive_entry_size(e);                              // OK: does not wait
    archive_read_data(a, b, sizeof b);                                  // BAD: file
    archive_read_data_skip(a);                                          // BAD: file
    archive_read_data_into_fd(a, 7);                                    // BAD: file
    archive_read_extract(a, e, ARCHIVE_EXTRACT_TIME);                   // BAD: file
    const char *es = archive_error_string(a);                           // OK: does not wait
    int en = archive_errno(a);                                          // OK: does not wait
    int fc = archive_file_count(a);                                     // OK: does not wait
    (void)p; (void)sz; (void)es; (void)en; (void)fc;
    co_return;
}

task read_memory(const void *buf, size_t n)
{
    char b[512];
    struct archive_entry *e = nullptr;
    struct archive *a = archive_read_new();                             // OK: does not wait
    archive_read_support_format_tar(a);                                 // OK: does not wait
    archive_read_open_memory(a, buf, n);                                // OK: does not wait
    archive_read_next_header(a, &e);                                    // OK: does not wait
    archive_read_data(a, b, sizeof b);                                  // OK: does not wait
    archive_read_free(a);                                               // OK: does not wait
    co_return;
}

task write_file(const char *path)
{
    struct archive *a = archive_write_new();                            // OK: does not wait
    archive_write_add_filter_gzip(a);                                   // OK: does not wait
    archive_write_set_format_pax_restricted(a);                         // OK: does not wait
    archive_write_open_filename(a, path);                               // BAD: file
    struct archive_entry *e = archive_entry_new();                      // OK: does not wait
    archive_entry_set_pathname(e, "x.txt");                             // OK: does not wait
    archive_entry_set_size(e, 5);                                       // OK: does not wait
    archive_entry_set_filetype(e, AE_IFREG);                            // OK: does not wait
    archive_write_header(a, e);                                         // BAD: file
    archive_write_data(a, "hello", 5);                                  // BAD: file
    archive_write_close(a);                                             // BAD: file
    archive_entry_free(e);                                              // OK: does not wait
    co_return;
}

task write_memory(char *buf, size_t n, size_t *used)
{
    struct archive *a = archive_write_new();                            // OK: does not wait
    archive_write_set_format_ustar(a);                                  // OK: does not wait
    archive_write_open_memory(a, buf, n, used);                         // OK: does not wait
    struct archive_entry *e = archive_entry_new();                      // OK: does not wait
    archive_entry_set_perm(e, 0644);                                    // OK: does not wait
    archive_write_header(a, e);                                         // OK: does not wait
    archive_write_data(a, "hello", 5);                                  // OK: does not wait
    archive_write_close(a);                                             // OK: does not wait
    co_return;
}

task disk(struct archive_entry *e)
{
    struct archive *w = archive_write_disk_new();                       // OK: does not wait
    archive_write_disk_set_options(w, ARCHIVE_EXTRACT_PERM);            // OK: does not wait
    archive_write_header(w, e);                                         // BAD: file
    archive_write_data_block(w, "x", 1, 0);                             // BAD: file
    archive_write_finish_entry(w);                                      // BAD: file
    struct archive *d = archive_read_disk_new();                        // OK: does not wait
    archive_read_disk_open(d, "/srv");                                  // BAD: file
    archive_read_next_header2(d, e);                                    // BAD: file
    const char *v = archive_version_string();                           // OK: does not wait
    (void)v;
    co_return;
}
