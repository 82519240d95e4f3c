//===- Fixes.h - fixes as edits of files ------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A finding says what can take the place of a call (core/Advice.h) and knows
// no text; here it meets the text of the file. Nothing is offered if that is
// not what was analysed.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_TOOL_FIXES_H
#define NOSTALL_TOOL_FIXES_H

#include "core/Judge.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Tooling/Core/Replacement.h"
#include <optional>

namespace nostall {

using Edit = clang::tooling::Replacement;
using Edits = std::vector<Edit>;

/// Where \p Line and \p Column (from 1) are in \p Code; nothing if it has no
/// such place.
std::optional<size_t> offsetOf(llvm::StringRef Code, unsigned Line,
                               unsigned Column);

/// What takes the place of the call of \p F in \p Code, the text of its file.
/// Nothing if there is no fix, or if \p Code is not what was analysed.
std::optional<Edit> editOfCall(const Finding &F, llvm::StringRef Code);

/// The headers that this needs and \p Code does not include, in order.
Edits editsOfHeaders(const Finding &F, llvm::StringRef Code);

/// All of that, the call first; empty if there is nothing for the call.
Edits editsOf(const Finding &F, llvm::StringRef Code);

/// What \p E replaces in \p Code.
Place placeOf(const Edit &E, llvm::StringRef Code);

/// \p E for a diagnostic about the file \p File.
clang::FixItHint hint(const Edit &E, const clang::SourceManager &SM,
                      clang::FileID File);

} // namespace nostall

#endif // NOSTALL_TOOL_FIXES_H
