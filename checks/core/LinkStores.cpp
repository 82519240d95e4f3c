//===- LinkStores.cpp - callables that are kept for later -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <deque>
#include <set>

namespace nostall {

/// Looks up the fields that rows name. What no code stores to directly has a
/// number of its own, behind those of all strings.
void Program::findNamedSlots() {
  llvm::StringMap<uint32_t> Wanted;
  for (const auto &[I, Name] : llvm::enumerate(C.slots())) {
    auto [Record, Field] = llvm::StringRef(Name).rsplit("::");
    // Also of a struct that has its name from a typedef.
    for (llvm::StringRef Prefix : {"c:@S@", "c:@SA@"})
      Wanted[(Prefix + Record + "@FI@" + Field).str()] = I;
    NamedSlots.push_back(P.Strings.size() + I);
  }
  for (StringId I = 0; I < P.Strings.size(); ++I)
    if (auto It = Wanted.find(P.Strings[I]); It != Wanted.end())
      NamedSlots[It->second] = I;
  Registered.insert(NamedSlots.begin(), NamedSlots.end());
}

/// Fills Stored: what the program puts into slots, also through parameters of
/// functions and from one slot into another. What a function returns is a slot
/// too, named by its USR.
void Program::findStores() {
  using Parameter = std::pair<uint32_t, uint32_t>; // of a function
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
  auto Copy = [&](StringId From, StringId To) {
    if (From != To && CopiedTo[From].insert(To).second)
      Grown.push_back(From);
  };
  auto Store = [&](uint32_t FunctionIndex, const Value &V, StringId Slot) {
    if (V.K == Value::Stored)
      return Copy(V.Text, Slot);
    if (V.K == Value::Result)
      if (Id Made = call(FunctionIndex, V.Index).Callee;
          Made != NoId && !Entities[Made].Bodies.empty())
        Copy(P.Entities[Made].USR, Slot);
    Callable What = resolve(FunctionIndex, V);
    for (uint32_t E : What.Entities)
      Put(Slot, E);
    if (What.Parameter) {
      Registered.insert(Slot);
      Parameter P(FunctionIndex, *What.Parameter);
      if (Receives[P].insert(Slot).second)
        Work.push_back(P);
    }
  };

  llvm::DenseMap<StringId, Id> ReturnerOf;
  std::vector<std::pair<Id, Id>> Returned; // who returns what another returned
  auto Return = [&](uint32_t FunctionIndex, const Value &V) {
    Id E = function(FunctionIndex).Entity;
    if (V.K == Value::Callable || V.K == Value::Functor ||
        V.K == Value::Stored) {
      ReturnerOf[P.Entities[E].USR] = E;
      Store(FunctionIndex, V, P.Entities[E].USR);
      // Who is given a reference to a table may fill it.
      if (V.K == Value::Stored &&
          P.Strings[P.Entities[E].Returns].ends_with("&"))
        Copy(P.Entities[E].USR, V.Text);
    } else if (V.K == Value::Result) {
      if (Id Made = call(FunctionIndex, V.Index).Callee;
          Made != NoId && !Entities[Made].Bodies.empty())
        Returned.emplace_back(Made, E);
    }
  };

  std::vector<std::pair<uint32_t, Site>> Sites;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      if (Call.F == Call::Store)
        Store(I, P.target(Call), P.object(Call).Text);
      else if (Call.F == Call::Return)
        Return(I, P.target(Call));
      else
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && E.PassesFrom != PassesNothing)
            Sites.push_back({E.Function, {I, J, E.PassesFrom}});
      for (const Row *R : rows(Call))
        for (ValueId V : select(R->Registers, Call))
          Store(I, P.Values[V], NamedSlots[R->RegistersIn]);
    }
  Buckets<Site> SitesOf(Functions.size(), Sites);
  Buckets<Id> ReturnedBy(Entities.size(), Returned);
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
      for (StringId To : It->second) {
        if (Registered.contains(From))
          Registered.insert(To);
        for (uint32_t E : Held)
          Put(To, E);
      }
    if (auto It = ReturnerOf.find(From); It != ReturnerOf.end())
      for (Id Other : ReturnedBy[It->second]) {
        StringId To = P.Entities[Other].USR;
        ReturnerOf.try_emplace(To, Other);
        for (uint32_t E : Held)
          Put(To, E);
      }
  }
  for (auto &Slot : Stored)
    llvm::sort(Slot.second);
}

