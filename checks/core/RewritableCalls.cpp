//===- RewritableCalls.cpp - calls that text can replace ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RewritableCalls.h"
#include "Body.h"
#include "Values.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"
#include <numeric>
#include <ratio>

using namespace clang;

namespace nostall {

std::string squeezed(llvm::StringRef Code) {
  std::string Out = Code.str();
  llvm::erase_if(Out, llvm::isSpace);
  return Out;
}

std::string spelledCall(llvm::StringRef Name,
                        llvm::ArrayRef<std::string> Arguments) {
  return squeezed((Name + "(" + llvm::join(Arguments, ",") + ")").str());
}

/// What stands in \p E if it only throws the result away.
static const Expr *discarded(const Expr *E) {
  E = core(E);
  const auto *Cast = dyn_cast<ExplicitCastExpr>(E);
  return Cast && Cast->getType()->isVoidType() ? core(Cast->getSubExpr()) : E;
}

void RewritableCalls::collect(const Stmt *S) {
  if (const auto *E = dyn_cast_or_null<Expr>(S)) {
    Statements.insert(discarded(E));
  } else if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S)) {
    for (const Stmt *One : Block->body())
      collect(One);
  } else if (const auto *If = dyn_cast_or_null<IfStmt>(S)) {
    collect(If->getThen());
    collect(If->getElse());
  } else if (const auto *While = dyn_cast_or_null<WhileStmt>(S)) {
    collect(While->getBody());
  } else if (const auto *Do = dyn_cast_or_null<DoStmt>(S)) {
    collect(Do->getBody());
  } else if (const auto *For = dyn_cast_or_null<ForStmt>(S)) {
    collect(For->getBody());
  } else if (const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(S)) {
    collect(Range->getBody());
  } else if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(S)) {
    collect(Switch->getBody());
  } else if (const auto *Case = dyn_cast_or_null<SwitchCase>(S)) {
    collect(Case->getSubStmt());
  } else if (const auto *Label = dyn_cast_or_null<LabelStmt>(S)) {
    collect(Label->getSubStmt());
  } else if (const auto *Attributed = dyn_cast_or_null<AttributedStmt>(S)) {
    collect(Attributed->getSubStmt());
  } else if (const auto *Try = dyn_cast_or_null<CXXTryStmt>(S)) {
    collect(Try->getTryBlock());
  }
}

/// True for a duration that converts to std::chrono::nanoseconds by itself, as
/// functions want it that are no templates.
static bool isWholeNanoseconds(QualType T) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Class || !isDuration(T))
    return false;
  const TemplateArgumentList &Arguments = Class->getTemplateArgs();
  const auto *Period = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Arguments[1].getAsType()->getAsCXXRecordDecl());
  if (!Period || !Arguments[0].getAsType()->isIntegerType())
    return false;
  // In code with errors it may be anything.
  auto Number = [&](unsigned I) -> int64_t {
    const TemplateArgumentList &Ratio = Period->getTemplateArgs();
    return I < Ratio.size() && Ratio[I].getKind() == TemplateArgument::Integral
               ? Ratio[I].getAsIntegral().getExtValue()
               : 0;
  };
  int64_t Numerator = Number(0), Denominator = Number(1);
  return Denominator > 0 &&
         std::nano::den % (Denominator / std::gcd(Numerator, Denominator)) == 0;
}

bool RewritableCalls::contains(
    const CallExpr *Call,
    llvm::function_ref<std::string(const Expr *)> Text) const {
  const auto *Callee =
      dyn_cast<DeclRefExpr>(Call->getCallee()->IgnoreImpCasts());
  SourceRange Range = Call->getSourceRange();
  if (!Statements.contains(Call) || !Callee ||
      !Callee->getDecl()->getIdentifier() || Range.getBegin().isMacroID() ||
      Range.getEnd().isMacroID())
    return false;
  std::vector<std::string> Arguments;
  for (const Expr *A : Call->arguments()) {
    const Expr *Given = A->IgnoreParenImpCasts();
    QualType T = Given->getType();
    if (isa<InitListExpr>(Given) ||
        (!T->isIntegerType() && !isWholeNanoseconds(T)))
      return false;
    Arguments.push_back(Text(A));
  }
  llvm::StringRef Code =
      Lexer::getSourceText(CharSourceRange::getTokenRange(Range),
                           Context.getSourceManager(), Context.getLangOpts());
  return llvm::StringRef(squeezed(Code))
      .ends_with(spelledCall(Callee->getDecl()->getName(), Arguments));
}

} // namespace nostall
