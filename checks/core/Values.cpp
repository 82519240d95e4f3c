//===- Values.cpp - what is known of an expression ------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Values.h"
#include "Texts.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace nostall {

static constexpr unsigned MaxDepth = 12;

const Expr *aloneInBraces(const Expr *E) {
  const auto *List = dyn_cast<InitListExpr>(E);
  return List && List->getNumInits() == 1 &&
                 (List->isGLValue() || List->getType()->isScalarType())
             ? List->getInit(0)
             : nullptr;
}

const Expr *strip(const Expr *E) {
  while (E) {
    const Expr *Before = E;
    E = E->IgnoreParenCasts()->IgnoreUnlessSpelledInSource();
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
      E = Cleanups->getSubExpr();
    else if (const auto *Convert = dyn_cast<CXXMemberCallExpr>(E);
             Convert && Convert->getRecordDecl() &&
             Convert->getRecordDecl()->isLambda() &&
             isa_and_nonnull<CXXConversionDecl>(Convert->getMethodDecl()))
      E = Convert->getImplicitObjectArgument(); // A lambda as a pointer.
    else if (const Expr *Only = aloneInBraces(E))
      E = Only;
    else if (const auto *Plus = dyn_cast<UnaryOperator>(E);
             Plus && Plus->getOpcode() == UO_Plus)
      E = Plus->getSubExpr();
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() >= 1 &&
             Construct->getConstructor()->isCopyOrMoveConstructor())
      E = Construct->getArg(0);
    else if (const auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getNumArgs() == 1)
      switch (Call->getBuiltinCallee()) {
      case Builtin::BImove:
      case Builtin::BImove_if_noexcept:
      case Builtin::BIforward:
      case Builtin::BIas_const:
      case Builtin::BIaddressof:
        E = Call->getArg(0);
        break;
      default:
        break;
      }
    if (E == Before)
      break;
  }
  return E;
}

const RecordDecl *filledStruct(const InitListExpr *List) {
  const RecordDecl *Record = List->getType()->getAsRecordDecl();
  return Record && !Record->isUnion() && List->isPRValue() &&
                 !List->isTypeDependent() && Record->isCompleteDefinition()
             ? Record
             : nullptr;
}

const Expr *withoutAddress(const Expr *E) {
  E = strip(E);
  const auto *U = dyn_cast<UnaryOperator>(E);
  return U && U->getOpcode() == UO_AddrOf ? strip(U->getSubExpr()) : E;
}

bool isSmartPointer(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         Class->getName().ends_with("_ptr");
}

const FunctionDecl *outerFunction(const FunctionDecl *F) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  return Method && Method->getParent()->isLambda()
             ? dyn_cast<FunctionDecl>(Method->getParent()->getDeclContext())
             : nullptr;
}

void forEachArgument(
    const Expr *Call,
    llvm::function_ref<void(const ParmVarDecl *, const Expr *)> Do) {
  const FunctionDecl *Callee = nullptr;
  llvm::ArrayRef<const Expr *> Arguments;
  if (const auto *C = dyn_cast<CXXConstructExpr>(Call)) {
    Callee = C->getConstructor();
    Arguments = {C->getArgs(), C->getNumArgs()};
  } else if (const auto *C = dyn_cast<CallExpr>(Call)) {
    Callee = C->getDirectCallee();
    Arguments = {C->getArgs(), C->getNumArgs()};
    // The object of a member operator is an argument, but no parameter.
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
    if (isa<CXXOperatorCallExpr>(C) && Method && Method->isInstance())
      Arguments = Arguments.drop_front();
  }
  if (!Callee)
    return;
  for (size_t I = 0; I < Arguments.size() && I < Callee->getNumParams(); ++I)
    Do(Callee->getParamDecl(I), Arguments[I]);
}

const Expr *assignedBy(const BinaryOperator *B) {
  while (const auto *Inner =
             dyn_cast<BinaryOperator>(B->getRHS()->IgnoreParenCasts())) {
    if (Inner->getOpcode() != BO_Assign)
      break;
    B = Inner;
  }
  return B->getRHS();
}

//===----------------------------------------------------------------------===//
// Assignments
//===----------------------------------------------------------------------===//

