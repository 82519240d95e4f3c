//===- Flow.cpp - the calls of one function, in its flow graph ------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Flow.h"
#include "Body.h"
#include "Branches.h"
#include "FieldWrites.h"
#include "Registrations.h"
#include "RewritableCalls.h"
#include "Siblings.h"
#include "Texts.h"
#include "Values.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace nostall {
namespace {

bool needsDestructor(QualType T) {
  const auto *Class = T->getAsCXXRecordDecl();
  return Class && Class->hasDefinition() &&
         Class->getDefinition()->hasNonTrivialDestructor();
}

class FlowBuilder {
public:
  FlowBuilder(const FunctionDecl *F, Names &N, ASTContext &Context,
              SuppressionLookup Suppressed)
      : F(F), N(N), Context(Context), Suppressed(Suppressed),
        Body(innerBody(F->getBody())), V(N, Context, Out, F, Body),
        Scan(Context), Kept(Body, Context) {}

  FunctionDraft build();

private:
  static const Stmt *innerBody(const Stmt *Body) {
    if (const auto *C = dyn_cast<CoroutineBodyStmt>(Body))
      return C->getBody();
    return Body;
  }

  void scan();
  void recordStores();
  void recordPromise(const CoroutineBodyStmt *C);
  bool buildFromCFG();
  void splitSwitch(const CFGBlock &B, llvm::ArrayRef<uint32_t> NewId);
  void recordTree(const Stmt *S);
  void record(const CFGElement &E);
  void record(const Stmt *S);

  void recordElsewhere(const Expr *E, SourceLocation Used);
  void recordCall(const CallExpr *E);
  void recordConstructor(const CXXConstructExpr *E);
  void recordInherited(const CXXInheritedCtorInitExpr *E);
  void recordAwait(const Expr *E, const Expr *Operand, SourceLocation Loc);
  void recordAssignment(const BinaryOperator *B);
  void recordCopy(Value Field, QualType T, const Expr *From);
  void recordLocal(const VarDecl *Local, const Expr *From);
  void recordBraces(const InitListExpr *List);
  void recordRegistrations(const Stmt *S);
  void recordReturn(const ReturnStmt *R);
  void recordDeclared(const DeclStmt *S);
  void recordDestructor(QualType T, SourceRange Range, Value Object,
                        bool IsVirtual = false);
  void addArguments(Call &C, CallDetails &D,
                    llvm::ArrayRef<const Expr *> Arguments,
                    const FunctionDecl *Callee);
  void addTemplateArguments(Call &C, const FunctionDecl *Callee,
                            llvm::SmallVectorImpl<Id> &Values);
  ListId typeArguments(const FunctionDecl *Callee);
  void setObject(Call &C, const Value &Object) {
    C.HasObject = true;
    C.Object = N.facts().value(Object);
  }
  void add(Call C, SourceRange Range, CallDetails D = {});
  std::string text(const Expr *E) const { return written(E, Context); }
  std::string objectText(const Expr *Object) const;

  bool inSystemHeader(const Decl *D) const {
    return Context.getSourceManager().isInSystemHeader(D->getLocation());
  }

