//===- LinkForks.cpp - what only a child process does ---------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if (fork() == 0) save();` takes the time of another process, whatever the
// loop's does meanwhile. Helpers that return what fork() did are asked
// likewise.
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// Entities that return 0 in another process.
llvm::BitVector Program::findForks() const {
  llvm::BitVector Forks(Entities.size());
  std::vector<Id> Work;
  auto Add = [&](Id E) {
    if (!Forks.test(E))
      Work.push_back(E);
    Forks.set(E);
  };
  // Of other ends, constants, nothing is recorded: in the child none of them is
  // 0, or its caller could not tell.
  auto ReturnsForked = [&](uint32_t Body) {
    auto IsForked = [&](const Call &Call) {
      const Value &V = P.target(Call);
      if (V.K != Value::Result)
        return false;
      Id Callee = call(Body, V.Index).Callee;
      return Callee != NoId && Forks.test(Callee);
    };
    auto IsReturn = [](const Call &Call) { return Call.F == Call::Return; };
    return llvm::any_of(calls(Body), IsReturn) &&
           llvm::all_of(calls(Body), [&](const Call &Call) {
             return !IsReturn(Call) || IsForked(Call);
           });
  };
  for (Id E = 0; E < Entities.size(); ++E)
    if (llvm::any_of(Entities[E].Rows,
                     [](const Row *R) { return R->HopsTo == Hop::Child; }))
      Add(E);
  while (!Work.empty()) {
    Id E = Work.back();
    Work.pop_back();
    for (uint32_t Caller : Callers[E])
      if (ReturnsForked(Caller))
        Add(function(Caller).Entity);
  }
  return Forks;
}

/// The blocks of \p F that some path to them leads to, without the edges that
/// \p IsCut says (block, number of the successor).
static llvm::BitVector
reached(const Facts &P, const Function &F, uint32_t From,
        llvm::function_ref<bool(uint32_t, size_t)> IsCut) {
  llvm::ArrayRef<Block> Blocks = P.blocks(F);
  llvm::BitVector Out(Blocks.size());
  llvm::SmallVector<uint32_t, 8> Work{From};
  Out.set(From);
  while (!Work.empty()) {
    uint32_t B = Work.pop_back_val();
    for (const auto &[I, To] : llvm::enumerate(P.list(Blocks[B].Successors)))
      if (!IsCut(B, I) && !Out.test(To)) {
        Out.set(To);
        Work.push_back(To);
      }
  }
  return Out;
}

/// Finds the calls that only a child makes. A child that runs a loop itself, or
/// goes on as the program because its parent ends, is no such.
void Program::findChildren() {
  const llvm::BitVector Forks = findForks();
  if (Forks.none())
    return;
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    const Function &F = function(I);
    llvm::ArrayRef<Block> Blocks = P.blocks(F);
    auto Begin = [&](uint32_t B) { return B == 0 ? 0 : Blocks[B - 1].End; };
    auto Always = [](uint32_t, size_t) { return false; };
    auto DoesNothing = [&](uint32_t From) {
      const llvm::BitVector All = reached(P, F, From, Always);
      return Blocks[From].Successors &&
             llvm::all_of(All.set_bits(), [&](uint32_t B) {
               return Begin(B) == Blocks[B].End;
             });
    };
    llvm::BitVector IsFork(Blocks.size());
    for (uint32_t B = 0; B < Blocks.size(); ++B) {
      const Test &T = P.Tests[Blocks[B].Test];
      bool AsksForZero =
          Blocks[B].Test && T.S == Test::Result && !T.Field &&
          (T.K == Test::Zero || (T.K == Test::Is && T.Number == 0));
      Id Callee = AsksForZero ? call(I, T.Index).Callee : NoId;
      if (Callee != NoId && Forks.test(Callee) &&
          !DoesNothing(P.list(Blocks[B].Successors)[1]))
        IsFork.set(B);
    }
    if (IsFork.none())
      continue;
    const llvm::BitVector Parents =
        reached(P, F, 0, [&](uint32_t B, size_t Successor) {
          return Successor == 0 && IsFork.test(B);
        });
    if (llvm::any_of(LoopWaits, [&](const LoopWait &W) {
          return W.At.first == I && !Parents.test(P.blockOf(F, W.At.second));
        }))
      continue;
    for (uint32_t B = 0; B < Blocks.size(); ++B)
      for (uint32_t J = Begin(B); !Parents.test(B) && J < Blocks[B].End; ++J)
        InChild.insert({I, J});
  }
}

} // namespace nostall
