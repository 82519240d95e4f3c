//===- Registrations.h - callables kept with a descriptor -------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops written by hand keep a callable for each descriptor: in the rows of a
// table, in a map by the descriptor, or in two arrays side by side. The
// callable is given the descriptor that it is kept with. Internal to
// summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_REGISTRATIONS_H
#define NOSTALL_CORE_REGISTRATIONS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nostall {

/// Calls \p Do for each callable that \p S (without its operands) puts next to
/// what can be a descriptor. What is not a callable may be among them. \p Body
/// is the function around it.
void forEachRegistration(const clang::Stmt *S, const clang::Stmt *Body,
                         clang::ASTContext &Context,
                         llvm::function_ref<void(const clang::Expr *Callable,
                                                 const clang::Expr *Descriptor)>
                             Do);

} // namespace nostall

#endif // NOSTALL_CORE_REGISTRATIONS_H
