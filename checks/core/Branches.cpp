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

/// True if \p T is an array that has elements.
static bool hasElements(QualType T, const ASTContext &Context) {
  if (const auto *Array = Context.getAsConstantArrayType(T))
    return Array->getSize() != 0;
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Class || !Class->isInStdNamespace() || Class->getName() != "array")
    return false;
  const TemplateArgument &Size = Class->getTemplateArgs()[1];
  return Size.getKind() == TemplateArgument::Integral &&
         Size.getAsIntegral() != 0;
}

/// True if the body of the loop certainly runs once.
static bool runsOnce(const Stmt *Loop, const ASTContext &Context) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(Loop))
    return hasElements(Range->getRangeInit()->getType(), Context);
  // `for (int i = 0; i < 2; ++i)`
  const auto *For = dyn_cast<ForStmt>(Loop);
  const auto *Init = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
  const auto *Counter = Init && Init->isSingleDecl()
                            ? dyn_cast<VarDecl>(Init->getSingleDecl())
                            : nullptr;
  const auto *While =
      Counter ? dyn_cast_or_null<BinaryOperator>(For->getCond()) : nullptr;
  if (!While || (While->getOpcode() != BO_LT && While->getOpcode() != BO_NE))
    return false;
  const auto *Tested =
      dyn_cast<DeclRefExpr>(While->getLHS()->IgnoreParenCasts());
  auto Number = [&](const Expr *E) -> std::optional<int64_t> {
    Expr::EvalResult R;
    if (!E || E->isValueDependent() || !E->getType()->isIntegerType() ||
        !E->EvaluateAsInt(R, Context))
      return std::nullopt;
    return R.Val.getInt().extOrTrunc(64).getSExtValue();
  };
  std::optional<int64_t> First = Number(Counter->getInit()),
                         End = Number(While->getRHS());
  return Tested && Tested->getDecl() == Counter && First && End &&
         *First < *End;
}

void enterLoops(const CFG &Graph, const ASTContext &Context,
                std::vector<llvm::SmallVector<unsigned, 4>> &Successors) {
  for (const CFGBlock *B : Graph) {
    const Stmt *Loop = B->getTerminatorStmt();
    if (!Loop || !isa<CXXForRangeStmt, ForStmt>(Loop) || !bothReachable(*B) ||
        !runsOnce(Loop, Context))
      continue;
    for (const CFGBlock::AdjacentBlock &P : B->preds())
      if (const CFGBlock *From = P.getReachableBlock();
          From && From->getLoopTarget() != Loop) {
        auto &To = Successors[From->getBlockID()];
        std::replace(To.begin(), To.end(), B->getBlockID(),
                     Successors[B->getBlockID()][0]);
      }
  }
}

} // namespace nostall