  const FunctionDecl *F;
  Names &N;
  ASTContext &Context;
  SuppressionLookup Suppressed;
  FunctionDraft Out;
  const Stmt *Body;
  Values V;
  BodyScanner Scan;
  Registrations Kept;
  /// Of a coroutine.
  std::optional<RewritableCalls> Rewritable;
  /// Fields and bases that this constructor's initialisers fill.
  llvm::DenseMap<const Expr *, Value> Filled;
  /// The CFG shows an awaited operand twice.
  llvm::DenseSet<const Stmt *> Seen, SeenTemporaries;
  /// Where everything is reported that is recorded now, if valid.
  SourceLocation ReportAt;
  /// What is recorded now initialises a static local variable.
  bool IsOnce = false;
};

//===----------------------------------------------------------------------===//
// The body
//===----------------------------------------------------------------------===//

FunctionDraft FlowBuilder::build() {
  scan();
  Function &Row = Out.Row;
  Row.Entity = N.entity(F);
  Row.Loc = N.location(F->getLocation());
  Row.Returns = N.type(F->getReturnType());
  if (const FunctionDecl *Outer = outerFunction(F))
    Row.Outer = N.entity(Outer);
  Row.IsPattern = F->isDependentContext();
  Row.ExpectsWouldBlock = Scan.ExpectsWouldBlock;
  Row.HasErrors = Scan.HasErrors;
  Row.TakesFormat = takesFormat(F);

  const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(F->getBody());
  if (Coroutine || Scan.HasAwait || Scan.HasYield || Scan.HasReturn)
    Row.K = Scan.HasYield && !Scan.HasAwait &&
                    (N.isGenerator(F->getReturnType()) || Row.IsPattern)
                ? Function::Generator
                : Function::Coroutine;
  if (Row.K == Function::Coroutine)
    Rewritable.emplace(Body, Context);

  if (Coroutine && !Row.IsPattern)
    recordPromise(Coroutine);
  if (Row.IsPattern || Scan.HasErrors || !buildFromCFG()) {
    if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
      for (const CXXCtorInitializer *Init : C->inits())
        recordTree(Init->getInit());
    recordTree(Body);
    Out.Blocks = {{static_cast<uint32_t>(Out.Calls.size()), {}}};
  }
  recordStores();
  if (!Row.IsPattern) {
    recordFieldWrites(F, Body, V, N, Context);
    if (Row.K == Function::Plain && !Scan.HasErrors)
      Row.Returned = V.returned(Scan.Results);
  }
  return std::move(Out);
}

void FlowBuilder::recordStores() {
  if (Out.Row.IsPattern)
    return;
  V.slots().forEachStore(Body, [&](const ValueDecl *Slot, const Expr *E) {
    Call C;
    C.F = Call::Store;
    Value Stored = V.of(E);
    if (Stored.K != Value::Callable && Stored.K != Value::Functor &&
        Stored.K != Value::Parameter && Stored.K != Value::Result &&
        Stored.K != Value::This && Stored.K != Value::Stored)
      return;
    C.Target = N.facts().value(Stored);
    C.Object = N.facts().value(V.slot(Slot));
    add(C, E->getSourceRange());
  });
  V.objectSlots().forEachStore(Body, [&](const ValueDecl *Slot, const Expr *E) {
    Call C;
    C.F = Call::Store;
    C.Target = N.facts().value(E ? V.ofObject(E) : Value());
    C.Object = N.facts().value(V.objectSlot(Slot));
    add(C, E ? E->getSourceRange() : F->getLocation());
  });
  // What is stored does not run here: the last block may have it.
  Out.Blocks.back().End = Out.Calls.size();
}

void FlowBuilder::scan() {
  Scan.TraverseStmt(const_cast<Stmt *>(Body));
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *Init : C->inits()) {
      Scan.TraverseStmt(Init->getInit());
      if (Init->isAnyMemberInitializer())
        Scan.taken(Init->getInit());
      if (const FieldDecl *Field = Init->getAnyMember()) {
        const Expr *E = element(Init->getInit());
        Filled[E] = V.ofField(Field);
        if (const auto *New = dyn_cast<CXXNewExpr>(pointerIn(E));
            New && New->getConstructExpr())
          Filled[New->getConstructExpr()] = V.ofField(Field);
      } else if (Init->isBaseInitializer()) {
        Filled[core(Init->getInit())].K = Value::This;
      }
    }
}

void FlowBuilder::recordPromise(const CoroutineBodyStmt *C) {
  // The compiler's calls have no text of their own: report the function.
  ReportAt = F->getLocation();
  const Stmt *Hooks[] = {C->getAllocate(),         C->getPromiseDeclStmt(),
                         C->getReturnValueInit(),  C->getInitSuspendStmt(),
                         C->getFinalSuspendStmt(), C->getExceptionHandler(),
                         C->getDeallocate()};
  for (const Stmt *S : Hooks)
    recordTree(S);
  const CompoundStmt *Statements = C->getBody();
  if (Statements->body_empty() || !isa<CoreturnStmt>(Statements->body_back()))
    recordTree(C->getFallthroughHandler());
  recordDestructor(C->getPromiseDecl()->getType(), F->getLocation(), Value());
  ReportAt = SourceLocation();
  // The frame owns copies of the parameters.
  for (const ParmVarDecl *P : F->parameters())
    if (!P->getType()->isReferenceType())
      recordDestructor(P->getType(), P->getLocation(), V.of(P));
}

/// True if the block calls a function that does not return. A throw does not
/// return either, but the program goes on.
bool endsProgram(const CFGBlock &B) {
  return B.hasNoReturnElement() && llvm::none_of(B, [](const CFGElement &E) {
           auto S = E.getAs<CFGStmt>();
           return S && isa<CXXThrowExpr>(S->getStmt());
         });
}

