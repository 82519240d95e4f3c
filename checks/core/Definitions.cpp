//===- Definitions.cpp - what locals were last given ----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Definitions.h"
#include "Body.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace nostall {

/// A local that is given more than that is not followed.
static constexpr unsigned MaxDefinitions = 8;

namespace {

/// The name of a variable that \p E is, whatever it is converted to.
const DeclRefExpr *name(const Expr *E) {
  while (true) {
    E = E->IgnoreParens();
    const auto *Cast = dyn_cast<ImplicitCastExpr>(E);
    if (!Cast || Cast->getCastKind() == CK_LValueToRValue)
      return dyn_cast<DeclRefExpr>(E);
    E = Cast->getSubExpr();
  }
}

/// Finds what writes to locals, and those that something else may write to:
/// whose name stands where neither their value is read nor one is given.
class LocalScanner : public BodyVisitor<LocalScanner> {
public:
  struct Uses {
    unsigned Named = 0, Known = 0;
    /// By what: a statement, or the declaration.
    llvm::SmallVector<std::pair<const void *, Definition>, 2> Writes;
  };
  llvm::MapVector<const VarDecl *, Uses> Locals;
  /// Names whose variable is not read there.
  llvm::DenseSet<const DeclRefExpr *> Written;

  using BodyVisitor::BodyVisitor;

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (const auto *V = dyn_cast<VarDecl>(E->getDecl()))
      ++Locals[V].Named;
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      known(E->getSubExpr());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->getOpcode() == BO_Assign)
      written(B->getLHS(), B, {Definition::Given, B->getRHS()});
    return true;
  }
  bool VisitDeclStmt(DeclStmt *S) {
    for (const Decl *D : S->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        Locals[V].Writes.push_back({V, initial(V)});
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    const CXXMethodDecl *Method = E->getMethodDecl();
    const Expr *Object = E->getImplicitObjectArgument();
    if (!Method)
      return true;
    if (Method->isConst())
      known(Object);
    else if (isSmartPointer(Object->getType()) && Method->getIdentifier() &&
             (Method->getName() == "reset" || Method->getName() == "release"))
      written(Object, E,
              E->getNumArgs() > 0 && !E->getArg(0)->isDefaultArgument()
                  ? Definition{Definition::Given, E->getArg(0)}
                  : Definition());
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(E->getDirectCallee());
    if (Op && Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
      written(Op->getArg(0), Op, {Definition::Given, Op->getArg(1)});
    else if (Op && Method && Method->isInstance() && Method->isConst())
      known(Op->getArg(0));
    if (E->isCallToStdMove())
      known(E->getArg(0));
    return given(E);
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return given(E); }

private:
  static Definition initial(const VarDecl *V) {
    const Expr *Init = V->getInit();
    const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Init);
    return !Init || (Made && Made->getNumArgs() == 0)
               ? Definition()
               : Definition{Definition::Given, Init};
  }
  /// Whoever takes a constant reference reads.
  bool given(const Expr *Call) {
    forEachArgument(Call, [this](const ParmVarDecl *P, const Expr *E) {
      if (P->getType()->isLValueReferenceType() &&
          P->getType()->getPointeeType().isConstQualified())
        known(E);
    });
    return true;
  }
  void known(const Expr *E) {
    if (const DeclRefExpr *Ref = name(E))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
        ++Locals[V].Known;
  }
  void written(const Expr *To, const Stmt *By, Definition What) {
    known(To);
    if (const DeclRefExpr *Ref = name(To))
      if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl())) {
        Locals[V].Writes.push_back({By, What});
        Written.insert(Ref);
      }
  }
};

} // namespace

Definitions::Definitions(ASTContext &Context, const FunctionDecl *F,
                         const Stmt *Body, const Slots &Callables,
                         const Slots &Objects) {
  if (!F || !Body || F->isDependentContext())
    return;
  LocalScanner Scanner(Context);
  Scanner.TraverseStmt(const_cast<Stmt *>(Body));
  auto IsFollowed = [&](const VarDecl *V, const LocalScanner::Uses &Uses) {
    bool IsParameter = isa<ParmVarDecl>(V);
    size_t Writes = Uses.Writes.size();
    return V->hasLocalStorage() && V->getDeclContext() == F &&
           !V->getType()->isReferenceType() && Uses.Named == Uses.Known &&
           Writes > (IsParameter ? 0 : 1) && Writes < MaxDefinitions &&
           (Callables.holdsOne(V->getType()) || Objects.holdsOne(V->getType()));
  };
  for (const auto &[Local, Uses] : Scanner.Locals) {
    if (!IsFollowed(Local, Uses))
      continue;
    if (isa<ParmVarDecl>(Local))
      define(Local, nullptr, {Definition::FromCaller});
    for (const auto &[By, What] : Uses.Writes)
      define(Local, By, What);
  }
  for (auto &Local : Followed)
    Local.second.resize(All.size());
  Written = std::move(Scanner.Written);
}

