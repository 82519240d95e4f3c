//===- Slots.cpp - where callables are kept -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Slots.h"
#include "Body.h"
#include "Definitions.h"
#include "Values.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace nostall {

/// Containers of containers, and steps from an element to its container.
static constexpr unsigned MaxDepth = 12;

bool Slots::isSystem(const Decl *D) const {
  return Context.getSourceManager().isInSystemHeader(
      Context.getSourceManager().getExpansionLoc(D->getLocation()));
}

/// True for a plain struct of the project, without methods.
bool Slots::isRow(const RecordDecl *R) const {
  if (isSystem(R))
    return false;
  const auto *Class = dyn_cast<CXXRecordDecl>(R);
  return !Class || (Class->isAggregate() && !Class->isLambda() &&
                    llvm::all_of(Class->methods(), [](const CXXMethodDecl *M) {
                      return M->isImplicit();
                    }));
}

/// True for a class of the project whose methods are called through pointers.
bool Slots::isObject(QualType T) const {
  const auto *Class = T->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() && Class->isPolymorphic() &&
         !isSystem(Class);
}

bool Slots::holds(QualType T, unsigned Depth) const {
  if (T.isNull() || T->isDependentType() || Depth > 4)
    return false;
  if (Kept == Objects && T->isReferenceType() && isObject(T->getPointeeType()))
    return true;
  T = T.getNonReferenceType().getCanonicalType();
  if (Kept == Callables &&
      (T->isFunctionType() || T->isMemberFunctionPointerType()))
    return true;
  if (Kept == Objects && isObject(T))
    return Depth > 0;
  if (T->isPointerType())
    return holds(T->getPointeeType(), Depth + 1);
  if (const ArrayType *Array = Context.getAsArrayType(T))
    return holds(Array->getElementType(), Depth + 1);
  // std::function, std::vector<std::function>, and whatever looks like them.
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Class) {
    // A row of a table of callables.
    const RecordDecl *Row = T->getAsRecordDecl();
    Row = Row ? Row->getDefinition() : nullptr;
    return Row && isRow(Row) &&
           llvm::any_of(Row->fields(), [&](const FieldDecl *Field) {
             return holds(Field->getType(), Depth + 1);
           });
  }
  for (const TemplateArgument &A : Class->getTemplateArgs().asArray()) {
    llvm::ArrayRef<TemplateArgument> Pack(A);
    if (A.getKind() == TemplateArgument::Pack)
      Pack = A.getPackAsArray();
    for (const TemplateArgument &One : Pack)
      if (One.getKind() == TemplateArgument::Type &&
          holds(One.getAsType(), Depth + 1))
        return true;
  }
  return false;
}

/// True if \p T is an array or a container of callables, or points into one.
bool Slots::isTable(QualType T) const {
  T = T.getNonReferenceType().getCanonicalType();
  if (T->isFunctionPointerType() || T->isMemberFunctionPointerType() ||
      !holds(T))
    return false;
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  // std::function<…> is one callable.
  return !Class || Class->getTemplateArgs().size() == 0 ||
         Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
         !Class->getTemplateArgs()[0].getAsType()->isFunctionType();
}

bool Slots::holdsOne(QualType T) const {
  T = T.getCanonicalType();
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (Kept == Callables)
    return holds(T) && !isTable(T) &&
           (Class ? isSystem(Class)
                  : T->isFunctionPointerType() ||
                        T->isMemberFunctionPointerType());
  if (isSmartPointer(T) && Class)
    return isObject(Class->getTemplateArgs()[0].getAsType());
  return T->isPointerType() && isObject(T->getPointeeType());
}

/// True if the elements of a \p T are pointers to rows: what these hold is not
/// put into the table.
bool Slots::pointsToRows(QualType T, unsigned Depth) const {
  auto IsPointer = [&](QualType Element) {
    const RecordDecl *Row = Element->isPointerType()
                                ? Element->getPointeeType()->getAsRecordDecl()
                                : nullptr;
    return Row ? isRow(Row) : pointsToRows(Element, Depth + 1);
  };
  T = T.getNonReferenceType().getCanonicalType();
  if (const ArrayType *Array = Context.getAsArrayType(T))
    return IsPointer(Array->getElementType());
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  return Class && Depth < 4 &&
         llvm::any_of(
             Class->getTemplateArgs().asArray(),
             [&](const TemplateArgument &A) {
               return A.getKind() == TemplateArgument::Type &&
                      IsPointer(A.getAsType());
             });
}

