//===- Body.h - what runs when a function body runs -------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks over the statements of one body that are evaluated when it runs: no
// bodies of lambdas or local classes, no unevaluated operands. Internal to
// summarize().
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_BODY_H
#define NOSTALL_CORE_BODY_H

#include "Values.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include <cerrno>

namespace nostall {

/// \p E without the nodes that only manage its lifetime.
inline const clang::Expr *core(const clang::Expr *E) {
  while (E) {
    const clang::Expr *Before = E;
    E = E->IgnoreParenImpCasts();
    if (const auto *Full = llvm::dyn_cast<clang::FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Temporary =
                 llvm::dyn_cast<clang::MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr();
    else if (const auto *Bind = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(E))
      E = Bind->getSubExpr();
    else if (const auto *Cast = llvm::dyn_cast<clang::CXXFunctionalCastExpr>(E))
      E = Cast->getSubExpr();
    else if (const clang::Expr *Only = aloneInBraces(E))
      E = Only;
    if (E == Before)
      break;
  }
  return E;
}

/// What a field is initialised with, also where the class says that.
inline const clang::Expr *element(const clang::Expr *E) {
  if (const auto *Default = llvm::dyn_cast<clang::CXXDefaultInitExpr>(E))
    E = Default->getExpr();
  return core(E);
}

/// Visits what runs when a body runs: no bodies of lambdas or local classes,
/// no unevaluated operands.
template <typename Derived>
class BodyVisitor : public clang::RecursiveASTVisitor<Derived> {
  using Base = clang::RecursiveASTVisitor<Derived>;

public:
  explicit BodyVisitor(clang::ASTContext &Context) : Context(Context) {}

  bool shouldVisitImplicitCode() const { return true; }
  bool TraverseLambdaExpr(clang::LambdaExpr *L) {
    for (clang::Expr *Init : L->capture_inits())
      if (!this->getDerived().TraverseStmt(Init))
        return false;
    return true;
  }
  bool TraverseDecl(clang::Decl *D) {
    if (llvm::isa_and_nonnull<clang::TagDecl, clang::FunctionDecl>(D))
      return true;
    return Base::TraverseDecl(D);
  }
  bool TraverseTypeLoc(clang::TypeLoc, bool = true) { return true; }
  bool TraverseUnaryExprOrTypeTraitExpr(clang::UnaryExprOrTypeTraitExpr *) {
    return true;
  }
  bool TraverseCXXTypeidExpr(clang::CXXTypeidExpr *) { return true; }
  bool TraverseCXXNoexceptExpr(clang::CXXNoexceptExpr *) { return true; }
  bool TraverseRequiresExpr(clang::RequiresExpr *) { return true; }
  bool TraverseCallExpr(clang::CallExpr *E) {
    unsigned Builtin = E->getBuiltinCallee();
    return (Builtin && Context.BuiltinInfo.isUnevaluated(Builtin)) ||
           Base::TraverseCallExpr(E);
  }
  bool TraverseIfStmt(clang::IfStmt *S) {
    if (S->isConstexpr() && !S->getCond()->isValueDependent())
      if (std::optional<clang::Stmt *> Taken = S->getNondiscardedCase(Context))
        return !*Taken || this->getDerived().TraverseStmt(*Taken);
    return Base::TraverseIfStmt(S);
  }

protected:
  clang::ASTContext &Context;
};

/// What has to be known of a body before its CFG is read.
class BodyScanner : public BodyVisitor<BodyScanner> {
public:
  using BodyVisitor::BodyVisitor;

  bool HasAwait = false, HasYield = false, HasReturn = false;
  bool HasErrors = false;
  /// Compares an error with what only a non-blocking descriptor gives.
  bool ExpectsWouldBlock = false;
  llvm::DenseSet<const clang::VarDecl *> Returned;
  /// What it returns, at each end.
  llvm::SmallVector<const clang::Expr *, 4> Results;
  /// Where the scope of a local ends.
  llvm::DenseMap<const clang::VarDecl *, clang::SourceLocation> ScopeEnds;
  /// Temporaries that something else takes the content of.
  llvm::DenseSet<const clang::CXXBindTemporaryExpr *> Moved;
  /// The variable that an expression initialises.
  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> Initializes;
  /// Objects that braces make for the fields of another.
  llvm::DenseSet<const clang::Expr *> Elements;
  /// What is evaluated; a CFG shows the other operands too.
  llvm::DenseSet<const clang::Stmt *> Evaluated;
  /// What initialises static local variables.
  llvm::DenseSet<const clang::Stmt *> Once;
  /// The innermost `try` around a statement.
  llvm::DenseMap<const clang::Stmt *, const clang::CXXTryStmt *> Tries;

  bool TraverseCXXTryStmt(clang::CXXTryStmt *S) {
    const clang::CXXTryStmt *Outer = CurrentTry;
    CurrentTry = S;
    bool Continue = TraverseStmt(S->getTryBlock());
    CurrentTry = Outer;
    for (unsigned I = 0; Continue && I < S->getNumHandlers(); ++I)
      Continue = TraverseStmt(S->getHandler(I));
    return Continue;
  }
  bool TraverseVarDecl(clang::VarDecl *V) {
    llvm::SaveAndRestore Inner(IsOnce, IsOnce || V->isStaticLocal());
    return BodyVisitor::TraverseVarDecl(V);
  }
  bool VisitStmt(clang::Stmt *S) {
    if (IsOnce)
      Once.insert(S);
    if (const auto *E = llvm::dyn_cast<clang::Expr>(S);
        E && E->containsErrors())
      HasErrors = true;
    Evaluated.insert(S);
    if (CurrentTry)
      Tries[S] = CurrentTry;
    return true;
  }
  bool VisitCoawaitExpr(clang::CoawaitExpr *) { return HasAwait = true; }
  bool VisitDependentCoawaitExpr(clang::DependentCoawaitExpr *) {
    return HasAwait = true;
  }
  bool VisitCompoundStmt(clang::CompoundStmt *Scope) {
    for (const clang::Stmt *S : Scope->body())
      if (const auto *Declares = llvm::dyn_cast<clang::DeclStmt>(S))
        for (const clang::Decl *D : Declares->decls())
          if (const auto *V = llvm::dyn_cast<clang::VarDecl>(D))
            ScopeEnds[V] = Scope->getRBracLoc();
    return true;
  }
  bool VisitReturnStmt(clang::ReturnStmt *R) {
    Results.push_back(R->getRetValue());
    const clang::Expr *Value =
        R->getRetValue() ? strip(R->getRetValue()) : nullptr;
    if (const auto *Ref = llvm::dyn_cast_or_null<clang::DeclRefExpr>(Value))
      if (const auto *V = llvm::dyn_cast<clang::VarDecl>(Ref->getDecl()))
        Returned.insert(V);
    return true;
  }
  bool VisitBinaryOperator(clang::BinaryOperator *B) {
    if (B->isEqualityOp())
      ExpectsWouldBlock |=
          isWouldBlock(B->getRHS()) || isWouldBlock(B->getLHS());
    return true;
  }
  bool VisitCXXRewrittenBinaryOperator(clang::CXXRewrittenBinaryOperator *B) {
    if (clang::BinaryOperator::isEqualityOp(B->getOpcode()))
      compared(B->getLHS(), B->getRHS());
    return true;
  }
  bool VisitCallExpr(clang::CallExpr *Call) {
    if (const auto *Op = llvm::dyn_cast<clang::CXXOperatorCallExpr>(Call);
        Op && Op->getNumArgs() == 2 && Op->isComparisonOp())
      compared(Op->getArg(0), Op->getArg(1));
    return given(Call);
  }
  bool VisitCXXConstructExpr(clang::CXXConstructExpr *C) { return given(C); }
  bool VisitInitListExpr(clang::InitListExpr *List) {
    for (const clang::Expr *E : List->inits())
      if (E)
        Elements.insert(element(E));
    return true;
  }
  bool VisitCaseStmt(clang::CaseStmt *S) {
    ExpectsWouldBlock |= isWouldBlock(S->getLHS());
    return true;
  }
  bool VisitCoyieldExpr(clang::CoyieldExpr *) { return HasYield = true; }
  bool VisitCoreturnStmt(clang::CoreturnStmt *) { return HasReturn = true; }
  bool VisitVarDecl(clang::VarDecl *V) {
    if (V->getInit())
      Initializes[core(V->getInit())] = V;
    return true;
  }

  /// The content of \p E goes elsewhere.
  void taken(const clang::Expr *E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Full = llvm::dyn_cast<clang::FullExpr>(E))
      E = Full->getSubExpr()->IgnoreParenImpCasts();
    if (const auto *Temporary =
            llvm::dyn_cast<clang::MaterializeTemporaryExpr>(E))
      E = Temporary->getSubExpr()->IgnoreParenImpCasts();
    if (const auto *Bind = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(E))
      Moved.insert(Bind);
  }

private:
  /// Whoever takes an rvalue reference moves from it.
  bool given(const clang::Expr *Call) {
    forEachArgument(Call,
                    [this](const clang::ParmVarDecl *P, const clang::Expr *E) {
                      if (P->getType()->isRValueReferenceType())
                        taken(E);
                    });
    return true;
  }

  bool isWouldBlock(const clang::Expr *E) const {
    E = strip(E);
    if (const auto *Minus = llvm::dyn_cast<clang::UnaryOperator>(E))
      E = strip(Minus->getSubExpr());
    const auto *L = llvm::dyn_cast<clang::IntegerLiteral>(E);
    if (!L || !L->getBeginLoc().isMacroID())
      return false;
    const clang::SourceManager &SM = Context.getSourceManager();
    clang::SourceLocation At = L->getBeginLoc();
    // EWOULDBLOCK is EAGAIN: look through.
    llvm::StringRef Macro =
        clang::Lexer::getImmediateMacroName(At, SM, Context.getLangOpts());
    return llvm::is_contained(
        {"EAGAIN", "EWOULDBLOCK", "EINPROGRESS", "SSL_ERROR_WANT_READ",
         "SSL_ERROR_WANT_WRITE", "GNUTLS_E_AGAIN", "MBEDTLS_ERR_SSL_WANT_READ",
         "MBEDTLS_ERR_SSL_WANT_WRITE", "LIBSSH2_ERROR_EAGAIN"},
        Macro);
  }

  /// `error == std::errc::operation_would_block`: std::error_code and those
  /// that look like it.
  void compared(const clang::Expr *Left, const clang::Expr *Right) {
    ExpectsWouldBlock |=
        (isErrorCode(strip(Left)->getType()) && isWouldBlockCode(Right)) ||
        (isErrorCode(strip(Right)->getType()) && isWouldBlockCode(Left));
  }
  static bool isWouldBlockCode(const clang::Expr *E) {
    const auto *Ref = llvm::dyn_cast<clang::DeclRefExpr>(strip(E));
    const auto *Code =
        Ref ? llvm::dyn_cast<clang::EnumConstantDecl>(Ref->getDecl()) : nullptr;
    return Code && llvm::is_contained({EAGAIN, EWOULDBLOCK, EINPROGRESS},
                                      Code->getInitVal().getExtValue());
  }

  const clang::CXXTryStmt *CurrentTry = nullptr;
  bool IsOnce = false;
};

/// Hands every statement to a function, operands first, for trees that have
/// no CFG.
class TreeRecorder : public BodyVisitor<TreeRecorder> {
public:
  TreeRecorder(clang::ASTContext &Context,
               llvm::function_ref<void(const clang::Stmt *)> Do)
      : BodyVisitor(Context), Do(Do) {}

  bool shouldTraversePostOrder() const { return true; }
  bool VisitStmt(clang::Stmt *S) {
    Do(S);
    return true;
  }
  // These stand elsewhere: whoever records them goes there.
  bool TraverseCXXDefaultArgExpr(clang::CXXDefaultArgExpr *E) {
    return VisitStmt(E);
  }
  bool TraverseCXXDefaultInitExpr(clang::CXXDefaultInitExpr *E) {
    return VisitStmt(E);
  }

private:
  llvm::function_ref<void(const clang::Stmt *)> Do;
};

} // namespace nostall

#endif // NOSTALL_CORE_BODY_H
