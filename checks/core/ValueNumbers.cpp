//===- ValueNumbers.cpp - what arithmetic makes of numbers ----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `{ms / 1000, ms % 1000 * 1000}` is no time at all where ms is 0. Whether a
// number, a duration or a struct of numbers is zero is all that is followed
// through arithmetic; and of a number in a field, whose field it is.
//
//===----------------------------------------------------------------------===//

#include "FieldWrites.h"
#include "Values.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace nostall {

Value plain(const Value &V) {
  Value Out;
  switch (V.K) {
  case Value::Scaled:
    Out.Fields = V.Fields;
    [[fallthrough]];
  case Value::Integer:
  case Value::Null:
  case Value::Parameter:
    Out.K = V.K;
    Out.Index = V.Index;
    Out.Number = V.Number;
    break;
  default:
    if (V.K != Value::Unknown ||
        (V.In != Value::OfObject && V.In != Value::OfParameter))
      break;
    Out.In = V.In;
    Out.Index = V.Index;
    Out.Text = V.Text;
    Out.Holder = V.Holder;
    Out.S = V.S;
  }
  Out.Bits = V.Bits;
  Out.IsZero = V.IsZero;
  return Out;
}

//===----------------------------------------------------------------------===//
// Arithmetic
//===----------------------------------------------------------------------===//

/// What is known of \p V being zero, and nothing else: IsZero, Scaled, or a
/// Choice of such.
Value Values::zeroness(const Value &V) {
  Value Out;
  Out.IsZero = V.IsZero;
  if (V.IsZero)
    return Out;
  if (V.K == Value::Choice && V.Index) {
    llvm::ArrayRef<Id> Either = N.listAt(V.Fields);
    Id Held = Either[1], Not = Either[3];
    Value True = zeroness(N.valueAt(Held)), False = zeroness(N.valueAt(Not));
    return True == False ? True : choice({V.Index, true}, True, False);
  }
  Value Inner = plain(V);
  Inner.Bits = 0;
  if (V.K == Value::Scaled) {
    Out.K = Value::Scaled;
    Out.Fields = N.facts().list({0, N.listAt(V.Fields)[1]});
  } else if (V.K == Value::Parameter || Inner.In != Value::Somewhere) {
    Out.K = Value::Scaled;
    Out.Fields = N.facts().list({0, N.facts().value(Inner)});
  }
  return Out;
}

/// Zero if both are.
Value Values::bothZero(const Value &Left, const Value &Right) {
  Value A = zeroness(Left), B = zeroness(Right);
  if (A.IsZero || A == B)
    return B;
  if (B.IsZero)
    return A;
  // Two fields of one struct are zero if all of it is.
  if (A.K == Value::Scaled && B.K == Value::Scaled) {
    Value One = N.valueAt(N.listAt(A.Fields)[1]);
    Value Other = N.valueAt(N.listAt(B.Fields)[1]);
    Value Whole;
    Whole.K = Value::Parameter;
    Whole.Index = One.Index;
    return One.In == Value::OfParameter && Other.In == One.In &&
                   Other.Index == One.Index
               ? zeroness(Whole)
               : Value();
  }
  if (A.K != Value::Choice || B.K != Value::Choice || A.Index != B.Index)
    return Value();
  llvm::SmallVector<Id, 4> Of(N.listAt(A.Fields)), And(N.listAt(B.Fields));
  Value True = bothZero(N.valueAt(Of[1]), N.valueAt(And[1]));
  Value False = bothZero(N.valueAt(Of[3]), N.valueAt(And[3]));
  return True == False ? True : choice({A.Index, true}, True, False);
}

/// Zero if any of them is.
Value Values::anyZero(const Value &Left, const Value &Right) {
  Value A = zeroness(Left);
  return A == Value() ? zeroness(Right) : A;
}

