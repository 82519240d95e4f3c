//===- Words.h - findings in words ------------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_REPORT_WORDS_H
#define NOSTALL_TOOL_REPORT_WORDS_H

#include "core/Judge.h"

namespace nostall {

/// A sentence about a place in the code.
struct Note {
  Place At;
  std::string Text;
};

/// What is said of a finding besides its message, in the order in which people
/// read it: each further call, why the last one waits and what to use instead.
std::vector<Note> notes(const Finding &F);

/// Why the last call waits and what to use instead, by itself: `'::recv' waits
/// until the peer sends something; use instead: …`. May be empty.
std::string remedy(const Finding &F);

/// The message and all notes with their places, a line each.
std::string fullText(const Finding &F);

llvm::StringRef checkId(const Finding &F);

/// People are in a directory: \p Path as seen from there.
std::string shorten(llvm::StringRef Path);

/// `src/a.cpp:3:7`.
std::string where(const Place &At);

/// The findings, the longest stalls first; otherwise in their order.
std::vector<const Finding *> worstFirst(llvm::ArrayRef<Finding> Findings);

} // namespace nostall

#endif // NOSTALL_TOOL_REPORT_WORDS_H
