//===- StatesOutcomes.cpp - what calls do to states, for their callers
//--------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if (poll(&one, 1, 0) > 0)`: behind the branch, the descriptor is ready; and
// so it is for the callers of a function that returns the same.
//
//===----------------------------------------------------------------------===//

#include "FieldValues.h"
#include "States.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

static bool isOfResult(const Condition &Cond) {
  return Cond.Arg.K == Argument::Return;
}

/// True if a number for which \p T goes as \p Goes says certainly fulfils
/// \p Cond, which is on a number.
static bool follows(const Test &T, bool Goes, const Condition &Cond) {
  if (Cond.Numbers.size() != 1)
    return false;
  int64_t N = Cond.Numbers[0];
  if (Cond.K == Condition::Below && Cond.Not)
    // `if (poll(…))`: who does not ask for errors means that there are none.
    return (T.K == Test::Below && !Goes && T.Number >= N) ||
           (T.K == Test::Is && Goes && T.Number >= N) ||
           (T.K == Test::Zero && !Goes && N == 1);
  if (Cond.K != Condition::Is)
    return false;
  std::optional<bool> Of = FieldValues::goes(T, Value::integer(N));
  if (Cond.Not)
    return Of && *Of != Goes;
  return (T.K == Test::Is || T.K == Test::Zero) && Goes && Of == true;
}

/// The fields that a local struct of the system has been given once: a `pollfd`
/// stands for its descriptor.
static std::vector<Id> heldBy(const States &S, const Facts &P,
                              const Function &F, Id Variable) {
  std::vector<Id> Out;
  for (const Call &Call : P.calls(F))
    if (Call.F == Call::Copy && P.object(Call).Variable == Variable)
      Out.push_back(S.kept(F, Call)->What->Variable);
  if (Out.size() != 1 || Out[0] == NoId)
    Out.clear();
  return Out;
}

/// What tests of results say, for all calls of \p F.
States::Outcomes States::outcomes(const Function &F, const Lookups &Ask,
                                  const Result &R) const {
  Outcomes Out;
  llvm::ArrayRef<nostall::Call> Calls = P.calls(F);
  for (uint32_t I = 0; I < Calls.size(); ++I) {
    auto Add = [&](const StateChange &Change) {
      if (!Change.Set || llvm::none_of(Change.When, isOfResult))
        return;
      Id Where = changed(F, Calls[I], Change.On, R);
      if (Where == NoId)
        return;
      Out.push_back({I, Change.State, Where, &Change});
      if (Where < F.Variables.Size)
        for (Id Held : heldBy(*this, P, F, Where))
          Out.push_back({I, Change.State, Held, &Change});
    };
    for (const Row *Row : Ask.Rows(Calls[I]))
      llvm::for_each(Row->Changes, Add);
    if (const StateChanges *Changes = Ask.Inferred(Calls[I]))
      llvm::for_each(*Changes, Add);
  }
  return Out;
}

bool States::isImplied(const Function &F, const Outcome &O, const Test &T,
                       bool Goes, const llvm::BitVector &Bits,
                       const Result &R) const {
  if (T.S != Test::Result || T.Index != O.Call || T.Field)
    return false;
  std::vector<Condition> Others;
  for (const Condition &Cond : O.Change->When)
    if (!isOfResult(Cond))
      Others.push_back(Cond);
    else if (!follows(T, Goes, Cond))
      return false;
  return holding(F, Others, P.calls(F)[O.Call], Bits, R) == Answer::Yes;
}

/// Adds what is certain where the test of \p B goes as \p Goes says.
void States::branch(const Function &F, const Block &B, bool Goes,
                    const Outcomes &All, const Result &R,
                    llvm::BitVector &Bits) const {
  if (!B.Test)
    return;
  for (const Outcome &O : All)
    if (isImplied(F, O, P.Tests[B.Test], Goes, Bits, R))
      Bits.set(bit(O.Where, O.State));
  if (Id None = absent(F, P.Tests[B.Test], Goes, R); None != NoId)
    for (uint32_t State = 0; State < C.states(); ++State)
      if (C.isSetting(State))
        Bits.set(bit(None, State));
}

/// What is no descriptor, or null, where \p T goes as \p Goes says: whoever
/// asks for its states does not do so there. NoId if nothing is.
Id States::absent(const Function &F, const Test &T, bool Goes,
                  const Result &R) const {
  bool IsAbsent = T.K == Test::Null || (T.K == Test::Is && T.Number == -1) ||
                  (T.K == Test::Below && T.Number == 0);
  if (!IsAbsent || !Goes)
    return NoId;
  if (T.S == Test::Result)
    return at({P.calls(F)[T.Index].ResultVariable, T.Field}, 0, R);
  llvm::ArrayRef<Variable> Variables = P.variables(F);
  for (Id I = 0; I < Variables.size(); ++I)
    if (T.S == Test::Parameter && Variables[I].Parameter == T.Index)
      return at({I, T.Field}, 0, R);
  return NoId;
}

