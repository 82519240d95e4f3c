//===- Registrations.cpp - callables kept with a descriptor ---------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Registrations.h"
#include "Body.h"
#include "Values.h"

using namespace clang;

namespace nostall {
namespace {

using Consumer = llvm::function_ref<void(const Registration &)>;

/// An array and what it is subscripted with.
struct Subscript {
  const Expr *Array = nullptr, *Index = nullptr;
};

Subscript subscript(const Expr *E) {
  E = strip(E);
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return {strip(Element->getBase()), strip(Element->getIdx())};
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
      Op && Op->getOperator() == OO_Subscript && Op->getNumArgs() == 2)
    return {strip(Op->getArg(0)), strip(Op->getArg(1))};
  return {};
}

const VarDecl *variable(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// The rows that \p Array is initialised with.
const InitListExpr *rows(const Expr *Array) {
  const VarDecl *V = variable(Array);
  const auto *List = V && V->getAnyInitializer()
                         ? dyn_cast<InitListExpr>(strip(V->getAnyInitializer()))
                         : nullptr;
  // A std::array has its elements one pair of braces further in.
  if (List && List->getNumInits() == 1 && List->getType()->isRecordType())
    if (const auto *Inner = dyn_cast<InitListExpr>(strip(List->getInit(0))))
      return Inner;
  return List;
}

/// Finds what a body assigns to a field of a variable, or of a row of an array.
class FieldScanner : public BodyVisitor<FieldScanner> {
public:
  FieldScanner(ASTContext &Context, const VarDecl *Of,
               std::optional<int64_t> Row)
      : BodyVisitor(Context), Of(Of), Row(Row) {}

  bool VisitBinaryOperator(BinaryOperator *B) {
    const auto *Member = dyn_cast<MemberExpr>(strip(B->getLHS()));
    if (B->getOpcode() != BO_Assign || !Member)
      return true;
    const Expr *Base = strip(Member->getBase());
    Subscript In = subscript(Base);
    std::optional<int64_t> At;
    if (Expr::EvalResult R; In.Index && In.Index->EvaluateAsInt(R, Context))
      At = R.Val.getInt().getExtValue();
    if (variable(In.Array ? In.Array : Base) == Of && At == Row)
      Assigned.emplace_back(Member->getMemberDecl(), B->getRHS());
    return true;
  }

  llvm::SmallVector<std::pair<const ValueDecl *, const Expr *>, 4> Assigned;

private:
  const VarDecl *Of;
  std::optional<int64_t> Row;
};

/// The struct that \p Member is a field of, however it is pointed to; null for
/// the function's own object.
const Expr *structOf(const MemberExpr *Member) {
  const Expr *E = strip(Member->getBase());
  while (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() != UO_AddrOf && U->getOpcode() != UO_Deref)
      break;
    E = strip(U->getSubExpr());
  }
  return isa<CXXThisExpr>(E) ? nullptr : E;
}

llvm::FoldingSetNodeID written(const Expr *E, const ASTContext &Context) {
  llvm::FoldingSetNodeID Out;
  E->Profile(Out, Context, /*Canonical=*/true);
  return Out;
}

/// `w->field = what`, also where an operator does it.
std::optional<Registrations::Assignment> assignmentIn(const Stmt *S) {
  const Expr *To = nullptr, *What = nullptr;
  if (const auto *B = dyn_cast<BinaryOperator>(S);
      B && B->getOpcode() == BO_Assign) {
    To = B->getLHS();
    What = B->getRHS();
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(S);
             Op && Op->getOperator() == OO_Equal && Op->getNumArgs() == 2) {
    To = Op->getArg(0);
    What = Op->getArg(1);
  }
  const auto *Member = To ? dyn_cast<MemberExpr>(strip(To)) : nullptr;
  const Expr *Object = Member ? structOf(Member) : nullptr;
  if (!Object || Object->isTypeDependent())
    return std::nullopt;
  return Registrations::Assignment{S, Member->getMemberDecl(), Object, What};
}

class AssignmentScanner : public BodyVisitor<AssignmentScanner> {
public:
  using Found = std::map<llvm::FoldingSetNodeID, Registrations::Assignments>;
  AssignmentScanner(ASTContext &Context, Found &Out)
      : BodyVisitor(Context), Out(Out) {}

