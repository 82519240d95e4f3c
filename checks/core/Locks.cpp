//===- Locks.cpp - for how long a mutex is held -------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Locks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"

namespace nostall {

/// The mutex that \p V is: named, held by a guard, or what a function always
/// hands out.
static StringId mutexOf(const Program &Linked, uint32_t FunctionIndex,
                        const Value &V, unsigned Depth = 0) {
  const Facts &P = Linked.facts();
  if (V.Text != 0 || V.K != Value::Result || Depth == 4)
    return V.Text;
  const Call &Made = P.calls(P.Functions[FunctionIndex])[V.Index];
  if (Made.Callee == NoId || Made.IsVirtual)
    return 0;
  if (Made.F == Call::Constructor) {
    const Value *Guarded = argument(P, Made, Argument());
    return Guarded ? mutexOf(Linked, FunctionIndex, *Guarded, Depth + 1) : 0;
  }
  StringId Only = 0;
  for (uint32_t Body : Linked.entities()[Made.Callee].Bodies)
    for (const Call &C : P.calls(P.Functions[Body]))
      if (C.F == Call::Return) {
        StringId Mutex = mutexOf(Linked, Body, P.target(C), Depth + 1);
        if (Mutex == 0 || (Only != 0 && Mutex != Only))
          return 0;
        Only = Mutex;
      }
  return Only;
}

std::optional<Lock> lockTaken(const Program &Linked, uint32_t FunctionIndex,
                              const Call &Call, const Row &R) {
  const Facts &P = Linked.facts();
  auto It = R.OperationArguments.find("mutex");
  if (R.Operation != "lock" || It == R.OperationArguments.end() ||
      Call.Callee == NoId)
    return std::nullopt;
  Argument Mutex;
  if (It->second == "$this")
    Mutex.K = Argument::Object;
  Lock L;
  if (const Value *V = argument(P, Call, Mutex))
    L.Mutex = mutexOf(Linked, FunctionIndex, *V);
  if (P.entityName(Call.Callee).contains("shared_lock") ||
      P.entityName(Call.Callee).ends_with("lock_shared"))
    L.K = Lock::Shared;
  // Whoever gives up after a while may go on without it.
  llvm::StringRef Name = P.entityName(Call.Callee);
  L.IsCertain = !Name.contains("try") && !Name.contains("timed");
  // A guard is what locks as it is made, or later.
  if (Call.F == Call::Constructor)
    L.Guard = Call.ResultVariable;
  else if (Call.HasObject && P.object(Call).K == Value::Result)
    L.Guard = P.object(Call).Variable;
  return L;
}

/// True if \p Call gives \p L back.
static bool releases(const Facts &P, const Call &Call, const Lock &L) {
  Argument Which;
  if (Call.HasObject)
    Which.K = Argument::Object;
  const Value *Given = argument(P, Call, Which);
  if (Call.Callee == NoId || !Given)
    return false;
  bool Unlocks = P.entityName(Call.Callee).contains("unlock");
  bool IsGuard = L.Guard != NoId && Given->Variable == L.Guard;
  return IsGuard ? Unlocks || Call.F == Call::Destructor
                 : Unlocks && Given->Text == L.Mutex;
}

bool whileHeld(const Program &Linked, uint32_t FunctionIndex,
               uint32_t CallIndex, const Lock &L,
               llvm::function_ref<bool(uint32_t)> Found) {
  const Facts &P = Linked.facts();
  llvm::ArrayRef<Call> Calls = P.calls(P.Functions[FunctionIndex]);
  // A loop may give the mutex back before it comes by again.
  llvm::ArrayRef<Block> Blocks = P.blocks(P.Functions[FunctionIndex]);
  llvm::SmallVector<std::pair<Id, uint32_t>, 8> Work{
      {P.blockOf(P.Functions[FunctionIndex], CallIndex), CallIndex + 1}};
  llvm::SmallSet<Id, 16> Seen;
  while (!Work.empty()) {
    auto [At, J] = Work.pop_back_val();
    if (At == Blocks.size())
      continue;
    const Block &B = Blocks[At];
    for (; J < B.End && !releases(P, Calls[J], L); ++J)
      if (Found(J))
        return true;
    if (J == B.End)
      for (Id Next : P.list(B.Successors))
        if (Seen.insert(Next).second)
          Work.push_back({Next, Next == 0 ? 0 : Blocks[Next - 1].End});
  }
  return false;
}

uint32_t awaitWhileHeld(const Program &Linked, const Catalogue &C,
                        uint32_t FunctionIndex, uint32_t CallIndex,
                        const Lock &L) {
  const Facts &P = Linked.facts();
  llvm::ArrayRef<Call> Calls = P.calls(P.Functions[FunctionIndex]);
  uint32_t First = NoId;
  bool IsHandedOn =
      whileHeld(Linked, FunctionIndex, CallIndex, L, [&](uint32_t J) {
        const Call &Call = Calls[J];
        if (Call.F == Call::Await) {
          const Value &Awaited = P.target(Call);
          if (!Linked.isOffLoop(FunctionIndex, J) &&
              (Awaited.Type == NoId ||
               !C.isImmediate(P.typeName(Awaited.Type))))
            First = std::min(First, J);
          return false;
        }
        return L.Guard != NoId &&
               llvm::any_of(P.arguments(Call), [&](ValueId V) {
                 return P.Values[V].Variable == L.Guard;
               });
      });
  return IsHandedOn ? NoId : First;
}

} // namespace nostall