Value Values::arithmetic(BinaryOperatorKind Op, const Expr *Left,
                         const Expr *Right, unsigned Depth) {
  auto Of = [&](const Expr *E) { return of(E, Depth + 1); };
  switch (Op) {
  case BO_Mul:
  case BO_And:
    return anyZero(Of(Left), Of(Right));
  case BO_Div:
  case BO_Rem:
  case BO_Shl:
  case BO_Shr:
    return zeroness(Of(Left));
  case BO_Add:
  case BO_Sub:
    return bothZero(Of(Left), Of(Right));
  default:
    return Value();
  }
}

/// The operator of numbers that an operator of durations stands for.
static std::optional<BinaryOperatorKind>
ofDurations(const CXXOperatorCallExpr *Op) {
  if (Op->getNumArgs() != 2 || Op->isAssignmentOp() || Op->isComparisonOp() ||
      !isDuration(Op->getType()))
    return std::nullopt;
  switch (Op->getOperator()) {
  case OO_Plus:
  case OO_Minus:
  case OO_Star:
  case OO_Slash:
  case OO_Percent:
    return BinaryOperator::getOverloadedOpcode(Op->getOperator());
  default:
    return std::nullopt;
  }
}

/// What a function of the standard library makes of its arguments.
Value Values::ofLibrary(const CallExpr *Call, unsigned Depth) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  // Also in std::chrono.
  const DeclContext *Scope = Callee ? Callee->getDeclContext() : nullptr;
  while (Scope && !Scope->isStdNamespace())
    Scope = Scope->getParent();
  if (!Scope || !Callee->getIdentifier())
    return Value();
  llvm::StringRef Name = Callee->getName();
  auto Of = [&](unsigned I) { return of(Call->getArg(I), Depth + 1); };
  auto Number = [&](unsigned I) {
    Value V;
    evaluate(strip(Call->getArg(I)), V);
    return V.K == Value::Integer ? std::optional(V.Number)
           : V.IsZero            ? std::optional(int64_t(0))
                                 : std::nullopt;
  };
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Member->getImplicitObjectArgument();
    return Name == "count" && isDuration(Object->getType())
               ? plain(of(Object, Depth + 1))
               : Value();
  }
  if (Call->getNumArgs() == 1 &&
      (Name == "duration_cast" || Name == "floor" || Name == "ceil" ||
       Name == "round" || Name == "abs"))
    return zeroness(Of(0));
  if (Call->getNumArgs() == 2 && (Name == "min" || Name == "max"))
    for (unsigned I : {0, 1})
      if (std::optional<int64_t> Limit = Number(I))
        if (Name == "min" ? *Limit >= 0 : *Limit <= 0)
          return zeroness(Of(1 - I));
  if (Call->getNumArgs() == 3 && Name == "clamp") {
    std::optional<int64_t> Low = Number(1), High = Number(2);
    return Low && High && *Low <= 0 && *High >= 0 ? zeroness(Of(0)) : Value();
  }
  return Value();
}

const Expr *countOf(const Expr *E) {
  const auto *C = dyn_cast<CXXConstructExpr>(E);
  if (!C || C->getNumArgs() == 0 ||
      (C->getNumArgs() > 1 && !isa<CXXDefaultArgExpr>(C->getArg(1))))
    return nullptr;
  const CXXRecordDecl *Class = C->getConstructor()->getParent();
  return Class->getQualifiedNameAsString() == "std::chrono::duration"
             ? C->getArg(0)
             : nullptr;
}

/// Zero if all that stands in the braces is.
Value Values::ofBraces(const InitListExpr *List, unsigned Depth) {
  if (!filledStruct(List) || List->getNumInits() == 0)
    return Value();
  Value All;
  All.IsZero = true;
  for (const Expr *E : List->inits())
    All = bothZero(All, of(E, Depth + 1));
  return All;
}

