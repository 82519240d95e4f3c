// libgit2 on its own headers.
// REQUIRES: libgit2
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <git2.h>

mock::task<> use(git_repository *repository, git_remote *remote, git_commit *commit, git_diff *diff) {
  git_remote_fetch(remote, nullptr, nullptr, nullptr);       // BAD: http
  git_remote_push(remote, nullptr, nullptr);                 // BAD: http
  git_remote_stop(remote);                                   // OK: only tells it
  git_clone(&repository, "https://example.org/a", "a", nullptr); // BAD: http
  git_checkout_head(repository, nullptr);                    // BAD: file
  git_commit_message(commit);                                // OK: works on memory
  git_commit_parentcount(commit);                            // OK: works on memory
  git_diff_num_deltas(diff);                                 // OK: works on memory
  co_return;
}

mock::task<> rest(git_repository *kept, git_oid *one, git_oid *two, git_revwalk *walk, git_diff_stats *stats) {
  git_oid base;
  git_merge_base_many(&base, kept, 2, one);       // BAD: file
  git_oid_cmp(one, two);                          // OK: in memory
  git_reset_default(kept, nullptr, nullptr);      // BAD: file
  git_diff_stats_insertions(stats);               // OK: in memory
  git_revwalk_sorting(walk, GIT_SORT_TIME);       // OK: a setting
  git_revwalk_next(&base, walk);                  // BAD: file
  co_return;
}
