//===- ApplyFixes.h - what is done with fixes -------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_APPLYFIXES_H
#define NOSTALL_TOOL_APPLYFIXES_H

#include "core/Judge.h"
#include "llvm/Support/Error.h"

namespace nostall {

struct FixResult {
  size_t Fixed = 0, Files = 0;
  /// Files that were left as they were, and why.
  std::vector<std::string> Problems;
};

/// Fixes what can be fixed of \p Findings, which are ordered by place: each
/// file as a whole, or not at all.
FixResult applyFixes(llvm::ArrayRef<Finding> Findings);

/// Writes \p Findings to \p File in the form of clang-tidy's --export-fixes,
/// for clang-apply-replacements and editors.
llvm::Error exportFixes(llvm::ArrayRef<Finding> Findings, llvm::StringRef File);

} // namespace nostall

#endif // NOSTALL_TOOL_APPLYFIXES_H