bool FlowBuilder::buildFromCFG() {
  // Code with errors may hold classes that the CFG cannot destroy.
  if (F->isInvalidDecl())
    return false;
  if (const auto *Method = dyn_cast<CXXMethodDecl>(F)) {
    const CXXRecordDecl *Class = Method->getParent();
    if (Class->isInvalidDecl() ||
        llvm::any_of(Class->fields(), [](const FieldDecl *Field) {
          return Field->isInvalidDecl() || Field->getType()->isIncompleteType();
        }))
      return false;
  }
  CFG::BuildOptions Options;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddInitializers = true;
  for (Stmt::StmtClass Class :
       {Stmt::CoawaitExprClass, Stmt::CoyieldExprClass,
        Stmt::CXXDefaultArgExprClass, Stmt::CXXDefaultInitExprClass,
        Stmt::CXXInheritedCtorInitExprClass, Stmt::BinaryOperatorClass,
        Stmt::CompoundAssignOperatorClass, Stmt::UnaryOperatorClass,
        Stmt::InitListExprClass})
    Options.setAlwaysAdd(Class);
  if (!V.definitions().empty())
    Options.setAlwaysAdd(Stmt::DeclRefExprClass);
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(F, const_cast<Stmt *>(Body), &Context, Options);
  if (!Graph)
    return false;
  V.definitions().analyse(*Graph);

  unsigned Size = Graph->getNumBlockIDs();
  std::vector<llvm::SmallVector<unsigned, 4>> Successors(Size);
  std::vector<const CFGBlock *> ById(Size);
  for (const CFGBlock *B : *Graph) {
    ById[B->getBlockID()] = B;
    for (const CFGBlock::AdjacentBlock &S : B->succs())
      if (const CFGBlock *To = S.getReachableBlock())
        Successors[B->getBlockID()].push_back(To->getBlockID());
  }

  llvm::DenseSet<unsigned> Last = skipMerges(*Graph, Successors);
  enterLoops(*Graph, Context, Successors);

  // An exception leaves a `try` from any block that has a part of it.
  llvm::DenseMap<const Stmt *, unsigned> Handlers;
  for (const CFGBlock *B : Graph->try_blocks())
    if (const Stmt *S = B->getTerminatorStmt())
      Handlers[S] = B->getBlockID();
  if (!Handlers.empty())
    for (const CFGBlock *B : *Graph)
      for (const CFGElement &E : *B)
        if (auto S = E.getAs<CFGStmt>())
          if (const CXXTryStmt *Try = Scan.Tries.lookup(S->getStmt()))
            if (auto It = Handlers.find(Try); It != Handlers.end())
              if (auto &To = Successors[B->getBlockID()];
                  !llvm::is_contained(To, It->second))
                To.push_back(It->second);

  // Reverse postorder: a call comes after what its arguments came from.
  std::vector<unsigned> Order;
  std::vector<char> State(Size);
  std::vector<std::pair<unsigned, unsigned>> Stack;
  unsigned Entry = Graph->getEntry().getBlockID();
  Stack.push_back({Entry, 0});
  State[Entry] = 1;
  while (!Stack.empty()) {
    auto &[Id, Next] = Stack.back();
    if (Next == Successors[Id].size()) {
      Order.push_back(Id);
      Stack.pop_back();
      continue;
    }
    unsigned To = Successors[Id][Next++];
    if (!State[To]) {
      State[To] = 1;
      Stack.push_back({To, 0});
    }
  }
  std::reverse(Order.begin(), Order.end());

  // What always ends in exit() stalls nothing.
  std::vector<char> Doomed(Size);
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (unsigned Id : Order)
      if (!Doomed[Id] && (endsProgram(*ById[Id]) ||
                          (!Successors[Id].empty() &&
                           llvm::all_of(Successors[Id], [&](unsigned To) {
                             return Doomed[To];
                           }))))
        Changed = Doomed[Id] = 1;
  }

  std::vector<uint32_t> NewId(Size, NoId);
  for (unsigned Id : Order) {
    if (!Doomed[Id])
      for (const CFGElement &E : *ById[Id])
        record(E);
    NewId[Id] = Out.Blocks.size();
    Out.Blocks.push_back({static_cast<uint32_t>(Out.Calls.size()), {}});
    if (!bothReachable(*ById[Id]))
      continue;
    Values::Branch B = V.test(condition(*ById[Id], Last.contains(Id)));
    Out.Blocks.back().Test = B.Test;
    if (!B.When)
      std::swap(Successors[Id][0], Successors[Id][1]);
  }
  for (unsigned Id : Order) {
    for (unsigned To : Successors[Id])
      Out.Blocks[NewId[Id]].Successors.push_back(NewId[To]);
    splitSwitch(*ById[Id], NewId);
  }
  return true;
}

/// Puts tests of one case each in place of a switch over a parameter.
void FlowBuilder::splitSwitch(const CFGBlock &B,
                              llvm::ArrayRef<uint32_t> NewId) {
  const auto *Switch = dyn_cast_or_null<SwitchStmt>(B.getTerminatorStmt());
  if (!Switch)
    return;
  llvm::SmallVector<std::pair<Id, uint32_t>, 8> Cases;
  for (const CFGBlock::AdjacentBlock &S : llvm::drop_end(B.succs())) {
    const CFGBlock *To = S.getReachableBlock();
    const auto *Case =
        To ? dyn_cast_or_null<CaseStmt>(To->getLabel()) : nullptr;
    Id Test = Case && !Case->getRHS()
                  ? V.testCase(Switch->getCond(), Case->getLHS())
                  : 0;
    if (!Test)
      return;
    Cases.push_back({Test, NewId[To->getBlockID()]});
  }
  if (Cases.empty())
    return;
  std::reverse(Cases.begin(), Cases.end()); // As they are written.
  // The last successor is the default, and what an exception leads to is
  // behind. A switch that names all enumerators has no default.
  Id At = NewId[B.getBlockID()];
  std::vector<Id> Rest = Out.Blocks[At].Successors;
  Rest.erase(Rest.begin(), Rest.begin() + Cases.size());
  if (!B.succ_rbegin()->getReachableBlock())
    Rest.insert(Rest.begin(), Cases.pop_back_val().second);
  auto Calls = static_cast<uint32_t>(Out.Calls.size());
  for (size_t I = 0; I < Cases.size(); ++I) {
    bool IsLast = I + 1 == Cases.size();
    Id Next = IsLast ? Rest[0] : static_cast<Id>(Out.Blocks.size());
    std::vector<Id> Successors{Cases[I].second, Next};
    Successors.insert(Successors.end(), Rest.begin() + 1, Rest.end());
    Out.Blocks[At].Successors = std::move(Successors);
    Out.Blocks[At].Test = Cases[I].first;
    if (!IsLast)
      Out.Blocks.push_back({Calls, {}});
    At = Next;
  }
}

