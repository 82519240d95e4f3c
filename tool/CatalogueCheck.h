//===- CatalogueCheck.h - the catalogue against real headers ----*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_CATALOGUECHECK_H
#define NOSTALL_TOOL_CATALOGUECHECK_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace nostall {

/// `catalogue check [FILE…]`: parses the headers that each catalogue file
/// names (without files: the built-in ones) with \p CompileFlags and looks up
/// what its rows say. Prints what is wrong, what was skipped and why, and the
/// counts. Returns the exit code: HasFindings if a row is wrong, Failed if a
/// file or its headers cannot be read.
int checkCatalogue(llvm::ArrayRef<std::string> Files,
                   llvm::StringRef CompileFlags, llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_TOOL_CATALOGUECHECK_H
