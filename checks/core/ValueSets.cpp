//===- ValueSets.cpp - what statements leave in fields --------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `peer->state = CLOSED; notify(peer);`: what is in the field there.
//
//===----------------------------------------------------------------------===//

#include "FieldWrites.h"
#include "Values.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace nostall {

/// Only numbers: a field that points to its own object would have no end.
Value Values::ofNumber(const Expr *E, unsigned Depth) {
  QualType T = E->getType();
  return T->isIntegralOrEnumerationType() || T->isRealFloatingType() ||
                 isDuration(T) || isa<InitListExpr>(strip(E))
             ? of(E, Depth + 1)
             : Value();
}

Values::KnownFields Values::listed(const InitListExpr *List, unsigned Depth) {
  KnownFields Known;
  const RecordDecl *Record = filledStruct(List);
  if (!Record)
    return Known;
  unsigned I = 0;
  for (const FieldDecl *Field : Record->fields())
    if (I < List->getNumInits())
      Known[Field->getName().str()] = ofNumber(List->getInit(I++), Depth);
  return Known;
}

ListId Values::fields(const KnownFields &Known) {
  llvm::SmallVector<Id, 8> Fields;
  for (const auto &[Name, Inside] : Known)
    if (!(Inside == Value()))
      Fields.append({N.facts().string(Name), N.facts().value(Inside)});
  return N.facts().list(Fields);
}

void Values::describeFields(const VarDecl *D, SourceLocation Use,
                            unsigned Depth, Value &V) {
  auto Number = [&](const Expr *E) { return ofNumber(E, Depth); };
  KnownFields Known;
  if (const auto *List = dyn_cast_or_null<InitListExpr>(meaningfulInit(D)))
    Known = listed(List, Depth);
  for (const Write &W : writesBefore(D, Use))
    if (W.K == Write::Field) {
      Known[W.Name] = ifWritten(W, Number(W.What), Known[W.Name], Depth);
    } else if (W.K == Write::SetBits) {
      Value Before = Known[W.Name], After;
      After.Bits = Before.Bits | Number(W.What).Bits;
      Known[W.Name] = ifWritten(W, After, Before, Depth);
    }
  // Behind what it is made of.
  llvm::SmallVector<Id, 8> All;
  if (V.K == Value::Choice || V.K == Value::Scaled)
    All.append(N.listAt(V.Fields).begin(), N.listAt(V.Fields).end());
  ListId Inside = fields(Known);
  All.append(N.listAt(Inside).begin(), N.listAt(Inside).end());
  V.Fields = N.facts().list(All);
}

/// True for a local struct, or pointer to one, that is the same object wherever
/// the function names it.
bool Values::isSteady(const VarDecl *D) const {
  QualType T = D->getType();
  if (!D->isLocalVarDecl() || D->isStaticLocal() || D->getDeclContext() != F ||
      !(T->isRecordType() ||
        (T->isPointerType() && T->getPointeeType()->isRecordType())))
    return false;
  const SourceManager &SM = Context.getSourceManager();
  auto InLoop = [&](SourceLocation L) {
    return llvm::any_of(Loops, [&](SourceRange R) {
      return !SM.isBeforeInTranslationUnit(L, R.getBegin()) &&
             !SM.isBeforeInTranslationUnit(R.getEnd(), L);
    });
  };
  unsigned Given = D->hasInit() && T->isPointerType();
  bool Moves = InLoop(D->getLocation());
  if (auto It = Written.find(D); It != Written.end() && T->isPointerType())
    for (const Write &W : It->second)
      if (isOfWhole(W)) {
        ++Given;
        Moves |= InLoop(W.At);
      }
  return Given <= 1 && !Moves;
}

/// The left and the right side of an assignment. Of what changes otherwise, the
/// right one is null.
static std::pair<const Expr *, const Expr *> sides(const Stmt *S) {
  if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp())
    return {B->getLHS(), B->getOpcode() == BO_Assign ? B->getRHS() : nullptr};
  if (const auto *U = dyn_cast<UnaryOperator>(S);
      U && (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf))
    return {U->getSubExpr(), nullptr};
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(S);
      Op && Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
    return {Op->getArg(0), Op->getArg(1)};
  return {};
}

bool Values::sets(const Stmt *S, Call &Out) {
  auto [To, What] = sides(S);
  if (!To || To->isTypeDependent() || To->containsErrors())
    return false;
  To = To->IgnoreParens();
  const auto *Member = dyn_cast<MemberExpr>(To);
  Value On;
  const Expr *Base = To;
  if (Member) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field || !isFollowed(Field))
      return false;
    On.Text = N.facts().string(N.qualifiedName(Field));
    Owner O = owner(Member);
    if (O.Of != Value::Somewhere && !O.Holder) {
      On.In = O.Of;
      On.Index = O.Parameter;
    }
    Base = Member->getBase();
  } else if (!To->getType()->isRecordType() || isa<UnaryOperator>(S) ||
             isa<CXXOperatorCallExpr>(S)) {
    return false;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(strip(Base));
      Ref && On.In == Value::Somewhere)
    if (const auto *D = dyn_cast<VarDecl>(Ref->getDecl()); D && isSteady(D))
      On.Variable = variable(D);
  Value Now = Member && What ? written(What) : Value();
  if (Now.K != Value::Integer && Now.K != Value::Null &&
      Now.K != Value::Parameter)
    Now = Value();
  Out.F = Call::Set;
  Out.Object = N.facts().value(On);
  Out.Target = N.facts().value(Now);
  return true;
}

} // namespace nostall
