//===- Contention.cpp - mutexes that are held for long --------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contention.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"

namespace nostall {

Contention::Contention(const Program &Linked)
    : Linked(Linked), P(Linked.facts()) {
  for (uint32_t I = 0; I < P.Functions.size(); ++I)
    if (Linked.functions()[I].IsOffloaded)
      addHeld(I);
}

/// The mutex that \p V is: named, held by a guard, or what a function always
/// hands out.
StringId Contention::mutexOf(uint32_t FunctionIndex, const Value &V,
                             unsigned Depth) const {
  if (V.Text != 0 || V.K != Value::Result || Depth == 4)
    return V.Text;
  const Call &Made = P.calls(P.Functions[FunctionIndex])[V.Index];
  if (Made.Callee == NoId || Made.IsVirtual)
    return 0;
  if (Made.F == Call::Constructor) {
    const Value *Guarded = argument(P, Made, Argument());
    return Guarded ? mutexOf(FunctionIndex, *Guarded, Depth + 1) : 0;
  }
  StringId Only = 0;
  for (uint32_t Body : Linked.entities()[Made.Callee].Bodies)
    for (const Call &C : P.calls(P.Functions[Body]))
      if (C.F == Call::Return) {
        StringId Mutex = mutexOf(Body, P.target(C), Depth + 1);
        if (Mutex == 0 || (Only != 0 && Mutex != Only))
          return 0;
        Only = Mutex;
      }
  return Only;
}

/// The mutex that \p Call takes as \p R says, if it has a name.
std::optional<Contention::Lock>
Contention::lock(uint32_t FunctionIndex, const Call &Call, const Row &R) const {
  auto It = R.OperationArguments.find("mutex");
  if (R.Operation != "lock" || It == R.OperationArguments.end() ||
      Call.Callee == NoId)
    return std::nullopt;
  Argument Mutex;
  if (It->second == "$this")
    Mutex.K = Argument::Object;
  const Value *V = argument(P, Call, Mutex);
  StringId Name = V ? mutexOf(FunctionIndex, *V) : 0;
  if (Name == 0)
    return std::nullopt;
  bool IsShared = P.entityName(Call.Callee).contains("shared_lock") ||
                  P.entityName(Call.Callee).ends_with("lock_shared");
  return Lock{Name, IsShared ? Shared : Exclusive};
}

/// True if \p Call gives back what \p Locking took.
bool Contention::releases(const Call &Call, const nostall::Call &Locking,
                          const Lock &L) const {
  Argument Which;
  if (Call.HasObject)
    Which.K = Argument::Object;
  const Value *Given = argument(P, Call, Which);
  if (Call.Callee == NoId || !Given)
    return false;
  const Value &Object = *Given;
  // A guard is what locks as it is made, or later.
  Id Guard = Locking.F == Call::Constructor ? Locking.ResultVariable
             : Locking.HasObject && P.object(Locking).K == Value::Result
                 ? P.object(Locking).Variable
                 : NoId;
  bool IsGuard = Object.Variable != NoId && Object.Variable == Guard;
  bool Unlocks = P.entityName(Call.Callee).contains("unlock");
  return IsGuard ? Unlocks || Call.F == Call::Destructor
                 : Unlocks && Object.Text == L.Mutex;
}

bool Contention::isSlowUnder(uint32_t FunctionIndex, uint32_t CallIndex,
                             const Lock &L) const {
  llvm::ArrayRef<Call> Calls = P.calls(P.Functions[FunctionIndex]);
  // Who waits for a condition gives the mutex back meanwhile.
  auto IsSlow = [](const Effect &E) {
    return E.Cause->Lasts != Duration::Brief &&
           E.Cause->Operation != "wait_condition";
  };
  // A loop may give the mutex back before it is slow again.
  llvm::ArrayRef<Block> Blocks = P.blocks(P.Functions[FunctionIndex]);
  const auto *In = llvm::partition_point(
      Blocks, [&](const Block &B) { return B.End <= CallIndex; });
  llvm::SmallVector<std::pair<Id, uint32_t>, 8> Work{
      {In - Blocks.begin(), CallIndex + 1}};
  llvm::SmallSet<Id, 16> Seen;
  while (!Work.empty()) {
    auto [At, J] = Work.pop_back_val();
    if (At == Blocks.size())
      continue;
    const Block &B = Blocks[At];
    for (; J < B.End && !releases(Calls[J], Calls[CallIndex], L); ++J)
      if (llvm::any_of(Linked.effectsAt(FunctionIndex, J), IsSlow))
        return true;
    if (J == B.End)
      for (Id Next : P.list(B.Successors))
        if (Seen.insert(Next).second)
          Work.push_back({Next, Next == 0 ? 0 : Blocks[Next - 1].End});
  }
  return false;
}

void Contention::addHeld(uint32_t FunctionIndex) {
  llvm::ArrayRef<Call> Calls = P.calls(P.Functions[FunctionIndex]);
  for (uint32_t J = 0; J < Calls.size(); ++J) {
    if (Calls[J].Callee == NoId)
      continue;
    for (const Row *R : Linked.entities()[Calls[J].Callee].Rows)
      if (std::optional<Lock> L = lock(FunctionIndex, Calls[J], *R);
          L && isSlowUnder(FunctionIndex, J, *L))
        Held[L->Mutex] |= L->H;
  }
}

bool Contention::isContended(uint32_t FunctionIndex, const Effect &E) const {
  const Effect *Last = &E;
  while (Last->NextFunction != NoId) {
    FunctionIndex = Last->NextFunction;
    Last = &Linked.functions()[FunctionIndex].Effects[Last->NextEffect];
  }
  const Call &Locking = P.calls(P.Functions[FunctionIndex])[Last->Call];
  std::optional<Lock> L = lock(FunctionIndex, Locking, *Last->Cause);
  if (!L)
    return false;
  uint8_t How = Held.lookup(L->Mutex);
  // Readers do not wait for readers.
  return L->H == Shared ? How & Exclusive : How != 0;
}

} // namespace nostall
