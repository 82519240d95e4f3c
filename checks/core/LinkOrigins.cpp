//===- LinkOrigins.cpp - where descriptors come from ----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A descriptor that is handed around for long, through fields, parameters and
// callbacks that call each other, is non-blocking if all are that can have got
// there. Functions that wait for each other's answer cannot say so one by one.
// So this goes the other way: from the calls that ask, back to all places that
// a descriptor may come from; what no doubtful one reaches is in the state.
//
// Objects are not told apart: a field stands for those of all of them.
//
//===----------------------------------------------------------------------===//

#include "LinkOrigins.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// Functions that hand a callable to the next one.
static constexpr unsigned MaxDepth = 16;

Program::OriginFinder::OriginFinder(Program &Linked, const Handovers &Handed,
                                    const Buckets<Site> &Makers)
    : Linked(Linked), P(Linked.P), Flow(Linked.Flow), Handed(Handed),
      Makers(Makers) {
  for (const auto &[Slot, Held] : Linked.Stored)
    for (uint32_t E : Held)
      if (E < P.Entities.size())
        SlotsOf[E].push_back(Slot);
  for (uint32_t I = 0; I < Linked.Functions.size(); ++I)
    for (uint32_t J = 0; J < Linked.calls(I).size(); ++J) {
      collectWrites(I, J);
      collectUses(I, J);
      const Call &Call = Linked.call(I, J);
      for (const Row *R : Linked.rows(Call)) {
        for (const auto *Conditions : {&R->When, &R->Unless})
          for (const Condition &Cond : *Conditions)
            if (Cond.K == Condition::InState &&
                Cond.Arg.K != Argument::Return &&
                Linked.C.isSetting(Cond.State))
              Asked[Cond.State].push_back({{I, J}, Cond.Arg});
        for (const StateChange &Change : R->Changes)
          if (!Change.Set && Linked.C.isSetting(Change.State) &&
              !isResult(Call, Change.On) && !setsAgain(I, Call, *R, Change))
            Cleared[Change.State].push_back({{I, J}, Change.On});
      }
    }
}

/// `fcntl(fd, F_SETFL, O_NONBLOCK)` sets what other flags clear.
bool Program::OriginFinder::setsAgain(uint32_t I, const Call &Call,
                                      const Row &R,
                                      const StateChange &Cleared) const {
  return llvm::any_of(R.Changes, [&](const StateChange &Change) {
    return Change.Set && Change.State == Cleared.State &&
           Change.On == Cleared.On &&
           Linked.holdsWhenMade(I, Change.When, Call);
  });
}

/// What the call puts into fields, and fields that it may put something into.
void Program::OriginFinder::collectWrites(uint32_t I, uint32_t J) {
  const Function &F = Linked.function(I);
  const Call &Call = Linked.call(I, J);
  if (std::optional<Kept> K = Flow.kept(F, Call)) {
    if (K->Field.Text)
      Writes[K->Field.Text].push_back({I, J});
  } else if (Call.ResultVariable != NoId) {
    if (const Variable &V = P.variables(F)[Call.ResultVariable]; V.IsField)
      Writes[V.Name].push_back({I, J});
  }
  forEachTaken(P, Call, [&](const Value &V, uint32_t Number) {
    if (V.Text)
      Taken[V.Text].push_back({{I, J}, Number});
  });
}

//===----------------------------------------------------------------------===//
// Who calls a callable
//===----------------------------------------------------------------------===//

/// Notes who may call the callables that the call is given, or that it calls.
void Program::OriginFinder::collectUses(uint32_t I, uint32_t J) {
  const Call &Call = Linked.call(I, J);
  const Value &Called =
      Call.F == Call::Indirect ? P.target(Call) : P.object(Call);
  if (Call.F == Call::Indirect || Linked.callsObject(Call)) {
    if (Called.K == Value::Stored)
      SlotUses[Called.Text].By.push_back({{I, J}});
    else if (Called.K == Value::Result &&
             Linked.call(I, Called.Index).Callee != NoId)
      SlotUses[P.Entities[Linked.call(I, Called.Index).Callee].USR]
          .By.push_back({{I, J}});
    else if (Id E = Linked.callback(I, Called); E != NoId)
      Uses[E].By.push_back({{I, J}});
  }
  if (Linked.onlyKeeps(Call))
    return;
  for (const auto &[Number, Given] : llvm::enumerate(P.arguments(Call))) {
    const Value &V = P.Values[Given];
    if (V.K == Value::Stored)
      SlotUses[V.Text].add(usesOf({I, J}, Number));
    else if (V.K == Value::Choice)
      for (size_t Either : {1, 3})
        if (Id E = Linked.callback(I, P.Values[P.list(V.Fields)[Either]]);
            E != NoId)
          Uses[E].Escapes = true;
    if (Id E = Linked.callback(I, V); E != NoId)
      Uses[E].add(usesOf({I, J}, Number));
  }
}