void Definitions::define(const VarDecl *Local, const void *By,
                         Definition What) {
  State &Own = Followed[Local];
  Own.resize(All.size() + 1);
  Own.set(All.size());
  Defines[By].push_back({Local, static_cast<unsigned>(All.size())});
  All.push_back(What);
}

void Definitions::transfer(const CFGBlock &B, State &S, bool Record) {
  for (const CFGElement &E : B) {
    auto Element = E.getAs<CFGStmt>();
    if (!Element)
      continue;
    const Stmt *At = Element->getStmt();
    // The graph has an awaited operand twice.
    const auto *Ref = dyn_cast<DeclRefExpr>(At);
    if (Ref && Record && !Written.contains(Ref) && !Reaching.contains(Ref))
      if (auto It = Followed.find(dyn_cast<VarDecl>(Ref->getDecl()));
          It != Followed.end())
        for (unsigned Number : It->second.set_bits())
          if (S.test(Number))
            Reaching[Ref].push_back(All[Number]);
    // The graph has a statement for each declaration.
    const void *By = At;
    if (const auto *Declares = dyn_cast<DeclStmt>(At))
      By = dyn_cast<VarDecl>(*Declares->decl_begin());
    if (auto It = Defines.find(By); By && It != Defines.end())
      for (const Effect &Has : It->second) {
        S.reset(Followed.find(Has.Local)->second);
        S.set(Has.Number);
      }
  }
}

void Definitions::analyse(const CFG &Graph) {
  std::vector<State> In(Graph.getNumBlockIDs(), State(All.size()));
  std::vector<bool> Reached(Graph.getNumBlockIDs());
  std::vector<const CFGBlock *> Work{&Graph.getEntry()};
  if (auto It = Defines.find(nullptr); It != Defines.end())
    for (const Effect &Given : It->second)
      In[Graph.getEntry().getBlockID()].set(Given.Number);
  // Any part of a `try` may be the last that ran.
  for (const CFGBlock *B : Graph)
    if (isa_and_nonnull<CXXCatchStmt>(B->getLabel())) {
      In[B->getBlockID()].set();
      Work.push_back(B);
    }
  while (!Work.empty()) {
    const CFGBlock *B = Work.back();
    Work.pop_back();
    State Out = In[B->getBlockID()];
    transfer(*B, Out, /*Record=*/false);
    for (const CFGBlock::AdjacentBlock &Next : B->succs()) {
      const CFGBlock *To = Next.getReachableBlock();
      if (!To)
        continue;
      unsigned Id = To->getBlockID();
      bool IsNew = Out.test(In[Id]); // Has what In[Id] has not.
      In[Id] |= Out;
      if (IsNew || !Reached[Id])
        Work.push_back(To);
      Reached[Id] = true;
    }
  }
  for (const CFGBlock *B : Graph) {
    State S = In[B->getBlockID()];
    transfer(*B, S, /*Record=*/true);
  }
}

llvm::ArrayRef<Definition> Definitions::of(const DeclRefExpr *Ref) const {
  auto It = Reaching.find(Ref);
  return It == Reaching.end() ? llvm::ArrayRef<Definition>() : It->second;
}

const Expr *Definitions::only(const DeclRefExpr *Ref) const {
  llvm::ArrayRef<Definition> May = of(Ref);
  return May.size() == 1 ? May[0].What : nullptr;
}

/// What the local \p D has that was last given one of \p May.
void Values::describeDefined(const VarDecl *D, llvm::ArrayRef<Definition> May,
                             unsigned Depth, Value &V) {
  auto Has = [&](const Definition &One) {
    Value Out;
    if (One.K == Definition::Nothing) {
      Out.K = Value::Null;
    } else if (One.K == Definition::FromCaller) {
      Out.K = Value::Parameter;
      Out.Index = cast<ParmVarDecl>(D)->getFunctionScopeIndex();
      Out.Type = N.type(D->getType());
    } else if (Following.size() < 4 && Following.insert(One.What).second) {
      Out = of(One.What, Depth + 1);
      Following.erase(One.What);
    }
    return Out;
  };
  Value All = Has(May[0]);
  for (const Definition &One : May.drop_front())
    All = either(All, Has(One));
  V.Variable = variable(D);
  V.Type = All.Type;
  if (May.size() == 1 && All.Variable != NoId && D->getType()->isScalarType())
    V.Variable = All.Variable;
  adopt(V, All);
}

} // namespace nostall
