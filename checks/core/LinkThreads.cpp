//===- LinkThreads.cpp - what runs on other threads -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace nostall {

llvm::SmallVector<const Value *, 4> Program::offloaded(const LinkedFunction &F,
                                                       const Call &Call) const {
  llvm::SmallVector<const Value *, 4> Out;
  uint32_t E = callee(F, Call);
  if (E == NoId)
    return Out;
  for (const Row *R : Entities[E].Rows)
    Out.append(select(R->Offloads, Call));
  // Whoever owns threads and takes a callable runs it there, unless its body
  // calls it.
  bool IsPool = Call.F == Call::Plain && Call.HasObject &&
                Call.Object.Type != NoId &&
                F.S->Types[Call.Object.Type].OwnsThreads;
  for (uint32_t Body : Entities[E].Bodies) {
    const LinkedFunction &Callee = Functions[Body];
    for (uint32_t I = 0; I < Call.Arguments.size(); ++I)
      if (llvm::is_contained(Callee.OffloadedParameters, I) ||
          (IsPool && !llvm::is_contained(Callee.InvokedParameters, I)))
        Out.push_back(&Call.Arguments[I]);
  }
  return Out;
}

void Program::findOffloads() {
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (LinkedFunction &F : Functions)
      for (const Call &Call : F.F->Calls)
        for (const Value *V : offloaded(F, Call))
          if (std::optional<uint32_t> P = resolve(F, *V).Parameter;
              P && !llvm::is_contained(F.OffloadedParameters, *P)) {
            F.OffloadedParameters.push_back(*P);
            Changed = true;
          }
  }
}

/// True if \p V is a callable that resumes a coroutine itself.
bool Program::resumesHandle(const LinkedFunction &F, const Value &V) const {
  for (uint32_t E : resolve(F, V).Entities)
    for (uint32_t Body : Entities[E].Bodies)
      for (const Call &Call : Functions[Body].F->Calls)
        if (uint32_t Callee = callee(Functions[Body], Call); Callee != NoId)
          if (llvm::StringRef Name = Entities[Callee].E->Name;
              Name == "std::coroutine_handle::resume" ||
              Name == "std::coroutine_handle::operator()")
            return true;
  return false;
}

Hop Program::hopOf(const LinkedFunction &F, uint32_t AwaitIndex) const {
  // The awaiter's await_suspend() was called for this await, just before it.
  const Call &Await = F.F->Calls[AwaitIndex];
  const Call *Suspend = nullptr;
  for (uint32_t Back = 1; Back < 8 && Back <= AwaitIndex && !Suspend; ++Back)
    if (const Call &Before = F.F->Calls[AwaitIndex - Back];
        Before.Callee != NoId && Before.Loc.Line == Await.Loc.Line &&
        llvm::StringRef(F.S->Entities[Before.Callee].Name)
            .ends_with("::await_suspend"))
      Suspend = &Before;
  if (!Suspend)
    return Hop::None;
  Hop Found = Hop::None;
  for (uint32_t Body : Entities[callee(F, *Suspend)].Bodies) {
    const LinkedFunction &Awaiter = Functions[Body];
    auto IsHandle = [&](const Value &V) {
      return V.K == Value::Parameter && V.Index == 0;
    };
    for (const Call &Call : Awaiter.F->Calls) {
      for (const Value *V : offloaded(Awaiter, Call))
        if (IsHandle(*V) || resumesHandle(Awaiter, *V))
          return Hop::Pool;
      // Handed to anybody else, it comes back to a loop.
      if (llvm::any_of(Call.Arguments, [&](const Value &V) {
            return IsHandle(V) || resumesHandle(Awaiter, V);
          }))
        Found = Hop::Loop;
    }
  }
  return Found;
}

void Program::unmarkOffloaded() {
  // A coroutine that is only ever started on other threads, or by code that
  // runs there, stalls no loop.
  for (bool Changed = true; Changed;) {
    Changed = false;
    std::vector<uint32_t> Uses(Functions.size()), Elsewhere(Functions.size());
    auto Count = [&](uint32_t E, bool IsElsewhere) {
      for (uint32_t Body : Entities[E].Bodies) {
        ++Uses[Body];
        Elsewhere[Body] += IsElsewhere;
      }
    };
    for (const LinkedFunction &F : Functions)
      for (uint32_t I = 0; I < F.F->Calls.size(); ++I) {
        const Call &Call = F.F->Calls[I];
        bool Off = F.IsOffloaded || Flow.isOffLoop(*F.F, I);
        llvm::SmallPtrSet<const Value *, 4> Offloaded;
        for (const Value *V : offloaded(F, Call)) {
          Offloaded.insert(V);
          // The awaitable of a coroutine that was called in the argument.
          if (V->K == Value::Result)
            if (uint32_t E = callee(F, F.F->Calls[V->Index]); E != NoId)
              for (uint32_t Body : Entities[E].Bodies)
                ++Elsewhere[Body];
        }
        // Wrapping a callable is no use of it yet.
        bool Wraps = llvm::any_of(
            rows(F, Call), [](const Row *R) { return R->Wraps.has_value(); });
        for (const Value &V : Call.Arguments)
          for (uint32_t E : Wraps ? decltype(resolve(F, V).Entities)()
                                  : resolve(F, V).Entities)
            Count(E, Off || Offloaded.contains(&V));
        if (Call.F == Call::Indirect)
          for (uint32_t E : resolve(F, Call.Target).Entities)
            Count(E, Off);
        if (uint32_t E = callee(F, Call); E != NoId)
          Count(E, Off);
      }
    for (uint32_t I = 0; I < Functions.size(); ++I) {
      LinkedFunction &F = Functions[I];
      if (!F.IsOffloaded && Uses[I] && Elsewhere[I] >= Uses[I]) {
        F.IsOffloaded = true;
        F.IsContext = false;
        Changed = true;
      }
    }
  }
}

} // namespace nostall
