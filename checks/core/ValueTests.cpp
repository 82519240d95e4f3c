//===- ValueTests.cpp - what branches ask of values -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FieldValues.h"
#include "FieldWrites.h"
#include "Values.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace nostall {

static constexpr unsigned MaxDepth = 6;

bool isDuration(QualType T) {
  const auto *Class = T.getNonReferenceType()->getAsCXXRecordDecl();
  return Class && Class->getQualifiedNameAsString() == "std::chrono::duration";
}

bool isErrorCode(QualType T) {
  const auto *Class = T->getAsCXXRecordDecl();
  return Class && Class->getIdentifier() && Class->getName() == "error_code";
}

/// What an error code is made of: a constant is no error if it is 0.
void Values::addErrorCode(const Expr *E, Value &V) {
  if ((V.K != Value::Unknown && V.K != Value::Result) ||
      !isErrorCode(E->getType()))
    return;
  E = strip(E);
  const Expr *From = E;
  Value Number;
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    From = Callee && Callee->getIdentifier() && Call->getNumArgs() == 1 &&
                   Callee->getName() == "make_error_code"
               ? Call->getArg(0)
               : nullptr;
  } else if (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
    From = Made->getNumArgs() ? Made->getArg(0) : nullptr;
    if (!From)
      Number = Value::integer(0);
  }
  if (From && From->getType()->isIntegralOrEnumerationType())
    evaluate(From, Number);
  if (Number.K != Value::Integer)
    return;
  V.K = Number.K;
  V.Number = Number.Number;
}

/// `d.count()` is as good as `d`.
static const Expr *uncounted(const Expr *E) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() && Method->getName() == "count" &&
                 isDuration(Call->getImplicitObjectArgument()->getType())
             ? strip(Call->getImplicitObjectArgument())
             : E;
}

/// The field that \p E changes and then is: `--peer->users`.
static const Expr *afterChange(const Expr *E) {
  const Expr *Of = nullptr;
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    Of = U->isIncrementDecrementOp() && U->isPrefix() ? U->getSubExpr()
                                                      : nullptr;
  else if (const auto *B = dyn_cast<CompoundAssignOperator>(E))
    Of = B->getLHS();
  else if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && Callee->getBuiltinID() && Call->getNumArgs() > 0 &&
        llvm::any_of(llvm::ArrayRef<StringRef>{"__sync_add_and_fetch",
                                               "__sync_sub_and_fetch",
                                               "__atomic_add_fetch",
                                               "__atomic_sub_fetch"},
                     [&](StringRef Name) {
                       // Also of a size: `__sync_sub_and_fetch_4`.
                       return Callee->getName().starts_with(Name);
                     }))
      Of = withoutAddress(Call->getArg(0));
  return Of && isa<MemberExpr>(strip(Of)) ? strip(Of) : nullptr;
}

/// True if a field that \p E, what a local was given, reads may be another one
/// where the local is tested.
bool Values::isOutdated(const Expr *E) const {
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (Member && Changed.contains(Member->getMemberDecl()))
    return true;
  return llvm::any_of(E->children(), [&](const Stmt *Child) {
    const auto *Inner = dyn_cast_or_null<Expr>(Child);
    return Inner && isOutdated(Inner);
  });
}

/// Says what \p E, which a test is of, is: a parameter that nobody changes, a
/// field of one, or what a call returned.
bool Values::subject(const Expr *E, Test &T, unsigned Depth) {
  E = uncounted(strip(E));
  if (Depth > MaxDepth)
    return false;
  if (!isSmartPointer(E->getType()) && isNullable(E->getType()))
    return parameterSubject(E, T) || namedSubject(E, T);
  if (const Expr *Now = afterChange(E))
    return subject(Now, T, Depth + 1);
  // `(fd = open(…)) < 0`
  if (const auto *B = dyn_cast<BinaryOperator>(E);
      B && B->getOpcode() == BO_Assign)
    E = strip(B->getRHS());
  if (auto It = Results.find(E); It != Results.end()) {
    T.S = Test::Result;
    T.Index = It->second;
    return true;
  }
  const auto *Member = dyn_cast<MemberExpr>(E);
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (Owner O = Field ? owner(Member) : Owner(); O.Of != Value::Somewhere) {
    if (O.Of == Value::OfObject && !isFollowed(Field))
      return false;
    T.S = O.Of == Value::OfObject ? Test::Own : Test::Parameter;
    T.Index = O.Parameter;
    T.Field = N.facts().string(N.qualifiedName(Field));
    if (O.Holder)
      T.Holder = N.facts().string(N.qualifiedName(O.Holder));
    recordUnseen(O);
    return true;
  }
  const Expr *Whole = Field ? strip(Member->getBase()) : E;
  const auto *Ref = dyn_cast<DeclRefExpr>(Whole);
  const auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!D || D->getDeclContext() != F)
    return namedSubject(E, T);
  if (Field)
    return namedSubject(E, T);
  if (isa<ParmVarDecl>(D)) {
    if (parameterSubject(E, T))
      return true;
    // `peer = peer_ref(peer);`
    Writes W = writesBefore(D, Ref->getBeginLoc());
    return W.size() == 1 && W[0].K == Write::Assign && !W[0].If &&
           Context.getSourceManager().isBeforeInTranslationUnit(
               W[0].At, Ref->getBeginLoc()) &&
           !isOutdated(W[0].What) && subject(W[0].What, T, Depth + 1);
  }
  const Expr *Init = onlyValue(D, Ref->getBeginLoc());
  return Init && !isOutdated(Init) && subject(Init, T, Depth + 1);
}