void FlowBuilder::recordTree(const Stmt *S) {
  if (!S)
    return;
  TreeRecorder(Context, [this](const Stmt *S) {
    record(S);
  }).TraverseStmt(const_cast<Stmt *>(S));
}

void FlowBuilder::recordElsewhere(const Expr *E, SourceLocation Used) {
  // The same expression may run at several places of one body.
  llvm::DenseSet<const Stmt *> Outer;
  std::swap(Outer, Seen);
  SourceLocation OuterLocation = ReportAt;
  if (ReportAt.isInvalid())
    ReportAt = Used;
  recordTree(E);
  ReportAt = OuterLocation;
  std::swap(Outer, Seen);
}

void FlowBuilder::record(const CFGElement &E) {
  if (auto S = E.getAs<CFGStmt>())
    return Scan.Evaluated.count(S->getStmt()) ? record(S->getStmt()) : void();
  if (auto I = E.getAs<CFGInitializer>()) {
    const CXXCtorInitializer *Init = I->getInitializer();
    if (const FieldDecl *Field = Init->getMember();
        Field && !Field->getType()->isRecordType())
      recordCopy(V.ofField(Field), Field->getType(), Init->getInit());
    return;
  }
  if (auto D = E.getAs<CFGAutomaticObjDtor>()) {
    const VarDecl *Variable = D->getVarDecl();
    // Returned, it lives on in the caller.
    if (Scan.Returned.count(Variable))
      return;
    Value Object = V.of(Variable);
    if (Location End = N.location(Scan.ScopeEnds.lookup(Variable));
        End.File != NoId && Object.Variable != NoId) {
      Out.Variables[Object.Variable].EndLine = End.Line;
      Out.Variables[Object.Variable].EndColumn = End.Column;
    }
    return recordDestructor(Variable->getType(), Variable->getLocation(),
                            Object);
  }
  if (auto D = E.getAs<CFGTemporaryDtor>()) {
    const CXXBindTemporaryExpr *Bind = D->getBindTemporaryExpr();
    if (!Scan.Moved.count(Bind) && SeenTemporaries.insert(Bind).second)
      recordDestructor(Bind->getType(), Bind->getSourceRange(), V.of(Bind));
    return;
  }
  if (auto D = E.getAs<CFGDeleteDtor>()) {
    const CXXDeleteExpr *Delete = D->getDeleteExpr();
    const auto *Class = Delete->getDestroyedType()->getAsCXXRecordDecl();
    const CXXDestructorDecl *Destructor =
        Class && Class->hasDefinition() ? Class->getDestructor() : nullptr;
    return recordDestructor(
        Delete->getDestroyedType(), Delete->getSourceRange(),
        V.of(Delete->getArgument()), Destructor && Destructor->isVirtual());
  }
  if (auto D = E.getAs<CFGMemberDtor>())
    return recordDestructor(D->getFieldDecl()->getType(),
                            D->getFieldDecl()->getLocation(),
                            V.ofField(D->getFieldDecl()));
  if (auto D = E.getAs<CFGBaseDtor>())
    return recordDestructor(D->getBaseSpecifier()->getType(),
                            D->getBaseSpecifier()->getSourceRange(), Value());
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

void FlowBuilder::record(const Stmt *S) {
  if (const auto *E = dyn_cast<CXXDefaultArgExpr>(S))
    return recordElsewhere(E->getExpr(), E->getUsedLocation());
  if (const auto *E = dyn_cast<CXXDefaultInitExpr>(S))
    return recordElsewhere(E->getExpr(), E->getUsedLocation());
  if (!Seen.insert(S).second)
    return;
  llvm::SaveAndRestore Outer(IsOnce, IsOnce || Scan.Once.contains(S));
  if (const auto *E = dyn_cast<CallExpr>(S))
    recordCall(E);
  else if (const auto *E = dyn_cast<CXXConstructExpr>(S))
    recordConstructor(E);
  else if (const auto *E = dyn_cast<CXXInheritedCtorInitExpr>(S))
    recordInherited(E);
  else if (const auto *E = dyn_cast<CoawaitExpr>(S))
    recordAwait(E, E->getOperand(), E->getKeywordLoc());
  else if (const auto *E = dyn_cast<BinaryOperator>(S))
    recordAssignment(E);
  else if (const auto *E = dyn_cast<InitListExpr>(S))
    recordBraces(E);
  else if (const auto *E = dyn_cast<ReturnStmt>(S))
    recordReturn(E);
  else if (const auto *D = dyn_cast<DeclStmt>(S))
    recordDeclared(D);
  recordRegistrations(S);
  if (Call C; !Out.Row.IsPattern && V.sets(S, C))
    add(C, S->getSourceRange());
}

/// The object of a member call, also where only a pointer to it is written.
std::string FlowBuilder::objectText(const Expr *Object) const {
  Object = Object->IgnoreParenImpCasts();
  if (isa<CXXThisExpr>(Object))
    return "(*this)";
  const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(Object);
  if (Arrow && Arrow->getOperator() == OO_Arrow)
    Object = Arrow->getArg(0);
  else if (!Object->getType()->isPointerType())
    return text(Object);
  std::string Text = text(Object);
  return Text.empty() ? "" : "(*" + Text + ")";
}

void FlowBuilder::add(Call C, SourceRange Range, CallDetails D) {
  if (ReportAt.isValid())
    Range = ReportAt;
  C.Loc = N.location(Range);
  C.IsOnce = IsOnce;
  D.Suppressed = Suppressed(Range.getBegin());
  C.Details = N.facts().details(D);
  Out.Calls.push_back(C);
}

void FlowBuilder::addArguments(Call &C, CallDetails &D,
                               llvm::ArrayRef<const Expr *> Arguments,
                               const FunctionDecl *Callee) {
  // Advice repeats calls of library functions, and calls in coroutines.
  const FunctionDecl *Definition = nullptr;
  bool WithText =
      Callee && (Out.Row.K != Function::Plain ||
                 !Callee->isDefined(Definition) || inSystemHeader(Definition));
  llvm::SmallVector<Id, 8> Values, Texts;
  for (const Expr *A : Arguments) {
    if (isa<CXXDefaultArgExpr>(A)) {
      ++C.DefaultArguments;
      A = cast<CXXDefaultArgExpr>(A)->getExpr();
    } else if (WithText) {
      std::string Text = text(A);
      C.SaysNonBlocking |=
          llvm::StringRef(Text).contains_insensitive("nonblock");
      Texts.push_back(N.facts().string(Text));
    }
    Values.push_back(N.facts().value(V.of(A)));
  }
  addTemplateArguments(C, Callee, Values);
  C.Arguments = N.facts().list(Values);
  D.ArgumentText = N.facts().list(Texts);
}

/// Functions among the template arguments of a library function come after the
/// others: `w.set<server, &server::on_read>(this)`.
void FlowBuilder::addTemplateArguments(Call &C, const FunctionDecl *Callee,
                                       llvm::SmallVectorImpl<Id> &Values) {
  const TemplateArgumentList *List =
      Callee && inSystemHeader(Callee) && !Callee->isInStdNamespace()
          ? Callee->getTemplateSpecializationArgs()
          : nullptr;
  if (!List)
    return;
  for (const TemplateArgument &A : List->asArray()) {
    const auto *Named = A.getKind() == TemplateArgument::Declaration
                            ? dyn_cast<FunctionDecl>(A.getAsDecl())
                            : nullptr;
    if (!Named)
      continue;
    Value Function;
    Function.K = Value::Callable;
    Function.Index = N.entity(Named);
    Values.push_back(N.facts().value(Function));
    C.DefaultArguments = 0; // They would be the last ones.
  }
}

ListId FlowBuilder::typeArguments(const FunctionDecl *Callee) {
  if (!inSystemHeader(Callee))
    return 0;
  const TemplateArgumentList *List = Callee->getTemplateSpecializationArgs();
  if (const auto *Method = dyn_cast<CXXMethodDecl>(Callee))
    if (const auto *Class =
            dyn_cast<ClassTemplateSpecializationDecl>(Method->getParent()))
      List = &Class->getTemplateArgs();
  llvm::SmallVector<Id, 2> Types;
  for (unsigned I = 0; List && I < std::min(List->size(), 2u); ++I)
    Types.push_back(List->get(I).getKind() == TemplateArgument::Type
                        ? N.ownedType(List->get(I).getAsType())
                        : NoId);
  return N.facts().list(Types);
}

void FlowBuilder::recordCall(const CallExpr *E) {
  if (isa<CXXPseudoDestructorExpr>(E->getCallee()->IgnoreParens()))
    return;
  const FunctionDecl *Callee = E->getDirectCallee();
  if (Callee && Callee->getBuiltinID() && !Callee->isExternC() &&
      !Callee->isInStdNamespace())
    return;
  Call C;
  CallDetails D;
  SourceRange Range = E->getSourceRange();
  llvm::ArrayRef<const Expr *> Arguments(E->getArgs(), E->getNumArgs());
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);

  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
    setObject(C, V.of(Member->getImplicitObjectArgument()));
    D.ObjectText =
        N.facts().string(objectText(Member->getImplicitObjectArgument()));
    if (const auto *M = dyn_cast<MemberExpr>(E->getCallee()->IgnoreParens())) {
      // An implicit conversion has no name to point at.
      if (M->getMemberLoc().isValid())
        Range.setBegin(M->getMemberLoc());
      C.IsVirtual = Method && Method->isVirtual() && !M->hasQualifier() &&
                    !Method->getDevirtualizedMethod(M->getBase(), false) &&
                    !(isa<CXXThisExpr>(strip(M->getBase())) &&
                      isa<CXXConstructorDecl, CXXDestructorDecl>(F));
      if (C.IsVirtual)
        if (const ValueDecl *Slot =
                V.objectSlots().slot(Member->getImplicitObjectArgument());
            Slot && !isa<ParmVarDecl>(Slot))
          C.Target = N.facts().value(V.objectSlot(Slot));
    }
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E)) {
    if (Op->isInfixBinaryOp())
      Range.setBegin(Op->getOperatorLoc());
    if (Method && Method->isInstance() && !Arguments.empty()) {
      setObject(C, V.of(Arguments[0]));
      D.ObjectText = N.facts().string(text(Arguments[0]));
      C.IsVirtual = Method->isVirtual();
      Arguments = Arguments.drop_front();
    }
  }

  if (Callee) {
    C.Callee = N.entity(Callee);
    D.TypeArguments = typeArguments(Callee);
    if (Out.Row.K == Function::Coroutine)
      if (const auto *Twin = awaitableTwin(Callee, F->getReturnType(), N))
        D.Twin = N.entity(Twin);
  } else {
    C.F = Call::Indirect;
    const Expr *Target = E->getCallee()->IgnoreParens();
    if (const auto *Member = dyn_cast<BinaryOperator>(Target);
        Member && Member->isPtrMemOp())
      Target = Member->getRHS();
    C.Target = N.facts().value(V.of(Target));
  }
  addArguments(C, D, Arguments, Callee);
  if (const VarDecl *Variable = Scan.Initializes.lookup(core(E)))
    C.ResultVariable = V.variable(Variable);
  else if (auto It = Filled.find(E); It != Filled.end())
    C.ResultVariable = It->second.Variable;
  else if (needsDestructor(E->getType()))
    C.ResultVariable = V.temporary(E);
  C.IsRewritable = Rewritable && Rewritable->contains(E, [this](const Expr *A) {
    return text(A);
  });
  add(C, Range, D);
  V.setResult(E, Out.Calls.size() - 1);
  // `jobs.pop_front()`
  if (Method && !Method->isConst() && Method->getReturnType()->isVoidType() &&
      inSystemHeader(Method))
    V.forgetElements();
}

