//===- Summarize.h - from one AST to its facts ------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_SUMMARIZE_H
#define NOSTALL_CORE_SUMMARIZE_H

#include "Facts.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class ASTContext;
class Decl;
} // namespace clang

namespace nostall {

/// Tells which checks a comment turns off at a location, a bit each in the
/// order of Checks.def. Given by the front end, which knows about NOLINT.
using SuppressionLookup = llvm::function_ref<uint64_t(clang::SourceLocation)>;

/// Records the facts of every function that \p Context's main file and its
/// non-system headers define.
///
/// Works on an AST with errors: what did parse is summarised. Paths below
/// \p Root, if that is given, are relative to it.
Summary summarize(clang::ASTContext &Context, SuppressionLookup Suppressed,
                  llvm::StringRef Root = "");

/// True if the body of \p D adds no facts, so that the parser may skip it: it
/// stands in a system header.
bool canSkipBody(const clang::Decl &D);

} // namespace nostall

#endif // NOSTALL_CORE_SUMMARIZE_H
