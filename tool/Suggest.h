//===- Suggest.h - proposes rows for a library ------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_SUGGEST_H
#define NOSTALL_TOOL_SUGGEST_H

#include "CommandLine.h"
#include "core/Link.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// `catalogue suggest HEADER…`: prints a catalogue file of rows for what
/// Line.Headers declare and \p C does not know, each under a comment with what
/// speaks for it. \p Linked is the program of the library's sources, or null.
/// Returns the exit code: Failed if the headers cannot be read.
int suggestRows(const CommandLine &Line, const Catalogue &C,
                const Program *Linked, llvm::raw_ostream &OS);

} // namespace nostall

#endif // NOSTALL_TOOL_SUGGEST_H