/// True if the call can be reached again from itself.
bool Program::isInACycle(uint32_t FunctionIndex, uint32_t CallIndex) const {
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

/// Calls \p Visit for each slot that the call runs the callables of.
template <typename Visitor>
void Program::forEachSlot(const Call &Call, Visitor Visit) const {
  if (Call.F == Call::Indirect && P.target(Call).K == Value::Stored)
    Visit(P.target(Call).Text);
  for (const Row *R : rows(Call))
    for (ValueId V : select(R->Invokes, Call))
      if (P.Values[V].K == Value::Stored)
        Visit(P.Values[V].Text);
}

/// Calls \p Visit for each slot that a library runs the callables of in the
/// call.
template <typename Visitor>
void Program::forEachKept(const Call &Call, Visitor Visit) const {
  for (const Row *R : rows(Call))
    for (uint32_t Slot : R->Runs)
      Visit(NamedSlots[Slot]);
}

/// What \p Call runs of what the library keeps. Callbacks of a loop are judged
/// by themselves.
void Program::addKept(const Call &Call, EdgeList &Out) const {
  forEachKept(Call, [&](StringId Slot) {
    for (uint32_t E : withoutCallbacks(Stored.lookup(Slot)))
      addTargets(E, PassesNothing, Out);
  });
}

/// True if the function calls out of a slot over and over.
bool Program::drainsSlots(uint32_t FunctionIndex) const {
  for (uint32_t J = 0; J < calls(FunctionIndex).size(); ++J) {
    bool Drains = false;
    forEachSlot(call(FunctionIndex, J), [&](StringId) { Drains = true; });
    if (Drains && isInACycle(FunctionIndex, J))
      return true;
  }
  return false;
}

/// The functions that make one of \p Waits over and over, themselves or in a
/// helper (`while (running) step();`) at most \p MaxDepth calls away, and of
/// which \p Accept is true.
template <typename Predicate>
std::vector<bool> Program::loopsAround(const std::vector<CallSite> &Waits,
                                       const Buckets<CallSite> &SitesOf,
                                       unsigned MaxDepth, Predicate Accept) {
  struct Step {
    CallSite Site;
    unsigned Depth;
    size_t From; // the step that led here
  };
  std::vector<bool> IsLoop(Functions.size()), Seen(Functions.size());
  std::vector<Step> Steps;
  for (const CallSite &W : Waits)
    Steps.push_back({W, 0, 0});
  for (size_t At = 0; At < Steps.size(); ++At) {
    auto [Site, Depth, From] = Steps[At];
    auto [I, J] = Site;
    if (function(I).K != Function::Plain)
      continue;
    if (isInACycle(I, J) && Accept(I)) {
      IsLoop[I] = true;
      for (; Depth > 0; --Depth, From = Steps[From].From)
        Functions[Steps[From].Site.first].WaitsForLoop = true;
    } else if (Depth < MaxDepth && !Seen[I]) {
      Seen[I] = true;
      for (const CallSite &Caller : SitesOf[I])
        Steps.push_back({Caller, Depth + 1, At});
    }
  }
  return IsLoop;
}

/// A function that waits for descriptors over and over is an event loop. One
/// that waits for anything else, on no thread of its own, and then runs what
/// was queued is one too.
void Program::findLoops() {
  auto Waits = [](const Row *R, std::initializer_list<llvm::StringRef> For) {
    return llvm::is_contained(For, R->Operation);
  };
  constexpr unsigned Helpers = 3;
  std::vector<CallSite> ForReadiness, ForWork, ForTime;
  std::vector<std::pair<uint32_t, CallSite>> Sites;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      for (const Row *R : rows(Call)) {
        // Whatever the descriptor is: read() does so for an eventfd only.
        if (R->When.empty() &&
            Waits(R, {"wait_readable", "wait_writable", "poll"}))
          ForReadiness.push_back({I, J});
        if (Waits(R, {"wait_condition", "wait_event"}))
          ForWork.push_back({I, J});
        if (Waits(R, {"sleep", "sleep_until"}))
          ForTime.push_back({I, J});
      }
      // Who runs callables that wait is no loop for that.
      if (Call.F == Call::Plain && llvm::none_of(rows(Call), [](const Row *R) {
            return !R->Invokes.empty();
          }))
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId)
            Sites.push_back({E.Function, {I, J}});
    }
  Buckets<CallSite> SitesOf(Functions.size(), Sites);
  setLoops(loopsAround(ForReadiness, SitesOf, Helpers,
                       [](uint32_t) { return true; }));
  markOffloaded();
  findEmptied();
  // Whose queues other threads empty too is a pool.
  auto RunsWork = [&](uint32_t I) {
    bool Shares = Functions[I].IsOffloaded;
    for (const Call &Call : calls(I))
      forEachSlot(Call, [&](StringId Slot) {
        Shares |= EmptiedElsewhere.contains(Slot);
      });
    return !Shares && drainsSlots(I);
  };
  setLoops(loopsAround(ForWork, SitesOf, Helpers, RunsWork));
  // A helper that sleeps may be there to slow things down.
  setLoops(loopsAround(ForTime, SitesOf, 0, RunsWork));
  // That was by the catalogue alone; now pools can be told from loops.
  for (LinkedFunction &F : Functions)
    F.IsOffloaded = false;
  KnowsLoops = true;
}

