//===- Branches.cpp - where a block of clang's CFG goes on ----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Branches.h"
#include "Body.h"

using namespace clang;

namespace nostall {

bool bothReachable(const CFGBlock &B) {
  return B.succ_size() == 2 && llvm::all_of(B.succs(), [](const auto &To) {
           return To.getReachableBlock();
         });
}

/// \p E if it is && or ||, or null.
static const BinaryOperator *logical(const Expr *E) {
  const auto *B = dyn_cast_or_null<BinaryOperator>(core(E));
  return B && B->isLogicalOp() ? B : nullptr;
}

/// True if \p B computes \p E.
static bool computes(const CFGBlock &B, const Stmt *E) {
  return llvm::any_of(B, [&](const CFGElement &Element) {
    auto S = Element.getAs<CFGStmt>();
    return S && S->getStmt() == E;
  });
}

const Expr *condition(const CFGBlock &B, bool IsLast) {
  if (!B.getTerminator().isStmtBranch() ||
      isa<SwitchStmt>(B.getTerminatorStmt()))
    return nullptr;
  const auto *E = dyn_cast_or_null<Expr>(B.getTerminatorCondition());
  // Each operand of && and || has a block of its own, unless there are
  // temporaries in them.
  if (const BinaryOperator *Whole = logical(E);
      Whole && computes(B, Whole) && !IsLast)
    return nullptr;
  while (const BinaryOperator *Logical = logical(E))
    E = Logical->getRHS();
  return E;
}

/// True for `(a || b) && c`.
static bool mixes(const BinaryOperator *Whole) {
  const BinaryOperator *Left = logical(Whole->getLHS());
  return Left && (Left->getOpcode() != Whole->getOpcode() || mixes(Left));
}

/// True if all that \p B does is to put \p Whole together.
static bool onlyMerges(const CFGBlock &B, const BinaryOperator *Whole) {
  return computes(B, Whole) && llvm::all_of(B, [&](const CFGElement &E) {
           auto S = E.getAs<CFGStmt>();
           return S && isa<BinaryOperator, UnaryOperator, ExprWithCleanups,
                           ImplicitCastExpr>(S->getStmt());
         });
}

llvm::DenseSet<unsigned>
skipMerges(const CFG &Graph,
           std::vector<llvm::SmallVector<unsigned, 4>> &Successors) {
  llvm::DenseSet<unsigned> Last;
  for (const CFGBlock *B : Graph) {
    const BinaryOperator *Whole =
        B->getTerminator().isStmtBranch() && !B->empty()
            ? logical(dyn_cast_or_null<Expr>(B->getTerminatorCondition()))
            : nullptr;
    if (!Whole || !bothReachable(*B) || !onlyMerges(*B, Whole))
      continue;
    bool IsLast = true;
    for (const CFGBlock::AdjacentBlock &P : B->preds()) {
      const CFGBlock *From = P.getReachableBlock();
      const auto *Short =
          From ? dyn_cast_or_null<BinaryOperator>(From->getTerminatorStmt())
               : nullptr;
      if (!Short)
        continue;
      // Where both are mixed, one of them says nothing of the whole.
      if (!bothReachable(*From) || Short->getOpcode() != Whole->getOpcode() ||
          mixes(Whole)) {
        IsLast = false;
        continue;
      }
      bool IsTrue = Whole->getOpcode() == BO_LOr;
      auto &To = Successors[From->getBlockID()];
      std::replace(To.begin(), To.end(), B->getBlockID(),
                   Successors[B->getBlockID()][IsTrue ? 0 : 1]);
    }
    if (IsLast)
      Last.insert(B->getBlockID());
  }
  return Last;
}

} // namespace nostall