  bool VisitStmt(Stmt *S) {
    if (auto A = assignmentIn(S))
      Out[written(A->Object, Context)].push_back(*A);
    return true;
  }

private:
  Found &Out;
};

/// Arithmetic makes flags and sizes.
bool isDescriptor(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult R;
  return E && !E->isValueDependent() && !E->isTypeDependent() &&
         !isa<BinaryOperator>(strip(E)) &&
         E->getType()
             .getCanonicalType()
             .getNonReferenceType()
             ->isSpecificBuiltinType(BuiltinType::Int) &&
         !E->EvaluateAsInt(R, Context);
}

class Finder {
public:
  Finder(const Stmt *Body, ASTContext &Context, Consumer Do)
      : Body(Body), Context(Context), Do(Do) {}

  void visit(const Stmt *S);

private:
  bool isDescriptor(const Expr *E) const {
    return nostall::isDescriptor(E, Context);
  }
  void row(const InitListExpr *List);
  void assignment(const Expr *To, const Expr *What);
  void sideBySide(const Expr *Callee, llvm::ArrayRef<const Expr *> Given);

  const Stmt *Body;
  ASTContext &Context;
  Consumer Do;
};

/// `{fd, on_readable}`
void Finder::row(const InitListExpr *List) {
  const Expr *Descriptor = nullptr;
  if (!List->getType()->isRecordType())
    return;
  for (const Expr *E : List->inits())
    if (isDescriptor(E)) {
      if (Descriptor)
        return;
      Descriptor = E;
    }
  if (Descriptor)
    for (const Expr *E : List->inits())
      if (E != Descriptor)
        Do({E, Descriptor});
}

/// `handlers[fd] = on_readable`
void Finder::assignment(const Expr *To, const Expr *What) {
  To = strip(To);
  if (const auto *Member = dyn_cast<MemberExpr>(To))
    To = strip(Member->getBase());
  Subscript In = subscript(To);
  if (!isDescriptor(In.Index))
    return;
  if (const auto *List = dyn_cast<InitListExpr>(strip(What)))
    for (const Expr *E : List->inits())
      Do({E, In.Index});
  else
    Do({What, In.Index});
}

/// `handlers[i](fds[i].fd)`
void Finder::sideBySide(const Expr *Callee,
                        llvm::ArrayRef<const Expr *> Arguments) {
  Callee = strip(Callee);
  if (const auto *Member = dyn_cast<BinaryOperator>(Callee))
    Callee = Member->getRHS(); // `(this->*handlers[i])(…)`
  Subscript Called = subscript(Callee);
  const VarDecl *Index = variable(Called.Index);
  const InitListExpr *Callables = Index ? rows(Called.Array) : nullptr;
  if (!Callables)
    return;
  for (const Expr *A : Arguments) {
    const auto *Member = dyn_cast<MemberExpr>(strip(A));
    Subscript Given = subscript(Member ? Member->getBase() : A);
    const VarDecl *Of = variable(Given.Array);
    if (!isDescriptor(A) || !Of || variable(Given.Index) != Index)
      continue;
    const InitListExpr *Rows = rows(Given.Array);
    for (unsigned I = 0; I < Callables->getNumInits(); ++I) {
      const Expr *Descriptor = nullptr;
      const auto *Row =
          Rows && I < Rows->getNumInits() ? Rows->getInit(I) : nullptr;
      const auto *List = Row ? dyn_cast<InitListExpr>(strip(Row)) : nullptr;
      const auto *Field =
          Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
      if (!Member)
        Descriptor = Row;
      else if (List && Field && Field->getFieldIndex() < List->getNumInits())
        Descriptor = List->getInit(Field->getFieldIndex());
      FieldScanner Scanner(Context, Of, I);
      if (Member)
        Scanner.TraverseStmt(const_cast<Stmt *>(Body));
      for (const auto &[Assigned, Value] : Scanner.Assigned)
        if (Assigned == Member->getMemberDecl())
          Descriptor = Value;
      if (isDescriptor(Descriptor))
        Do({Callables->getInit(I), Descriptor});
    }
  }
}

void Finder::visit(const Stmt *S) {
  if (const auto *List = dyn_cast<InitListExpr>(S))
    return row(List);
  if (const auto *B = dyn_cast<BinaryOperator>(S)) {
    if (B->getOpcode() == BO_Assign)
      assignment(B->getLHS(), B->getRHS());
    return;
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(S)) {
    // `handlers.insert({fd, on_readable})`
    if (Made->getConstructor()->getParent()->isInStdNamespace() &&
        Made->getNumArgs() == 2 && isDescriptor(Made->getArg(0)))
      Do({Made->getArg(1), Made->getArg(0)});
    return;
  }
  const auto *Call = dyn_cast<CallExpr>(S);
  if (!Call)
    return;
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call);
  if (Op && Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
    return assignment(Op->getArg(0), Op->getArg(1));
  llvm::ArrayRef<const Expr *> Given(Call->getArgs(), Call->getNumArgs());
  if (Op && Op->getOperator() == OO_Call)
    return sideBySide(Given[0], Given.drop_front());
  if (!Call->getDirectCallee())
    return sideBySide(Call->getCallee(), Given);
  // `handlers.emplace(fd, on_readable)`
  const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
  if (Member && Member->getMethodDecl() &&
      Context.getSourceManager().isInSystemHeader(
          Member->getMethodDecl()->getLocation()) &&
      Member->getNumArgs() == 2 && isDescriptor(Member->getArg(0)))
    Do({Member->getArg(1), Member->getArg(0)});
}

/// True for what can call something, or be called.
bool mayBeCallable(const Expr *E) {
  QualType T = strip(E)->getType();
  return T->isFunctionType() || T->isFunctionPointerType() || T->isRecordType();
}

} // namespace

