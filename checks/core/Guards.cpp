//===- Guards.cpp - what has to be true where a call runs -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards.h"
#include "Conditions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <optional>

namespace nostall {

/// A call with more guards is as good as one with these.
static constexpr size_t MaxGuards = 4;

using GuardSet = llvm::SmallVector<Guard, 4>;

static bool isOfCallers(const Facts &P, const Block &B) {
  return B.Test && isOfCallers(P.Tests[B.Test]);
}

Guards::Guards(const Facts &P, llvm::ArrayRef<uint32_t> Pruned) : P(P) {
  OfBlock.resize(P.Blocks.size());
  Unreached.resize(P.Blocks.size());
  for (uint32_t I : Pruned)
    add(P.Functions[I]);
  for (const Function &F : P.Functions)
    if (llvm::any_of(P.blocks(F),
                     [&](const Block &B) { return isOfCallers(P, B); }))
      add(F);
}

void Guards::add(const Function &F) {
  llvm::ArrayRef<Block> Blocks = P.blocks(F);
  // All paths must agree; a block that no path has reached agrees to anything.
  std::vector<std::optional<GuardSet>> In(Blocks.size());
  In[0].emplace();
  auto Enter = [&](Id To, GuardSet From) {
    if (!In[To]) {
      In[To] = std::move(From);
      return true;
    }
    size_t Before = In[To]->size();
    llvm::erase_if(
        *In[To], [&](const Guard &G) { return !llvm::is_contained(From, G); });
    return In[To]->size() != Before;
  };
  // Blocks stand in reverse postorder: few rounds do.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (size_t I = 0; I < Blocks.size(); ++I) {
      if (!In[I])
        continue;
      llvm::ArrayRef<Id> To = P.list(Blocks[I].Successors);
      bool Decides = isOfCallers(P, Blocks[I]) && To[0] != To[1];
      for (size_t J = 0; J < To.size(); ++J) {
        GuardSet Out = *In[I];
        if (Guard G{Blocks[I].Test, J == 0};
            Decides && J < 2 && !llvm::is_contained(Out, G))
          Out.push_back(G);
        Changed |= Enter(To[J], std::move(Out));
      }
    }
  }
  for (size_t I = 0; I < Blocks.size(); ++I) {
    if (!In[I]) {
      Unreached[F.Blocks.Begin + I] = true;
      continue;
    }
    if (In[I]->empty())
      continue;
    llvm::ArrayRef<Guard> Kept = *In[I];
    Kept = Kept.take_back(MaxGuards);
    Range &R = OfBlock[F.Blocks.Begin + I];
    R = {static_cast<Id>(All.size()), static_cast<Id>(Kept.size())};
    All.insert(All.end(), Kept.begin(), Kept.end());
  }
}

size_t Guards::block(const Function &F, uint32_t Call) const {
  return F.Blocks.Begin + P.blockOf(F, Call);
}

llvm::ArrayRef<Guard> Guards::at(const Function &F, uint32_t Call) const {
  Range R = OfBlock[block(F, Call)];
  return llvm::ArrayRef(All).slice(R.Begin, R.Size);
}

} // namespace nostall
