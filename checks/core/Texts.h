//===- Texts.h - what is known of texts -------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Paths and hosts: literals, what objects of the library make of them, and what
// is printed into buffers. Internal to summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_TEXTS_H
#define NOSTALL_CORE_TEXTS_H

#include "clang/AST/Expr.h"
#include <optional>
#include <string>

namespace nostall {

/// True for classes of the library that a pointer to text converts to.
bool isText(clang::QualType T);

/// The literal that is all that an object which is a text is made of, perhaps
/// by a macro of its library: `QStringLiteral(":/icons")`; or null.
const clang::StringLiteral *onlyLiteral(const clang::Expr *E,
                                        const clang::SourceManager &SM);

/// What \p S says, if all of it is plain text.
std::optional<std::string> plainText(const clang::StringLiteral *S);

/// How a text that begins as \p Text does is written.
std::string beginning(llvm::StringRef Text);

/// What the text that \p E makes begins with: the left side of
/// `"/proc/" + number`, the format of `make_text("/proc/%d", number)`, what
/// `strdup("/proc/stat")` copies; or null.
const clang::Expr *begunBy(const clang::Expr *E);

/// The text that \p E is a pointer to, a view or a copy of: `host` of
/// `host.c_str()`, `std::string(host)`; or null.
const clang::Expr *sameText(const clang::Expr *E);

/// How \p E stands in the source, for advice: nothing if it is a default
/// argument, stands inside of a macro or is long.
std::string written(const clang::Expr *E, const clang::ASTContext &Context);

/// True if \p F is given a format and what to print with it, as log functions
/// are.
bool takesFormat(const clang::FunctionDecl *F);

/// The format that \p Call prints into its first argument, a buffer or where
/// it puts a new one, or null.
const clang::Expr *printed(const clang::CallExpr *Call);

} // namespace nostall

#endif // NOSTALL_CORE_TEXTS_H
