//===- LinkStates.cpp - states of handles, from helpers and callers -------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <set>

namespace nostall {

StateChanges Program::analyseStates(uint32_t FunctionIndex) {
  const Function &F = function(FunctionIndex);
  auto Rows = [&](const Call &Call) { return rows(Call); };
  auto Inferred = [&](const Call &Call) -> const StateChanges * {
    Id E = Call.Callee;
    return E == NoId || Entities[E].Changes.empty() ? nullptr
                                                    : &Entities[E].Changes;
  };
  auto Hops = [&](uint32_t Await) { return hopOf(FunctionIndex, Await); };
  auto IsTask = [&](const Call &Call) {
    return llvm::any_of(bodies(Call), [&](uint32_t Body) {
      return function(Body).K == Function::Coroutine;
    });
  };
  auto HasBody = [&](const Call &Call) {
    return llvm::any_of(bodies(Call), [&](uint32_t Body) {
      return function(Body).K == Function::Plain &&
             function(Body).Entity != F.Entity && function(Body).Calls.Size;
    });
  };
  return Flow.analyse(FunctionIndex, {Rows, Inferred, Hops, IsTask, HasBody});
}

void Program::analyseStates() {
  // Who returns a field, or an object that may wrap one.
  llvm::StringMap<std::vector<uint32_t>> Returners;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I))
      if (Id V = P.target(Call).Variable; Call.F == Call::Return && V != NoId) {
        const Variable &Storage = P.variables(function(I))[V];
        if (Storage.IsField)
          Returners[P.Strings[Storage.Name]].push_back(I);
        if (Storage.Type != NoId)
          Returners[P.typeName(Storage.Type)].push_back(I);
      }

  // Helpers come before or after their callers: all are analysed in turn, and
  // again when something that they asked for has changed, until it is still.
  std::set<uint32_t> Now, Next;
  auto Analyse = [&](uint32_t I) {
    StateChanges Found = analyseStates(I);
    auto Again = [&](uint32_t Other) {
      (Other > I ? Now : Next).insert(Other);
    };
    for (const std::string &Name : Flow.takeNewSettings())
      if (auto It = Returners.find(Name); It != Returners.end())
        llvm::for_each(It->second, Again);
    // States are only won from round to round.
    Id E = function(I).Entity;
    if (Found.size() <= Entities[E].Changes.size())
      return;
    Entities[E].Changes = std::move(Found);
    llvm::for_each(Callers[E], Again);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    Now.erase(I);
    Analyse(I);
  }
  const Buckets<Site> Captures = findCaptures();
  do {
    while (!Next.empty()) {
      std::swap(Now, Next);
      while (!Now.empty())
        Analyse(Now.extract(Now.begin()).value());
    }
    for (uint32_t I : giveStates(Captures))
      Next.insert(I);
  } while (!Next.empty());
}

/// For each lambda, the calls of the function around it that are given it.
Buckets<Program::Site> Program::findCaptures() const {
  std::vector<std::pair<uint32_t, Site>> Pairs;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      auto Add = [&](const Value &V) {
        if (V.K != Value::Functor)
          return;
        for (Id E : P.list(P.Types[V.Index].CallOperators))
          for (uint32_t Body : Entities[E].Bodies)
            if (function(Body).Outer == function(I).Entity)
              Pairs.push_back({Body, {I, J}});
      };
      for (ValueId V : P.arguments(call(I, J)))
        Add(P.Values[V]);
      if (call(I, J).HasObject)
        Add(P.object(call(I, J)));
    }
  return Buckets<Site>(Functions.size(), Pairs);
}

/// Coroutines and callbacks run later, when those that called or made them
/// cannot be asked any more: what all of them give for a parameter, or what
/// they let a lambda capture, holds for it. Returns those that learned so.
std::vector<uint32_t> Program::giveStates(const Buckets<Site> &Captures) {
  std::vector<uint32_t> Learned;
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    const Entity &E = P.Entities[function(I).Entity];
    std::vector<Site> Sites;
    bool IsLambda = function(I).Outer != NoId;
    if (IsLambda)
      llvm::append_range(Sites, Captures[I]);
    else if (function(I).K == Function::Coroutine && !function(I).IsPattern &&
             !E.IsValue && E.K == Entity::Function && E.Class == NoId)
      forEachCaller(I, [&](uint32_t Caller) {
        for (uint32_t J = 0; J < calls(Caller).size(); ++J)
          if (llvm::is_contained(bodies(call(Caller, J)), I))
            Sites.push_back({Caller, J});
      });
    if (Sites.empty())
      continue;
    auto Gives = [&](const Site &S, const Variable &V) {
      Value Captured;
      if (V.Outer < function(S.Function).Variables.Size)
        Captured.Variable = V.Outer;
      const Value *Given = argument(P, call(S.Function, S.Call),
                                    {Argument::Number, V.Parameter});
      return IsLambda ? Captured : Given ? *Given : Value();
    };
    bool New = false;
    llvm::ArrayRef<Variable> Variables = P.variables(function(I));
    for (Id V = 0; V < Variables.size(); ++V) {
      if ((IsLambda ? Variables[V].Outer : Variables[V].Parameter) == NoId)
        continue;
      std::vector<StringId> Parts =
          Flow.parts(Sites[0].Function, Gives(Sites[0], Variables[V]).Variable);
      Parts.push_back(0); // The whole.
      for (StringId Part : Parts)
        for (uint32_t State = 0; State < C.states(); ++State)
          if (C.isSetting(State) && llvm::all_of(Sites, [&](const Site &S) {
                // What the caller tests for elsewhere says nothing of this.
                return Flow.holds(
                    S.Function, S.Call, Gives(S, Variables[V]), State,
                    {Argument::Number, 0, /*IsField=*/true, Part});
              }))
            New |= Flow.give(I, V, Part, State);
    }
    if (New)
      Learned.push_back(I);
  }
  return Learned;
}

} // namespace nostall