/// True if \p V, which a function returns, is certainly not zero (if
/// \p WantsZero: not anything else), or the state \p For is certain then.
bool States::isCertain(const Function &F, const Value &V, bool WantsZero,
                       const Outcome &For, const Outcomes &All, const Result &R,
                       const llvm::BitVector &Bits) const {
  auto Says = [&](const Test &T, bool Goes) {
    return llvm::any_of(All, [&](const Outcome &O) {
      return O.Where == For.Where && O.State == For.State &&
             isImplied(F, O, T, Goes, Bits, R);
    });
  };
  if (!Bits.empty() && Bits[bit(For.Where, For.State)])
    return true;
  switch (V.K) {
  case Value::Integer:
    return (V.Number == 0) != WantsZero;
  case Value::Result: {
    Test T;
    T.S = Test::Result;
    T.Index = V.Index;
    return Says(T, WantsZero);
  }
  case Value::Choice: {
    llvm::ArrayRef<Id> Either = P.list(V.Fields);
    for (bool Goes : {true, false})
      if (!Says(P.Tests[V.Index], Goes) &&
          !isCertain(F, P.Values[Either[Goes ? 1 : 3]], WantsZero, For, All, R,
                     Bits))
        return false;
    return true;
  }
  default:
    return false;
  }
}

/// What a test of the function's own result says of its parameters and fields.
StateChanges States::returnedOutcomes(const Function &F,
                                      const Lookups &Ask) const {
  StateChanges Out;
  // Only of bool is every end recorded.
  bool IsBool = P.Strings[P.Entities[F.Entity].Returns] == "bool";
  const Value &Only = P.Values[F.Returned];
  auto It = Results.find(&F - P.Functions.data());
  if (F.K != Function::Plain || It == Results.end() ||
      (!IsBool && Only.K != Value::Result))
    return Out;
  const Result &R = It->second;
  const Outcomes All = outcomes(F, Ask, R);
  llvm::ArrayRef<Variable> Variables = P.variables(F);
  auto Add = [&](const Outcome &O, std::vector<Condition> When) {
    if (O.Where >= Variables.size())
      return;
    const Variable &V = Variables[O.Where];
    if (V.Parameter == NoId && !V.IsField)
      return;
    StateChange Change;
    Change.State = O.State;
    Change.On = V.IsField ? Argument{Argument::Object, 0, false, V.Name}
                          : Argument{Argument::Number, V.Parameter};
    Change.When = std::move(When);
    Out.push_back(std::move(Change));
  };
  if (!IsBool) {
    for (const Outcome &O : All)
      if (O.Call == Only.Index && llvm::all_of(O.Change->When, isOfResult))
        Add(O, O.Change->When);
    return Out;
  }

  llvm::ArrayRef<nostall::Call> Calls = P.calls(F);
  auto IsCertain = [&](const Outcome &O, bool WantsZero) {
    for (uint32_t I = 0; I < Calls.size(); ++I)
      if (Calls[I].F == Call::Return &&
          !isCertain(F, P.target(Calls[I]), WantsZero, O, All, R,
                     R.Before.empty() ? llvm::BitVector() : R.Before[I]))
        return false;
    return true;
  };
  std::set<std::tuple<Id, uint32_t, bool>> Seen;
  for (const Outcome &O : All)
    for (bool WantsZero : {false, true}) {
      if (!Seen.insert({O.Where, O.State, WantsZero}).second ||
          !IsCertain(O, WantsZero))
        continue;
      Condition Cond;
      Cond.Arg.K = Argument::Return;
      Cond.Numbers = {0};
      Cond.Not = !WantsZero;
      Add(O, {Cond});
    }
  return Out;
}

/// True for a parameter whose fields are the caller's.
static bool isPointer(const Facts &P, const Function &F, Id Parameter) {
  llvm::ArrayRef<Id> Types = P.list(P.Entities[F.Entity].Parameters);
  return Parameter < Types.size() &&
         llvm::StringRef(P.Strings[Types[Parameter]]).ends_with("*");
}