const ValueDecl *Slots::heapOf(QualType T) const {
  const auto *Class = T->getAsCXXRecordDecl();
  if (Kept == Objects || !Class || !Class->hasDefinition() ||
      !isSystem(Class) || !holds(T) || isTable(T))
    return nullptr;
  // Its call operator is as good a name as any.
  auto Name = Context.DeclarationNames.getCXXOperatorName(OO_Call);
  const ValueDecl *Operator = nullptr;
  auto Look = [&](const CXXRecordDecl *In) {
    for (const NamedDecl *D : In->lookup(Name))
      if (!Operator)
        Operator = dyn_cast<CXXMethodDecl>(D);
    return !Operator;
  };
  if (Look(Class->getDefinition()))
    Class->getDefinition()->forallBases(Look);
  return Operator;
}

/// The slot that a `void *` is said to point to.
const ValueDecl *Slots::slotOnHeap(const Expr *E) const {
  for (E = E->IgnoreParenImpCasts();
       const auto *Cast = dyn_cast<ExplicitCastExpr>(E);
       E = Cast->getSubExpr()->IgnoreParenImpCasts())
    if (Cast->getType()->isPointerType() &&
        Cast->getSubExpr()->getType()->isVoidPointerType())
      return heapOf(Cast->getType()->getPointeeType());
  return nullptr;
}

/// True if \p V is a reference that keeps a temporary alive: also the hidden
/// one of `for (auto f : {a, b})`.
static bool bindsTemporary(const VarDecl *V) {
  const Expr *Init = V->getInit();
  if (!Init || !V->getType()->isReferenceType())
    return false;
  while (isa<FullExpr, ImplicitCastExpr>(Init))
    Init = isa<FullExpr>(Init) ? cast<FullExpr>(Init)->getSubExpr()
                               : cast<ImplicitCastExpr>(Init)->getSubExpr();
  return isa<MaterializeTemporaryExpr, CXXStdInitializerListExpr>(Init);
}

const ValueDecl *Slots::slotOfVariable(const VarDecl *V, unsigned Depth) const {
  const bool Captured = F && V->isLocalVarDeclOrParm() && !V->isStaticLocal() &&
                        (V->isInitCapture() || V->getDeclContext() != F);
  if (V->hasGlobalStorage() || Captured)
    return holds(V->getType()) ? V : nullptr;
  if (isa<ParmVarDecl>(V))
    return Depth > 0 && isTable(V->getType()) ? V : nullptr;
  // An element, an iterator, a copy: what it is of.
  if (const Expr *Init = V->getInit())
    if (const ValueDecl *Of = slot(Init, Depth + 1))
      return Of;
  bool IsItself = V->getType()->isRecordType() || V->getType()->isArrayType() ||
                  bindsTemporary(V);
  return IsItself && holds(V->getType()) ? V : nullptr;
}

/// `std::map<std::string, Command> &commands();`
bool Slots::givesTable(const FunctionDecl *F) const {
  QualType T = F->getReturnType();
  if (!(T->isReferenceType() || T->isPointerType()) ||
      T->isFunctionPointerType() || !isTable(T))
    return false;
  // Whoever may write to a row need not have it from a table.
  const RecordDecl *Row = T->getPointeeType()->getAsRecordDecl();
  return !Row || !isRow(Row) || T->getPointeeType().isConstQualified();
}

/// True for a call of one of the library's function objects without state.
bool Slots::isAlgorithm(const CXXOperatorCallExpr *Call) const {
  const CXXRecordDecl *Class = Call->getArg(0)->getType()->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() && Class->isEmpty() &&
         isSystem(Class) && Call->getNumArgs() > 1;
}

/// True if \p Made makes something that names the elements of a container.
static bool isView(const CXXConstructorDecl *Made) {
  const CXXRecordDecl *Class = Made->getParent();
  return Class->isInStdNamespace() && Class->getIdentifier() &&
         (Class->getName() == "span" || Class->getName() == "reverse_iterator");
}

/// True if a \p R has several callables, as a class has methods.
bool Slots::hasMethods(const RecordDecl *R) const {
  return llvm::count_if(R->fields(), [&](const FieldDecl *Field) {
           return holdsOne(Field->getType());
         }) > 1;
}

