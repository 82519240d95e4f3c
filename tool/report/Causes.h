//===- Causes.h - findings by the call that they end in ---------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A logger that writes a file is one thing to mend and may be found from a
// thousand places. Each of them is a finding, and all have the same cause.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_CAUSES_H
#define NOSTALL_TOOL_REPORT_CAUSES_H

#include "core/Judge.h"

namespace nostall {

/// Findings whose chains end in the same call.
struct Cause {
  /// In their order; never empty.
  std::vector<const Finding *> Findings;

  const Step &call() const { return Findings.front()->Chain.back(); }
};

/// The causes, in the order of their first findings. They point into
/// \p Findings.
std::vector<Cause> causes(llvm::ArrayRef<Finding> Findings);

/// A finding that is to be shown.
struct Shown {
  const Finding *F = nullptr;
  /// Findings of the same cause that are left out; said at the last that is
  /// shown.
  size_t LeftOut = 0;
};

/// The findings in their order, at most \p MaxSame of each cause, those with
/// the shortest chains; 0 for all.
std::vector<Shown> shortened(llvm::ArrayRef<Finding> Findings,
                             unsigned MaxSame);

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_CAUSES_H
