//===- Summarize.cpp - from one AST to its facts --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Summarize.h"
#include "Flow.h"
#include "Names.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace nostall {
namespace {

/// Finds every function with a body: written, implicit or instantiated.
class FunctionVisitor : public RecursiveASTVisitor<FunctionVisitor> {
public:
  FunctionVisitor(ASTContext &Context, SuppressionLookup Suppressed,
                  llvm::StringRef Root, Summary &Out)
      : Context(Context), Suppressed(Suppressed), N(Context, Root, Out) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!F->doesThisDeclarationHaveABody() || F->isDeleted() ||
        F->willHaveBody() || !F->getBody() || !Seen.insert(F).second)
      return true;
    if (Context.getSourceManager().isInSystemHeader(F->getLocation()))
      return true;
    N.facts().add(summarizeFunction(F, N, Context, Suppressed));
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (!V->isFileVarDecl() || V->getDeclContext()->isDependentContext() ||
        V->getType()->isDependentType() ||
        Context.getSourceManager().isInSystemHeader(V->getLocation()))
      return true;
    FunctionDraft Draft = summarizeInitializer(V, N, Context);
    if (!Draft.Calls.empty())
      N.facts().add(Draft);
    return true;
  }

  bool VisitCallExpr(CallExpr *E) {
    if (const Expr *Callee = E->getCallee())
      Callees.insert(Callee->IgnoreParenImpCasts());
    return true;
  }

  bool VisitMemberExpr(MemberExpr *E) {
    noteUse(dyn_cast<FunctionDecl>(E->getMemberDecl()));
    return true;
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    noteUse(E->getConstructor());
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    auto *F = dyn_cast<FunctionDecl>(E->getDecl());
    noteUse(F);
    if (F && !Callees.erase(E) && !isa<CXXDestructorDecl>(F) &&
        !Context.getSourceManager().isInSystemHeader(F->getLocation()))
      N.markValue(F);
    return true;
  }

  bool VisitLambdaExpr(LambdaExpr *L) {
    if (FunctionTemplateDecl *Generic = L->getDependentCallOperator()) {
      VisitFunctionDecl(Generic->getTemplatedDecl());
      for (FunctionDecl *Instance : Generic->specializations())
        if (Seen.count(Instance) == 0) {
          VisitFunctionDecl(Instance);
          if (Instance->getBody())
            TraverseStmt(Instance->getBody());
        }
    } else {
      VisitFunctionDecl(L->getCallOperator());
    }
    return true;
  }

  /// Instances of templates of headers belong to the headers, which are not
  /// visited if only the main file is.
  void visitUsedInstances() {
    while (!Used.empty()) {
      FunctionDecl *F = Used.pop_back_val();
      if (!Seen.contains(F) &&
          !Context.getSourceManager().isInSystemHeader(F->getLocation()))
        TraverseDecl(F);
    }
  }

private:
  void noteUse(FunctionDecl *F) {
    if (F && F->isTemplateInstantiation() && (F = F->getDefinition()))
      Used.push_back(F);
  }

  ASTContext &Context;
  SuppressionLookup Suppressed;
  Names N;
  llvm::SmallVector<FunctionDecl *, 0> Used;
  llvm::DenseSet<const FunctionDecl *> Seen;
  /// What names a function only to call it.
  llvm::DenseSet<const Expr *> Callees;
};

} // namespace

Summary summarize(ASTContext &Context, SuppressionLookup Suppressed,
                  llvm::StringRef Root) {
  Summary Out;
  FunctionVisitor Visitor(Context, Suppressed, Root, Out);
  const SourceManager &SM = Context.getSourceManager();
  auto Traverse = [&](Decl *D) {
    if (!SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
      Visitor.TraverseDecl(D);
  };
  // Editors look at the main file only: to read the rest from its precompiled
  // form would take as long as to compile it.
  for (Decl *D : Context.getTraversalScope())
    if (auto *TU = dyn_cast<TranslationUnitDecl>(D))
      llvm::for_each(TU->decls(), Traverse);
    else
      Traverse(D);
  Visitor.visitUsedInstances();
  return Out;
}

bool canSkipBody(const Decl &D) {
  return D.getASTContext().getSourceManager().isInSystemHeader(D.getLocation());
}

} // namespace nostall
