//===- Definitions.h - what locals were last given --------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Locals that are given a callable, or a pointer to an object with virtual
// methods, more than once: which of these they may have at each place that
// names them (reaching definitions). Locals that others may write to are left
// out. Internal to summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_DEFINITIONS_H
#define NOSTALL_CORE_DEFINITIONS_H

#include "Slots.h"
#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace nostall {

/// One thing that a local may have.
struct Definition {
  enum Kind : uint8_t {
    Nothing,
    FromCaller, ///< What the caller gave for the parameter.
    Given,      ///< What.
  };
  Kind K = Nothing;
  const clang::Expr *What = nullptr;
};

class Definitions {
public:
  /// Follows none.
  Definitions() = default;
  /// Looks for locals to follow in \p Body of \p F.
  Definitions(clang::ASTContext &Context, const clang::FunctionDecl *F,
              const clang::Stmt *Body, const Slots &Callables,
              const Slots &Objects);

  /// True if there is nothing to analyse.
  bool empty() const { return Followed.empty(); }
  /// \p Graph has each DeclRefExpr as a statement of its own.
  void analyse(const clang::CFG &Graph);

  /// What the local that \p Ref names may have there; nothing if it is not
  /// followed, or written to.
  llvm::ArrayRef<Definition> of(const clang::DeclRefExpr *Ref) const;
  /// The same, if that is one expression; or null.
  const clang::Expr *only(const clang::DeclRefExpr *Ref) const;

private:
  using State = llvm::BitVector;

  void define(const clang::VarDecl *Local, const void *By, Definition What);
  void transfer(const clang::CFGBlock &B, State &S, bool Record);

  /// Numbers of the definitions that each local has.
  llvm::DenseMap<const clang::VarDecl *, State> Followed;
  /// The local and the number of what a statement or declaration defines.
  struct Effect {
    const clang::VarDecl *Local;
    unsigned Number;
  };
  llvm::DenseMap<const void *, llvm::SmallVector<Effect, 1>> Defines;
  std::vector<Definition> All;
  /// Names whose local is given something there.
  llvm::DenseSet<const clang::DeclRefExpr *> Written;
  llvm::DenseMap<const clang::DeclRefExpr *, llvm::SmallVector<Definition, 2>>
      Reaching;
};

} // namespace nostall

#endif // NOSTALL_CORE_DEFINITIONS_H
