//===- Siblings.h - functions that do the same, awaited ---------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Internal to summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_SIBLINGS_H
#define NOSTALL_CORE_SIBLINGS_H

#include "Names.h"

namespace nostall {

/// The function of the same class or namespace that does what \p F does and
/// can be awaited in a coroutine that returns a \p Task: `async_read` of
/// `read`. Its parameters are those of \p F, and perhaps more. Null if there is
/// none, or if \p F itself can be awaited.
const clang::FunctionDecl *awaitableTwin(const clang::FunctionDecl *F,
                                         clang::QualType Task, Names &N);

} // namespace nostall

#endif // NOSTALL_CORE_SIBLINGS_H
