//===- LinkLoops.cpp - event loops of the project, and what they call -----===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// The blocks that can follow the block \p From.
static std::vector<bool> reachable(const Facts &P, const Function &F,
                                   uint32_t From) {
  llvm::ArrayRef<Block> Blocks = P.blocks(F);
  std::vector<bool> Seen(Blocks.size());
  std::vector<uint32_t> Work{From};
  while (!Work.empty()) {
    uint32_t B = Work.back();
    Work.pop_back();
    for (uint32_t To : P.list(Blocks[B].Successors))
      if (!Seen[To]) {
        Seen[To] = true;
        Work.push_back(To);
      }
  }
  return Seen;
}

/// True if the call can be reached again from itself.
bool Program::isInACycle(uint32_t FunctionIndex, uint32_t CallIndex) const {
  const Function &F = function(FunctionIndex);
  uint32_t Home = P.blockOf(F, CallIndex);
  return reachable(P, F, Home)[Home];
}

/// Which calls of the function can follow \p At and, if \p Returns, lead to it
/// again.
std::vector<bool> Program::between(CallSite At, bool Returns) const {
  auto [I, J] = At;
  const Function &F = function(I);
  llvm::ArrayRef<Block> Blocks = P.blocks(F);
  uint32_t Home = P.blockOf(F, J);
  std::vector<bool> Out(calls(I).size());
  std::vector<bool> After = reachable(P, F, Home);
  for (uint32_t B = 0, Call = 0; B < Blocks.size(); ++B) {
    bool IsBetween = B == Home
                         ? After[B] || !Returns
                         : After[B] && (!Returns || reachable(P, F, B)[Home]);
    for (; Call < Blocks[B].End; ++Call)
      Out[Call] = IsBetween && (B != Home || Returns || Call > J);
  }
  return Out;
}