/// True if \p Table is or gives one \p Row, or points to one.
static bool isOne(const ValueDecl *Table, const RecordDecl *Row) {
  const auto *Giver = dyn_cast<FunctionDecl>(Table);
  QualType T = Giver ? Giver->getReturnType() : Table->getType();
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->getAsRecordDecl() == Row;
}

/// True if the object of \p Member is certainly a row of \p Table.
static bool isRowOf(const MemberExpr *Member, const ValueDecl *Table) {
  // What it owns may have been filled by whoever had it before.
  if (isSmartPointer(Table->getType().getNonReferenceType()))
    return false;
  // Whoever may write to it need not have it from a table.
  if (isa<ParmVarDecl>(Table)) {
    QualType T = Table->getType().getNonReferenceType();
    return (T->isPointerType() ? T->getPointeeType() : T).isConstQualified();
  }
  // `connection->operations->read`: of any table of that type.
  return !Member->isArrow() || !isa<FieldDecl>(Table) ||
         !isa<MemberExpr>(strip(Member->getBase()));
}

const ValueDecl *Slots::slot(const Expr *E, unsigned Depth) const {
  if (!E || Depth > MaxDepth || E->isTypeDependent())
    return nullptr;
  if (const ValueDecl *OnHeap = slotOnHeap(E))
    return OnHeap;
  E = strip(E);
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (Field && isSystem(Field) && Field->getType()->isFunctionPointerType() &&
        !Field->getParent()->isInStdNamespace())
      return Field;               // `transfer->callback`
    if (Field && isSystem(Field)) // The `second` of a pair.
      return isPairOfCallables(Field->getParent())
                 ? Field
                 : slot(Member->getBase(), Depth + 1);
    if (Field && holds(Field->getType())) {
      // In a row of a table: what the table holds.
      if (isRow(Field->getParent()) && !isTable(Field->getType()))
        if (const ValueDecl *Table = slot(Member->getBase(), Depth + 1);
            Table && isRowOf(Member, Table) &&
            !pointsToRows(Table->getType(), 0) &&
            // `driver()->open()` runs what is in that field.
            !(Member->isArrow() && isOne(Table, Field->getParent()) &&
              hasMethods(Field->getParent())))
          return Table;
      return Field;
    }
    const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl());
    return Static && holds(Static->getType()) ? Static : nullptr;
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *B = dyn_cast<BindingDecl>(Ref->getDecl())) {
      if (const VarDecl *Own = B->getHoldingVar())
        if (const ValueDecl *Half =
                halfOfPair(Own->getInit()->IgnoreImplicit()))
          return Half;
      const auto *Whole = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl());
      return Whole && Whole->getInit() ? slot(Whole->getInit(), Depth + 1)
                                       : nullptr;
    }
    if (Followed && !Followed->of(Ref).empty())
      return slot(Followed->only(Ref), Depth + 1);
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V ? slotOfVariable(V, Depth) : nullptr;
  }
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    switch (Op->getOperator()) {
    case OO_Star:
    case OO_Arrow:
    case OO_Subscript:
    case OO_PlusPlus:
      return slot(Op->getArg(0), Depth + 1);
    case OO_Pipe: // `table | std::views::values`
      return isSystem(Op->getDirectCallee()) ? slot(Op->getArg(0), Depth + 1)
                                             : nullptr;
    case OO_Call: // `std::ranges::find(table, …)`
      return isAlgorithm(Op) ? slot(Op->getArg(1), Depth + 1) : nullptr;
    default:
      return nullptr;
    }
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *Callee = Call->getDirectCallee();
        Callee && !isSystem(Callee) && givesTable(Callee))
      return Callee;
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    return Method && isSystem(Method)
               ? slot(Call->getImplicitObjectArgument(), Depth + 1)
               : nullptr;
  }
  if (const ValueDecl *Half = halfOfPair(E))
    return Half;
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    // std::exchange, std::begin, std::get, std::find_if, …
    const FunctionDecl *Callee = Call->getDirectCallee();
    return Callee && Callee->isInStdNamespace() && Call->getNumArgs() > 0
               ? slot(Call->getArg(0), Depth + 1)
               : nullptr;
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E);
      Made && Made->getNumArgs() > 0 && isView(Made->getConstructor()))
    return slot(Made->getArg(0), Depth + 1);
  // `std::unique_ptr<std::function<…>> owner(static_cast<…>(data))`
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getNumArgs() > 0 && isSystem(Made->getConstructor())
               ? slotOnHeap(Made->getArg(0))
               : nullptr;
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return slot(U->getSubExpr(), Depth + 1);
  if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
    return slot(Element->getBase(), Depth + 1);
  if (const auto *Either = dyn_cast<ConditionalOperator>(E)) {
    const ValueDecl *True = slot(Either->getTrueExpr(), Depth + 1);
    return True ? True : slot(Either->getFalseExpr(), Depth + 1);
  }
  return nullptr;
}

