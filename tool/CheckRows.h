//===- CheckRows.h - rows of the catalogue against headers ------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_CHECKROWS_H
#define NOSTALL_TOOL_CHECKROWS_H

#include "Declarations.h"

namespace nostall {

/// What holds of one row.
struct RowResult {
  const Row *R = nullptr;
  /// What is wrong with it, a sentence each.
  std::vector<std::string> Problems;
  /// Its names that could not be looked at, each with the reason.
  std::vector<std::string> Skipped;
};

/// Why a name that no function has need not be there; empty if it must.
using Excuse = llvm::function_ref<std::string(llvm::StringRef Name)>;

/// Looks up what \p R names in \p D: the functions, and of each condition,
/// state and operation the argument and whether its type fits. \p States are
/// those that some row sets.
RowResult checkRow(const Row &R, const Catalogue &C, Declarations &D,
                   const llvm::StringSet<> &States, Excuse Absent);

} // namespace nostall

#endif // NOSTALL_TOOL_CHECKROWS_H
