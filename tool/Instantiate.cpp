//===- Instantiate.cpp - what skipped bodies would instantiate ------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Instantiate.h"
#include "Compat.h"
#include "core/Summarize.h"
#include "clang/AST/ASTConcept.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace nostall {

/// Bodies make new classes, whose bodies make new classes: templates that do
/// so without end are not followed further.
static constexpr unsigned MaxRounds = 4;

/// True if library code runs \p Method without its class having been written
/// for that library: by `override`, `T(...)`, `t(...)` or a lock's protocol.
static bool isRunByLibraries(const CXXMethodDecl &Method) {
  return Method.isVirtual() ||
         isa<CXXConstructorDecl, CXXDestructorDecl>(Method) ||
         Method.getOverloadedOperator() == OO_Call ||
         (Method.getIdentifier() && Method.getName() == "lock");
}

/// True if \p Method could have a body, but nothing has asked for it.
static bool lacksBody(const CXXMethodDecl &Method) {
  const FunctionDecl *Pattern = Method.isDefined() || Method.isDeleted()
                                    ? nullptr
                                    : Method.getTemplateInstantiationPattern();
  return Pattern && Pattern->isDefined();
}

/// False if a `requires` says that \p Method is not for this instance.
static bool isMeant(Sema &S, const CXXMethodDecl &Method) {
  ConstraintSatisfaction Constraints;
  return !Method.getTrailingRequiresClause() ||
         (!S.CheckFunctionConstraints(&Method, Constraints) &&
          Constraints.IsSatisfied);
}

void Instances::add(TagDecl *D) {
  auto *Class = dyn_cast<CXXRecordDecl>(D);
  if (!Class || Class->isInvalidDecl() || canSkipBody(*Class))
    return;
  if (ClassTemplateDecl *Template = Class->getDescribedClassTemplate())
    Templates.push_back(Template);
  else if (!Class->isDependentContext() &&
           Class->getTemplateInstantiationPattern())
    Waiting.push_back(Class);
}

/// Completes instances that code only names: `std::make_unique<C<T>>()`.
void Instances::completeNamed(Sema &S) {
  llvm::SmallVector<ClassTemplateSpecializationDecl *, 0> Named;
  for (ClassTemplateDecl *Template : Templates)
    for (ClassTemplateSpecializationDecl *Class : Template->specializations())
      if (!Class->hasDefinition() && !Class->isDependentContext())
        Named.push_back(Class);
  for (ClassTemplateSpecializationDecl *Class : Named)
    S.isCompleteType(Class->getLocation(), compat::typeOf(*Class));
}

void Instances::complete(Sema &S) {
  S.getDiagnostics().setSuppressAllDiagnostics(true);
  // The parser has left the outermost scope already.
  S.TUScope = S.getScopeForContext(S.Context.getTranslationUnitDecl());
  completeNamed(S);
  for (unsigned Round = 0; Round < MaxRounds && !Waiting.empty(); ++Round) {
    for (CXXRecordDecl *Class : std::exchange(Waiting, {}))
      for (CXXMethodDecl *Method : Class->methods())
        if (isRunByLibraries(*Method) && lacksBody(*Method) &&
            isMeant(S, *Method))
          S.InstantiateFunctionDefinition(Class->getLocation(), Method,
                                          /*Recursive=*/true,
                                          /*DefinitionRequired=*/false,
                                          /*AtEndOfTU=*/true);
    completeNamed(S);
  }
  S.TUScope = nullptr;
}

} // namespace nostall