/// Says that \p E is a parameter that nobody changes.
bool Values::parameterSubject(const Expr *E, Test &T) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *P = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  if (!P || P->getDeclContext() != F)
    return false;
  // Whoever can change it by another name is not seen.
  QualType Type = P->getType();
  if ((Type->isReferenceType() && !Type->getPointeeType().isConstQualified()) ||
      !writesBefore(P, SourceLocation()).empty() ||
      (Type->isRecordType() && Lent.contains(P)))
    return false;
  T.S = Test::Parameter;
  T.Index = P->getFunctionScopeIndex();
  return true;
}

/// The name of the field or global variable that \p E, or the pointer to it,
/// is.
static const NamedDecl *fieldOrGlobal(const Expr *E) {
  E = strip(E);
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && (Op->getOperator() == OO_Arrow ||
             (Op->getOperator() == OO_Star && Op->getNumArgs() == 1)))
    E = strip(Op->getArg(0));
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl();
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return D && D->hasGlobalStorage() && !D->isStaticLocal() ? D : nullptr;
}

/// Says that \p E is a field of the function's object or of another one, or a
/// global variable.
bool Values::namedSubject(const Expr *E, Test &T) {
  const auto *D = dyn_cast_or_null<ValueDecl>(fieldOrGlobal(E));
  if (!D || !isFollowed(D))
    return false;
  T.S = Test::Named;
  T.Field = N.facts().string(N.qualifiedName(D));
  const auto *Field = dyn_cast<FieldDecl>(D);
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (!Field || !Member)
    return true;
  recordUnseenWriters(Field, N);
  const Expr *Base = strip(Member->getBase());
  // The object of a lambda is not the one that it captured.
  if (isa<CXXThisExpr>(Base)) {
    if (!outerFunction(F))
      T.S = Test::Own;
  } else if (const NamedDecl *Holder = fieldOrGlobal(Base)) {
    T.Holder = N.facts().string(N.qualifiedName(Holder));
  }
  return true;
}

Values::Branch Values::compare(BinaryOperatorKind Op, const Expr *Left,
                               const Expr *Right, unsigned Depth) {
  Value Constant;
  evaluate(strip(Right), Constant);
  if (Constant.K == Value::Unknown && !Constant.IsZero) {
    evaluate(strip(Left), Constant);
    if (Constant.K == Value::Unknown && !Constant.IsZero)
      return {};
    std::swap(Left, Right);
    Op = BinaryOperator::isRelationalOp(Op)
             ? BinaryOperator::reverseComparisonOp(Op)
             : Op;
  }
  Left = strip(Left);
  bool Equality = BinaryOperator::isEqualityOp(Op);
  Branch Out;
  Out.When = Op == BO_EQ || Op == BO_LT || Op == BO_LE;
  Test T;
  T.Number = Constant.Number;
  if (const auto *And = dyn_cast<BinaryOperator>(Left);
      And && And->getOpcode() == BO_And && Equality) {
    // `(x & Flag) != 0` and `(x & Flags) == Flags`.
    Value Mask;
    evaluate(strip(And->getRHS()), Mask);
    bool IsFlag = Mask.Number && !(Mask.Number & (Mask.Number - 1));
    if (Mask.K != Value::Integer ||
        (T.Number != Mask.Number && !(T.Number == 0 && IsFlag)))
      return {};
    Out.When = Out.When == (T.Number == Mask.Number);
    T.K = Test::HasBits;
    T.Number = Mask.Number;
    Left = strip(And->getLHS());
  } else if (Left->getType()->isAnyPointerType() ||
             isNullable(Left->getType())) {
    T.K = Test::Null;
    if (!Equality || Constant.K != Value::Null)
      return {};
  } else if (Left->getType()->isIntegralOrEnumerationType() ||
             isDuration(Left->getType())) {
    T.K = Equality ? Test::Is : Test::Below;
    // `x > n` is `!(x < n + 1)`.
    if ((Op == BO_GT || Op == BO_LE) && T.Number++ == INT64_MAX)
      return {};
    if (Equality && T.Number == 0)
      T.K = Test::Zero;
  } else {
    return {};
  }
  if (std::optional<int64_t> Known = constantLocal(Left))
    return certain(*FieldValues::goes(T, Value::integer(*Known)) == Out.When);
  if (subject(Left, T, Depth + 1))
    Out.Test = N.facts().test(T);
  return Out;
}

