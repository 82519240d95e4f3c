//===- TextReporter.h - findings as compilers print them --------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_TEXTREPORTER_H
#define NOSTALL_TOOL_TEXTREPORTER_H

#include "report/Causes.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// Prints each finding with its source line, a note for each further call and
/// the advice, by clang's own printer; where others of its cause are left out,
/// also how many.
void printFindings(llvm::ArrayRef<Shown> Findings, llvm::raw_ostream &OS,
                   bool Color);

} // namespace nostall

#endif // NOSTALL_TOOL_TEXTREPORTER_H