/// What the call does with a callable that is its argument \p Number.
Program::OriginFinder::CallableUse
Program::OriginFinder::usesOf(Site At, uint32_t Number) {
  const Call &Call = Linked.call(At.Function, At.Call);
  CallableUse Out;
  for (const Row *R : Linked.rows(Call))
    if (R->RunsOnLoop.includes(Number)) {
      Out.By.push_back({At, 0, R->Passes, /*IsLoop=*/true});
      return Out;
    }
  // Handed on further than that, it may be anywhere.
  if (Linked.bodies(Call).empty() || Depth == MaxDepth) {
    Out.Escapes = true;
    return Out;
  }
  ++Depth;
  for (uint32_t Body : Linked.bodies(Call))
    Out.add(usesOfParameter(Body, Number));
  --Depth;
  return Out;
}

/// What the function does with a callable that is its parameter \p Number,
/// other than to put it into slots.
const Program::OriginFinder::CallableUse &
Program::OriginFinder::usesOfParameter(uint32_t I, uint32_t Number) {
  auto [It, IsNew] = ParameterUses.try_emplace({I, Number});
  if (!IsNew)
    return It->second;
  auto Is = [&](const Value &V) {
    return V.K == Value::Parameter && V.Index == Number;
  };
  CallableUse Out;
  for (uint32_t J = 0; J < Linked.calls(I).size(); ++J) {
    const Call &Call = Linked.call(I, J);
    if (Call.F == Call::Indirect && Is(P.target(Call)))
      Out.By.push_back({{I, J}});
    Out.Escapes |= Call.F == Call::Return && Is(P.target(Call));
    if (!Linked.onlyKeeps(Call))
      for (const auto &[Other, V] : llvm::enumerate(P.arguments(Call)))
        if (Is(P.Values[V]))
          Out.add(usesOf({I, J}, Other));
  }
  return ParameterUses[{I, Number}] = std::move(Out);
}

/// Where the function is called as a value; nothing if others may call it too.
std::optional<std::vector<Program::Giver>>
Program::OriginFinder::callersByValue(uint32_t I) {
  if (auto It = Handed.find(I); It != Handed.end())
    return It->second;
  const Id E = Linked.function(I).Entity;
  CallableUse All;
  bool IsSeen = false;
  if (auto It = Uses.find(E); It != Uses.end()) {
    All.add(It->second);
    IsSeen = true;
  }
  for (StringId Slot : SlotsOf.lookup(E)) {
    All.Escapes |= llvm::is_contained(Linked.NamedSlots, Slot);
    // Who nobody is seen to call, others may.
    if (auto It = SlotUses.find(Slot); It != SlotUses.end())
      All.add(It->second);
    else
      All.Escapes = true;
    IsSeen = true;
  }
  if (All.Escapes || !IsSeen)
    return std::nullopt;
  return All.By;
}

//===----------------------------------------------------------------------===//
// Origins
//===----------------------------------------------------------------------===//

/// The place that \p V names in the function, if it is one.
std::optional<Program::OriginFinder::Place>
Program::OriginFinder::place(uint32_t I, const Value &V) const {
  auto [Variable, Part] = Flow.place(I, V);
  if (Part >= P.Strings.size())
    return std::nullopt; // A field of a field.
  if (Part)
    return Place{Place::Field, Part};
  if (Variable == NoId) {
    if (V.K == Value::Unknown && V.Text)
      return Place{Place::Field, V.Text};
    return std::nullopt;
  }
  const nostall::Variable &Storage = P.variables(Linked.function(I))[Variable];
  if (Storage.IsField)
    return Place{Place::Field, Storage.Name};
  return Place{Place::Variable, I, Variable};
}

void Program::OriginFinder::link(const Place &From, const Place &To) {
  auto [It, IsNew] = Found.try_emplace(From);
  It->second.To.push_back(To);
  if (IsNew)
    Work.push_back(From);
}

/// What \p V is in the call \p J of the function gets to \p To.
void Program::OriginFinder::flow(uint32_t I, uint32_t J, const Value &V,
                                 const Place &To) {
  if (V.K == Value::Null || (V.K == Value::Integer && V.Number < 0))
    return;
  if (V.K == Value::Choice) {
    for (size_t Either : {1, 3})
      flow(I, J, P.Values[P.list(V.Fields)[Either]], To);
  } else if (Flow.isSet(I, J, V, State, 0)) {
    Found[To].IsGood = true;
  } else if (std::optional<Place> From = place(I, V)) {
    link(*From, To);
  } else if (V.K == Value::Result) {
    flowResult(I, V.Index, To);
  } else {
    Found[To].IsDoubtful = true;
  }
}

