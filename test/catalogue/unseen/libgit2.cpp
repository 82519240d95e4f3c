// libgit2, on its own headers; see README.md.
// REQUIRES: libgit2
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <git2.h>
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

task network(const char *url)
{
    git_repository *r = nullptr;
    git_remote *rm = nullptr;
    const git_remote_head **heads = nullptr;
    size_t n = 0;
    git_clone_options co = GIT_CLONE_OPTIONS_INIT;
    git_fetch_options fo = GIT_FETCH_OPTIONS_INIT;
    git_clone_options_init(&co, GIT_CLONE_OPTIONS_VERSION);             // OK: does not wait
    git_clone(&r, url, "/srv/repo", &co);                               // BAD: http
    git_remote_create_detached(&rm, url);                               // OK: does not wait
    git_remote_connect(rm, GIT_DIRECTION_FETCH, nullptr, nullptr, nullptr); // BAD: http
    git_remote_ls(&heads, &n, rm);                                      // OK: does not wait
    git_remote_fetch(rm, nullptr, &fo, nullptr);                        // BAD: http
    git_remote_download(rm, nullptr, &fo);                              // BAD: http
    git_remote_push(rm, nullptr, nullptr);                              // BAD: http
    const char *u = git_remote_url(rm);                                 // OK: does not wait
    const char *nm = git_remote_name(rm);                               // OK: does not wait
    const git_indexer_progress *st = git_remote_stats(rm);              // OK: does not wait
    int c = git_remote_connected(rm);                                   // OK: does not wait
    (void)u; (void)nm; (void)st; (void)c;
    co_return;
}

task repository(const char *path)
{
    git_repository *r = nullptr;
    git_index *ix = nullptr;
    git_status_list *sl = nullptr;
    git_diff *df = nullptr;
    git_blame *bl = nullptr;
    git_buf out = GIT_BUF_INIT;
    git_repository_open(&r, path);                                      // BAD: file
    git_repository_init(&r, "/srv/new", 0);                             // BAD: file
    git_repository_discover(&out, path, 0, nullptr);                    // BAD: file
    git_checkout_head(r, nullptr);                                      // BAD: file
    git_repository_index(&ix, r); // BAD: file
    git_index_add_bypath(ix, "a.txt");                                  // BAD: file
    git_index_write(ix);                                                // BAD: file
    size_t ec = git_index_entrycount(ix);                               // OK: does not wait
    git_status_list_new(&sl, r, nullptr);                               // BAD: file
    size_t sc = git_status_list_entrycount(sl);                         // OK: does not wait
    git_diff_index_to_workdir(&df, r, nullptr, nullptr);                // BAD: file
    size_t nd = git_diff_num_deltas(df);                                // OK: does not wait
    git_blame_file(&bl, r, "a.txt", nullptr);                           // BAD: file
    const char *p = git_repository_path(r);                             // OK: does not wait
    const char *wd = git_repository_workdir(r);                         // OK: does not wait
    (void)ec; (void)sc; (void)nd; (void)p; (void)wd;
    co_return;
}

task history(git_repository *r)
{
    git_oid id;
    char hex[GIT_OID_HEXSZ + 1];
    git_commit *c = nullptr;
    git_revwalk *w = nullptr;
    git_signature *sig = nullptr;
    git_oid_fromstr(&id, "0123456789012345678901234567890123456789");   // OK: does not wait
    git_oid_tostr(hex, sizeof hex, &id);                                // OK: does not wait
    int eq = git_oid_equal(&id, &id);                                   // OK: does not wait
    git_commit_lookup(&c, r, &id);                                      // BAD: file
    const char *m = git_commit_message(c);                              // OK: does not wait
    const git_signature *a = git_commit_author(c);                      // OK: does not wait
    git_time_t t = git_commit_time(c);                                  // OK: does not wait
    git_revwalk_new(&w, r);
    git_revwalk_sorting(w, GIT_SORT_TIME);                              // OK: does not wait
    git_revwalk_next(&id, w);                                           // BAD: file
    git_reference_name_to_id(&id, r, "HEAD");                           // BAD: file
    git_signature_now(&sig, "A", "a@b.c");                              // OK: does not wait
    git_blob_create_from_disk(&id, r, "/srv/x");                        // BAD: file
    const git_error *e = git_error_last();                              // OK: does not wait
    git_commit_free(c);                                                 // OK: does not wait
    (void)eq; (void)m; (void)a; (void)t; (void)e;
    co_return;
}
