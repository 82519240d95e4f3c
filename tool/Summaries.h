//===- Summaries.h - summaries as files -------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_SUMMARIES_H
#define NOSTALL_TOOL_SUMMARIES_H

#include "CommandLine.h"

namespace nostall {

/// `nostall summarize`: writes a summary for each file. Returns the exit code.
int summarizeFiles(const CommandLine &Line);

/// `nostall link`: lints summaries. Returns the exit code.
int linkFiles(const CommandLine &Line);

} // namespace nostall

#endif // NOSTALL_TOOL_SUMMARIES_H
