//===- ValueStorage.cpp - which variable an expression names --------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Values.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace nostall {

bool isSettable(const VarDecl *D) {
  QualType T = D->getType().getCanonicalType();
  const auto *Elements = T->getAsArrayTypeUnsafe();
  return D->hasGlobalStorage() && !D->isStaticLocal() &&
         !T.isConstQualified() &&
         (Elements ? Elements->getElementType() : T)->isIntegerType();
}

bool canBeHandle(QualType T) {
  T = T.getCanonicalType();
  if (T->isReferenceType() || T->isPointerType())
    return T->getPointeeType()->isRecordType() ||
           T->getPointeeType()->isVoidType();
  return T->isRecordType() || T->isSpecificBuiltinType(BuiltinType::Int);
}

bool isLocalHandle(const VarDecl *D) {
  QualType T = D->getType().getCanonicalType();
  const RecordDecl *Pointee =
      T->isPointerType() ? T->getPointeeType()->getAsRecordDecl() : nullptr;
  return T->isSpecificBuiltinType(BuiltinType::Int) ||
         (Pointee && D->getASTContext().getSourceManager().isInSystemHeader(
                         Pointee->getLocation()));
}

/// A variable of a range-for, written or hidden.
static const VarDecl *loopVariable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return V && V->getInit() && (V->isCXXForRangeDecl() || V->isImplicit())
             ? V
             : nullptr;
}

/// The `fds` of `fds[0]`, where that is a std::array.
static const Expr *arrayOfElement(const Expr *E) {
  const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
  if (!Op || Op->getOperator() != OO_Subscript)
    return nullptr;
  const CXXRecordDecl *Class = Op->getArg(0)->getType()->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getName() == "array"
             ? Op->getArg(0)
             : nullptr;
}

Values::Place Values::place(const Expr *E) const {
  E = strip(E);
  while (E) {
    const Expr *Before = E;
    // A pointer or smart pointer stands for what it points to.
    if (const auto *U = dyn_cast<UnaryOperator>(E);
        U && (U->getOpcode() == UO_AddrOf || U->getOpcode() == UO_Deref))
      E = strip(U->getSubExpr());
    else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(E);
             Op && (Op->getOperator() == OO_Arrow ||
                    (Op->getOperator() == OO_Star && Op->getNumArgs() == 1)))
      E = strip(Op->getArg(0));
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = strip(Element->getBase()); // pipe2(fds, O_NONBLOCK) means both.
    else if (const Expr *Array = arrayOfElement(E))
      E = strip(Array);
    else if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
             M && M->getMethodDecl() && M->getNumArgs() == 0 &&
             M->getType()->isScalarType())
      // `socket.fd()`, a conversion: an object stands for what it wraps.
      E = strip(M->getImplicitObjectArgument());
    // `for (int fd : fds)`: each stands for all.
    else if (const VarDecl *Hidden = loopVariable(E))
      E = strip(Hidden->getInit());
    else if (const auto *Begin = dyn_cast<CXXMemberCallExpr>(E);
             Begin && Begin->getMethodDecl() &&
             Begin->getMethodDecl()->getIdentifier() &&
             Begin->getMethodDecl()->getName() == "begin")
      E = strip(Begin->getImplicitObjectArgument());
    if (E == Before)
      break;
  }
  if (!E)
    return {};
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return {dyn_cast<VarDecl>(Ref->getDecl()), nullptr};
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (!Field)
      return {dyn_cast<VarDecl>(M->getMemberDecl()), nullptr};
    const Expr *Base = strip(M->getBase());
    if (isa<CXXThisExpr>(Base))
      return {nullptr, Field};
    // A field of another object stands for that object.
    return place(Base);
  }
  return {};
}