namespace {

/// The callables that an initialiser names, however deep its braces.
class NamedCallables : public BodyVisitor<NamedCallables> {
public:
  NamedCallables(ASTContext &Context, llvm::function_ref<void(const Expr *)> Do)
      : BodyVisitor(Context), Do(Do) {}

  bool TraverseLambdaExpr(LambdaExpr *L) {
    Do(L);
    return true;
  }
  bool TraverseMemberExpr(MemberExpr *E) {
    Do(E); // Not the object that it is a field of.
    return true;
  }
  bool TraverseCallExpr(CallExpr *E) {
    // What is called is not stored, but its arguments may be.
    for (Expr *A : E->arguments())
      TraverseStmt(A);
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (isa<FunctionDecl, ParmVarDecl>(E->getDecl()))
      Do(E);
    return true;
  }

private:
  llvm::function_ref<void(const Expr *)> Do;
};

class StoreScanner : public BodyVisitor<StoreScanner> {
public:
  StoreScanner(ASTContext &Context, const Slots &Where, Slots::Consumer Consume)
      : BodyVisitor(Context), Where(Where), Consume(Consume) {}

  bool VisitBinaryOperator(BinaryOperator *B) {
    if (B->getOpcode() == BO_Assign)
      store(B->getLHS(), B->getRHS());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Op) {
    if (Op->getOperator() == OO_Equal && Op->getNumArgs() == 2)
      store(Op->getArg(0), Op->getArg(1));
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    const CXXMethodDecl *Method = E->getMethodDecl();
    const Expr *Object = E->getImplicitObjectArgument();
    if (!Method || Method->isConst() || !Where.mayFill(Method, Object))
      return true;
    if (const RecordDecl *Pair = Where.pairIn(Object->getType());
        Pair && E->getNumArgs() == 2)
      storePair(Pair, {E->getArgs(), E->getNumArgs()});
    else if (const ValueDecl *Slot = Where.slot(Object))
      for (const Expr *A : E->arguments())
        Where.forEachStore(Slot, A, Consume);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    const CXXRecordDecl *Class = E->getConstructor()->getParent();
    if (E->getNumArgs() == 2 && Where.isPairOfCallables(Class))
      storePair(Class, {E->getArgs(), E->getNumArgs()});
    return true;
  }
  bool VisitCXXNewExpr(CXXNewExpr *E) {
    if (const ValueDecl *Heap = Where.heapOf(E->getAllocatedType());
        Heap && E->getInitializer())
      Where.forEachStore(Heap, E->getInitializer(), Consume);
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    if (Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
        Callee->getName() == "swap" && E->getNumArgs() == 2) {
      store(E->getArg(0), E->getArg(1));
      store(E->getArg(1), E->getArg(0));
    }
    if (Where.keepsObjects() && Callee && !Callee->isInStdNamespace())
      forEachArgument(E, [&](const ParmVarDecl *P, const Expr *A) {
        lend(P->getType(), A);
      });
    return true;
  }
  bool VisitInitListExpr(InitListExpr *List) {
    const auto *Record = List->getType()->getAsRecordDecl();
    if (!Record || List->isGLValue() || List->getType()->isDependentType())
      return true;
    unsigned I = 0;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
      I = Class->isUnion() ? 0 : Class->getNumBases();
    for (const FieldDecl *Field : Record->fields()) {
      if (Field->isUnnamedBitField())
        continue;
      if (I >= List->getNumInits())
        break;
      const Expr *Init = List->getInit(I++);
      if (Init && Where.holds(Field->getType()))
        Where.forEachStore(Field, Init, Consume);
    }
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (V->getInit() && !isa<ParmVarDecl>(V) && Where.holds(V->getType()) &&
        (!Where.keepsObjects() || Where.isSlot(V)))
      Where.forEachStore(V, V->getInit(), Consume);
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr *L) {
    // What it captures it may call.
    auto Init = L->capture_init_begin();
    for (const LambdaCapture &C : L->captures()) {
      const Expr *Captured = *Init++;
      if (!C.capturesVariable() || !Captured)
        continue;
      const auto *V = dyn_cast<VarDecl>(C.getCapturedVar());
      if (V && Where.holds(V->getType()))
        Where.forEachStore(V, Captured, Consume);
    }
    return BodyVisitor::TraverseLambdaExpr(L);
  }

private:
  /// Whoever is given a slot to write to may put anything there.
  void lend(QualType To, const Expr *Given) {
    bool IsMutable = (To->isLValueReferenceType() || To->isPointerType()) &&
                     !To->getPointeeType().isConstQualified();
    if (!IsMutable || !Where.holds(To->getPointeeType()))
      return;
    if (const ValueDecl *Slot = Where.slot(Given))
      Consume(Slot, nullptr);
  }
  void storePair(const RecordDecl *Pair, llvm::ArrayRef<const Expr *> Given) {
    for (const auto &[Field, E] : llvm::zip(Pair->fields(), Given))
      Where.forEachStore(Field, E, Consume);
  }
  void store(const Expr *To, const Expr *What) {
    const ValueDecl *Slot = Where.slot(To);
    if (!Slot)
      return;
    Where.forEachStore(Slot, What, Consume);
    // Whoever does not know which row it has looks into the field.
    if (const auto *Member = dyn_cast<MemberExpr>(strip(To)))
      if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
          Field && Field != Slot && Where.holds(Field->getType()))
        Where.forEachStore(Field, What, Consume);
  }