/// True if nothing else is done until the call is made again: it is tried once
/// more.
bool Program::isRetried(uint32_t FunctionIndex, uint32_t CallIndex) const {
  auto DoesMore = [&](const Call &Call) {
    return Call.Callee == NoId || Call.IsVirtual || !bodies(Call).empty() ||
           llvm::any_of(rows(Call), [](const Row *R) {
             return R->Cat != NoCategory || !R->Invokes.empty();
           });
  };
  std::vector<bool> Again = between({FunctionIndex, CallIndex}, true);
  for (uint32_t J = 0; J < Again.size(); ++J)
    if (Again[J] && J != CallIndex && DoesMore(call(FunctionIndex, J)))
      return false;
  return true;
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
/// which \p Accept is true. \p Found gets the waits, and the calls between.
template <typename Predicate>
std::vector<bool> Program::loopsAround(const std::vector<CallSite> &Waits,
                                       const Buckets<CallSite> &SitesOf,
                                       unsigned MaxDepth, Predicate Accept,
                                       std::vector<LoopWait> *Found) {
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
    if (isInACycle(I, J) && (Depth > 0 || !isRetried(I, J)) && Accept(I)) {
      IsLoop[I] = true;
      if (Found)
        Found->push_back({Site, true, I});
      for (; Depth > 0; --Depth, From = Steps[From].From) {
        Functions[Steps[From].Site.first].WaitsForLoop = true;
        if (Found)
          Found->push_back({Steps[From].Site, false, I});
      }
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
  // A look at descriptors that waits for none of them makes no loop of a thread
  // that waits for work.
  auto OnlyLooks = [&](const Row *R, const Call &Call) {
    return llvm::any_of(R->Unless, [&](const Condition &Cond) {
      return ask(Cond, Cond.Arg, Call, P, C, [](const Value &, uint32_t) {
               return false;
             }).K == Answer::Yes;
    });
  };
  auto WaitsForWork = [&](uint32_t I) {
    return llvm::any_of(calls(I), [&](const Call &Call) {
      return llvm::any_of(rows(Call), [&](const Row *R) {
        return Waits(R, {"wait_condition", "wait_event"});
      });
    });
  };
  std::vector<CallSite> ForReadiness[2], ForMany[2], ForWork, ForTime;
  std::vector<std::pair<uint32_t, CallSite>> Sites;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      for (const Row *R : rows(Call)) {
        // Whatever the descriptor is: read() does so for an eventfd only.
        if (R->When.empty() &&
            Waits(R, {"wait_readable", "wait_writable", "poll"}))
          ForReadiness[OnlyLooks(R, Call)].push_back({I, J});
        // As many descriptors as some variable says are many.
        if (R->Multiplexes && answerOf(*R, Call) != Answer::No)
          ForMany[OnlyLooks(R, Call)].push_back({I, J});
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
  for (bool Looks : {false, true}) {
    auto Accept = [&](uint32_t I) { return !Looks || !WaitsForWork(I); };
    setLoops(loopsAround(ForReadiness[Looks], SitesOf, Helpers, Accept));
    loopsAround(ForMany[Looks], SitesOf, Helpers, Accept, &LoopWaits);
  }
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
      LoopClasses.insert(scopeOf(function(I).Entity));
    }
}

/// Finds out whose callables other threads run, and whose this one.
void Program::findEmptied() {
  std::map<StringId, std::set<StringId>> CopiedFrom;
  for (const auto &[From, All] : CopiedTo)
    for (const Copied &To : All)
      CopiedFrom[To.second.Slot].insert(From);
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

/// What can follow the wait before it comes by again.
void Program::addLoopCode(const LoopWait &Wait) {
  auto [I, J] = Wait.At;
  std::vector<bool> Between = between(Wait.At, Wait.IsCycle);
  std::vector<bool> &Code = Functions[I].LoopCode;
  Code.resize(Between.size());
  for (uint32_t Call = 0; Call < Between.size(); ++Call)
    if (Between[Call] && Call != J &&
        llvm::none_of(rows(call(I, Call)),
                      [](const Row *R) { return R->Multiplexes; }))
      Code[Call] = true;
}

/// What a loop that watches many descriptors does itself is its code, as its
/// callbacks are. So are the functions of the same class or file that only the
/// loop calls: they tell apart what has happened.
void Program::markLoopCode() {
  if (LoopWaits.empty())
    return;
  constexpr unsigned MaxSteps = 2;
  std::vector<std::pair<uint32_t, CallSite>> Sites;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      for (const Edge &E : targets(I, J))
        if (E.Function != NoId)
          Sites.push_back({E.Function, {I, J}});
  Buckets<CallSite> SitesOf(Functions.size(), Sites);
  auto Class = [&](uint32_t I) { return scopeOf(function(I).Entity); };
  auto IsNear = [&](uint32_t I, uint32_t Loop, bool IsMember) {
    return IsMember ? Class(I) == Class(Loop)
                    : function(I).Loc.File == function(Loop).Loc.File;
  };
  auto IsPlain = [&](uint32_t I) {
    const LinkedFunction &F = Functions[I];
    return !F.IsContext && !F.WaitsForLoop && !F.IsLoop &&
           function(I).K == Function::Plain;
  };
  struct Part {
    uint32_t Function, Loop;
  };
  std::vector<Part> Parts;
  for (const LoopWait &W : LoopWaits) {
    auto [I, J] = W.At;
    if (Functions[I].IsOffloaded || Functions[I].IsContext ||
        function(I).IsPattern)
      continue;
    addLoopCode(W);
    Parts.push_back({I, W.Loop});
  }
  for (unsigned Step = 0; Step < MaxSteps; ++Step) {
    std::vector<Part> Next;
    for (auto [I, Loop] : Parts)
      for (uint32_t J = 0; J < calls(I).size(); ++J) {
        const Call &Made = call(I, J);
        if (!isLoopCode(I, J) || Made.F != Call::Plain || Made.IsVirtual)
          continue;
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && IsPlain(E.Function) &&
              function(E.Function).Entity == Made.Callee &&
              IsNear(E.Function, Loop, Made.HasObject) &&
              llvm::all_of(SitesOf[E.Function], [&](CallSite S) {
                return isLoopCode(S.first, S.second);
              }))
            Next.push_back({E.Function, Loop});
      }
    for (auto [I, Loop] : Next) {
      Functions[I].IsContext = Functions[I].IsDispatched = true;
      Functions[I].HandedTo = function(Loop).Entity;
    }
    Parts = std::move(Next);
  }
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
  // What loops of libraries find in the structs that were given to them.
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I))
      for (const Row *R : rows(Call))
        for (uint32_t Slot : R->LoopOf)
          Mark(NamedSlots[Slot], Call.Callee, /*IsLoop=*/true);
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

/// What code of a loop calls out of a slot with so many callables that it may
/// be any of them, as a server does with its table of commands, are callbacks
/// of their own.
void Program::markTables() {
  std::vector<uint32_t> Work;
  std::vector<bool> Reached(Functions.size());
  auto Reach = [&](uint32_t I) {
    if (!Reached[I] && !Functions[I].IsOffloaded)
      Work.push_back(I);
    Reached[I] = true;
  };
  auto Follow = [&](uint32_t I, uint32_t J) {
    if (isOffLoop(I, J))
      return;
    auto MarkAll = [&](StringId Slot) {
      llvm::ArrayRef<uint32_t> Held;
      if (auto It = Stored.find(Slot); It != Stored.end())
        Held = It->second;
      if (Held.size() <= MaxStored || holdsObjects(Slot) ||
          EmptiedElsewhere.contains(Slot))
        return;
      for (uint32_t E : Held)
        for (uint32_t Body : Entities[E].Bodies) {
          LinkedFunction &F = Functions[Body];
          if (function(Body).K != Function::Plain || F.IsOffloaded ||
              F.IsContext)
            continue;
          F.IsContext = true;
          F.Table = Slot;
          F.HandedTo = function(I).Entity;
          F.HandedAt = call(I, J).Loc;
          Reach(Body);
        }
    };
    const Call &Made = call(I, J);
    forEachSlot(Made, MarkAll);
    if (const Value &Called = P.target(Made);
        Made.F == Call::Indirect && Called.K == Value::Result)
      if (Id Finder = call(I, Called.Index).Callee; Finder != NoId)
        MarkAll(P.Entities[Finder].USR);
    for (const Edge &E : targets(I, J))
      if (E.Function != NoId && function(E.Function).K == Function::Plain)
        Reach(E.Function);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    if (Functions[I].IsContext)
      Reach(I);
    for (uint32_t J = 0; J < Functions[I].LoopCode.size(); ++J)
      if (Functions[I].LoopCode[J])
        Follow(I, J);
  }
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      Follow(I, J);
  }
}

} // namespace nostall
