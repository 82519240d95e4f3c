//===- Driver.h - from compile commands to summaries ------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_DRIVER_H
#define NOSTALL_TOOL_DRIVER_H

#include "core/Facts.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>
#include <vector>

namespace nostall {

/// One translation unit, parsed.
struct UnitResult {
  std::string File;
  Summary Facts;
  /// Compiler errors, and the first one: `a.cpp:3:10: 'x.h' file not found`.
  unsigned Errors = 0;
  std::string FirstError;
  /// Nothing could be parsed; FirstError says why.
  bool Failed = false;
};

/// Parses and summarises every command on \p Jobs threads (0: one a core).
/// \p GccMacros are defined where g++ compiles C++20. Results are in the order
/// of \p Commands. A unit that fails or crashes does not stop the others.
///
/// \p Progress is called, one call at a time, before each unit with its
/// number and name.
std::vector<UnitResult>
summarizeAll(llvm::ArrayRef<clang::tooling::CompileCommand> Commands,
             llvm::ArrayRef<std::string> GccMacros, unsigned Jobs,
             llvm::function_ref<void(size_t, llvm::StringRef)> Progress);

} // namespace nostall

#endif // NOSTALL_TOOL_DRIVER_H