void FlowBuilder::recordConstructor(const CXXConstructExpr *E) {
  const CXXConstructorDecl *Constructor = E->getConstructor();
  if (Constructor->isTrivial() && E->getNumArgs() == 0)
    return;
  if (Constructor->isTrivial() && Constructor->isCopyOrMoveConstructor())
    return;
  Call C;
  CallDetails D;
  C.F = Call::Constructor;
  C.Callee = N.entity(Constructor);
  Value Object;
  if (const VarDecl *Variable = Scan.Initializes.lookup(E)) {
    Object.Variable = V.variable(Variable);
    D.ObjectText = N.facts().string(Variable->getNameAsString());
  } else if (auto It = Filled.find(E); It != Filled.end()) {
    Object = It->second;
  } else if (needsDestructor(E->getType()) || Scan.Elements.contains(E)) {
    Object.Variable = V.temporary(E);
  }
  Object.Type = N.type(E->getType());
  if (E->getConstructionKind() != CXXConstructionKind::Complete)
    Object.K = Value::This; // Of a base, or of another constructor.
  C.ResultVariable = Object.Variable;
  setObject(C, Object);
  D.TypeArguments = typeArguments(Constructor);
  addArguments(C, D, {E->getArgs(), E->getNumArgs()}, Constructor);
  SourceRange Range(E->getLocation(), E->getEndLoc());
  if (Range.getEnd().isInvalid())
    Range = E->getLocation();
  add(C, Range, D);
  V.setResult(E, Out.Calls.size() - 1);
}