/// A test that always goes the same way.
Values::Branch Values::certain(bool Goes) {
  Test T;
  T.S = Test::Constant;
  return {N.facts().test(T), Goes};
}

/// What \p E is, if it is a local number that is written nowhere again. What
/// the compiler knows as well needs no test.
std::optional<int64_t> Values::constantLocal(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(strip(E));
  const auto *D = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!D || isa<ParmVarDecl>(D) || D->getDeclContext() != F ||
      D->hasGlobalStorage() || !D->getInit() || Written.contains(D) ||
      !D->getType()->isIntegralOrEnumerationType() ||
      D->getType().isVolatileQualified())
    return std::nullopt;
  Value Init;
  evaluate(D->getInit(), Init);
  return Init.K == Value::Integer ? std::optional(Init.Number) : std::nullopt;
}

Values::Branch Values::test(const Expr *Cond, unsigned Depth) {
  if (!Cond || Depth > MaxDepth || Cond->isValueDependent() ||
      Cond->containsErrors())
    return {};
  const Expr *E = strip(Cond);
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot) {
    Branch Inner = test(Not->getSubExpr(), Depth + 1);
    Inner.When = !Inner.When;
    return Inner;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isComparisonOp() && B->getOpcode() != BO_Cmp)
      return compare(B->getOpcode(), B->getLHS(), B->getRHS(), Depth);
    if (B->getOpcode() != BO_And)
      return {};
  } else if (const auto *B = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    auto Parts = B->getDecomposedForm();
    return Parts.Opcode == BO_Cmp
               ? Branch()
               : compare(Parts.Opcode, Parts.LHS, Parts.RHS, Depth);
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    return Op->isComparisonOp() && Op->getNumArgs() == 2 &&
                   (isDuration(Op->getArg(0)->getType()) ||
                    isNullable(Op->getArg(0)->getType()))
               ? compare(BinaryOperator::getOverloadedOpcode(Op->getOperator()),
                         Op->getArg(0), Op->getArg(1), Depth)
               : Branch();
  } else if (std::optional<int64_t> Known = constantLocal(E)) {
    return certain(*Known != 0);
  } else if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *D = dyn_cast<VarDecl>(Ref->getDecl());
    if (D && !isa<ParmVarDecl>(D) && D->getDeclContext() == F)
      if (const Expr *Init = onlyValue(D, Ref->getBeginLoc());
          Init && !isOutdated(Init))
        return test(Init, Depth + 1);
  }

  // `if (x)`: it is not zero.
  Test T;
  T.K = E->getType()->isAnyPointerType() ? Test::Null : Test::Zero;
  if (const auto *Convert = dyn_cast<CXXMemberCallExpr>(E);
      Convert && isa_and_nonnull<CXXConversionDecl>(Convert->getMethodDecl()))
    E = strip(Convert->getImplicitObjectArgument());
  if (isNullable(E->getType())) {
    T.K = Test::Null;
    return subject(E, T, Depth + 1) ? Branch{N.facts().test(T), false}
                                    : Branch();
  }
  if (const auto *And = dyn_cast<BinaryOperator>(E)) {
    Value Mask;
    evaluate(strip(And->getRHS()), Mask);
    if (Mask.K != Value::Integer || !Mask.Number ||
        (Mask.Number & (Mask.Number - 1)))
      return {};
    T.K = Test::HasBits;
    T.Number = Mask.Number;
    E = strip(And->getLHS());
  }
  if (!E->getType()->isIntegralOrEnumerationType() &&
      !E->getType()->isAnyPointerType())
    return {};
  if (!subject(E, T, Depth + 1))
    return {};
  return {N.facts().test(T), T.K == Test::HasBits};
}

