//===- LinkHandovers.cpp - what event loops hand to their callbacks -------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace nostall {

/// The one parameter of a function that can be a descriptor.
std::optional<uint32_t> Program::descriptor(Id Entity) const {
  llvm::ArrayRef<Id> Parameters = P.list(P.Entities[Entity].Parameters);
  std::optional<uint32_t> Out;
  for (const auto &[Number, Type] : llvm::enumerate(Parameters))
    if (P.Strings[Type] == "int") {
      if (Out)
        return std::nullopt;
      Out = Number;
    }
  return Out;
}

/// Finds the calls that hand \p Callback, given for \p Argument of a call, to a
/// loop together with a descriptor: a row says so, or the project keeps the
/// callback. Returns false if it may go elsewhere.
bool Program::findHandovers(Site At, uint32_t Argument, Id Callback,
                            std::vector<Giver> &Out, unsigned Depth) const {
  const Call &Call = call(At.Function, At.Call);
  for (const Row *R : rows(Call))
    if (!R->Passes.empty() && R->RunsOnLoop.includes(Argument)) {
      Out.push_back({At, 0, R->Passes});
      return true;
    }
  if (bodies(Call).empty() || Depth == 4)
    return false;
  for (uint32_t Body : bodies(Call)) {
    if (llvm::any_of(calls(Body), [&](const nostall::Call &Kept) {
          const Value &V = P.target(Kept);
          return Kept.F == nostall::Call::Store && V.K == Value::Parameter &&
                 V.Index == Argument;
        })) {
      std::optional<uint32_t> From = descriptor(function(Body).Entity);
      std::optional<uint32_t> To = descriptor(Callback);
      if (!From || !To)
        return false;
      Out.push_back({At, 0, {{*To, *From}}});
      continue;
    }
    bool Goes = false;
    for (uint32_t J = 0; J < calls(Body).size(); ++J)
      for (const auto &[Number, V] :
           llvm::enumerate(P.arguments(call(Body, J)))) {
        if (P.Values[V].K != Value::Parameter || P.Values[V].Index != Argument)
          continue;
        Goes = true;
        if (!findHandovers({Body, J}, Number, Callback, Out, Depth + 1))
          return false;
      }
    if (!Goes)
      return false;
  }
  return true;
}

/// Callbacks that are only ever handed to loops.
Program::Handovers Program::findHandovers() const {
  std::map<Id, std::vector<Giver>> Found;
  std::set<Id> Others;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      if (const Value &V = P.target(Call); V.K == Value::Callable)
        Others.insert(V.Index);
      if (Call.Callee != NoId && P.Entities[Call.Callee].IsValue)
        Others.insert(Call.Callee);
      for (const auto &[Number, Given] : llvm::enumerate(P.arguments(Call))) {
        const Value &V = P.Values[Given];
        if (V.K == Value::Choice)
          for (size_t Either : {1, 3})
            if (const Value &One = P.Values[P.list(V.Fields)[Either]];
                One.K == Value::Callable)
              Others.insert(One.Index);
        if (V.K == Value::Callable &&
            !findHandovers({I, J}, Number, V.Index, Found[V.Index]))
          Others.insert(V.Index);
      }
    }
  Handovers Out;
  for (auto &[Callback, Givers] : Found)
    if (!Others.count(Callback) && !Givers.empty())
      for (uint32_t Body : Entities[Callback].Bodies)
        if (function(Body).K == Function::Plain)
          Out[Body] = Givers;
  return Out;
}

} // namespace nostall
