//===- LinkErrno.cpp - who expects that something would block -------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace nostall {

/// True if \p F looks at an error number, makes something of it, and does
/// nothing else.
static bool isErrnoHelper(const Facts &P, const Function &F) {
  return F.ExpectsWouldBlock && llvm::all_of(P.calls(F), [&](const Call &C) {
           return C.F == Call::Return || C.F == Call::Constructor ||
                  (C.Callee != NoId &&
                   (P.Entities[C.Callee].IsBuiltin ||
                    P.entityName(C.Callee) == "__errno_location"));
         });
}

Facts withErrnoHelpers(Facts P) {
  std::vector<bool> IsHelper(P.Entities.size());
  for (const Function &F : P.Functions)
    if (isErrnoHelper(P, F))
      IsHelper[F.Entity] = true;
  for (Function &F : P.Functions)
    F.ExpectsWouldBlock |= llvm::any_of(P.calls(F), [&](const Call &C) {
      return C.Callee != NoId && IsHelper[C.Callee];
    });
  return P;
}

/// The field or global variable that \p V names, or 0.
static StringId fieldNamed(const Facts &P, const Function &F, const Value &V) {
  if (V.Variable != NoId && P.variables(F)[V.Variable].IsField)
    return P.variables(F)[V.Variable].Name;
  return V.K == Value::String || V.K == Value::Stored ? 0 : V.Text;
}

/// What a function that handles "would block" means by it: the arguments whose
/// errors it asks for; else what all its calls agree on that may block.
std::vector<const Value *> Program::expected(uint32_t FunctionIndex) const {
  std::vector<const Value *> Asked, Used;
  for (const Call &Call : calls(FunctionIndex))
    for (const Row *R : rows(Call)) {
      if (R->ErrorOf)
        Asked.push_back(argument(P, Call, *R->ErrorOf));
      for (const Condition &Cond : R->Unless)
        if (Cond.K == Condition::InState &&
            Cond.State == Catalogue::NonBlocking)
          Used.push_back(argument(P, Call, Cond.Arg));
    }
  llvm::erase(Asked, nullptr);
  if (!Asked.empty())
    return Asked;
  auto Field = [&](const Value *V) {
    return V ? fieldNamed(P, function(FunctionIndex),
                          Fields.pointee(FunctionIndex, *V))
             : 0;
  };
  if (llvm::any_of(Used, [&](const Value *V) {
        return !Field(V) || Field(V) != Field(Used.front());
      }))
    Used.clear();
  return Used;
}

/// Who handles "would block" on what a field holds has made that non-blocking,
/// wherever it did.
void Program::settleExpected() {
  std::vector<std::pair<uint32_t, const Value *>> Work;
  std::set<std::pair<uint32_t, uint32_t>> Seen;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (function(I).ExpectsWouldBlock)
      for (const Value *V : expected(I))
        Work.emplace_back(I, V);
  while (!Work.empty()) {
    auto [I, V] = Work.back();
    Work.pop_back();
    if (StringId Field =
            fieldNamed(P, function(I), Fields.pointee(I, *V)))
      Flow.settle(Field, 0, Catalogue::NonBlocking);
    else if (V->K == Value::Parameter && Seen.insert({I, V->Index}).second)
      forEachCaller(I, [&, I = I, Index = V->Index](uint32_t Caller) {
        for (const Call &Call : calls(Caller))
          if (llvm::is_contained(bodies(Call), I) &&
              Index < P.arguments(Call).size())
            Work.emplace_back(Caller, &P.Values[P.arguments(Call)[Index]]);
      });
  }
}

} // namespace nostall
