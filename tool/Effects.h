//===- Effects.h - why functions block or not -------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_EFFECTS_H
#define NOSTALL_TOOL_EFFECTS_H

#include "core/Link.h"
#include "llvm/Support/raw_ostream.h"

namespace nostall {

/// `--explain-effect NAME`: says of each function whose qualified name matches
/// \p Name why a call of it blocks, or why not. False if there is none.
bool explainEffects(const Program &P, const Catalogue &C, llvm::StringRef Name,
                    llvm::raw_ostream &OS);

/// `--list-unknown`: the functions that were taken on trust, a line each.
void listUnknown(const Program &P, llvm::raw_ostream &OS);

/// `3 calls through pointers or std::function are unknown`; empty if none is.
std::string describeIndirect(const Unknowns &U);

/// What is not known of what runs on event loops.
Unknowns unknownsOnLoops(const Program &P);

} // namespace nostall

#endif // NOSTALL_TOOL_EFFECTS_H