void FlowBuilder::recordInherited(const CXXInheritedCtorInitExpr *E) {
  Call C;
  C.F = Call::Constructor;
  C.Callee = N.entity(E->getConstructor());
  Value Object;
  Object.K = Value::This;
  setObject(C, Object);
  // It takes what the constructor of the base does, and hands it on.
  llvm::SmallVector<Id, 4> Values;
  for (const ParmVarDecl *Parameter : F->parameters()) {
    Value Given;
    Given.K = Value::Parameter;
    Given.Index = Parameter->getFunctionScopeIndex();
    Given.Variable = V.variable(Parameter);
    Values.push_back(N.facts().value(Given));
  }
  C.Arguments = N.facts().list(Values);
  add(C, E->getSourceRange());
}

void FlowBuilder::recordAwait(const Expr *E, const Expr *Operand,
                              SourceLocation Loc) {
  Call C;
  C.F = Call::Await;
  Value Target = V.of(Operand);
  C.Target = N.facts().value(Target);
  if (Target.K == Value::Result)
    Out.Calls[Target.Index].IsAwaited = true;
  if (const VarDecl *Variable = Scan.Initializes.lookup(core(E)))
    C.ResultVariable = V.variable(Variable);
  add(C, Loc);
  V.setResult(E, Out.Calls.size() - 1);
}

void FlowBuilder::recordAssignment(const BinaryOperator *B) {
  if (B->getOpcode() != BO_Assign)
    return;
  Value Right = V.of(assignedBy(B)), Left = V.of(B->getLHS());
  const auto *Member = dyn_cast<MemberExpr>(B->getLHS()->IgnoreParenCasts());
  bool IsField = Member && isa<FieldDecl>(Member->getMemberDecl());
  bool IsOwn = IsField && isa<CXXThisExpr>(strip(Member->getBase()));
  if ((!IsField || IsOwn) && Right.K == Value::Result &&
      Out.Calls[Right.Index].ResultVariable == NoId)
    Out.Calls[Right.Index].ResultVariable = Left.Variable;
  else if (IsField)
    recordCopy(Left, Member->getType(), assignedBy(B));
  else if (const auto *Ref = dyn_cast<DeclRefExpr>(strip(B->getLHS())))
    recordLocal(dyn_cast<VarDecl>(Ref->getDecl()), assignedBy(B));
  else if (Left.K == Value::Parameter && Right.K != Value::Result)
    recordCopy(Left, B->getType(), assignedBy(B)); // `*fd = client->fd`
}