void Program::setLoops(const std::vector<bool> &Found) {
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (Found[I]) {
      Functions[I].IsLoop = true;
      LoopClasses.insert(P.entityName(function(I).Entity).rsplit("::").first);
    }
}

/// Finds out whose callables other threads run, and whose this one.
void Program::findEmptied() {
  std::map<StringId, std::set<StringId>> CopiedFrom;
  for (const auto &[From, All] : CopiedTo)
    for (StringId To : All)
      CopiedFrom[To].insert(From);
  auto Empty = [&](llvm::DenseSet<StringId> &Emptied, StringId Slot) {
    std::vector<StringId> Work{Slot};
    while (!Work.empty()) {
      StringId To = Work.back();
      Work.pop_back();
      if (!Emptied.insert(To).second)
        continue;
      if (auto It = CopiedFrom.find(To); It != CopiedFrom.end())
        Work.insert(Work.end(), It->second.begin(), It->second.end());
    }
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    llvm::DenseSet<StringId> &Emptied =
        Functions[I].IsOffloaded ? EmptiedElsewhere : EmptiedHere;
    for (const Call &Call : calls(I)) {
      auto EmptyIt = [&](StringId Slot) { Empty(Emptied, Slot); };
      forEachSlot(Call, EmptyIt);
      forEachKept(Call, EmptyIt);
      // `queue.pop()()`
      const Value &What =
          Call.F == Call::Indirect ? P.target(Call) : P.object(Call);
      if (What.K == Value::Result)
        if (Id Made = call(I, What.Index).Callee; Made != NoId)
          if (StringId Slot = P.Entities[Made].USR; Stored.contains(Slot))
            Empty(Emptied, Slot);
    }
  }
}

/// Where what is given for a parameter is run, as far as that is known from
/// the slots that it is stored in.
Hop Program::emptiedBy(uint32_t FunctionIndex, uint32_t Parameter) const {
  auto It = Receives.find({FunctionIndex, Parameter});
  if (It == Receives.end())
    return Hop::None;
  bool Elsewhere = false, Here = false;
  for (StringId Slot : It->second) {
    Elsewhere |= EmptiedElsewhere.contains(Slot);
    Here |= EmptiedHere.contains(Slot);
  }
  return Elsewhere ? Hop::Pool : Here ? Hop::Loop : Hop::None;
}

