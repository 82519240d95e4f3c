//===- Diff.h - which lines a change touches --------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_DIFF_H
#define NOSTALL_TOOL_DIFF_H

#include "core/Judge.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace nostall {

/// Lines of a file, both ends included.
struct LineRange {
  unsigned First = 0, Last = 0;

  bool operator==(const LineRange &) const = default;
};

/// What a unified diff says of one file.
struct FileDiff {
  /// Paths as the diff spells them, unquoted; empty if there is no such side.
  std::string Old, New;
  /// Lines of the new file that were added or changed, or that follow lines
  /// which were removed; in order.
  std::vector<LineRange> Changed;
};

struct Diff {
  std::vector<FileDiff> Files;
  /// `a/` and `b/`, or other names, stand before the paths.
  bool HasPrefixes = false;
};

/// Reads a unified diff as git, diff -u and others write it. What is between
/// the files, such as the message of a commit, is ignored. The error names the
/// line. Any bytes are allowed.
llvm::Expected<Diff> parseDiff(llvm::StringRef Text);

/// The lines that a change touches, by file.
class ChangedLines {
public:
  /// Looks for the files of \p D in \p Folders, in that order; files that are
  /// in none of them are left out.
  ChangedLines(const Diff &D, llvm::ArrayRef<std::string> Folders);

  /// True if a line of \p At has changed.
  bool contains(const Place &At);

  /// Keeps the findings that the change made: those with a changed line, or
  /// with one that leads to them, which is noted in ChangedAt: in their chain,
  /// or what makes the code run on a loop.
  void keepChanged(std::vector<Finding> &Findings);

private:
  const std::vector<LineRange> *linesOf(llvm::StringRef File);

  /// By the real path.
  llvm::StringMap<std::vector<LineRange>> Lines;
  llvm::StringMap<std::string> RealPaths;
};

/// What `--diff` asks for: the diff on the standard input if \p Revision is
/// empty, else what git says has changed since it.
llvm::Expected<ChangedLines> readChanges(llvm::StringRef Revision);

} // namespace nostall

#endif // NOSTALL_TOOL_DIFF_H