const Expr *pointerIn(const Expr *E) {
  E = strip(E);
  while (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
    if (!isSmartPointer(C->getType()) || C->getNumArgs() == 0)
      break;
    E = strip(C->getArg(0));
  }
  return E;
}

Value Values::written(const Expr *E) {
  // What the parser could make nothing of has no type.
  if (E->getType().isNull())
    return {};
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
    E = Default->getExpr();
  if (isa<ImplicitValueInitExpr, CXXScalarValueInitExpr>(E))
    return Value::integer(0);
  if (isSmartPointer(E->getType()) || E->getType()->isPointerType()) {
    E = pointerIn(E);
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    bool Makes = Callee && Callee->isInStdNamespace() &&
                 Callee->getIdentifier() &&
                 (Callee->getName() == "make_unique" ||
                  Callee->getName() == "make_shared");
    if (Makes || isa<CXXNewExpr>(E))
      return Value::integer(1);
    if (const auto *Empty = dyn_cast<CXXConstructExpr>(E);
        Empty && Empty->getNumArgs() == 0)
      return Value::integer(0);
  }
  Value V = of(E);
  if (V.IsZero && isDuration(E->getType()))
    return Value::integer(0);
  if (V.K == Value::Choice && V.Index) {
    Value Out;
    Out.K = V.K;
    Out.Index = V.Index;
    Out.Fields = V.Fields;
    return Out;
  }
  V = plain(V);
  if (V.K == Value::Unknown && V.In != Value::OfParameter)
    return Value();
  V.Bits = V.K == Value::Integer ? V.Bits : 0;
  return V;
}

Value Values::returned(const Expr *E) {
  // Of a struct only whether it is zero.
  if (E->getType()->isRecordType())
    return zeroness(of(E));
  Value V = plain(of(E));
  if (V.K != Value::Unknown || V.In == Value::OfParameter)
    return V;
  V = Value();
  // A field is the same as a choice that asks for it.
  if (!E->getType()->isBooleanType()) {
    Test T;
    if (const Value Known = of(E); Known.K == Value::Result) {
      V.K = Value::Result;
      V.Index = Known.Index;
    } else if (Known.K == Value::Choice && Known.Index) {
      V.K = Value::Choice;
      V.Index = Known.Index;
      V.Fields = Known.Fields;
    } else if (subject(E, T, 0) && T.S == Test::Own) {
      V.K = Value::This;
      V.Text = T.Field;
    }
    return V;
  }
  return choice(test(E), Value::integer(1), Value::integer(0));
}

Value Values::decided(const Expr *E) {
  E = strip(E);
  if (const auto *B = dyn_cast<BinaryOperator>(E);
      B && B->getOpcode() == BO_LAnd) {
    // `(a && b) && c` is `a && (b && c)`.
    llvm::SmallVector<const Expr *, 4> All{B->getRHS()};
    const Expr *First = strip(B->getLHS());
    for (; (B = dyn_cast<BinaryOperator>(First)) && B->getOpcode() == BO_LAnd;
         First = strip(B->getLHS()))
      All.push_back(B->getRHS());
    All.push_back(First);
    Value Rest = decided(All.front());
    for (const Expr *One : llvm::drop_begin(All)) {
      Branch B = test(One);
      ValueId Either[] = {N.facts().value(Rest),
                          N.facts().value(Value::integer(0))};
      if (!B.When)
        std::swap(Either[0], Either[1]);
      Rest = Value();
      Rest.K = Value::Choice;
      Rest.Index = B.Test;
      Rest.Fields = N.facts().list({0, Either[0], 0, Either[1]});
    }
    return Rest;
  }
  Value V;
  evaluate(E, V);
  if (V.K == Value::Unknown)
    V = choice(test(E), Value::integer(1), Value::integer(0));
  return V;
}

ValueId Values::returned(llvm::ArrayRef<const Expr *> Results) {
  std::optional<ValueId> Only;
  for (const Expr *E : Results) {
    if (!E || E->isTypeDependent() || E->containsErrors() ||
        !(E->getType()->isIntegralOrEnumerationType() ||
          E->getType()->isPointerType() || E->getType()->isRecordType()))
      return 0;
    ValueId Id = N.facts().value(returned(E));
    if (Id == 0 || (Only && *Only != Id))
      return 0;
    Only = Id;
  }
  return Only.value_or(0);
}

