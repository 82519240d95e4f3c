//===- Guards.cpp - what has to be true where a call runs -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Guards.h"
#include "Conditions.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

namespace nostall {

/// A call with more guards is as good as one with these.
static constexpr size_t MaxGuards = 4;

static bool isOfCallers(const Facts &P, const Block &B) {
  return B.Test && isOfCallers(P.Tests[B.Test]);
}

Guards::Guards(const Facts &P, const TestOutcomes &Known) : P(P) {
  OfBlock.resize(P.Blocks.size());
  Unreached.resize(P.Blocks.size());
  for (uint32_t I : Known.Pruned)
    add(P.Functions[I], Known);
  auto IsImplied = [&](const Function &F) {
    auto It = Known.Implied.lower_bound({F.Blocks.Begin, false});
    return It != Known.Implied.end() &&
           It->first.first < F.Blocks.Begin + F.Blocks.Size;
  };
  for (const Function &F : P.Functions)
    if (IsImplied(F) || llvm::any_of(P.blocks(F), [&](const Block &B) {
          return isOfCallers(P, B);
        }))
      add(F, Known);
}

std::vector<std::optional<GuardSet>>
guardsOfBlocks(const Facts &P, const Function &F, const TestOutcomes &Known) {
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
      bool Branches = Blocks[I].Test && To[0] != To[1];
      for (size_t J = 0; J < To.size(); ++J) {
        GuardSet Out = *In[I];
        auto Add = [&](const Guard &G) {
          if (!llvm::is_contained(Out, G))
            Out.push_back(G);
        };
        if (Branches && J < 2) {
          if (auto It = Known.Implied.find(
                  {static_cast<Id>(F.Blocks.Begin + I), J == 0});
              It != Known.Implied.end())
            llvm::for_each(It->second, Add);
          if (isOfCallers(P, Blocks[I]))
            Add({Blocks[I].Test, J == 0, static_cast<uint32_t>(I)});
        }
        Changed |= Enter(To[J], std::move(Out));
      }
    }
  }
  return In;
}

void Guards::add(const Function &F, const TestOutcomes &Known) {
  llvm::ArrayRef<Block> Blocks = P.blocks(F);
  std::vector<std::optional<GuardSet>> In = guardsOfBlocks(P, F, Known);
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