/// Finds every write to a local variable after its declaration.
class WriteScanner : public RecursiveASTVisitor<WriteScanner> {
public:
  explicit WriteScanner(Values &V) : V(V) {}

  bool shouldVisitImplicitCode() const { return false; }

  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->getOpcode() == BO_Assign) {
      assigned(B->getLHS(),
               {Write::Assign, assignedBy(B), B->getRHS()->getEndLoc()});
      kept(B->getLHS(), assignedBy(B));
    } else if (B->getOpcode() == BO_OrAssign)
      assigned(B->getLHS(), {Write::SetBits, B->getRHS()});
    else if (B->isAssignmentOp())
      assigned(B->getLHS(), {Write::Other});
    return true;
  }

  bool VisitUnaryOperator(UnaryOperator *U) {
    if (U->isIncrementDecrementOp())
      assigned(U->getSubExpr(), {Write::Other});
    // A record whose address is taken is still what was written to it, for all
    // that select() may do to its timeout; a number may be an output.
    const VarDecl *D = variable(U->getSubExpr());
    if (U->getOpcode() == UO_AddrOf)
      changed(U->getSubExpr());
    if (D && U->getOpcode() == UO_AddrOf && D->getType()->isRecordType())
      V.Lent.insert(D);
    else if (D && U->getOpcode() == UO_AddrOf && U != Printed)
      add(D, {Write::Other}, U->getBeginLoc());
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call);
        Op && Op->isAssignmentOp() && Op->getNumArgs() == 2) {
      if (Op->getOperator() == OO_Equal)
        assigned(Op->getArg(0), {Write::Assign, Op->getArg(1)});
      else
        assigned(Op->getArg(0), {Write::Other});
      return true;
    }
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getCalleeDecl());
    if (isa<CXXOperatorCallExpr>(Call) && Method && !Method->isConst())
      lendText(Call->getArg(0));
    const Expr *Format = printed(Call);
    if (Format)
      Printed = strip(Call->getArg(0));
    if (const VarDecl *D = Format ? variable(withoutAddress(Printed)) : nullptr)
      add(D, {Write::Assign, Format}, Call->getBeginLoc());
    forEachArgument(Call, [&](const ParmVarDecl *P, const Expr *Arg) {
      bound(P, Arg, /*IsKnown=*/Format && Arg == Call->getArg(0));
    });
    return true;
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    // `p.reset(…)`
    const CXXMethodDecl *Method = Call->getMethodDecl();
    const VarDecl *D = variable(Call->getImplicitObjectArgument());
    if (!D || (Method && Method->isConst()))
      return true;
    V.Lent.insert(D);
    if (Method && isSmartPointer(D->getType()))
      add(D, {Write::Other}, Call->getBeginLoc());
    return true;
  }

  bool VisitVarDecl(VarDecl *Reference) {
    // Whoever has another name for a number may write to it by that.
    QualType T = Reference->getType();
    const VarDecl *D = T->isLValueReferenceType() && Reference->getInit() &&
                               !T->getPointeeType().isConstQualified()
                           ? variable(Reference->getInit())
                           : nullptr;
    if (D && D->getType()->isIntegerType())
      add(D, {Write::Other}, Reference->getLocation());
    return true;
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *C) {
    forEachArgument(
        C, [this](const ParmVarDecl *P, const Expr *Arg) { bound(P, Arg); });
    return true;
  }

  bool TraverseIfStmt(IfStmt *S) {
    auto Outer = std::pair(If, IsThen);
    If = S;
    for (Stmt *Child : S->children()) {
      IsThen = Child != S->getElse();
      if (!TraverseStmt(Child))
        return false;
    }
    std::tie(If, IsThen) = Outer;
    return true;
  }

  bool VisitForStmt(ForStmt *S) { return loop(S); }
  bool VisitWhileStmt(WhileStmt *S) { return loop(S); }
  bool VisitDoStmt(DoStmt *S) { return loop(S); }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *S) {
    lendText(S->getRangeInit());
    return loop(S);
  }