Value Values::choice(Branch B, const Value &True, const Value &False) {
  Value V;
  V.Bits = True.Bits & False.Bits;
  V.IsZero = True.IsZero && False.IsZero;
  Value Either[] = {plain(B.When ? True : False), plain(B.When ? False : True)};
  if (!B.Test || Either[0] == Either[1])
    return V;
  V.K = Value::Choice;
  V.Index = B.Test;
  V.Fields = N.facts().list(
      {0, N.facts().value(Either[0]), 0, N.facts().value(Either[1])});
  return V;
}

/// True if nothing but the condition of its `if` decides whether \p W runs.
bool Values::isDirect(const Write &W) const {
  auto Has = [](const Stmt *S, auto IsMeant) {
    const auto *Block = dyn_cast_or_null<CompoundStmt>(S);
    return S && (IsMeant(S) || (Block && llvm::any_of(Block->body(), IsMeant)));
  };
  return W.If && Has(F->getBody(), [&](const Stmt *S) { return S == W.If; }) &&
         Has(W.IsThen ? W.If->getThen() : W.If->getElse(), [&](const Stmt *S) {
           return isa<Expr>(S) && S->getEndLoc() == W.At;
         });
}

/// \p After or \p Before, as the callers decide whether \p W happens; \p After
/// if something else does.
Value Values::ifWritten(const Write &W, const Value &After, const Value &Before,
                        unsigned Depth) {
  Branch B = W.If ? test(W.If->getCond(), Depth + 1) : Branch();
  if (!W.IsThen)
    B.When = !B.When;
  if (!B.Test || N.testAt(B.Test).S != Test::Parameter)
    return After;
  // Of an object that goes from hand to hand, nobody decides it.
  const Test &T = N.testAt(B.Test);
  const ParmVarDecl *P = F->getParamDecl(T.Index);
  bool IsOpen =
      T.Field && (Lent.contains(P) || P->getType()->isVoidPointerType());
  return IsOpen ? After : choice(B, After, Before);
}

/// What branches over parameters make of the number \p D:
/// `int timeout = -1; if (flags & Now) timeout = 0;`.
Value Values::assigned(const VarDecl *D, llvm::ArrayRef<Write> All,
                       unsigned Depth) {
  Value Out;
  if (const Expr *Init = D->getAnyInitializer())
    Out = of(Init, Depth + 1);
  for (const Write &W : All) {
    Branch B = W.K == Write::Assign && W.Name.empty() && isDirect(W)
                   ? test(W.If->getCond(), Depth + 1)
                   : Branch();
    if (!B.Test || N.testAt(B.Test).S != Test::Parameter)
      return {};
    if (!W.IsThen)
      B.When = !B.When;
    // `if (now) t = 0; else t = -1;`
    if (Out.K == Value::Choice && Out.Index == B.Test)
      Out = N.valueAt(N.listAt(Out.Fields)[B.When ? 3 : 1]);
    Out = choice(B, of(W.What, Depth + 1), Out);
  }
  return Out;
}

/// What `Left | Right` is.
Value Values::combine(const Value &Left, const Value &Right) {
  for (auto [Chosen, Other] :
       {std::pair(&Left, &Right), std::pair(&Right, &Left)})
    if (Chosen->K == Value::Choice && Other->K != Value::Choice) {
      llvm::ArrayRef<Id> Either = N.listAt(Chosen->Fields);
      Id True = Either[1], False = Either[3];
      return choice({Chosen->Index, true}, combine(N.valueAt(True), *Other),
                    combine(N.valueAt(False), *Other));
    }
  Value V;
  V.Bits = Left.Bits | Right.Bits;
  if (Left.K == Value::Integer && Right.K == Value::Integer) {
    V.K = Value::Integer;
    V.Number = static_cast<int64_t>(V.Bits);
    V.IsZero = V.Number == 0;
  }
  // `flags | MSG_NOSIGNAL`: the caller's flags are still asked for.
  for (const Value &Side : {Left, Right})
    if (Value One = plain(Side);
        One.K == Value::Parameter || One.In != Value::Somewhere) {
      One.Bits = V.Bits;
      One.IsZero = false;
      V = One;
    }
  return V;
}

} // namespace nostall