/// Zero if all that was put into the struct \p D by then is.
Value Values::ofStruct(const VarDecl *D, SourceLocation Use, unsigned Depth) {
  const auto *Record = D->getType()->getAsRecordDecl();
  const auto *Class = dyn_cast_or_null<CXXRecordDecl>(Record);
  if (isa<ParmVarDecl>(D) || !Record || !Record->isCompleteDefinition() ||
      (Class && !Class->isAggregate()))
    return Value();
  Writes All = writesBefore(D, Use);
  const Expr *Init = meaningfulInit(D);
  if (!Init && All.empty())
    return Value();
  Value Out;
  Out.IsZero = true;
  if (Init) {
    Value Begin;
    evaluate(Init, Begin);
    Out = Begin.IsZero ? zeroness(Begin) : zeroness(of(Init, Depth + 1));
  }
  for (const Write &W : All) {
    if (!W.What || W.K == Write::SetBits)
      return Value();
    Value Written;
    // Not `of` a pointer: it may be the object's own.
    if (W.What->getType()->isPointerType())
      evaluate(W.What, Written);
    else
      Written = of(W.What, Depth + 1);
    Value Both = bothZero(Out, Written);
    Out = Both == Value() ? ifWritten(W, Both, Out, Depth) : Both;
  }
  return Out;
}

/// What is known of \p E being zero that nothing else says.
Value Values::arithmetic(const Expr *E, unsigned Depth) {
  if (const auto *B = dyn_cast<BinaryOperator>(E))
    return arithmetic(B->getOpcode(), B->getLHS(), B->getRHS(), Depth);
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    std::optional<BinaryOperatorKind> Kind = ofDurations(Op);
    return Kind ? arithmetic(*Kind, Op->getArg(0), Op->getArg(1), Depth)
                : Value();
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return ofLibrary(Call, Depth);
  if (const Expr *Count = countOf(E))
    return zeroness(of(Count, Depth + 1));
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return ofBraces(List, Depth);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *D = dyn_cast<VarDecl>(Ref->getDecl());
    return D ? ofStruct(D, Ref->getBeginLoc(), Depth) : Value();
  }
  const auto *U = dyn_cast<UnaryOperator>(E);
  if (!U || (U->getOpcode() != UO_AddrOf && U->getOpcode() != UO_Minus))
    return Value();
  const Expr *Of = strip(U->getSubExpr());
  if (U->getOpcode() == UO_Minus)
    return zeroness(of(Of, Depth + 1));
  if (const auto *Literal = dyn_cast<CompoundLiteralExpr>(Of))
    Of = Literal->getInitializer();
  return Of->getType()->isRecordType() ? zeroness(of(Of, Depth + 1)) : Value();
}

void Values::addArithmetic(const Expr *E, unsigned Depth, Value &V) {
  bool IsOpen = V.K == Value::Unknown || V.K == Value::Result;
  if (!IsOpen || V.IsZero || V.In == Value::OfObject ||
      V.In == Value::OfParameter)
    return;
  Value Found = arithmetic(strip(E), Depth);
  V.IsZero = Found.IsZero;
  if (Found.In != Value::Somewhere) {
    V.In = Found.In;
    V.Text = Found.Text;
    V.Holder = Found.Holder;
  } else if (Found.K == Value::Unknown) {
    return;
  }
  V.K = Found.K;
  V.Index = Found.Index;
  V.Number = Found.Number;
  // Behind what it is made of, what is in its fields.
  llvm::SmallVector<Id, 8> Fields(N.listAt(Found.Fields));
  llvm::append_range(Fields, llvm::SmallVector<Id, 8>(N.listAt(V.Fields)));
  V.Fields = N.facts().list(Fields);
}

//===----------------------------------------------------------------------===//
// Fields
//===----------------------------------------------------------------------===//

/// The pointer or object that \p E gets at a field through.
static const Expr *through(const Expr *E) {
  E = strip(E);
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
  return Op && (Op->getOperator() == OO_Arrow ||
                (Op->getOperator() == OO_Star && Op->getNumArgs() == 1))
             ? strip(Op->getArg(0))
             : E;
}

