//===- Contention.cpp - mutexes that are held for long --------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Contention.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

Contention::Contention(const Program &Linked)
    : Linked(Linked), P(Linked.facts()) {
  for (uint32_t I = 0; I < P.Functions.size(); ++I)
    if (Linked.functions()[I].IsOffloaded)
      addHeld(I);
}

bool Contention::isSlowUnder(uint32_t FunctionIndex, uint32_t CallIndex,
                             const Lock &L) const {
  // Who waits for a condition gives the mutex back meanwhile.
  auto IsSlow = [](const Effect &E) {
    return E.Cause->Lasts != Duration::Brief &&
           E.Cause->Operation != "wait_condition";
  };
  return whileHeld(Linked, FunctionIndex, CallIndex, L, [&](uint32_t J) {
    return llvm::any_of(Linked.effectsAt(FunctionIndex, J), IsSlow);
  });
}

void Contention::addHeld(uint32_t FunctionIndex) {
  llvm::ArrayRef<Call> Calls = P.calls(P.Functions[FunctionIndex]);
  for (uint32_t J = 0; J < Calls.size(); ++J) {
    if (Calls[J].Callee == NoId)
      continue;
    for (const Row *R : Linked.entities()[Calls[J].Callee].Rows)
      if (std::optional<Lock> L =
              lockTaken(Linked, FunctionIndex, Calls[J], *R);
          L && L->Mutex != 0 && isSlowUnder(FunctionIndex, J, *L))
        Held[L->Mutex] |= L->K;
  }
}

bool Contention::isContended(uint32_t FunctionIndex, const Effect &E) const {
  const Effect *Last = &E;
  while (Last->NextFunction != NoId) {
    FunctionIndex = Last->NextFunction;
    Last = &Linked.functions()[FunctionIndex].Effects[Last->NextEffect];
  }
  const Call &Locking = P.calls(P.Functions[FunctionIndex])[Last->Call];
  std::optional<Lock> L =
      lockTaken(Linked, FunctionIndex, Locking, *Last->Cause);
  if (!L || L->Mutex == 0)
    return false;
  uint8_t How = Held.lookup(L->Mutex);
  // Readers do not wait for readers.
  return L->K == Lock::Shared ? How & Lock::Exclusive : How != 0;
}

} // namespace nostall