/// What a function does by the time it ends in \p AtExit.
StateChanges States::found(uint32_t Function,
                           const llvm::BitVector &AtExit) const {
  const nostall::Function &F = P.Functions[Function];
  llvm::ArrayRef<Call> Calls = P.calls(F);
  StateChanges Out;
  auto Runs = [&](uint32_t Call) {
    auto It = Results.find(Function);
    return It == Results.end() || It->second.Before.empty() ||
           !(It->second.Before[Call].empty() || It->second.Failed[Call]);
  };
  auto Add = [&](uint32_t State, Argument On) {
    StateChange Change;
    Change.State = State;
    Change.On = On;
    Out.push_back(Change);
  };
  llvm::ArrayRef<Variable> Variables = P.variables(F);
  for (uint32_t State = 0; State < C.states(); ++State) {
    if (State == Catalogue::Awaited)
      continue;
    for (Id V = 0; V < Variables.size(); ++V)
      if (Variables[V].Parameter != NoId && AtExit[bit(V, State)])
        Add(State, {Argument::Number, Variables[V].Parameter});
      else if (Variables[V].IsField && AtExit[bit(V, State)] &&
               C.isSetting(State))
        Add(State, {Argument::Object, 0, false, Variables[V].Name});
    if (auto It = Results.find(Function);
        It != Results.end() && C.isSetting(State))
      for (const auto &[Key, Index] : It->second.Parts) {
        if (Key.second == Denied || !AtExit[bit(Index, State)])
          continue;
        const Variable &Whole = Variables[Key.first];
        if (Whole.IsField)
          Add(State,
              {Argument::Object, 0, false, join(Whole.Name, Key.second)});
        else if (isPointer(P, F, Whole.Parameter))
          Add(State, {Argument::Number, Whole.Parameter, false, Key.second});
      }
    llvm::SmallVector<uint32_t, 4> Returns;
    for (uint32_t I = 0; I < Calls.size(); ++I)
      if (Calls[I].F == Call::Return && Runs(I))
        Returns.push_back(I);
    if (Returns.empty())
      continue;
    if (llvm::all_of(Returns, [&](uint32_t I) {
          return holds(Function, I, P.target(Calls[I]), State);
        })) {
      Add(State, {Argument::Return, 0});
    } else if (auto It = Results.find(Function);
               It != Results.end() && C.isSetting(State)) {
      // Of what it returns, a part.
      for (StringId Part :
           parts(spot(F, P.target(Calls[Returns[0]])), It->second))
        if (llvm::all_of(Returns, [&](uint32_t I) {
              return holdsIn(F, It->second, I, P.target(Calls[I]), State, Part);
            }))
          Add(State, {Argument::Return, 0, false, Part});
    }
  }
  return Out;
}

StateChanges States::analyse(uint32_t Function, const Lookups &Ask) {
  const nostall::Function &F = P.Functions[Function];
  llvm::ArrayRef<Call> Calls = P.calls(F);
  llvm::BitVector AtExit;
  StateChanges Kept = keptParameters(F);
  Asking = &Ask;
  Wanted.clear();
  if (changesStates(F, Ask)) {
    Result R = std::move(Results[Function]);
    AtExit = flow(F, Ask, R);
    Results[Function] = std::move(R);
  } else if (llvm::none_of(Calls, [&](const Call &Call) {
               Id V = Call.F == Call::Return ? P.target(Call).Variable : NoId;
               return P.details(Call).ArgumentText != 0 ||
                      (V != NoId && P.variables(F)[V].IsField);
             })) {
    return Kept;
  } else {
    // Nothing holds where it ends, and everything if it never ends.
    bool Ends =
        llvm::any_of(P.blocks(F), [](const Block &B) { return !B.Successors; });
    AtExit.resize(F.Variables.Size * C.states() + 1, !Ends);
  }

  // Once more for each condition that something depends on.
  Assumptions.erase(Function);
  std::vector<llvm::BitVector> Exits;
  if (!Wanted.empty()) {
    std::vector<Assumption> Tried;
    for (const Condition &Cond : std::vector(std::move(Wanted))) {
      Assumed = &Cond;
      Result R;
      Exits.push_back(flow(F, Ask, R));
      Tried.push_back({Cond, std::move(R)});
    }
    Assumed = nullptr;
    Assumptions[Function] = std::move(Tried);
  }

  StateChanges Out = found(Function, AtExit);
  llvm::append_range(Out, returnedOutcomes(F, Ask));
  llvm::append_range(Out, std::move(Kept));
  // What a constructor gives that of a base to keep.
  for (uint32_t I = 0; I < Calls.size(); ++I) {
    const StateChanges *OfBase =
        Calls[I].F == Call::Constructor && P.object(Calls[I]).K == Value::This
            ? Ask.Inferred(Calls[I])
            : nullptr;
    for (StateChange Change : OfBase ? *OfBase : StateChanges())
      if (const Value *From =
              Change.From ? argument(P, Calls[I], *Change.From) : nullptr) {
        Change.From.reset();
        for (Change.State = 0; Change.State < C.states(); ++Change.State)
          if (C.isSetting(Change.State) &&
              isSet(Function, I, *From, Change.State, 0))
            Out.push_back(Change);
      }
  }
  for (auto [I, Exit] : llvm::enumerate(Exits)) {
    Assumption &A = Assumptions[Function][I];
    std::swap(Results[Function], A.Then);
    for (StateChange &Change : found(Function, Exit)) {
      Change.When = {A.Cond};
      Out.push_back(std::move(Change));
    }
    std::swap(Results[Function], A.Then);
  }
  return Out;
}

} // namespace nostall