private:
  using Write = Values::Write;

  bool loop(Stmt *S) {
    V.Loops.push_back(S->getSourceRange());
    return true;
  }

  void lendText(const Expr *E) {
    if (const VarDecl *D = variable(E); D && isText(D->getType()))
      V.Lent.insert(D);
  }

  static const VarDecl *variable(const Expr *E) {
    if (!E)
      return nullptr;
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
    return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  }

  /// `field = local`: what was done to the local is done to the field, or to
  /// the global variable.
  void kept(const Expr *To, const Expr *What) {
    const VarDecl *D = variable(What);
    if (!D || !D->hasLocalStorage() || isa<ParmVarDecl>(D) ||
        !D->getType()->isIntegerType())
      return;
    if (const VarDecl *Global = variable(To); Global && isSettable(Global))
      V.KeptIn.try_emplace(D, Global);
    const auto *M = dyn_cast<MemberExpr>(To->IgnoreParenCasts());
    if (!M || !isa<CXXThisExpr>(M->getBase()->IgnoreParenCasts()))
      return;
    if (const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl()))
      V.KeptIn.try_emplace(D, Field);
  }

  void add(const VarDecl *D, Write W, SourceLocation At) {
    W.At = At;
    W.If = If;
    W.IsThen = IsThen;
    V.Written[D].push_back(std::move(W));
  }

  /// Passing a number or pointer by mutable reference may change it.
  void bound(const ParmVarDecl *P, const Expr *Arg, bool IsKnown = false) {
    QualType T = P->getType();
    if (const VarDecl *D = variable(Arg);
        D && (T->isReferenceType() || T->isPointerType()) &&
        !T->getPointeeType().isConstQualified()) {
      V.Lent.insert(D);
      if (D->getType()->isArrayType() && !IsKnown)
        add(D, {Write::Other}, Arg->getBeginLoc());
    }
    if (!T->isLValueReferenceType() || T->getPointeeType().isConstQualified())
      return;
    QualType Of = T->getPointeeType();
    // `std::invoke(step, …)` calls it.
    bool IsRun =
        (Of->isFunctionPointerType() || Of->isMemberFunctionPointerType()) &&
        cast<Decl>(P->getDeclContext())->isInStdNamespace();
    if (!IsRun && (!Of->isRecordType() || isSmartPointer(Of)))
      if (const VarDecl *D = variable(Arg))
        add(D, {Write::Other}, Arg->getBeginLoc());
  }

  void changed(const Expr *E) {
    if (const auto *Member = dyn_cast<MemberExpr>(E->IgnoreParenCasts()))
      V.Changed.insert(Member->getMemberDecl());
  }

  void assigned(const Expr *To, Write W) {
    // What is assigned is made of what was there before.
    SourceLocation At = W.At.isValid() ? W.At : To->getBeginLoc();
    To = To->IgnoreParenCasts();
    changed(To);
    if (const VarDecl *D = variable(To))
      return add(D, std::move(W), At);
    bool IsField = false;
    while (true) {
      if (const auto *M = dyn_cast<MemberExpr>(To)) {
        if (W.Name.empty())
          W.Name = M->getMemberDecl()->getNameAsString();
        To = M->getBase()->IgnoreParenCasts();
      } else if (const auto *A = dyn_cast<ArraySubscriptExpr>(To)) {
        To = A->getBase()->IgnoreParenCasts();
      } else {
        break;
      }
      IsField = true;
    }
    if (const VarDecl *D = variable(To); D && IsField) {
      if (W.K == Write::Assign)
        W.K = Write::Field;
      add(D, std::move(W), At);
    }
  }

  Values &V;
  /// What the call prints to whose arguments come next.
  const Expr *Printed = nullptr;
  const IfStmt *If = nullptr;
  bool IsThen = true;
};

Values::Values(Names &N, ASTContext &Context, FunctionDraft &Out,
               const FunctionDecl *F, const Stmt *Body)
    : N(N), Context(Context), Out(Out), F(F), Where(Context, F),
      WhereObjects(Context, F, Slots::Objects) {
  WriteScanner(*this).TraverseStmt(const_cast<Stmt *>(Body));
  if (llvm::any_of(Written, [&](const auto &Local) {
        QualType T = Local.first->getType();
        return Where.holdsOne(T) || WhereObjects.holdsOne(T);
      }))
    Defined = Definitions(Context, F, Body, Where, WhereObjects);
  Where.follow(Defined);
  WhereObjects.follow(Defined);
}