/// A virtual call on another object, in a loop of the project: its overrides
/// are callbacks, but those that do the loop's own waiting.
bool Program::markHandlers(uint32_t FunctionIndex, uint32_t CallIndex, Id Loop,
                           std::vector<uint32_t> &Roots) {
  const Call &Call = call(FunctionIndex, CallIndex);
  if (!Call.IsVirtual || P.object(Call).K == Value::This ||
      Options.Virtual != VirtualCalls::All)
    return false;
  EdgeList Overrides = targets(FunctionIndex, CallIndex);
  if (llvm::any_of(Overrides, [&](const Edge &E) {
        return E.Function == NoId || Functions[E.Function].WaitsForLoop;
      }))
    return false;
  for (const Edge &E : Overrides) {
    LinkedFunction &F = Functions[E.Function];
    if (function(E.Function).K != Function::Plain || F.IsOffloaded ||
        F.HandedTo != NoId)
      continue;
    F.IsContext = true;
    F.HandedTo = Loop;
    Roots.push_back(E.Function);
  }
  return true;
}

/// What a loop of the project calls out of slots are its callbacks, and so are
/// those that a class took in to call them from a loop's callback. Whom a
/// callback calls for an answer is judged there.
void Program::markLoopCallbacks() {
  std::vector<uint32_t> Roots;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (Functions[I].IsLoop || Functions[I].HandedTo != NoId)
      Roots.push_back(I);
  auto Mark = [&](StringId Slot, Id Loop, bool IsLoop) {
    for (uint32_t E : Stored.lookup(Slot)) {
      if (!IsLoop && P.Strings[P.Entities[E].Returns] != "void")
        continue;
      for (uint32_t Body : Entities[E].Bodies)
        if (function(Body).K == Function::Plain &&
            Functions[Body].HandedTo == NoId && !Functions[Body].IsOffloaded) {
          Functions[Body].IsContext = true;
          Functions[Body].HandedTo = Loop;
          Roots.push_back(Body);
        }
    }
  };
  // Once is enough: what a function calls out of slots is marked then.
  llvm::DenseSet<uint32_t> FromLoops, FromCallbacks;
  while (!Roots.empty()) {
    uint32_t Root = Roots.back();
    Roots.pop_back();
    bool IsLoop = Functions[Root].IsLoop;
    llvm::DenseSet<uint32_t> &Reached = IsLoop ? FromLoops : FromCallbacks;
    if (!Reached.insert(Root).second)
      continue;
    Id Loop = IsLoop ? function(Root).Entity : Functions[Root].HandedTo;
    std::vector<uint32_t> Next{Root};
    while (!Next.empty()) {
      uint32_t I = Next.back();
      Next.pop_back();
      for (uint32_t J = 0; J < calls(I).size(); ++J) {
        bool IsSlot = false;
        auto MarkSlot = [&](StringId Slot) {
          IsSlot = true;
          if (IsLoop || Registered.contains(Slot))
            Mark(Slot, Loop, IsLoop);
        };
        forEachSlot(call(I, J), MarkSlot);
        forEachKept(call(I, J), MarkSlot);
        if (IsSlot || (IsLoop && markHandlers(I, J, Loop, Roots)))
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
  return withoutCallbacks(Out);
}

/// \p Callables but those that are judged as callbacks of a loop.
llvm::SmallVector<uint32_t, 1>
Program::withoutCallbacks(llvm::ArrayRef<uint32_t> Callables) const {
  llvm::SmallVector<uint32_t, 1> Out(Callables);
  llvm::erase_if(Out, [&](uint32_t E) {
    return llvm::any_of(Entities[E].Bodies, [&](uint32_t Body) {
      return Functions[Body].HandedTo != NoId;
    });
  });
  return Out;
}

bool Program::callsOutOfSlot(uint32_t FunctionIndex) const {
  bool Calls = false;
  for (const Call &Call : calls(FunctionIndex))
    forEachSlot(Call, [&](StringId) { Calls = true; });
  return Calls;
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
