//===- Progress.h - a line that says how far a run is -----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_PROGRESS_H
#define NOSTALL_TOOL_PROGRESS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// Rewrites one line of standard error, if that is a terminal. Calls must not
/// overlap.
class Progress {
public:
  Progress(size_t Total, bool Quiet)
      : Total(Total), Shown(!Quiet && llvm::errs().is_displayed()) {}

  void step(size_t Number, llvm::StringRef File) {
    if (Shown)
      llvm::errs() << "\r\033[K[" << Number << '/' << Total << "] "
                   << llvm::sys::path::filename(File);
  }

  void finish() {
    if (Shown)
      llvm::errs() << "\r\033[K";
  }

private:
  size_t Total;
  bool Shown;
};

} // namespace nostall

#endif // NOSTALL_TOOL_PROGRESS_H
