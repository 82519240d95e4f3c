//===- LinkStores.cpp - callables that are kept for later -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>
#include <set>

namespace nostall {

/// Fills Stored: what the program puts into slots, also through parameters of
/// functions and from one slot into another.
void Program::findStores() {
  using Parameter = std::pair<uint32_t, uint32_t>; // of a function
  std::map<Parameter, std::set<StringId>> Receives;
  std::map<StringId, std::set<StringId>> CopiedTo;
  std::deque<Parameter> Work;
  std::deque<StringId> Grown;

  auto Put = [&](StringId Slot, uint32_t Entity) {
    std::vector<uint32_t> &Held = Stored[Slot];
    if (llvm::is_contained(Held, Entity))
      return;
    Held.push_back(Entity);
    Grown.push_back(Slot);
  };
  auto Store = [&](uint32_t FunctionIndex, const Value &V, StringId Slot) {
    if (V.K == Value::Stored) {
      if (V.Text != Slot && CopiedTo[V.Text].insert(Slot).second)
        Grown.push_back(V.Text);
      return;
    }
    Callable What = resolve(FunctionIndex, V);
    for (uint32_t E : What.Entities)
      Put(Slot, E);
    if (What.Parameter) {
      Parameter P(FunctionIndex, *What.Parameter);
      if (Receives[P].insert(Slot).second)
        Work.push_back(P);
    }
  };

  struct Site {
    uint32_t Function, Call, PassesFrom;
  };
  std::vector<std::pair<uint32_t, Site>> Sites;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      if (Call.F == Call::Store)
        Store(I, P.target(Call), P.object(Call).Text);
      else
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && E.PassesFrom != PassesNothing)
            Sites.push_back({E.Function, {I, J, E.PassesFrom}});
    }
  Buckets<Site> SitesOf(Functions.size(), Sites);
  while (!Work.empty() || !Grown.empty()) {
    if (!Work.empty()) {
      Parameter To = Work.front();
      Work.pop_front();
      std::set<StringId> Slots = Receives[To];
      for (const Site &S : SitesOf[To.first])
        if (const Value *V =
                argument(P, call(S.Function, S.Call),
                         {Argument::Number, To.second + S.PassesFrom, false}))
          for (StringId Slot : Slots)
            Store(S.Function, *V, Slot);
      continue;
    }
    StringId From = Grown.front();
    Grown.pop_front();
    std::vector<uint32_t> Held = Stored.lookup(From);
    if (auto It = CopiedTo.find(From); It != CopiedTo.end())
      for (StringId To : It->second)
        for (uint32_t E : Held)
          Put(To, E);
  }
  for (auto &Slot : Stored)
    llvm::sort(Slot.second);
}

/// True if the call can be reached again from itself.
bool Program::waitsInACycle(uint32_t FunctionIndex, uint32_t CallIndex) const {
  llvm::ArrayRef<Block> Blocks = P.blocks(function(FunctionIndex));
  uint32_t Home = 0;
  while (Home + 1 < Blocks.size() && Blocks[Home].End <= CallIndex)
    ++Home;
  std::vector<bool> Seen(Blocks.size());
  std::vector<uint32_t> Work{Home};
  while (!Work.empty()) {
    uint32_t B = Work.back();
    Work.pop_back();
    for (uint32_t To : P.list(Blocks[B].Successors)) {
      if (To == Home)
        return true;
      if (!Seen[To]) {
        Seen[To] = true;
        Work.push_back(To);
      }
    }
  }
  return false;
}

/// A function that waits for descriptors over and over is an event loop: what
/// it calls out of slots are its callbacks.
void Program::markLoopCallbacks() {
  auto WaitsForReadiness = [&](const Call &Call) {
    return llvm::any_of(rows(Call), [](const Row *R) {
      return R->Operation == "wait_readable" || R->Operation == "wait_writable";
    });
  };
  std::vector<std::pair<uint32_t, std::pair<uint32_t, uint32_t>>> Sites;
  std::deque<std::pair<uint32_t, uint32_t>> Waits; // call sites that wait
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      if (WaitsForReadiness(call(I, J)))
        Waits.push_back({I, J});
      for (const Edge &E : targets(I, J))
        if (E.Function != NoId && call(I, J).F == Call::Plain)
          Sites.push_back({E.Function, {I, J}});
    }
  Buckets<std::pair<uint32_t, uint32_t>> SitesOf(Functions.size(), Sites);

  // The loop itself may be in a caller: `while (running) step();`
  std::vector<bool> IsLoop(Functions.size()), Seen(Functions.size());
  std::deque<std::pair<std::pair<uint32_t, uint32_t>, unsigned>> Work;
  for (const auto &W : Waits)
    Work.push_back({W, 0});
  while (!Work.empty()) {
    auto [Site, Depth] = Work.front();
    Work.pop_front();
    auto [I, J] = Site;
    if (function(I).K != Function::Plain)
      continue;
    if (waitsInACycle(I, J)) {
      IsLoop[I] = true;
    } else if (Depth < 3 && !Seen[I]) {
      Seen[I] = true;
      for (const auto &Caller : SitesOf[I])
        Work.push_back({Caller, Depth + 1});
    }
  }

  for (uint32_t Loop = 0; Loop < Functions.size(); ++Loop) {
    if (!IsLoop[Loop])
      continue;
    llvm::DenseSet<uint32_t> Reached{Loop};
    std::vector<uint32_t> Next{Loop};
    auto Mark = [&](uint32_t From, const Value &V) {
      if (V.K != Value::Stored)
        return false;
      auto It = Stored.find(V.Text);
      if (It == Stored.end())
        return true;
      for (uint32_t E : It->second)
        for (uint32_t Body : Entities[E].Bodies)
          if (function(Body).K == Function::Plain) {
            Functions[Body].IsContext = true;
            if (Functions[Body].HandedTo == NoId)
              Functions[Body].HandedTo = function(Loop).Entity;
          }
      (void)From;
      return true;
    };
    while (!Next.empty()) {
      uint32_t I = Next.back();
      Next.pop_back();
      for (uint32_t J = 0; J < calls(I).size(); ++J) {
        const Call &Call = call(I, J);
        bool Calls = Call.F == Call::Indirect && Mark(I, P.target(Call));
        for (const Row *R : rows(Call))
          for (ValueId V : select(R->Invokes, Call))
            Calls |= Mark(I, P.Values[V]);
        if (Calls)
          continue;
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && function(E.Function).K == Function::Plain &&
              Reached.insert(E.Function).second)
            Next.push_back(E.Function);
      }
    }
  }
}

} // namespace nostall
