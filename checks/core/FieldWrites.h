//===- FieldWrites.h - what code puts into fields ---------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds every place that may change a field or a global variable that branches
// ask about: whoever knows all of them knows what it holds. Internal to
// summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_FIELDWRITES_H
#define NOSTALL_CORE_FIELDWRITES_H

#include "Values.h"

namespace nostall {

/// True for classes whose objects convert to a pointer, or in a test to `bool`:
/// those that are empty are false.
bool isNullable(clang::QualType T);

/// True for fields and global variables of the project whose numbers,
/// durations or pointers are followed.
bool isFollowed(const clang::ValueDecl *D);

/// Records what \p Body puts into fields. \p F is null for the initialiser of
/// a global variable, which has no body.
void recordFieldWrites(const clang::FunctionDecl *F, const clang::Stmt *Body,
                       Values &V, Names &N, clang::ASTContext &Context);

/// Records what the global variable \p D begins with.
void recordInitialValue(const clang::VarDecl *D, Values &V, Names &N,
                        clang::ASTContext &Context);

/// Records the methods that may write to \p Field and have their bodies
/// elsewhere.
void recordUnseenWriters(const clang::FieldDecl *Field, Names &N);

} // namespace nostall

#endif // NOSTALL_CORE_FIELDWRITES_H
