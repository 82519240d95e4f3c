//===- LinkUnknown.cpp - what was taken on trust --------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// The catalogue has all functions of the standard library that wait.
static bool isStandard(llvm::StringRef Name) {
  return Name.starts_with("std::") || Name.starts_with("__") ||
         Name.starts_with("operator new") ||
         Name.starts_with("operator delete");
}

/// True if nothing says whether the function that \p Call names blocks.
bool Program::isUnknown(const Call &Call) const {
  if (Call.Callee == NoId)
    return false;
  const Entity &E = P.Entities[Call.Callee];
  const LinkedEntity &L = Entities[Call.Callee];
  // Of a coroutine, the call is harmless.
  return !E.IsBuiltin && L.Rows.empty() && L.Bodies.empty() &&
         L.Overriders.empty() && !L.IsOpaque && E.Effect == Declared::Nothing &&
         !E.ReturnsAwaitable && !isStandard(P.Strings[E.Name]);
}

static bool isHolder(llvm::StringRef Class) {
  static constexpr llvm::StringRef Holders[] = {
      "std::function", "std::move_only_function", "std::copyable_function",
      "std::function_ref", "std::packaged_task"};
  return llvm::is_contained(Holders, Class);
}

/// The arguments that \p R says the call runs. "Every callable argument" does
/// not mean iterators into a table of callables, nor its rows.
Program::ValueList Program::invoked(const Row &R, const Call &Call) const {
  ValueList Out = select(R.Invokes, Call);
  if (R.Invokes.All)
    llvm::erase_if(Out, [&](ValueId V) {
      Id Class = P.Values[V].Type;
      return P.Values[V].K == Value::Stored && Class != NoId &&
             P.list(P.Types[Class].CallOperators).empty() &&
             !isHolder(P.typeName(Class));
    });
  return Out;
}

/// True if \p V, which is called, may be anything.
bool Program::isUnknown(uint32_t FunctionIndex, const Value &V) const {
  // Objects of the standard library that are called as themselves, such as
  // std::less, are known.
  llvm::StringRef Class = V.Type == NoId ? "" : P.typeName(V.Type);
  if (V.K == Value::Null || (isStandard(Class) && !isHolder(Class)))
    return false;
  Callable Found = resolve(FunctionIndex, V);
  if (!Found.Entities.empty())
    return false;
  // What a plain function is given is known or not where it is called.
  return !Found.Parameter || Functions[FunctionIndex].IsContext ||
         function(FunctionIndex).K != Function::Plain;
}

/// True if the call runs a value that may be anything.
bool Program::runsUnknown(uint32_t FunctionIndex, uint32_t CallIndex) const {
  const Call &Call = call(FunctionIndex, CallIndex);
  auto IsUnknown = [&](ValueId V) {
    return isUnknown(FunctionIndex, P.Values[V]);
  };
  if (Call.F == Call::Indirect)
    return IsUnknown(Call.Target);
  for (const Row *R : rows(Call))
    for (ValueId V : select(R->Invokes, Call)) {
      // "Every callable argument" leaves open which ones these are.
      Id Type = P.Values[V].Type;
      bool IsCallable =
          !R->Invokes.All || (Type != NoId && isHolder(P.typeName(Type)));
      if (IsCallable && IsUnknown(V))
        return true;
    }
  for (uint32_t Body : bodies(Call))
    for (uint32_t Parameter : Functions[Body].InvokedParameters)
      if (const Value *V =
              argument(P, Call, {Argument::Number, Parameter, false});
          V && isUnknown(FunctionIndex, *V))
        return true;
  return false;
}

Unknowns Program::unknowns(llvm::ArrayRef<uint32_t> Roots) const {
  Unknowns Out;
  std::vector<bool> Seen(Functions.size());
  std::vector<uint32_t> Work;
  auto Reach = [&](uint32_t I) {
    if (!Seen[I])
      Work.push_back(I);
    Seen[I] = true;
  };
  auto IsBefore = [&](const Location &A, const Location &B) {
    return std::tuple(P.file(A), A.Line, A.Column) <
           std::tuple(P.file(B), B.Line, B.Column);
  };
  // By name: overloads and instances of a template are one to people.
  llvm::DenseMap<StringId, size_t> Rows;
  auto Add = [&](const Call &Call) {
    auto [It, New] =
        Rows.try_emplace(P.Entities[Call.Callee].Name, Out.Callees.size());
    if (New)
      Out.Callees.push_back({Call.Callee, 0, Call.Loc});
    Unknowns::Callee &Row = Out.Callees[It->second];
    ++Row.Calls;
    if (IsBefore(Call.Loc, Row.First))
      Row.First = Call.Loc;
  };

  llvm::for_each(Roots, Reach);
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      if (Flow.isOffLoop(I, J))
        continue;
      if (const Call &Call = call(I, J); isUnknown(Call))
        Add(Call);
      else if (runsUnknown(I, J))
        ++Out.Indirect;
      for (const Edge &E : targets(I, J))
        if (E.Function != NoId)
          Reach(E.Function);
    }
  }
  llvm::sort(Out.Callees,
             [&](const Unknowns::Callee &A, const Unknowns::Callee &B) {
               return std::tuple(B.Calls, P.entityName(A.Entity)) <
                      std::tuple(A.Calls, P.entityName(B.Entity));
             });
  return Out;
}

} // namespace nostall
