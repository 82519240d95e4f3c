//===- Fingerprints.h - what a finding is, wherever it stands ---*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_FINGERPRINTS_H
#define NOSTALL_TOOL_REPORT_FINGERPRINTS_H

#include "core/Judge.h"

namespace nostall {

/// What stays when lines move and when helpers between the call and the
/// primitive are renamed.
struct Identity {
  /// As seen from a folder.
  std::string File;
  std::string Check;
  /// The coroutine or callback, the call in it, and what waits in the end.
  std::string Context, Call, Culprit;

  auto operator<=>(const Identity &) const = default;
};

/// \p F as seen from \p Folder, an absolute path.
Identity identity(const Finding &F, llvm::StringRef Folder);

/// A text for each finding that is its own in this run, `5f0c…e1:1`: a hash of
/// its identity, as seen from the working directory, and how many of the same
/// identity there are up to it.
std::vector<std::string> fingerprints(llvm::ArrayRef<Finding> Findings);

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_FINGERPRINTS_H