/// `STDIN_FILENO` names storage as much as a variable does.
Id Values::standardDescriptor(const Expr *E) {
  const auto *Number = dyn_cast<IntegerLiteral>(E);
  if (!Number || !Number->getLocation().isMacroID())
    return NoId;
  StringRef Macro = Lexer::getImmediateMacroName(
      Number->getLocation(), Context.getSourceManager(), Context.getLangOpts());
  if (!Macro.ends_with("_FILENO"))
    return NoId;
  auto [It, New] = Descriptors.try_emplace(Macro, Out.Variables.size());
  if (New) {
    Variable Entry;
    Entry.Name = N.facts().string(Macro);
    Out.Variables.push_back(Entry);
  }
  return It->second;
}

/// `jobs.front()`, `jobs[i]`: an object of the library in a container of the
/// library.
static bool isElement(const Expr *E) {
  const auto *Class = E->getType()->getAsCXXRecordDecl();
  if (!Class || !Class->isInStdNamespace() || !E->isGLValue())
    return false;
  const FunctionDecl *Callee = nullptr;
  if (const auto *Call = dyn_cast<CallExpr>(E))
    Callee = Call->getDirectCallee();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (!Method || !Method->getParent()->isInStdNamespace())
    return false;
  return Method->getOverloadedOperator() == OO_Subscript ||
         (Method->getIdentifier() &&
          llvm::is_contained({"front", "back", "at", "top"},
                             Method->getName()));
}

/// Storage for an element of a container, the same for those that are written
/// the same way.
Id Values::element(const Expr *E) {
  if (!isElement(E))
    return NoId;
  llvm::FoldingSetNodeID Written;
  E->Profile(Written, Context, /*Canonical=*/true);
  auto [It, New] = Elements.try_emplace(Written, NoId);
  if (New)
    It->second = temporary(E);
  return It->second;
}

Id Values::storage(Place P) {
  if (!P.first && !P.second)
    return NoId;
  if (const auto *Local = dyn_cast_or_null<VarDecl>(P.first);
      Local && !P.second)
    if (const ValueDecl *Kept = KeptIn.lookup(Local))
      P = isa<FieldDecl>(Kept) ? Place(nullptr, Kept) : Place(Kept, nullptr);
  auto [It, New] = Storage.try_emplace(P, Out.Variables.size());
  if (New) {
    Variable Entry;
    if (const auto *V = dyn_cast_or_null<NamedDecl>(P.first))
      Entry.Name = N.facts().string(V->getNameAsString());
    if (const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(P.first);
        Parameter && !P.second && Parameter->getDeclContext() == F)
      Entry.Parameter = Parameter->getFunctionScopeIndex();
    if (const auto *Global = dyn_cast_or_null<VarDecl>(P.first);
        Global && isSettable(Global)) {
      Entry.IsField = true;
      Entry.Name = N.facts().string(N.slot(Global));
    }
    if (const auto *Field = dyn_cast_or_null<NamedDecl>(P.second)) {
      Entry.IsField = true;
      Entry.Name = N.facts().string(N.qualifiedName(Field));
    }
    if (const auto *V =
            dyn_cast_or_null<ValueDecl>(P.first ? P.first : P.second))
      Entry.Type = N.type(V->getType());
    if (const auto *Local = dyn_cast_or_null<VarDecl>(P.first);
        Local && !P.second && Local->isLocalVarDeclOrParm()) {
      N.setVariable(F, Local, It->second);
      const FunctionDecl *Outer = outerFunction(F);
      if (Outer && Local->getDeclContext() != F)
        Entry.Outer = N.variable(Outer, Local);
    }
    Out.Variables.push_back(Entry);
  }
  return It->second;
}

/// `server.ends[0]` goes by the name of the array that it is in, if that is a
/// field.
void Values::nameElement(const ArraySubscriptExpr *Element, Value &V) {
  const auto *Member = dyn_cast<MemberExpr>(strip(Element->getBase()));
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (Field && V.K == Value::Unknown && Element->getType()->isIntegerType() &&
      Field->getType()->isArrayType())
    V.Text = N.facts().string(N.qualifiedName(Field));
}

} // namespace nostall
