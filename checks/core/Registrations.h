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
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <map>
#include <optional>

namespace nostall {

/// A callable, and what it is kept with.
struct Registration {
  const clang::Expr *Callable = nullptr;
  /// What can be a descriptor, or null if nothing or several things can.
  const clang::Expr *Descriptor = nullptr;
  /// If the callable is put into the field Slot of a struct, or of what a
  /// pointer to one points to: that, and the numbers in its other fields.
  const clang::Expr *Object = nullptr;
  const clang::ValueDecl *Slot = nullptr;
  llvm::SmallVector<std::pair<llvm::StringRef, const clang::Expr *>, 4>
      Numbers = {};
};

/// Finds them in the body of one function.
class Registrations {
public:
  Registrations(const clang::Stmt *Body, clang::ASTContext &Context)
      : Body(Body), Context(Context) {}

  /// Calls \p Do for each callable that \p S (without its operands) puts next
  /// to what can be a descriptor or, if that is written later, for each that it
  /// completes. What is not a callable may be among them.
  void forEach(const clang::Stmt *S,
               llvm::function_ref<void(const Registration &)> Do);

  /// What assigns something to a field of a struct.
  struct Assignment {
    const clang::Stmt *By;
    const clang::ValueDecl *Field;
    const clang::Expr *Object, *What;
  };
  using Assignments = llvm::SmallVector<Assignment, 4>;

private:
  const Assignments &assignmentsTo(const clang::Expr *Object);
  void forEachField(const Assignment &Now,
                    llvm::function_ref<void(const Registration &)> Do);

  const clang::Stmt *Body;
  clang::ASTContext &Context;
  /// By how the struct is written; found when they are asked for first.
  std::optional<std::map<llvm::FoldingSetNodeID, Assignments>> Assigned;
};

} // namespace nostall

#endif // NOSTALL_CORE_REGISTRATIONS_H
