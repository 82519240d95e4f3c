//===- System.h - folders and programs of this machine ----------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_SYSTEM_H
#define NOSTALL_TOOL_SYSTEM_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace nostall {

/// The path of \p Name in \p Folder.
std::string inFolder(llvm::StringRef Folder, llvm::StringRef Name);

/// The current folder; `.` if it is gone.
std::string here();

/// How a program went that was run to its end.
struct Outcome {
  int Code = -1;
  std::string Output, Errors;
  /// Why it could not be run; its exit code is no problem here.
  std::string Problem;
};

/// Runs \p Program, a path or a name to be found on the PATH, without input.
/// It is stopped after \p Seconds; 0 waits for ever.
Outcome run(llvm::StringRef Program, llvm::ArrayRef<llvm::StringRef> Arguments,
            unsigned Seconds = 0);

} // namespace nostall

#endif // NOSTALL_TOOL_SYSTEM_H