/// What a local is given that may be a handle.
void FlowBuilder::recordLocal(const VarDecl *Local, const Expr *From) {
  if (!Local || !Local->hasLocalStorage() || From->isTypeDependent() ||
      !isLocalHandle(Local))
    return;
  Value What = V.of(From);
  if (What.Variable == NoId)
    return;
  Value To = V.of(Local);
  if (What.K != Value::Result || What.Variable != To.Variable)
    recordCopy(To, Local->getType(), From);
}

void FlowBuilder::recordCopy(Value Field, QualType T, const Expr *From) {
  if (!canBeHandle(T) || isa<BinaryOperator, InitListExpr>(strip(From)))
    return;
  Value Target = V.of(From);
  switch (Target.K) {
  case Value::Unknown:
  case Value::Parameter:
  case Value::Result:
  case Value::Choice:
    break;
  default:
    return;
  }
  // A local that is only there to be kept in the field is the field.
  if (Field.Variable != NoId && Field.Variable == Target.Variable &&
      Field.Text == Target.Text)
    return;
  Call C;
  C.F = Call::Copy;
  C.Object = N.facts().value(Field);
  C.Target = N.facts().value(Target);
  add(C, From->getSourceRange());
}

void FlowBuilder::recordBraces(const InitListExpr *List) {
  const RecordDecl *Record = filledStruct(List);
  if (!Record)
    return;
  Id Variable = NoId;
  if (const VarDecl *D = Scan.Initializes.lookup(List))
    Variable = V.variable(D);
  unsigned I = 0;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
    I = Class->getNumBases();
  for (const FieldDecl *Field : Record->fields()) {
    if (Field->isUnnamedBitField())
      continue;
    if (I >= List->getNumInits())
      return;
    if (const Expr *E = List->getInit(I++)) {
      Value To = V.named(Field);
      To.Variable = Variable;
      recordCopy(To, Field->getType(), element(E));
    }
  }
}

/// The callable in \p E, also if the library wraps it.
static const Expr *unwrapped(const Expr *E) {
  E = strip(E);
  while (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
    if (Made->getNumArgs() == 0 ||
        !Made->getConstructor()->getParent()->isInStdNamespace())
      break;
    E = strip(Made->getArg(0));
  }
  return E;
}

void FlowBuilder::recordRegistrations(const Stmt *S) {
  if (Out.Row.IsPattern)
    return;
  Kept.forEach(S, [&](const Registration &R) {
    Value What = V.of(unwrapped(R.Callable));
    if (What.K != Value::Callable && What.K != Value::Functor)
      return;
    Call C;
    C.F = Call::Store;
    C.Target = N.facts().value(What);
    llvm::SmallVector<Id, 2> Arguments{
        N.facts().value(R.Descriptor ? V.of(R.Descriptor) : Value())};
    if (R.Object) {
      C.Object = N.facts().value(V.slot(R.Slot));
      Arguments.push_back(N.facts().value(V.ofStruct(R.Object, R.Numbers)));
    }
    C.Arguments = N.facts().list(Arguments);
    add(C, R.Callable->getSourceRange());
  });
}

void FlowBuilder::recordDeclared(const DeclStmt *S) {
  for (const Decl *D : S->decls())
    // `auto [a, b] = c` calls get<0>(c) and get<1>(c).
    if (const auto *Tuple = dyn_cast<DecompositionDecl>(D)) {
      for (const BindingDecl *B : Tuple->bindings())
        if (const VarDecl *Holder = B->getHoldingVar())
          recordTree(Holder->getInit());
    } else if (const auto *Local = dyn_cast<VarDecl>(D)) {
      if (const Expr *Init = Local->getInit())
        recordLocal(Local, Init);
    }
}

void FlowBuilder::recordReturn(const ReturnStmt *R) {
  Call C;
  C.F = Call::Return;
  const Expr *Result = R->getRetValue();
  // What callers learn if they test it.
  bool IsTested = Result && !Result->isTypeDependent() &&
                  F->getReturnType()->isBooleanType();
  Value Target = IsTested ? V.decided(Result) : V.of(Result);
  C.Target = N.facts().value(Target);
  if (IsTested || Target.Variable != NoId || Target.K == Value::Result ||
      Target.K == Value::This) {
    add(C, R->getSourceRange());
  } else if (Result && F->getReturnType()->isScalarType()) {
    C.F = Call::End;
    C.Target = N.facts().value(plain(Target));
    add(C, R->getSourceRange());
    C.F = Call::Return;
  }
  // Callables that it hands out, also in something that wraps them.
  if (!Result || !V.slots().holds(Result->getType()))
    return;
  V.slots().forEachStore(F, Result, [&](const ValueDecl *, const Expr *E) {
    Value One = V.of(E);
    if (One.K != Value::Callable && One.K != Value::Functor &&
        One.K != Value::Stored)
      return;
    C.Target = N.facts().value(One);
    add(C, R->getSourceRange());
  });
}