Values::Writes Values::writesBefore(const VarDecl *D,
                                    SourceLocation Use) const {
  auto It = Written.find(D);
  if (It == Written.end())
    return {};
  const SourceManager &SM = Context.getSourceManager();
  Use = SM.getExpansionLoc(Use);
  auto Inside = [&](SourceLocation L, SourceRange R) {
    return !SM.isBeforeInTranslationUnit(L, SM.getExpansionLoc(R.getBegin())) &&
           !SM.isBeforeInTranslationUnit(SM.getExpansionLoc(R.getEnd()), L);
  };
  Writes Out;
  for (const Write &W : It->second) {
    SourceLocation At = SM.getExpansionLoc(W.At);
    // A later write counts where a loop leads back from it.
    if (Use.isInvalid() || SM.isBeforeInTranslationUnit(At, Use) ||
        llvm::any_of(Loops, [&](SourceRange R) {
          return Inside(At, R) && Inside(Use, R) &&
                 !Inside(SM.getExpansionLoc(D->getLocation()), R);
        }))
      Out.push_back(W);
  }
  return Out;
}

const Expr *Values::onlyValue(const VarDecl *D, SourceLocation Use) const {
  const Expr *Init = D->getAnyInitializer();
  if (D->getType().isConstQualified() || D->isConstexpr())
    return Init;
  if (D->hasGlobalStorage() && !D->isStaticLocal())
    return nullptr;
  // Whoever captured it does not see what its owner writes.
  if (D->getDeclContext() != F)
    return nullptr;
  Writes W = writesBefore(D, Use);
  if (W.empty())
    return Init;
  if (W.size() > 1 || W[0].K != Write::Assign)
    return nullptr;
  // Declared empty, then given its one value.
  bool Empty = !Init;
  if (const auto *C = dyn_cast_or_null<CXXConstructExpr>(
          Init ? Init->IgnoreParenImpCasts() : nullptr))
    Empty = C->getNumArgs() == 0;
  if (Init && D->getType()->isAnyPointerType() &&
      Init->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
    Empty = true;
  return Empty ? W[0].What : nullptr;
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

static bool isZero(const APValue &V) {
  switch (V.getKind()) {
  case APValue::Int:
    return V.getInt() == 0;
  case APValue::Float:
    return V.getFloat().isZero();
  case APValue::Struct:
    for (unsigned I = 0; I < V.getStructNumBases(); ++I)
      if (!isZero(V.getStructBase(I)))
        return false;
    for (unsigned I = 0; I < V.getStructNumFields(); ++I)
      if (!isZero(V.getStructField(I)))
        return false;
    return V.getStructNumFields() + V.getStructNumBases() > 0;
  default:
    return false;
  }
}

void Values::evaluate(const Expr *E, Value &V) {
  if (E->isValueDependent() || E->isTypeDependent() || E->containsErrors())
    return;
  QualType T = E->getType();
  // `socket.wait_read`: a constant, whatever the object.
  if (const auto *Member = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
      Member && isa<EnumConstantDecl>(Member->getMemberDecl())) {
    const auto *Constant = cast<EnumConstantDecl>(Member->getMemberDecl());
    V = Value::integer(Constant->getInitVal().extOrTrunc(64).getSExtValue());
    V.S = Names::shape(T);
    return;
  }
  if (T->isIntegralOrEnumerationType()) {
    Expr::EvalResult R;
    if (E->EvaluateAsInt(R, Context)) {
      V.K = Value::Integer;
      V.Number = R.Val.getInt().extOrTrunc(64).getSExtValue();
      V.Bits = static_cast<uint64_t>(V.Number);
      V.IsZero = V.Number == 0;
    }
    return;
  }
  if (llvm::APFloat Float(0.0); T->isRealFloatingType()) {
    V.IsZero = E->EvaluateAsFloat(Float, Context) && Float.isZero();
    return;
  }
  if (T->isAnyPointerType() || T->isNullPtrType()) {
    if (E->isNullPointerConstant(Context, Expr::NPC_ValueDependentIsNotNull))
      V.K = Value::Null;
    return;
  }
  if (const auto *Record = T->getAsCXXRecordDecl();
      (Record && Record->hasDefinition() && Record->isLiteral() &&
       !Record->isLambda()) ||
      (T->isRecordType() && !Record)) {
    Expr::EvalResult R;
    if (E->EvaluateAsRValue(R, Context, /*InConstantContext=*/true) &&
        !R.HasSideEffects)
      V.IsZero = isZero(R.Val);
  }
}

const Expr *meaningfulInit(const VarDecl *D) {
  const Expr *Init = D->getAnyInitializer();
  const auto *C = dyn_cast_or_null<CXXConstructExpr>(Init);
  bool Nothing = C && C->getNumArgs() == 0 &&
                 C->getConstructor()->isTrivial() &&
                 !C->requiresZeroInitialization();
  return Nothing ? nullptr : Init;
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

Value Values::of(const VarDecl *D) {
  Value V;
  V.Type = N.type(D->getType());
  describeVariable(D, SourceLocation(), 0, V);
  return V;
}

Value Values::ofField(const FieldDecl *Field) {
  Value V = named(Field);
  V.Variable = storage({nullptr, Field});
  return V;
}

Value Values::named(const FieldDecl *Field) {
  Value V;
  V.Type = N.type(Field->getType());
  if (Where.holds(Field->getType())) {
    Value Kept = slot(Field);
    V.Text = Kept.Text;
    V.In = Kept.In;
  } else {
    nameInPlace(V, Field);
  }
  return V;
}

/// True for a field or global variable that is the object, or the only owner
/// of the object, that it names.
static bool isInPlace(const ValueDecl *D) {
  const auto *V = dyn_cast<VarDecl>(D);
  if (!isa<FieldDecl>(D) && !(V && V->hasGlobalStorage()))
    return false;
  QualType T = D->getType().getCanonicalType();
  return T->isRecordType() || T->isFunctionPointerType() || T->isArrayType();
}

/// True if \p D is a field of the object that \p F is a method of.
static bool isOwnField(const ValueDecl *D, const FunctionDecl *F) {
  const auto *Field = dyn_cast<FieldDecl>(D);
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  const auto *Class =
      Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  if (!Class || !Method || Method->isStatic())
    return false;
  const CXXRecordDecl *Own = Method->getParent();
  return declaresSameEntity(Own, Class) ||
         (Own->hasDefinition() && Own->isDerivedFrom(Class));
}

void Values::nameInPlace(Value &V, const ValueDecl *D) {
  V.Text = N.facts().string(N.qualifiedName(D));
  if (isInPlace(D))
    V.In = Value::Itself;
}

Value Values::slot(const ValueDecl *D) {
  Value V;
  V.K = Value::Stored;
  V.Text = N.facts().string(N.slot(D));
  if (isInPlace(D))
    V.In = isOwnField(D, F) ? Value::Own : Value::Itself;
  return V;
}

Value Values::objectSlot(const ValueDecl *D) {
  Value V = slot(D);
  V.Text = N.facts().string(ObjectSlot + N.slot(D));
  // Also a pointer or reference is a slot of the object that it is a field of.
  if (isOwnField(D, F))
    V.In = Value::Own;
  return V;
}

Value Values::ofObject(const Expr *E) {
  const ValueDecl *Slot = WhereObjects.slot(E);
  return Slot && !isa<ParmVarDecl>(Slot) ? objectSlot(Slot) : of(E);
}

Value Values::ofStruct(
    const Expr *E, llvm::ArrayRef<std::pair<StringRef, const Expr *>> Numbers) {
  Value Named = of(E), V;
  V.Variable = Named.Variable;
  V.Type = Named.Type;
  KnownFields Known;
  for (const auto &[Name, Number] : Numbers)
    Known[Name.str()] = ofNumber(Number, 0);
  V.Fields = fields(Known);
  return V;
}

Value Values::of(const Expr *E, unsigned Depth) {
  Value V;
  // Some expressions of templates have no type yet: `T t(0, 1)`.
  if (!E || Depth > MaxDepth || E->getType().isNull() ||
      strip(E)->getType().isNull())
    return V;
  V.S = Names::shape(E->getType());
  evaluate(E, V);
  describe(E, Depth, V);
  addArithmetic(E, Depth, V);
  addErrorCode(E, V);
  return V;
}

/// Takes from \p From what \p To does not know itself.
void Values::adopt(Value &To, const Value &From) {
  if (To.K == Value::Unknown) {
    To.K = From.K;
    To.Index = From.Index;
    To.Number = From.Number;
    if (!To.Text) {
      To.Text = From.Text;
      To.In = From.In;
      To.Holder = From.Holder;
    }
    if (From.K == Value::Choice || From.K == Value::Scaled)
      To.Fields = From.Fields;
  }
  To.Bits |= From.Bits;
  To.IsZero |= From.IsZero;
  if (!To.Fields)
    To.Fields = From.Fields;
}

void Values::describeVariable(const VarDecl *D, SourceLocation Use,
                              unsigned Depth, Value &V) {
  V.Variable = variable(D);
  Writes W = writesBefore(D, Use);
  if (const auto *P = dyn_cast<ParmVarDecl>(D); P && P->getDeclContext() == F) {
    // What a pointer points to may change.
    bool IsPointer = D->getType()->isPointerType();
    if (llvm::none_of(W, [&](const Write &W) {
          return W.K == Write::Assign ||
                 (W.K == Write::Other && (!IsPointer || isOfWhole(W)));
        })) {
      V.K = Value::Parameter;
      V.Index = P->getFunctionScopeIndex();
    }
  } else {
    if (D->hasGlobalStorage() && !D->isStaticLocal())
      nameInPlace(V, D);
    auto AddsBits = [](const Write &W) {
      return W.K == Write::SetBits && W.Name.empty();
    };
    if (const Expr *Init = D->getAnyInitializer();
        Init && D->getDeclContext() == F && !W.empty() &&
        llvm::all_of(W, AddsBits)) {
      adopt(V, withBits(Init, W, Depth));
    } else if (const Expr *Init = onlyValue(D, Use)) {
      Value From = of(Init, Depth + 1);
      // A text says more than the name of the constant that it is.
      if (From.K == Value::String) {
        V.Text = 0;
        V.In = Value::Somewhere;
      }
      adopt(V, From);
      // A copied descriptor, pointer or reference names what it was copied
      // from; a copied object is another one.
      if (From.Variable != NoId &&
          (D->getType()->isScalarType() || D->getType()->isReferenceType()))
        V.Variable = From.Variable;
      if (D->getType()->isPointerType() || D->getType()->isReferenceType())
        V.Type = From.Type;
    } else if (D->getDeclContext() == F && D->isLocalVarDecl() &&
               D->getType()->isIntegralOrEnumerationType()) {
      adopt(V, assigned(D, W, Depth));
    } else if (Value Text = eitherText(D, W, Depth); Text.K == Value::String) {
      adopt(V, Text);
    } else if (D->getType()->isReferenceType() && D->getInit()) {
      // What is written through it is written there.
      if (Id Referred = of(D->getInit(), Depth + 1).Variable; Referred != NoId)
        V.Variable = Referred;
    }
  }
  // A flag that is or-ed in on some path only still shows the intent.
  for (const Write &W : W)
    if (V.K != Value::Choice && W.K == Write::SetBits && W.Name.empty())
      V.Bits |= of(W.What, Depth + 1).Bits;
  if (V.K != Value::Choice && D->getType()->isRecordType() &&
      D->isLocalVarDecl())
    describeFields(D, Use, Depth, V);
}

/// What \p Init is after `|=`, which a branch may decide.
Value Values::withBits(const Expr *Init, llvm::ArrayRef<Write> Added,
                       unsigned Depth) {
  Value Out = of(Init, Depth + 1);
  for (const Write &W : Added) {
    Value More = combine(Out, of(W.What, Depth + 1));
    Out = ifWritten(W, More, Out, Depth);
  }
  return Out;
}

/// What a function returns that does nothing else: `return LOCK_EX;`.
static const Expr *onlyResult(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (!Callee || (Method && Method->isVirtual()))
    return nullptr;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Callee->getBody());
  const auto *Return = Body && Body->size() == 1
                           ? dyn_cast<ReturnStmt>(Body->body_front())
                           : nullptr;
  return Return ? Return->getRetValue() : nullptr;
}

static bool isCallable(const Value &V) {
  return V.K == Value::Callable || V.K == Value::Functor ||
         V.K == Value::Stored;
}

/// One of two callables or objects: which test decides does not matter.
Value Values::either(const Value &True, const Value &False) {
  auto Plain = [&](const Value &Of) {
    if (Of.K == Value::Choice)
      return N.facts().value(Of);
    Value Out;
    Out.Type = Of.Type;
    if (isCallable(Of) || Of.K == Value::Parameter || Of.K == Value::Result ||
        Of.K == Value::Null) {
      Out.K = Of.K;
      Out.Index = Of.Index;
      Out.Text = Of.Text;
    }
    return N.facts().value(Out);
  };
  Value V;
  V.K = Value::Choice;
  V.Fields = N.facts().list({0, Plain(True), 0, Plain(False)});
  return V;
}

/// True for `this` and `*this`.
static bool isThis(const Expr *E) {
  const auto *Star = dyn_cast<UnaryOperator>(E);
  return isa<CXXThisExpr>(E) || (Star && Star->getOpcode() == UO_Deref &&
                                 isa<CXXThisExpr>(strip(Star->getSubExpr())));
}

void Values::describe(const Expr *E, unsigned Depth, Value &V) {
  E = strip(E);
  V.Type = N.type(E->getType());
  if (V.Variable == NoId)
    V.Variable = storage(place(E));
  if (V.Variable == NoId)
    V.Variable = standardDescriptor(E);
  if (V.Variable == NoId)
    V.Variable = element(E);

  if (V.Type != NoId && N.typeAt(V.Type).CallOperators && !isThis(E)) {
    V.K = Value::Functor;
    V.Index = V.Type;
    if (auto It = Results.find(E); It != Results.end()) {
      V.Number = It->second + 1;
      if (V.Variable == NoId)
        V.Variable = Out.Calls[It->second].ResultVariable;
    }
    // Which object it is tells what it holds.
    if (const auto *Member = dyn_cast<MemberExpr>(E);
        Member && isa<FieldDecl>(Member->getMemberDecl()))
      nameInPlace(V, Member->getMemberDecl());
    return;
  }
  if (const ValueDecl *Slot = Where.slot(E)) {
    if (const auto *P = dyn_cast<ParmVarDecl>(Slot);
        P && P->getDeclContext() == F) {
      V.K = Value::Parameter;
      V.Index = P->getFunctionScopeIndex();
    } else {
      V.K = Value::Stored;
      Value Kept = slot(Slot);
      V.Text = Kept.Text;
      V.In = Kept.In;
      // `global->run`: others may have filled the object before.
      const auto *Member = dyn_cast<MemberExpr>(E);
      const auto *Field =
          Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
      if (Field && isa<VarDecl>(Slot) && Where.holdsOne(Field->getType()))
        V.Holder = N.facts().string(N.slot(Field));
      // Of a pointer that is a slot: whose field it is.
      if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
        if (const auto *D = dyn_cast<VarDecl>(Ref->getDecl()))
          if (const Expr *Init = onlyValue(D, Ref->getBeginLoc()))
            Member = dyn_cast<MemberExpr>(strip(Init));
      Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
      if (Owner O = Field && Field == Slot && Field->getType()->isPointerType()
                        ? owner(Member)
                        : Owner();
          O.Of != Value::Somewhere && !O.Holder && V.In == Value::Somewhere) {
        V.In = O.Of;
        V.Index = O.Parameter;
        V.Holder = N.facts().string(N.qualifiedName(Field));
      }
    }
    return;
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Op->getOperator() == OO_Pipe && Op->getNumArgs() == 2)
    // Flags of a scoped enumeration.
    V.Bits |=
        of(Op->getArg(0), Depth + 1).Bits | of(Op->getArg(1), Depth + 1).Bits;
  if (const Expr *Count = countOf(E))
    if (Value From = plain(of(Count, Depth + 1));
        From.K == Value::Parameter || From.In != Value::Somewhere)
      adopt(V, From);
  if (const Expr *Constant = onlyResult(E); Constant && V.K == Value::Unknown)
    evaluate(Constant, V);
  describeText(E, Depth, V);
  const auto *New = dyn_cast<CXXNewExpr>(E);
  if (auto It = Results.find(New ? New->getConstructExpr() : E);
      It != Results.end()) {
    if (V.K == Value::Unknown) {
      V.K = Value::Result;
      V.Index = It->second;
    }
    if (V.Variable == NoId)
      V.Variable = Out.Calls[It->second].ResultVariable;
    return;
  }
  if (isa<CXXThisExpr>(E)) {
    V.K = Value::This;
    return;
  }
  if (const auto *New = dyn_cast<CXXNewExpr>(E)) {
    if (const Expr *Made = New->getConstructExpr())
      adopt(V, of(Made, Depth + 1));
    return;
  }
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    V.Fields = fields(listed(List, Depth));
    return;
  }
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return nameElement(Element, V);
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
        Field && V.K == Value::Unknown) {
      nameInPlace(V, Field);
      describeOwner(Member, V);
      if (const auto *Ref = dyn_cast<DeclRefExpr>(strip(Member->getBase())))
        describeField(Ref, Field, Depth, V);
    }
    return;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Fn = dyn_cast<FunctionDecl>(Ref->getDecl())) {
      V.K = Value::Callable;
      V.Index = N.entity(Fn);
    } else if (const auto *D = dyn_cast<VarDecl>(Ref->getDecl())) {
      Value FromVariable;
      if (llvm::ArrayRef<Definition> May = Defined.of(Ref); !May.empty())
        describeDefined(D, May, Depth, FromVariable);
      else
        describeVariable(D, Ref->getBeginLoc(), Depth, FromVariable);
      V.Variable = FromVariable.Variable;
      if (!V.Text && V.K != Value::String) {
        V.Text = FromVariable.Text;
        V.In = FromVariable.In;
        V.Holder = FromVariable.Holder;
      }
      adopt(V, FromVariable);
      // A base class is how it is named, not what it is.
      if (FromVariable.Type != NoId && V.Type != NoId &&
          llvm::is_contained(N.listAt(N.typeAt(FromVariable.Type).Bases),
                             N.typeAt(V.Type).Name))
        V.Type = FromVariable.Type;
    }
    return;
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Deref) {
      Value Inner = of(U->getSubExpr(), Depth + 1);
      Inner.IsZero = V.IsZero;
      if (Inner.K == Value::Integer || Inner.K == Value::Null ||
          Inner.K == Value::Scaled)
        Inner.K = Value::Unknown;
      Inner.Bits = 0;
      if (Inner.K == Value::Unknown)
        Inner.Number = U->getOpcode() == UO_AddrOf;
      if (Inner.In == Value::OfObject || Inner.In == Value::OfParameter)
        Inner.In = Value::Somewhere;
      V.Text = Inner.Text;
      V.In = Inner.In;
      V.Holder = Inner.Holder;
      adopt(V, Inner);
    } else if (U->getOpcode() == UO_LNot && V.K == Value::Unknown) {
      adopt(V,
            choice(test(E, Depth + 1), Value::integer(1), Value::integer(0)));
    }
    return;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (V.K == Value::Integer)
      return;
    if (B->getOpcode() == BO_Or) {
      adopt(V, combine(of(B->getLHS(), Depth + 1), of(B->getRHS(), Depth + 1)));
    } else if (B->getOpcode() == BO_And)
      V.Bits |=
          of(B->getLHS(), Depth + 1).Bits & of(B->getRHS(), Depth + 1).Bits;
    else if (B->isComparisonOp())
      adopt(V,
            choice(test(E, Depth + 1), Value::integer(1), Value::integer(0)));
    return;
  }
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    Value L = of(C->getTrueExpr(), Depth + 1);
    Value R = of(C->getFalseExpr(), Depth + 1);
    if (V.K != Value::Unknown)
      return;
    bool IsKnown = isCallable(L) || isCallable(R);
    Value Either =
        IsKnown ? either(L, R) : choice(test(C->getCond(), Depth + 1), L, R);
    if (Either.K != Value::Choice && WhereObjects.holdsOne(E->getType()))
      Either = either(L, R);
    adopt(V, Either);
    return;
  }
}

} // namespace nostall
