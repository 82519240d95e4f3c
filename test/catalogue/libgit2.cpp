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
