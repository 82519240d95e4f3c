//===- Statistics.h - what a run found, in numbers --------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_STATISTICS_H
#define NOSTALL_TOOL_STATISTICS_H

#include "core/Judge.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// The functions that event loops run.
struct Contexts {
  size_t Coroutines = 0;
  /// Handlers, callbacks, slots.
  size_t Others = 0;
};
Contexts contextsOf(const Program &P);

/// `--statistics`: the findings by check, category, file and blocking call, and
/// what of the program, \p Units files, was looked at.
void printStatistics(llvm::ArrayRef<Finding> Findings, const Program &P,
                     size_t Units, llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_TOOL_STATISTICS_H
