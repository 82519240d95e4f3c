//===- Suppressions.h - NOLINT comments -------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// NOLINT, NOLINTNEXTLINE, NOLINTBEGIN and NOLINTEND, by clang-tidy's own
// code, so that they mean here what they mean there.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_SUPPRESSIONS_H
#define NOSTALL_TOOL_SUPPRESSIONS_H

#include "Compat.h"
#include "clang/Basic/SourceManager.h"
#include <memory>
#include <string>
#include <vector>

namespace nostall {

/// One translation unit's comments. Not thread-safe.
class Suppressions {
public:
  Suppressions(clang::SourceManager &SM, const clang::LangOptions &LangOpts);
  ~Suppressions();

  /// The checks that comments turn off at \p Loc, a bit each in the order of
  /// Checks.def.
  uint64_t at(clang::SourceLocation Loc);

  /// What is wrong with the comments of the project's files, sorted:
  /// `/src/a.h:3:4: NOLINTBEGIN has no …`.
  std::vector<std::string> errors();

private:
  class Lookup;
  struct Unmatched;
  void readBlocks(clang::FileID File, llvm::StringRef Text);
  bool mentionsNoLint(clang::SourceLocation Loc);

  clang::SourceManager &SM;
  compat::DiagnosticOptions Options;
  std::unique_ptr<Lookup> Consumer;
  std::unique_ptr<clang::DiagnosticsEngine> Engine;
  unsigned DiagnosticId;
  llvm::DenseMap<clang::FileID, bool> Files;
};

} // namespace nostall

#endif // NOSTALL_TOOL_SUPPRESSIONS_H