  const Slots &Where;
  Slots::Consumer Consume;
};

} // namespace

/// True if \p Method puts what it is given into \p Object, not into what that
/// points to.
bool Slots::mayFill(const CXXMethodDecl *Method, const Expr *Object) const {
  if (Kept == Callables)
    return true;
  QualType T = Object->getType();
  return holds(T->isPointerType() ? T->getPointeeType() : T) &&
         !isObject(Method->getFunctionObjectParameterType());
}

/// Visits the pointers to objects that \p E is made of.
void Slots::forEachObject(const Expr *E,
                          llvm::function_ref<void(const Expr *)> Do) const {
  E = strip(E);
  if (const auto *List = dyn_cast<InitListExpr>(E)) {
    for (const Expr *Init : List->inits())
      forEachObject(Init, Do);
  } else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E)) {
    forEachObject(List->getSubExpr(), Do);
  } else if (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
    if (isSystem(Made->getConstructor()))
      for (const Expr *A : Made->arguments())
        forEachObject(A, Do);
  } else if (const auto *Either = dyn_cast<ConditionalOperator>(E)) {
    forEachObject(Either->getTrueExpr(), Do);
    forEachObject(Either->getFalseExpr(), Do);
  } else if (const auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getDirectCallee() &&
             Call->getDirectCallee()->isInStdNamespace() &&
             Call->getDirectCallee()->getIdentifier() &&
             Call->getDirectCallee()->getName() == "make_pair") {
    for (const Expr *A : Call->arguments())
      forEachObject(A, Do);
  } else if (holds(E->getType())) {
    Do(E);
  }
}

void Slots::forEachStore(const ValueDecl *Slot, const Expr *Init,
                         Consumer Consume) const {
  if (!Init || Init->isTypeDependent())
    return;
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init))
    Init = Default->getExpr();
  if (Kept == Objects && Slot->getType()->isReferenceType())
    return Consume(Slot, strip(Init));
  if (Kept == Objects) {
    if (Init)
      forEachObject(Init, [&](const Expr *E) { Consume(Slot, E); });
    return;
  }
  Consume(Slot, Init);
  const Expr *Whole = withoutAddress(Init);
  auto Each = [&](const Expr *E) {
    if (E != Whole)
      Consume(Slot, E);
  };
  NamedCallables Named(Context, Each);
  Named.TraverseStmt(const_cast<Expr *>(Init));
}

void Slots::forEachStore(const Stmt *Body, Consumer Consume) const {
  StoreScanner Scanner(Context, *this, Consume);
  Scanner.TraverseStmt(const_cast<Stmt *>(Body));
  if (const auto *C = dyn_cast_or_null<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *Init : C->inits()) {
      Scanner.TraverseStmt(Init->getInit());
      if (const FieldDecl *Field = Init->getAnyMember();
          Field && holds(Field->getType()))
        forEachStore(Field, Init->getInit(), Consume);
    }
}

} // namespace nostall