/// What the call \p J of the function returns gets to \p To.
void Program::OriginFinder::flowResult(uint32_t I, uint32_t J,
                                       const Place &To) {
  const Call &Call = Linked.call(I, J);
  bool IsKnown = false;
  for (const Row *R : Linked.rows(Call))
    for (const StateChange &Change : R->Changes) {
      if (!Change.Set || Change.State != State || Change.On.Part ||
          !isResult(Call, Change.On))
        continue;
      // `g_io_channel_unix_get_fd(io)` is what `io` is.
      const Condition *Same =
          Change.When.size() == 1 && Change.When[0].K == Condition::InState &&
                  !Change.When[0].Not && Change.When[0].State == State
              ? &Change.When[0]
              : nullptr;
      if (const Value *From = Same ? argument(P, Call, Same->Arg) : nullptr) {
        flow(I, J, *From, To);
        IsKnown = true;
      } else if (Linked.holdsWhenMade(I, Change.When, Call)) {
        Found[To].IsGood = IsKnown = true;
      }
    }
  if (!IsKnown && !Call.IsVirtual)
    for (uint32_t Body : Linked.bodies(Call)) {
      link({Place::Result, Body}, To);
      IsKnown = true;
    }
  if (!IsKnown)
    Found[To].IsDoubtful = true;
}

/// Goes from \p To to all that gets there.
void Program::OriginFinder::expand(const Place &To) {
  switch (To.K) {
  case Place::Variable:
    return expandVariable(To);
  case Place::Field: {
    auto It = Writes.find(To.Of);
    auto Outputs = Taken.find(To.Of);
    if (It == Writes.end() && Outputs == Taken.end())
      Found[To].IsDoubtful = true;
    if (It != Writes.end())
      for (auto [I, J] : It->second) {
        if (std::optional<Kept> K =
                Flow.kept(Linked.function(I), Linked.call(I, J)))
          flow(I, J, *K->What, To);
        else
          flowResult(I, J, To);
      }
    if (Outputs != Taken.end())
      for (auto [Site, Number] : Outputs->second)
        flowOutput(Site.first, Site.second, Number, To);
    return;
  }
  case Place::Output: {
    // Who has been given the address may also read only.
    llvm::ArrayRef<Variable> Variables = P.variables(Linked.function(To.Of));
    for (Id V = 0; V < Variables.size(); ++V)
      if (Variables[V].Parameter == To.Which)
        flowWrites(To.Of, V, To);
    return;
  }
  case Place::Result: {
    const Value &Returned = P.Values[Linked.function(To.Of).Returned];
    for (uint32_t J = 0; J < Linked.calls(To.Of).size(); ++J)
      if (const Call &Call = Linked.call(To.Of, J); Call.F == Call::Return)
        flow(To.Of, J, P.target(Call), To);
      else if (Call.F == Call::End) // `return io ? io->fd : -1;`
        flow(To.Of, J, Returned.K == Value::Choice ? Returned : P.target(Call),
             To);
    return;
  }
  }
}

void Program::OriginFinder::expandVariable(const Place &To) {
  const uint32_t I = To.Of;
  const Function &F = Linked.function(I);
  const Variable &V = P.variables(F)[To.Which];
  if (V.Outer != NoId) {
    for (uint32_t Body : Linked.Entities[F.Outer].Bodies)
      if (const Function &Outer = Linked.function(Body);
          V.Outer < Outer.Variables.Size) {
        const Variable &Captured = P.variables(Outer)[V.Outer];
        link(Captured.IsField ? Place{Place::Field, Captured.Name}
                              : Place{Place::Variable, Body, V.Outer},
             To);
      }
    return;
  }
  if (V.Parameter != NoId)
    return expandParameter(To, V.Parameter);
  if (!flowWrites(I, To.Which, To))
    Found[To].IsDoubtful = true;
}

/// Goes to all that the function puts into a local, or where a parameter points
/// to. Returns false if there is nothing.
bool Program::OriginFinder::flowWrites(uint32_t I, Id Variable,
                                       const Place &To) {
  const Function &F = Linked.function(I);
  bool IsGiven = false;
  for (uint32_t J = 0; J < Linked.calls(I).size(); ++J) {
    const Call &Call = Linked.call(I, J);
    if (Call.ResultVariable == Variable) {
      flowResult(I, J, To);
      IsGiven = true;
    }
    if (std::optional<Kept> K = Flow.kept(F, Call);
        K && K->Field.Variable == Variable && !K->Field.Text) {
      flow(I, J, *K->What, To);
      IsGiven = true;
    }
    forEachTaken(P, Call, [&](const Value &Given, uint32_t Number) {
      if (Given.Variable != Variable || Given.Text)
        return;
      flowOutput(I, J, Number, To);
      Found[To].IsOutput = IsGiven = true;
    });
  }
  return IsGiven;
}