void FlowBuilder::recordDestructor(QualType T, SourceRange Range, Value Object,
                                   bool IsVirtual) {
  T = Context.getBaseElementType(T.getNonReferenceType());
  const auto *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return;
  const CXXDestructorDecl *Destructor = Class->getDefinition()->getDestructor();
  if (!Destructor || Destructor->isTrivial())
    return;
  Call C;
  C.F = Call::Destructor;
  C.Callee = N.entity(Destructor);
  Object.Type = N.type(T);
  setObject(C, Object);
  C.IsVirtual = IsVirtual;
  CallDetails D;
  D.TypeArguments = typeArguments(Destructor);
  add(C, Range, D);
}

} // namespace

FunctionDraft summarizeInitializer(const VarDecl *Slot, Names &N,
                                   ASTContext &Context) {
  FunctionDraft Out;
  Values Known(N, Context, Out, nullptr, nullptr);
  recordInitialValue(Slot, Known, N, Context);
  if (!Slot->getInit())
    return Out;
  auto Callable = [&](const Expr *E) {
    Value Named;
    E = withoutAddress(E);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E);
        Ref && isa<FunctionDecl>(Ref->getDecl())) {
      Named.K = Value::Callable;
      Named.Index = N.entity(cast<FunctionDecl>(Ref->getDecl()));
    } else if (isa<LambdaExpr>(E)) {
      Named.K = Value::Functor;
      Named.Index = Named.Type = N.type(E->getType());
    }
    return Named;
  };
  auto Add = [&](const ValueDecl *To, const Expr *E) {
    Value Stored = Callable(E), Where;
    if (Stored.K == Value::Unknown)
      return;
    Where.K = Value::Stored;
    Where.Text = N.facts().string(N.slot(To));
    Call C;
    C.F = Call::Store;
    C.Target = N.facts().value(Stored);
    C.Object = N.facts().value(Where);
    C.Loc = N.location(strip(E)->getSourceRange());
    Out.Calls.push_back(C);
  };
  // `static registration r("name", handler);`, `bool known = add(handler);`
  const Expr *Init = strip(Slot->getInit());
  const FunctionDecl *Callee = nullptr;
  llvm::ArrayRef<const Expr *> Given;
  Call C;
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Init)) {
    C.F = Call::Constructor;
    Callee = Made->getConstructor();
    Given = {Made->getArgs(), Made->getNumArgs()};
  } else if (const auto *Called = dyn_cast<CallExpr>(Init);
             Called && !isa<CXXOperatorCallExpr>(Called)) {
    C.HasObject = isa<CXXMemberCallExpr>(Called);
    Callee = Called->getDirectCallee();
    Given = {Called->getArgs(), Called->getNumArgs()};
  }
  std::vector<ValueId> Arguments;
  for (const Expr *E : Given) {
    Value V = Callable(E);
    if (V.K == Value::Unknown && C.F == Call::Constructor &&
        !Context.getSourceManager().isInSystemHeader(Callee->getLocation()))
      V = Known.written(E);
    Arguments.push_back(N.facts().value(V));
  }
  if (Callee && llvm::any_of(Arguments, [](ValueId V) { return V != 0; })) {
    C.Callee = N.entity(Callee);
    C.Arguments = N.facts().list(Arguments);
    C.Loc = N.location(Init->getSourceRange());
    if (C.F == Call::Constructor) {
      // The variable is to its initialiser what a field is to a constructor.
      C.ResultVariable = 0;
      Variable Global;
      Global.Name = N.facts().string(N.qualifiedName(Slot));
      Global.IsField = true;
      Out.Variables = {Global};
    }
    Out.Calls.push_back(C);
  }
  // What else it constructs, in lists and defaults.
  auto Construct = [&](const Stmt *S) {
    const auto *Made = dyn_cast<CXXConstructExpr>(S);
    if (!Made || Made == Init || Made->getNumArgs() == 0 ||
        Made->getConstructor()->isCopyOrMoveConstructor() ||
        Context.getSourceManager().isInSystemHeader(
            Made->getConstructor()->getLocation()))
      return;
    Call Part;
    Part.F = Call::Constructor;
    Part.Callee = N.entity(Made->getConstructor());
    std::vector<ValueId> Values;
    for (const Expr *E : Made->arguments())
      Values.push_back(N.facts().value(Known.written(E)));
    Part.Arguments = N.facts().list(Values);
    Part.Loc = N.location(Init->getSourceRange());
    Out.Calls.push_back(Part);
  };
  TreeRecorder(Context, [&](const Stmt *S) {
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(S))
      TreeRecorder(Context, Construct)
          .TraverseStmt(const_cast<Expr *>(Default->getExpr()));
    else
      Construct(S);
  }).TraverseStmt(const_cast<Expr *>(Slot->getInit()));
  Slots Slots(Context, nullptr);
  Slots.forEachStore(Slot->getInit(), Add);
  if (Slots.holds(Slot->getType()))
    Slots.forEachStore(Slot, Slot->getInit(), Add);
  if (!Out.Calls.empty()) {
    Out.Row.Entity = N.initializer(Slot);
    Out.Row.Loc = N.location(Slot->getLocation());
    Out.Blocks = {{static_cast<uint32_t>(Out.Calls.size()), {}}};
  }
  return Out;
}

FunctionDraft summarizeFunction(const FunctionDecl *F, Names &N,
                                ASTContext &Context,
                                SuppressionLookup Suppressed) {
  return FlowBuilder(F, N, Context, Suppressed).build();
}

} // namespace nostall
