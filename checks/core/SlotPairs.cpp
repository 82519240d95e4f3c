//===- SlotPairs.cpp - pairs of callables ---------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Slots.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace nostall {

/// True for `std::pair<std::function<…>, std::function<…>>`: work and what
/// comes after it may run on different threads.
bool Slots::isPairOfCallables(const RecordDecl *R) const {
  const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(R);
  return Class && Class->isInStdNamespace() && Class->getName() == "pair" &&
         llvm::all_of(Class->getTemplateArgs().asArray(),
                      [&](const TemplateArgument &A) {
                        // A pair of iterators is a range of one table.
                        return holds(A.getAsType()) && !isTable(A.getAsType());
                      });
}

/// `std::get<0>(pair)`, which is also what a structured binding is.
const ValueDecl *Slots::halfOfPair(const Expr *E) const {
  const auto *Call = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const RecordDecl *Pair =
      Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
              Callee->getName() == "get" && Call->getNumArgs() == 1
          ? Call->getArg(0)->getType()->getAsRecordDecl()
          : nullptr;
  const TemplateArgumentList *Arguments =
      Pair && isPairOfCallables(Pair) ? Callee->getTemplateSpecializationArgs()
                                      : nullptr;
  if (!Arguments || Arguments->get(0).getKind() != TemplateArgument::Integral)
    return nullptr;
  bool IsFirst = Arguments->get(0).getAsIntegral() == 0;
  return *std::next(Pair->field_begin(), IsFirst ? 0 : 1);
}

/// The pair of callables that a container of type \p T has for elements.
const RecordDecl *Slots::pairIn(QualType T) const {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Class || Class->getTemplateArgs().size() == 0 ||
      Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return nullptr;
  const RecordDecl *Pair =
      Class->getTemplateArgs()[0].getAsType()->getAsRecordDecl();
  return Pair && isPairOfCallables(Pair) ? Pair : nullptr;
}

} // namespace nostall