/// What the call \p J of the function puts behind its argument \p Number gets
/// to \p To.
void Program::OriginFinder::flowOutput(uint32_t I, uint32_t J, uint32_t Number,
                                       const Place &To) {
  const Call &Call = Linked.call(I, J);
  if (Call.IsVirtual || Linked.bodies(Call).empty())
    Found[To].IsDoubtful = true;
  else
    for (uint32_t Body : Linked.bodies(Call))
      link({Place::Output, Body, Number}, To);
}

/// What all callers give for a parameter.
void Program::OriginFinder::expandParameter(const Place &To, uint32_t Number) {
  const uint32_t I = To.Of;
  const Entity &E = P.Entities[Linked.function(I).Entity];
  bool IsCalled = false;
  auto Give = [&](Site At, uint32_t From) {
    IsCalled = true;
    const Value *V = argument(P, Linked.call(At.Function, At.Call),
                              {Argument::Number, Number + From});
    if (V)
      flow(At.Function, At.Call, *V, To);
    else
      Found[To].IsDoubtful = true;
  };
  if (E.Class != NoId || Linked.function(I).IsPattern) {
    Found[To].IsDoubtful = true;
    return;
  }
  if (E.IsValue || E.K == Entity::Lambda || Handed.count(I)) {
    std::optional<std::vector<Giver>> All = callersByValue(I);
    std::vector<Giver> Of;
    if (All)
      Of = giversOf(*All, Number);
    if (!All || (Of.empty() && !All->empty()))
      Found[To].IsDoubtful = true;
    for (const Giver &G : Of) {
      if (G.Field)
        Found[To].IsDoubtful = true;
      else if (auto It = G.Passes.find(Number); It != G.Passes.end())
        Give(G.At, It->second - Number);
      else if (G.Passes.empty())
        Give(G.At, G.From);
      else
        Found[To].IsDoubtful = true;
    }
  }
  Linked.forEachCaller(I, [&](uint32_t Caller) {
    for (uint32_t J = 0; J < Linked.calls(Caller).size(); ++J)
      if (llvm::is_contained(Linked.bodies(Linked.call(Caller, J)), I))
        Give({Caller, J}, 0);
  });
  for (uint32_t Owner : Linked.Owners[I])
    for (const Site &S : Makers[Owner])
      Give(S, Linked.constructionIn(Linked.call(S.Function, S.Call))->From);
  if (!IsCalled)
    Found[To].IsDoubtful = true;
}

/// Finds all places that matter for the state, and where they have it from.
void Program::OriginFinder::find(llvm::ArrayRef<Question> Questions) {
  Found.clear();
  // All questions come from there.
  const Place Asker{Place::Result, NoId};
  for (const Question &Q : Questions) {
    const Call &Call = Linked.call(Q.At.Function, Q.At.Call);
    if (const Value *V = argument(P, Call, Q.Of))
      flow(Q.At.Function, Q.At.Call, *V, Asker);
  }
  while (!Work.empty()) {
    const Place Next = Work.back();
    Work.pop_back();
    expand(Next);
  }
  for (const Question &Q : Cleared[State]) {
    const Call &Call = Linked.call(Q.At.Function, Q.At.Call);
    if (const Value *V = argument(P, Call, Q.Of))
      if (std::optional<Place> Where = place(Q.At.Function, *V))
        if (auto It = Found.find(*Where); It != Found.end())
          It->second.IsDoubtful = true;
  }
  for (bool Origins::*Mark : {&Origins::IsGood, &Origins::IsDoubtful}) {
    for (const auto &[Place, Of] : Found)
      if (Of.*Mark)
        Work.push_back(Place);
    while (!Work.empty()) {
      const std::vector<Place> &To = Found[Work.back()].To;
      Work.pop_back();
      for (const Place &Next : To)
        if (!std::exchange(Found[Next].*Mark, true))
          Work.push_back(Next);
    }
  }
  Found.erase(Asker);
}

std::vector<uint32_t> Program::OriginFinder::give() {
  std::vector<uint32_t> Learned;
  for (const auto &[Number, Questions] : Asked) {
    State = Number;
    find(Questions);
    for (const auto &[Place, Of] : Found) {
      if (!Of.IsGood || Of.IsDoubtful)
        continue;
      if (Place.K == Place::Field) {
        IsSettled |= Flow.settle(Place.Of, 0, State);
      } else if (Place.K == Place::Variable) {
        const Variable &V = P.variables(Linked.function(Place.Of))[Place.Which];
        if ((V.Parameter != NoId || V.Outer != NoId || Of.IsOutput) &&
            Flow.give(Place.Of, Place.Which, 0, State))
          Learned.push_back(Place.Of);
      }
    }
  }
  return Learned;
}

} // namespace nostall
