//===- Slots.h - where callables are kept -----------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A slot is what keeps callables for later: a field, a global variable, a
// captured variable, a local container. Its elements are not told apart: who
// calls out of a slot may call whatever the program puts into it. Pointers to
// objects with virtual methods are kept in slots likewise.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_SLOTS_H
#define NOSTALL_CORE_SLOTS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace nostall {

class Definitions;

class Slots {
public:
  enum Content { Callables, Objects };

  /// For the body of \p F; null for the initialiser of a global variable.
  Slots(clang::ASTContext &Context, const clang::FunctionDecl *F,
        Content Kept = Callables)
      : Context(Context), F(F), Kept(Kept) {}

  /// Locals that \p Known follows are what they were last given.
  void follow(const Definitions &Known) { Followed = &Known; }

  /// The slot that \p E, or the container that it is an element of, is; null
  /// if it is none, or holds something else. A parameter of F, if \p E is an
  /// element of what the caller gave.
  const clang::ValueDecl *slot(const clang::Expr *E) const {
    return slot(E, 0);
  }

  /// True if a \p T is a callable (a pointer to an object), or a container of
  /// such.
  bool holds(clang::QualType T) const { return holds(T, 0); }
  /// True if a \p T is one callable, or a pointer to one object.
  bool holdsOne(clang::QualType T) const;

  using Consumer = llvm::function_ref<void(const clang::ValueDecl *Slot,
                                           const clang::Expr *Stored)>;
  /// Everything that \p Body puts into slots; null for what it lets others put
  /// there.
  void forEachStore(const clang::Stmt *Body, Consumer Consume) const;
  /// What initialises \p Slot.
  void forEachStore(const clang::ValueDecl *Slot, const clang::Expr *Init,
                    Consumer Consume) const;

  void forEachObject(const clang::Expr *E,
                     llvm::function_ref<void(const clang::Expr *)> Do) const;
  bool mayFill(const clang::CXXMethodDecl *Method,
               const clang::Expr *Object) const;
  /// True if \p V is no other name for another slot.
  bool isSlot(const clang::VarDecl *V) const {
    return slotOfVariable(V, 0) == V;
  }
  bool keepsObjects() const { return Kept == Objects; }
  /// What stands for all objects of the library's callable class \p T that the
  /// file keeps on the heap, for code that hands them on as `void *`; null if
  /// \p T is no such class.
  const clang::ValueDecl *heapOf(clang::QualType T) const;

  bool hasMethods(const clang::RecordDecl *R) const;
  bool isPairOfCallables(const clang::RecordDecl *R) const;
  const clang::RecordDecl *pairIn(clang::QualType T) const;

private:
  const clang::ValueDecl *slot(const clang::Expr *E, unsigned Depth) const;
  const clang::ValueDecl *slotOfVariable(const clang::VarDecl *V,
                                         unsigned Depth) const;
  bool holds(clang::QualType T, unsigned Depth) const;
  bool isObject(clang::QualType T) const;
  bool isTable(clang::QualType T) const;
  bool givesTable(const clang::FunctionDecl *F) const;
  const clang::ValueDecl *halfOfPair(const clang::Expr *E) const;
  bool isRow(const clang::RecordDecl *R) const;
  bool pointsToRows(clang::QualType T, unsigned Depth) const;
  bool isAlgorithm(const clang::CXXOperatorCallExpr *Call) const;
  const clang::ValueDecl *slotOnHeap(const clang::Expr *E) const;
  bool isSystem(const clang::Decl *D) const;

  clang::ASTContext &Context;
  const clang::FunctionDecl *F;
  Content Kept;
  const Definitions *Followed = nullptr;
};

} // namespace nostall

#endif // NOSTALL_CORE_SLOTS_H
