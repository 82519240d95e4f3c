//===- LinkThreads.cpp - what runs on other threads -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// The arguments for the callee's parameters of that annotation.
Program::ValueList Program::annotated(const Call &Call,
                                      ListId Entity::*Parameters) const {
  ValueList Out;
  if (Call.Callee == NoId || Entities[Call.Callee].IsUsers)
    return Out;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  for (Id Parameter : P.list(P.Entities[Call.Callee].*Parameters))
    if (Parameter < Arguments.size())
      Out.push_back(Arguments[Parameter]);
  return Out;
}

Program::ValueList Program::runsOnLoop(const Call &Call) const {
  ValueList Out = annotated(Call, &Entity::RunsOnLoop);
  for (const Row *R : rows(Call))
    llvm::append_range(Out, select(R->RunsOnLoop, Call));
  return Out;
}

Program::ValueList Program::offloaded(const Call &Call) const {
  ValueList Out = annotated(Call, &Entity::Offloads);
  for (const Row *R : rows(Call))
    llvm::append_range(Out, select(R->Offloads, Call));
  // Whoever owns threads and takes a callable runs it there, unless its body
  // calls it.
  Id Type = P.object(Call).Type;
  bool IsPool = Call.F == Call::Plain && Call.HasObject && Type != NoId &&
                P.Types[Type].OwnsThreads;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  for (uint32_t Body : bodies(Call)) {
    const LinkedFunction &Callee = Functions[Body];
    if (!IsPool && Callee.OffloadedParameters.empty())
      continue;
    for (uint32_t I = 0; I < Arguments.size(); ++I)
      if (llvm::is_contained(Callee.OffloadedParameters, I) ||
          (IsPool && !llvm::is_contained(Callee.InvokedParameters, I)))
        Out.push_back(Arguments[I]);
  }
  return Out;
}

/// Finds the parameters that the function hands on; true if there are more
/// than were known.
bool Program::findOffloads(uint32_t FunctionIndex) {
  auto &Known = Functions[FunctionIndex].OffloadedParameters;
  size_t Before = Known.size();
  for (const Call &Call : calls(FunctionIndex))
    for (ValueId V : offloaded(Call))
      if (auto Parameter = resolve(FunctionIndex, P.Values[V]).Parameter;
          Parameter && !llvm::is_contained(Known, *Parameter))
        Known.push_back(*Parameter);
  return Known.size() != Before;
}

void Program::findOffloads() {
  std::vector<uint32_t> Work;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (findOffloads(I))
      Work.push_back(I);
  while (!Work.empty()) {
    uint32_t Changed = Work.back();
    Work.pop_back();
    forEachCaller(Changed, [&](uint32_t Caller) {
      if (findOffloads(Caller))
        Work.push_back(Caller);
    });
  }
}

/// True if \p V is a callable that resumes a coroutine itself.
bool Program::resumesHandle(uint32_t FunctionIndex, const Value &V) const {
  for (uint32_t E : resolve(FunctionIndex, V).Entities)
    for (uint32_t Body : Entities[E].Bodies)
      for (const Call &Call : calls(Body))
        if (Call.Callee != NoId)
          if (llvm::StringRef Name = P.entityName(Call.Callee);
              Name == "std::coroutine_handle::resume" ||
              Name == "std::coroutine_handle::operator()")
            return true;
  return false;
}

bool Program::isSuspend(const Call &Call) const {
  return Call.Callee != NoId &&
         P.entityName(Call.Callee).ends_with("::await_suspend");
}

Hop Program::hopOf(uint32_t FunctionIndex, uint32_t AwaitIndex) const {
  // The awaiter's await_suspend() was called for this await, just before it.
  const Call &Await = call(FunctionIndex, AwaitIndex);
  const Call *Suspend = nullptr;
  for (uint32_t Back = 1; Back < 8 && Back <= AwaitIndex && !Suspend; ++Back)
    if (const Call &Before = call(FunctionIndex, AwaitIndex - Back);
        Before.Loc.Line == Await.Loc.Line && isSuspend(Before))
      Suspend = &Before;
  return Suspend ? resumesOn(*Suspend) : Hop::None;
}