const Registrations::Assignments &
Registrations::assignmentsTo(const Expr *Object) {
  if (!Assigned) {
    Assigned.emplace();
    AssignmentScanner(Context, *Assigned)
        .TraverseStmt(const_cast<Stmt *>(Body));
  }
  return (*Assigned)[written(Object, Context)];
}

/// `w->fd = fd; w->run = on_readable;`
void Registrations::forEachField(const Assignment &Now, Consumer Do) {
  const Assignments &All = assignmentsTo(Now.Object);
  Registration Out;
  Out.Object = Now.Object;
  size_t Last = 0;
  unsigned Descriptors = 0;
  for (const auto &[I, A] : llvm::enumerate(All)) {
    if (isDescriptor(A.What, Context) && ++Descriptors) {
      Out.Descriptor = A.What;
      Last = I;
    }
    if (A.What->getType()->isIntegralOrEnumerationType() &&
        llvm::count_if(
            All, [&](const Assignment &B) { return B.Field == A.Field; }) == 1)
      Out.Numbers.push_back({A.Field->getName(), A.What});
  }
  if (Descriptors > 1)
    Out.Descriptor = nullptr;
  if (Out.Numbers.empty() && !Out.Descriptor)
    return;
  for (const auto &[I, A] : llvm::enumerate(All)) {
    bool IsLater = Out.Descriptor && Last > I;
    if (All[IsLater ? Last : I].By != Now.By || !mayBeCallable(A.What))
      continue;
    Out.Callable = A.What;
    Out.Slot = A.Field;
    Do(Out);
  }
}

void Registrations::forEach(const Stmt *S, Consumer Do) {
  Finder(Body, Context, Do).visit(S);
  if (std::optional<Assignment> Now = assignmentIn(S); Now && Body)
    forEachField(*Now, Do);
}

} // namespace nostall
