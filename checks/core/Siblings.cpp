//===- Siblings.cpp - functions that do the same, awaited -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Siblings.h"
#include "Values.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace nostall {
namespace {

/// What awaitable twins are called, `$` being the function's name and `^` that
/// with a capital letter.
constexpr llvm::StringRef Forms[] = {
    "async_$", "$_async", "$Async", "async^", "Async^", "co_$",
    "$_co",    "co^",     "$_coro", "$Coro",  "coro_$", "$_awaitable"};

/// What the function's own name may have more than the twin's.
constexpr llvm::StringRef SyncMarks[] = {"_sync", "Sync", "_blocking",
                                         "Blocking"};

std::vector<std::string> twinNames(llvm::StringRef Name) {
  std::vector<std::string> Out;
  auto Add = [&](llvm::StringRef Base) {
    for (llvm::StringRef Form : Forms) {
      auto [Before, After] = Form.split(Form.contains('$') ? '$' : '^');
      std::string Middle = Base.str();
      if (!Form.contains('$'))
        Middle[0] = llvm::toUpper(Middle[0]);
      Out.push_back((Before + Middle + After).str());
    }
  };
  Add(Name);
  for (llvm::StringRef Mark : SyncMarks)
    if (llvm::StringRef Base = Name; Base.consume_back(Mark) && !Base.empty()) {
      Out.push_back(Base.str());
      Add(Base);
    }
  return Out;
}

/// The class template, or class, of \p T; null if it is none.
const NamedDecl *templateOf(QualType T) {
  T = T.getNonReferenceType();
  if (const auto *S = T->getAs<TemplateSpecializationType>())
    if (const TemplateDecl *Template = S->getTemplateName().getAsTemplateDecl();
        Template && !Template->isTypeAlias())
      return cast<NamedDecl>(Template->getCanonicalDecl());
  const auto *Class = T->getAsCXXRecordDecl();
  if (const auto *Instance =
          dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class))
    return Instance->getSpecializedTemplate()->getCanonicalDecl();
  return Class ? Class->getCanonicalDecl() : nullptr;
}

/// True if a coroutine that returns a \p Task can await what \p F returns.
bool isAwaitable(const FunctionDecl *F, QualType Task, Names &N) {
  QualType T = F->getReturnType();
  const NamedDecl *Own = templateOf(T);
  if (N.isAwaitable(T) || (Own && Own == templateOf(Task)))
    return true;
  const auto *Template = dyn_cast_or_null<ClassTemplateDecl>(Own);
  return Template && N.isAwaitable(Template->getTemplatedDecl());
}

/// Asio's way: the last parameter, of any type, says how to wait.
bool takesCompletionToken(const FunctionDecl *F) {
  if (!F->getDescribedFunctionTemplate() || F->param_empty() ||
      F->getReturnType()->isVoidType())
    return false;
  QualType Last = F->parameters().back()->getType();
  return Last->isRValueReferenceType() &&
         Last->getPointeeType()->isTemplateTypeParmType();
}

/// True if the parameters of \p F are among those of \p Twin, in their order.
bool hasParametersOf(const FunctionDecl *Twin, const FunctionDecl *F) {
  auto Plain = [](const ParmVarDecl *P) {
    return P->getType()
        .getNonReferenceType()
        .getCanonicalType()
        .getUnqualifiedType();
  };
  llvm::ArrayRef<ParmVarDecl *> Left = Twin->parameters();
  for (const ParmVarDecl *P : F->parameters()) {
    auto Same = llvm::find_if(
        Left, [&](const ParmVarDecl *Q) { return Plain(Q) == Plain(P); });
    if (Same != Left.end())
      Left = {std::next(Same), Left.end()};
    else if (!isErrorCode(Plain(P)))
      return false;
  }
  return true;
}

/// The function, or the pattern of the template, that \p D is or names.
const FunctionDecl *functionOf(const NamedDecl *D) {
  D = D->getUnderlyingDecl();
  if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
    return Template->getTemplatedDecl();
  return dyn_cast<FunctionDecl>(D);
}

} // namespace

const FunctionDecl *awaitableTwin(const FunctionDecl *F, QualType Task,
                                  Names &N) {
  const DeclContext *Scope = F->getDeclContext()->getRedeclContext();
  if (!F->getIdentifier() || F->isInStdNamespace() || F->isVariadic() ||
      !(Scope->isRecord() || Scope->isFileContext()))
    return nullptr;
  const FunctionDecl *Called = F;
  if (const FunctionTemplateDecl *Template = F->getPrimaryTemplate())
    Called = Template->getTemplatedDecl();
  if (isAwaitable(F, Task, N) || takesCompletionToken(Called))
    return nullptr;
  IdentifierTable &Identifiers = F->getASTContext().Idents;
  for (const std::string &Name : twinNames(F->getName()))
    for (const NamedDecl *D : Scope->lookup(&Identifiers.get(Name))) {
      const FunctionDecl *Twin = functionOf(D);
      if (Twin && !Twin->isDeleted() && D->getAccess() != AS_private &&
          D->getAccess() != AS_protected && hasParametersOf(Twin, Called) &&
          (isAwaitable(Twin, Task, N) || takesCompletionToken(Twin)))
        return Twin;
    }
  return nullptr;
}

} // namespace nostall
