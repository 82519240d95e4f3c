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

  struct Site {
    uint32_t Function, Call, PassesFrom;
  };
  // Whoever is called out of a slot takes arguments from there.
  std::map<StringId, std::vector<Site>> CalledOutOf;
  std::map<uint32_t, std::vector<Site>> SlotSitesOf;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      if (const Value &Target = P.target(call(I, J));
          call(I, J).F == Call::Indirect && Target.K == Value::Stored)
        CalledOutOf[Target.Text].push_back({I, J, 0});

  auto Put = [&](StringId Slot, uint32_t Entity) {
    std::vector<uint32_t> &Held = Stored[Slot];
    if (llvm::is_contained(Held, Entity))
      return;
    Held.push_back(Entity);
    Grown.push_back(Slot);
    auto Calls = CalledOutOf.find(Slot);
    if (Calls == CalledOutOf.end() || Held.size() > MaxStored)
      return;
    for (uint32_t Body : Entities[Entity].Bodies) {
      llvm::append_range(SlotSitesOf[Body], Calls->second);
      for (auto It = Receives.lower_bound({Body, 0});
           It != Receives.end() && It->first.first == Body; ++It)
        Work.push_back(It->first);
    }
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
      std::vector<Site> From(SlotSitesOf[To.first]);
      llvm::append_range(From, SitesOf[To.first]);
      for (const Site &S : From)
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
      // Whatever the descriptor is: read() does so for an eventfd only.
      return R->When.empty() &&
             (R->Operation == "wait_readable" ||
              R->Operation == "wait_writable" || R->Operation == "poll");
    });
  };
  std::vector<std::pair<uint32_t, std::pair<uint32_t, uint32_t>>> Sites;
  std::deque<std::pair<uint32_t, uint32_t>> Waits; // call sites that wait
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      if (WaitsForReadiness(call(I, J)))
        Waits.push_back({I, J});
      // Who runs callables that wait is no loop for that.
      if (call(I, J).F == Call::Plain &&
          llvm::none_of(rows(call(I, J)),
                        [](const Row *R) { return !R->Invokes.empty(); }))
        for (uint32_t Body : bodies(call(I, J)))
          Sites.push_back({Body, {I, J}});
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

  // What a callback of a loop calls out of a std::function is a callback too.
  std::vector<uint32_t> Roots;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (IsLoop[I] || Functions[I].HandedTo != NoId)
      Roots.push_back(I);
  // Once is enough: what a function calls out of slots is marked then.
  llvm::DenseSet<uint32_t> FromLoops, FromCallbacks;
  while (!Roots.empty()) {
    uint32_t Root = Roots.back();
    Roots.pop_back();
    llvm::DenseSet<uint32_t> &Reached =
        IsLoop[Root] ? FromLoops : FromCallbacks;
    if (!Reached.insert(Root).second)
      continue;
    Id Loop = IsLoop[Root] ? function(Root).Entity : Functions[Root].HandedTo;
    std::vector<uint32_t> Next{Root};
    // True if \p V is a slot, whose callables are callbacks then.
    auto Mark = [&](const Value &V) {
      if (V.K != Value::Stored)
        return false;
      for (uint32_t E : Stored.lookup(V.Text))
        for (uint32_t Body : Entities[E].Bodies)
          if (function(Body).K == Function::Plain &&
              Functions[Body].HandedTo == NoId) {
            Functions[Body].IsContext = true;
            Functions[Body].HandedTo = Loop;
            Roots.push_back(Body);
          }
      return true;
    };
    while (!Next.empty()) {
      uint32_t I = Next.back();
      Next.pop_back();
      for (uint32_t J = 0; J < calls(I).size(); ++J) {
        const Call &Call = call(I, J);
        bool IsSlot =
            IsLoop[Root] && Call.F == Call::Indirect && Mark(P.target(Call));
        for (const Row *R : rows(Call))
          for (ValueId V : select(R->Invokes, Call))
            IsSlot |= Mark(P.Values[V]);
        if (IsSlot)
          continue;
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && function(E.Function).K == Function::Plain &&
              Reached.insert(E.Function).second)
            Next.push_back(E.Function);
      }
    }
  }
}

/// The functions that run where \p V is called. A callback of a loop that
/// comes out of a slot is judged by itself; which of the callables of a guard's
/// class its destructor runs is decided where the guard is.
llvm::SmallVector<uint32_t, 1> Program::runBy(uint32_t FunctionIndex,
                                              const Value &V) const {
  llvm::SmallVector<uint32_t, 1> Out = resolve(FunctionIndex, V).Entities;
  if (V.K != Value::Stored)
    return Out;
  if (P.Entities[function(FunctionIndex).Entity].K == Entity::Destructor)
    return {};
  llvm::erase_if(Out, [&](uint32_t E) {
    return llvm::any_of(Entities[E].Bodies, [&](uint32_t Body) {
      return Functions[Body].HandedTo != NoId;
    });
  });
  return Out;
}

bool Program::callsOutOfSlot(uint32_t FunctionIndex) const {
  return llvm::any_of(calls(FunctionIndex), [&](const Call &Call) {
    if (Call.F == Call::Indirect && P.target(Call).K == Value::Stored)
      return true;
    return llvm::any_of(rows(Call), [&](const Row *R) {
      return llvm::any_of(select(R->Invokes, Call), [&](ValueId V) {
        return P.Values[V].K == Value::Stored;
      });
    });
  });
}

/// The destructor of a local guard runs what its constructor was given.
void Program::addGuarded(uint32_t FunctionIndex, uint32_t CallIndex,
                         EdgeList &Out) const {
  const Call &Destroyed = call(FunctionIndex, CallIndex);
  Id Guard = P.object(Destroyed).Variable;
  if (Guard == NoId || llvm::none_of(bodies(Destroyed), [&](uint32_t Body) {
        return callsOutOfSlot(Body);
      }))
    return;
  for (const Call &Made : calls(FunctionIndex))
    if (Made.F == Call::Constructor && Made.ResultVariable == Guard)
      for (ValueId V : P.arguments(Made))
        for (uint32_t E : resolve(FunctionIndex, P.Values[V]).Entities)
          addTargets(E, PassesNothing, Out);
}

} // namespace nostall
