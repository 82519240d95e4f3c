//===- Revision.h - the sources as they were --------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REVISION_H
#define NOSTALL_TOOL_REVISION_H

#include "Inputs.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace nostall {

/// What git prints, or its complaint.
llvm::Expected<std::string> git(llvm::ArrayRef<llvm::StringRef> Arguments);

/// The files of a repository as they were when a change began. Thread-safe.
class Revision {
public:
  /// The older end of what \p Range, a revision or two of them as git takes
  /// them, means in the repository of the current folder.
  static llvm::Expected<Revision> beforeChange(llvm::StringRef Range);

  /// True if a compilation that sees these inputs now saw others then.
  bool touches(const Inputs &Seen) const;

  /// \p FS with what git tracks as it was. What was not there is empty.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
  over(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS) const;

private:
  /// The text of the files that have changed since, by absolute path.
  llvm::StringMap<std::string> Texts;
};

} // namespace nostall

#endif // NOSTALL_TOOL_REVISION_H
