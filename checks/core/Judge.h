//===- Judge.h - which calls stall an event loop ----------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Asks of every call in an async context whether its effect blocks there. A
// finding is data: a front end decides how to show it.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_JUDGE_H
#define NOSTALL_CORE_JUDGE_H

#include "Advice.h"
#include "Link.h"

namespace nostall {

/// A place in a file, with the file's name.
struct Place {
  std::string File;
  uint32_t Line = 0, Column = 0, EndLine = 0, EndColumn = 0;

  auto operator<=>(const Place &) const = default;
};

/// One call on the way from a coroutine to the call that waits.
struct Step {
  Place At;
  /// `coroutine 'fetch'`, `'Db::load'`, `the destructor of 'Guard'`.
  std::string Caller, Callee;
};

struct Finding {
  Category Check = 0;
  Duration Lasts = Duration::Unbounded;
  /// `'::usleep' blocks the event loop in coroutine 'fetch'`.
  std::string Message;
  /// The first step is the call in the async context, where the finding is
  /// reported; the last one is the call that waits.
  std::vector<Step> Chain;
  /// Where the scope of a local ends whose destructor is called, if that is on
  /// another line: it runs there. Otherwise File is empty.
  Place DestroyedAt;
  /// Where the lock is taken that the coroutine holds. Otherwise File is empty.
  Place LockedAt;
  /// What makes an event loop run this code: where the coroutine's name is
  /// defined, or where the callback is handed over. File may be empty.
  Place ContextAt;
  /// The changed line that lets an unchanged call block, where only changes
  /// are reported. Otherwise File is empty.
  Place ChangedAt;
  /// It was not there before a change that its lines do not show.
  bool IsNew = false;
  /// Why the last call blocks: follows its name. May be empty.
  std::string Reason;
  /// What to use instead of the last call, in a coroutine of this one's
  /// library. May be empty.
  std::string Advice;
  /// How to run the first call on other threads; only where the advice does
  /// not fit into the coroutine as it is. May be empty.
  std::string Offload;
  /// What can take the place of the first call, which is the only one then.
  Rewrite Fix;
};

struct JudgeOptions {
  /// The checks that are on, a bit each in the order of Checks.def.
  uint64_t Checks = ~uint64_t(0);
  /// The shortest duration that is reported.
  Duration Shortest = Duration::Disk;
};

/// The findings of a program, ordered by place; one for each check and place.
std::vector<Finding> judge(const Program &P, const Catalogue &C,
                           const JudgeOptions &Options);

} // namespace nostall

#endif // NOSTALL_CORE_JUDGE_H