/// Where \p Suspend, a call of an await_suspend(), lets its coroutine go on.
Hop Program::resumesOn(const Call &Suspend, unsigned Depth) const {
  Hop Found = Hop::None;
  for (uint32_t Awaiter : bodies(Suspend)) {
    auto IsHandle = [&](const Value &V) {
      return V.K == Value::Parameter && V.Index == 0;
    };
    for (const Call &Call : calls(Awaiter)) {
      auto Resumes = [&](ValueId V) {
        return IsHandle(P.Values[V]) || resumesHandle(Awaiter, P.Values[V]);
      };
      if (llvm::any_of(offloaded(Call), Resumes))
        return Hop::Pool;
      if (llvm::none_of(P.arguments(Call), Resumes))
        continue;
      // An awaiter may wrap another one. Handed to anybody else, the coroutine
      // comes back to a loop.
      bool Wraps = isSuspend(Call) && !bodies(Call).empty() && Depth < 4;
      Hop To = Wraps ? resumesOn(Call, Depth + 1) : Hop::Loop;
      if (To == Hop::Pool)
        return Hop::Pool;
      if (To != Hop::None)
        Found = To;
    }
  }
  return Found;
}

/// Calls \p Visit(Body, IsUse, IsElsewhere) for each use of a body in a
/// function: IsElsewhere, if other threads run that use whoever runs the
/// function. What only the awaitable of a coroutine goes to is no use: IsUse is
/// false then.
template <typename Visitor>
void Program::forEachUse(uint32_t FunctionIndex, Visitor Visit) const {
  auto Use = [&](uint32_t E, bool IsElsewhere) {
    for (uint32_t Body : Entities[E].Bodies)
      Visit(Body, /*IsUse=*/true, IsElsewhere);
  };
  for (uint32_t I = 0; I < calls(FunctionIndex).size(); ++I) {
    const Call &Call = call(FunctionIndex, I);
    bool Off = Flow.isOffLoop(FunctionIndex, I);
    ValueList Offloaded = offloaded(Call);
    for (ValueId V : Offloaded)
      // The awaitable of a coroutine that was called in the argument.
      if (P.Values[V].K == Value::Result)
        for (uint32_t Body : bodies(call(FunctionIndex, P.Values[V].Index)))
          Visit(Body, /*IsUse=*/false, /*IsElsewhere=*/true);
    // Wrapping a callable is no use of it yet.
    bool Wraps = llvm::any_of(
        rows(Call), [](const Row *R) { return R->Wraps.has_value(); });
    if (!Wraps)
      for (ValueId V : P.arguments(Call))
        for (uint32_t E : resolve(FunctionIndex, P.Values[V]).Entities)
          Use(E, Off || llvm::is_contained(Offloaded, V));
    if (Call.F == Call::Indirect)
      for (uint32_t E : resolve(FunctionIndex, P.target(Call)).Entities)
        Use(E, Off);
    if (Call.Callee != NoId)
      Use(Call.Callee, Off);
  }
}

/// Functions that run an event loop, themselves or by what they call.
std::vector<bool> Program::loopRunners() const {
  std::vector<bool> Runs(Functions.size());
  std::vector<uint32_t> Work;
  auto Add = [&](uint32_t I) {
    if (!Runs[I]) {
      Runs[I] = true;
      Work.push_back(I);
    }
  };
  auto RunsLoop = [](const Row *R) {
    return R->Cat != NoCategory && categories()[R->Cat] == "nested-event-loop";
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (llvm::any_of(calls(I), [&](const Call &Call) {
          return llvm::any_of(rows(Call), RunsLoop);
        }))
      Add(I);
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    forEachCaller(I, Add);
  }
  return Runs;
}

void Program::unmarkOffloaded() {
  // A coroutine that is only ever started on other threads, or by code that
  // runs there, stalls no loop; unless that thread runs a loop.
  std::vector<bool> RunsLoop = loopRunners();
  std::vector<uint32_t> Uses(Functions.size()), Elsewhere(Functions.size());
  std::vector<uint32_t> Work;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    forEachUse(I, [&](uint32_t Body, bool IsUse, bool IsElsewhere) {
      Uses[Body] += IsUse;
      Elsewhere[Body] += IsElsewhere;
    });
  auto IsOffloaded = [&](uint32_t I) {
    if (Options.IsOffloaded)
      if (std::optional<bool> Known = Options.IsOffloaded(
              P.Strings[P.Entities[function(I).Entity].USR]))
        return *Known;
    return Uses[I] && Elsewhere[I] >= Uses[I];
  };
  auto Mark = [&](uint32_t I) {
    LinkedFunction &F = Functions[I];
    if (F.IsOffloaded || !IsOffloaded(I))
      return;
    F.IsOffloaded = true;
    F.IsContext = false;
    Work.push_back(I);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    Mark(I);
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    if (RunsLoop[I])
      continue;
    // Now all that it uses is elsewhere.
    forEachUse(I, [&](uint32_t Body, bool IsUse, bool IsElsewhere) {
      Elsewhere[Body] += IsUse && !IsElsewhere;
      Mark(Body);
    });
  }
}

} // namespace nostall
