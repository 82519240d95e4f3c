//===- LinkNamed.cpp - callbacks that no code names -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// True if objects of the method's class may live on other threads.
bool Program::hasMoved(const Entity &Method) const {
  if (Method.Class == NoId)
    return false;
  const Type &Class = P.Types[Method.Class];
  llvm::StringRef Name = P.Strings[Class.Name];
  return MovedClasses.contains(Name) || MovedBases.contains(Name) ||
         llvm::any_of(P.list(Class.Bases), [&](StringId Base) {
           return MovedClasses.contains(P.Strings[Base]);
         });
}

/// Marks what an event loop can only know by its name: a slot that no code
/// calls or connects has its signal in a string or in a form. Of all others,
/// the code says who runs them.
void Program::markNamed() {
  if (Options.Judged != Callbacks::All)
    return;
  llvm::BitVector IsCalled(Entities.size());
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (Id Caller = function(I).Entity; !C.isDispatcher(P.entityName(Caller)))
      for (const Call &Call : calls(I))
        if (Call.Callee != NoId && Call.Callee != Caller)
          IsCalled.set(Call.Callee);
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    Id Row = function(I).Entity;
    const Entity &E = P.Entities[Row];
    LinkedFunction &F = Functions[I];
    const NamedCallback *Named = C.namedCallback(P, E);
    if (!Named || E.K != Entity::Function || E.IsValue || IsCalled[Row] ||
        !P.list(E.Overrides).empty() || function(I).K != Function::Plain ||
        F.IsContext || F.IsOffloaded || hasMoved(E))
      continue;
    if (Options.IsNamed && !Options.IsNamed(P.Strings[E.USR]).value_or(true))
      continue;
    F.IsContext = true;
    F.Named = Named;
  }
}

} // namespace nostall