bool Values::isOfWhole(const Write &W) {
  return W.Name.empty() && W.K != Write::Field;
}

Values::Owner Values::owner(const MemberExpr *Member) {
  Owner Out;
  Out.Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
  if (!Out.Field)
    return Out;
  const Expr *Base = through(Member->getBase());
  if (const auto *Outer = dyn_cast<MemberExpr>(Base)) {
    Out.Holder = dyn_cast<FieldDecl>(Outer->getMemberDecl());
    if (!Out.Holder)
      return Out;
    Base = through(Outer->getBase());
  }
  // The object of a lambda is not the one that it captured.
  if (isa<CXXThisExpr>(Base)) {
    Out.Of = outerFunction(F) ? Value::Somewhere : Value::OfObject;
    return Out;
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Base);
  // `struct peer *p = user_data;`
  if (const auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      D && !isa<ParmVarDecl>(D) && D->getType()->isPointerType() &&
      D->isLocalVarDecl())
    if (const Expr *Init = onlyValue(D, Ref->getBeginLoc()))
      Ref = dyn_cast<DeclRefExpr>(strip(Init));
  const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  if (!P || P->getDeclContext() != F || P->isParameterPack() ||
      llvm::any_of(writesBefore(P, SourceLocation()), isOfWhole))
    return Out;
  // Whoever can change it by another name is not seen.
  QualType T = P->getType();
  if (T->isReferenceType() || T->isPointerType())
    T = T->getPointeeType();
  else if (isSmartPointer(T) || (Lent.contains(P) && !T.isConstQualified()))
    return Out;
  Out.Of = Value::OfParameter;
  Out.Parameter = P->getFunctionScopeIndex();
  return Out;
}

void Values::recordUnseen(const Owner &O) {
  if (isFollowed(O.Field))
    recordUnseenWriters(O.Field, N);
  if (O.Holder &&
      !Context.getSourceManager().isInSystemHeader(O.Holder->getLocation()))
    recordUnseenWriters(O.Holder, N);
}

void Values::describeOwner(const MemberExpr *Member, Value &V) {
  QualType T = Member->getType();
  if (!T->isIntegralOrEnumerationType() && !T->isRealFloatingType() &&
      !isDuration(T) && !T->isPointerType())
    return;
  Owner O = owner(Member);
  if (O.Of == Value::Somewhere)
    return;
  V.In = O.Of;
  V.Index = O.Parameter;
  if (O.Holder)
    V.Holder = N.facts().string(N.qualifiedName(O.Holder));
  recordUnseen(O);
}

/// What was put into the field of a local struct that nobody else is given.
void Values::describeField(const DeclRefExpr *Object, const FieldDecl *Field,
                           unsigned Depth, Value &V) {
  const auto *D = dyn_cast<VarDecl>(Object->getDecl());
  if (!D || !D->isLocalVarDecl() || !D->getType()->isRecordType() ||
      D->getDeclContext() != F || Lent.contains(D) ||
      !Field->getType()->isIntegralOrEnumerationType())
    return;
  Value Whole;
  describeFields(D, Object->getBeginLoc(), Depth + 1, Whole);
  llvm::ArrayRef<Id> Fields = N.listAt(Whole.Fields);
  for (; !Fields.empty(); Fields = Fields.drop_front(2))
    if (N.textAt(Fields[0]) == Field->getName()) {
      Value Known = plain(N.valueAt(Fields[1]));
      V.IsZero |= Known.IsZero;
      V.Bits |= Known.Bits;
      if (Known.K != Value::Unknown) {
        V.K = Known.K;
        V.Index = Known.Index;
        V.Number = Known.Number;
        V.Fields = Known.Fields;
      }
      return;
    }
}

} // namespace nostall
