//===- States.cpp - what earlier calls did to a call's arguments ----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "States.h"
#include "Conditions.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>

namespace nostall {

/// More conditions on its parameters than that are not followed in a function.
static constexpr size_t MaxWanted = 3;

/// True if both ask the same, or one what the other denies.
static bool isSameQuestion(const Condition &A, const Condition &B) {
  auto SameText = [](const NameGlob &G, const NameGlob &H) {
    return G.text() == H.text();
  };
  return A.K == B.K && A.Arg == B.Arg && A.Field == B.Field &&
         A.State == B.State && A.Numbers == B.Numbers &&
         llvm::equal(A.Globs, B.Globs, SameText);
}

Condition States::condition(Id Test, bool Goes) const {
  Condition Out = *Tests.find(Test, Goes);
  Out.Arg = asked(P.Tests[Test]);
  return Out;
}

void States::want(const Condition &Cond) {
  auto IsSame = [&](const Condition &Known) {
    return Known.Not == Cond.Not && isSameQuestion(Known, Cond);
  };
  if (Wanted.size() < MaxWanted && llvm::none_of(Wanted, IsSame))
    Wanted.push_back(Cond);
}

Answer::Kind States::assumed(const Condition &Cond) const {
  if (!Assumed || !isSameQuestion(*Assumed, Cond))
    return Answer::Unknown;
  return Assumed->Not == Cond.Not ? Answer::Yes : Answer::No;
}

/// Where a branch certainly goes.
std::optional<bool> States::goes(const Block &B) const {
  if (!B.Test || !Assumed || !isOfCallers(P.Tests[B.Test]))
    return std::nullopt;
  Answer::Kind K = assumed(condition(B.Test, true));
  return K == Answer::Unknown ? std::nullopt : std::optional(K == Answer::Yes);
}

/// True if the first successor of \p B is where a call that is there for its
/// states has failed: nobody asks for the states of what is not.
bool States::isFailure(const Function &F, const Block &B,
                       RowLookup Rows) const {
  const Test &T = P.Tests[B.Test];
  bool IsNegative = (T.K == Test::Is && T.Number == -1) ||
                    (T.K == Test::Below && T.Number == 0);
  return B.Test && T.S == Test::Result && IsNegative &&
         llvm::any_of(Rows(P.calls(F)[T.Index]),
                      [](const Row *R) { return !R->Changes.empty(); });
}

/// Conditions that only callers can decide are added to \p Open.
Answer::Kind States::holding(const Function &F,
                             const std::vector<Condition> &When,
                             const Call &Call, const llvm::BitVector &Bits,
                             const Result &R,
                             std::vector<Condition> *Open) const {
  Answer::Kind All = Answer::Yes;
  for (const Condition &Cond : When) {
    const Value *Asked = nullptr;
    Answer A =
        ask(Cond, Cond.Arg, Call, P, C, [&](const Value &V, uint32_t State) {
          Asked = &V;
          bool IsIn =
              V.Variable == NoId
                  ? V.K == Value::Result && R.OfResult.lookup({V.Index, State})
                  : inState(spot(F, V), Cond.Arg.Part, State, Bits, R);
          if (IsIn)
            return true;
          return C.isSetting(State) && !isDenied(V, State, Bits, R) &&
                 isSettled(F, V, State, Cond.Arg.Part);
        });
    if (isOfField(Cond, Cond.Arg) &&
        (Cond.Arg.K == Argument::Object || A.K == Answer::Unknown))
      A = Asking->OfField(Call, Cond);
    // What an object holds decides, which somebody else has set up.
    if (Asked && A.K == Answer::Unknown)
      if (std::optional<Argument> Own =
              given(&F - P.Functions.data(), *Asked, Cond.Arg.Part))
        A = {Answer::Carried, *Own};
    Answer::Kind One = A.K;
    if (A.K == Answer::Carried &&
        (Cond.K == Condition::InState
             ? C.isSetting(Cond.State)
             : A.Arg.K == Argument::Number || A.Arg.Part != 0)) {
      Condition Own = A.Test ? condition(A.Test, A.Goes) : Cond;
      Own.Arg = A.Arg;
      One = assumed(Own);
      if (Open && One == Answer::Unknown)
        Open->push_back(Own);
    }
    if (One == Answer::No)
      return Answer::No;
    if (One != Answer::Yes)
      All = Answer::Unknown;
  }
  return All;
}

/// The function's own fields are variables.
static Id ownField(const Facts &P, const Function &F, StringId Name) {
  llvm::ArrayRef<Variable> Variables = P.variables(F);
  for (Id I = 0; I < Variables.size(); ++I)
    if (Variables[I].IsField && Variables[I].Name == Name)
      return I;
  return NoId;
}

Id States::changed(const Function &F, const Call &Call, const Argument &On,
                   const Result &R) const {
  Id Variable = Call.ResultVariable;
  if (!isResult(Call, On)) {
    const Value *V = argument(P, Call, On);
    if (!V)
      return NoId;
    if (V->K == Value::This && On.Part)
      if (Id Own = ownField(P, F, On.Part); Own != NoId)
        return Own;
    Variable = V->Variable;
  }
  if (Variable == NoId || !On.Part)
    return Variable;
  auto It = R.Parts.find({Variable, On.Part});
  return It == R.Parts.end() ? NoId : It->second;
}

/// True if what the call returns decides.
static bool isOutcome(const StateChange &Change) {
  return llvm::any_of(Change.When, [](const Condition &Cond) {
    return Cond.Arg.K == Argument::Return;
  });
}

/// True if \p V, which a function returns, depends on what the call \p Index
/// returns.
static bool dependsOn(const Facts &P, const Value &V, uint32_t Index) {
  auto IsOf = [&](const Test &T) {
    return T.S == Test::Result && T.Index == Index;
  };
  llvm::ArrayRef<Id> Either = P.list(V.Fields);
  return (V.K == Value::Result && V.Index == Index) ||
         (V.K == Value::Choice &&
          (IsOf(P.Tests[V.Index]) || dependsOn(P, P.Values[Either[1]], Index) ||
           dependsOn(P, P.Values[Either[3]], Index)));
}

/// True if a branch tests what the call \p Index returns, or a caller may.
static bool isTested(const Facts &P, const Function &F, uint32_t Index) {
  return dependsOn(P, P.Values[F.Returned], Index) ||
         llvm::any_of(P.blocks(F),
                      [&](const Block &B) {
                        const Test &T = P.Tests[B.Test];
                        return T.S == Test::Result && T.Index == Index;
                      }) ||
         llvm::any_of(P.calls(F), [&](const Call &C) {
           return C.F == Call::Return && dependsOn(P, P.target(C), Index);
         });
}

/// True if a constructor makes the call only where its arguments say so. That a
/// descriptor is one, as `if (fd >= 0)` asks, says nothing.
bool States::isChosen(const Function &F, uint32_t CallIndex) const {
  return P.Entities[F.Entity].K == Entity::Constructor &&
         llvm::any_of(Guarded.at(F, CallIndex), [&](const Guard &G) {
           const Test &T = P.Tests[G.Test];
           return T.S == Test::Parameter &&
                  (T.K == Test::Zero || T.K == Test::HasBits ||
                   (T.K == Test::Is && T.Number != -1));
         });
}

void States::change(const Function &F, uint32_t CallIndex,
                    const StateChange &Change, llvm::BitVector &Bits,
                    Result &R) {
  const Call &Call = P.calls(F)[CallIndex];
  if (Change.From)
    return keepArgument(F, Call, Change, Bits, R);
  if (isOutcome(Change))
    return; // branch() knows which way it goes.
  // What holds is certain: in doubt, a state is lost and none is won.
  std::vector<Condition> Open;
  Answer::Kind Applies = holding(F, Change.When, Call, Bits, R, &Open);
  if (Change.Set && Open.size() == 1)
    want(Open[0]);
  if (Applies == Answer::No || (Change.Set && Applies != Answer::Yes))
    return;
  for (const Guard &G : Guarded.at(F, CallIndex))
    want(condition(G.Test, G.Goes == Change.Set));
  if (isResult(Call, Change.On) && !Change.On.Part)
    R.OfResult[{CallIndex, Change.State}] = Change.Set;
  Id Variable = changed(F, Call, Change.On, R);
  if (Variable == NoId)
    return;
  if (Change.Set ? isChosen(F, CallIndex) : Bits[bit(Variable, Change.State)])
    R.Withdrawn.insert({Variable, Change.State});
  Bits[bit(Variable, Change.State)] = Change.Set;
  if (auto It = R.Parts.find({Variable, Denied}); It != R.Parts.end())
    Bits[bit(It->second, Change.State)] = !Change.Set;
  if (Change.Set) {
    if (!Change.ResultsOf.empty())
      changeResults(F, CallIndex, Change, Variable, Bits);
    noteField(F, CallIndex, Change, R);
    return note(Variable, Change.State, R);
  }
  for (const auto &[Part, Index] : R.Parts)
    if (Part.first == Variable && Part.second != Denied)
      Bits.reset(bit(Index, Change.State));
}

/// The function puts \p Variable into \p State.
void States::note(Id Variable, uint32_t State, Result &R) const {
  if (!Assumed)
    R.Noted.insert({Variable, State});
}

void States::remember(const Function &F, Id Variable, uint32_t State,
                      const Result &R) {
  if (Variable >= F.Variables.Size) {
    for (const auto &[Part, Index] : R.Parts)
      if (const nostall::Variable &Whole = P.variables(F)[Part.first];
          Index == Variable && Part.second != Denied && Whole.IsField &&
          C.isSetting(State))
        settle(Whole.Name, Part.second, State);
    return;
  }
  const nostall::Variable &V = P.variables(F)[Variable];
  if (!V.IsField || !C.isSetting(State))
    return;
  llvm::StringRef Name = P.Strings[V.Name];
  if (Fields.insert({V.Name, State}).second)
    NewSettings.push_back(Name.str());
  llvm::StringRef Class = Name.rsplit("::").first;
  auto It = Wrappers.try_emplace(Class, C.states(), false).first;
  if (!It->second.test(State))
    NewSettings.push_back(Class.str());
  It->second.set(State);
}

static bool isRule(const Row &R) {
  return llvm::any_of(R.Names,
                      [](llvm::StringRef Name) { return Name.contains('*'); });
}

static bool waits(const Row *R) { return R->Cat != NoCategory; }

/// The object is now in the states of what it was given; how it was set up is
/// taken to stay.
void States::assign(const Call &Call, llvm::BitVector &Bits) const {
  Id To = P.object(Call).Variable;
  const Value *Given = assigned(Call);
  for (uint32_t State = 0; To != NoId && State < C.states(); ++State)
    if (!C.isSetting(State))
      Bits[bit(To, State)] =
          Given && Given->Variable != NoId && Bits[bit(Given->Variable, State)];
}

/// Whatever was handed to an awaited operation was waited for by it.
void States::await(const Function &F, const Call &Awaited,
                   llvm::BitVector &Bits, const Result &R) const {
  auto Await = [&](const Value &V) {
    if (Id Where = at(spot(F, V), 0, R); Where != NoId)
      Bits.set(bit(Where, Catalogue::Awaited));
  };
  for (ValueId Argument : P.arguments(Awaited))
    Await(P.Values[Argument]);
  if (Awaited.HasObject)
    Await(P.object(Awaited));
}

/// Readiness is good for one operation.
void States::use(const Function &F, const Value &V, llvm::BitVector &Bits,
                 const Result &R) const {
  if (V.K == Value::This)
    for (Id I = 0; I < F.Variables.Size; ++I)
      if (P.variables(F)[I].IsField)
        Bits.reset(bit(I, Catalogue::Awaited));
  if (V.Variable == NoId)
    return;
  Bits.reset(bit(V.Variable, Catalogue::Awaited));
  const Spot Used = spot(F, V);
  for (const auto &[Part, Index] : R.Parts)
    if (Part.first == V.Variable && (!Used.Part || Part.second == Used.Part))
      Bits.reset(bit(Index, Catalogue::Awaited));
}

void States::apply(const Function &F, uint32_t CallIndex, const Lookups &Ask,
                   llvm::BitVector &Bits, Result &R) {
  llvm::ArrayRef<nostall::Call> Calls = P.calls(F);
  const Call &Call = Calls[CallIndex];
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  uint32_t OffLoop = Bits.size() - 1;
  if (Call.F == Call::Return || Call.F >= Call::Set)
    return;
  if (Call.F == Call::Copy)
    return keep(F, Call, Bits, R);
  if (Call.F == Call::Await) {
    const Value &Operand = P.target(Call);
    // A row for just this function knows best, then an awaiter that hands the
    // coroutine to threads, then a rule for names. An awaiter that hands it to
    // somebody else says little.
    auto RowsSay = [&](bool Rules) {
      Hop To = Hop::None;
      if (Operand.K == Value::Result)
        for (const Row *Row : Ask.Rows(Calls[Operand.Index]))
          if (Row->HopsTo != Hop::None && isRule(*Row) == Rules &&
              holding(F, Row->When, Calls[Operand.Index], Bits, R) ==
                  Answer::Yes)
            To = Row->HopsTo;
      return To;
    };
    Hop To = RowsSay(/*Rules=*/false);
    if (To == Hop::None) {
      Hop Awaiter = Ask.Hops(CallIndex);
      To = Awaiter == Hop::Pool ? Awaiter : RowsSay(/*Rules=*/true);
      if (To == Hop::None)
        To = Awaiter;
    }
    if (To != Hop::None)
      Bits[OffLoop] = To == Hop::Pool;
    if (Operand.K != Value::Result)
      return;
    const nostall::Call &Awaited = Calls[Operand.Index];
    // A task does with it what it likes, and of others rows tell.
    if (Ask.IsTask(Awaited) || !Ask.Rows(Awaited).empty())
      return;
    await(F, Awaited, Bits, R);
    return;
  }

  if (llvm::any_of(Ask.Rows(Call), waits) || Ask.HasBody(Call)) {
    for (ValueId Argument : Arguments)
      use(F, P.Values[Argument], Bits, R);
    if (Call.HasObject && Call.F == Call::Plain)
      use(F, P.object(Call), Bits, R);
  }

  // A new value is in no state, but an object that is made of a handle is in
  // the handle's.
  llvm::SmallVector<uint32_t, 4> Kept;
  if (Call.F == Call::Constructor && !Arguments.empty() &&
      P.Values[Arguments[0]].S != Shape::Class)
    for (uint32_t State = 0; State < C.states(); ++State) {
      const Value &Handle = P.Values[Arguments[0]];
      if (Handle.Variable != NoId
              ? inState(spot(F, Handle), 0, State, Bits, R)
              : Handle.K == Value::Result &&
                    R.OfResult.lookup({Handle.Index, State}))
        Kept.push_back(State);
    }
  if (Call.ResultVariable != NoId) {
    Bits.reset(bit(Call.ResultVariable, 0), bit(Call.ResultVariable + 1, 0));
    for (const auto &[Part, Index] : R.Parts)
      if (Part.first == Call.ResultVariable)
        Bits.reset(bit(Index, 0), bit(Index + 1, 0));
    for (uint32_t State : Kept) {
      Bits.set(bit(Call.ResultVariable, State));
      note(Call.ResultVariable, State, R);
    }
  }
  keep(F, Call, Bits, R);
  if (assigned(Call))
    assign(Call, Bits);
  // In a loop, it may have been in them only the first time.
  for (uint32_t State = 0; !R.OfResult.empty() && State < C.states(); ++State)
    R.OfResult.erase({CallIndex, State});
  if (Call.ResultVariable == NoId)
    for (uint32_t State : Kept)
      R.OfResult[{CallIndex, State}] = true;
  for (const Row *Row : Ask.Rows(Call)) {
    // Branches know better than the call.
    bool IsDecided =
        llvm::any_of(Row->Changes, isOutcome) && isTested(P, F, CallIndex);
    for (const StateChange &Change : Row->Changes)
      if (!IsDecided || !Change.Set)
        change(F, CallIndex, Change, Bits, R);
  }
  // `make_socket(SOCK_NONBLOCK)`: a helper that is told so does so.
  if (Call.SaysNonBlocking && Ask.Rows(Call).empty()) {
    auto Set = [&](Id Variable) {
      if (Variable != NoId)
        Bits.set(bit(Variable, Catalogue::NonBlocking));
    };
    Set(Call.ResultVariable);
    for (uint32_t I = 0; I < Arguments.size(); ++I)
      if (StateChange Told; Ask.SetsUp(Call, I)) {
        Told.State = Catalogue::NonBlocking;
        Told.On = {Argument::Number, I};
        change(F, CallIndex, Told, Bits, R);
      } else {
        Set(P.Values[Arguments[I]].Variable);
      }
  }
  if (const StateChanges *Changes = Ask.Inferred(Call))
    for (const StateChange &Change : *Changes)
      change(F, CallIndex, Change, Bits, R);
}

bool States::changesStates(const Function &F, const Lookups &Ask) const {
  if (Given.contains(&F - P.Functions.data()))
    return true;
  return llvm::any_of(P.calls(F), [&](const Call &Call) {
    return Call.F == Call::Await || Call.SaysNonBlocking ||
           (Call.F == Call::Copy && !P.object(Call).Text) ||
           Ask.Inferred(Call) || llvm::any_of(Ask.Rows(Call), [](const Row *R) {
             return !R->Changes.empty() || R->HopsTo != Hop::None;
           });
  });
}

void States::enter(const Function &F, const Result &R,
                   llvm::BitVector &Bits) const {
  auto It = Given.find(&F - P.Functions.data());
  if (It == Given.end())
    return;
  for (const auto &[Variable, Part, State] : It->second) {
    Id Where = Part ? R.Parts.lookup({Variable, Part}) : Variable;
    Bits.set(bit(Where, State));
  }
}

llvm::BitVector States::flow(const Function &F, const Lookups &Ask, Result &R) {
  findParts(F, Ask, R);
  size_t Bits = (F.Variables.Size + R.Parts.size()) * C.states() + 1;
  llvm::ArrayRef<Block> Blocks = P.blocks(F);
  auto Begin = [&](uint32_t Block) {
    return Block == 0 ? 0 : Blocks[Block - 1].End;
  };
  R.Before.resize(F.Calls.Size);
  R.Failed.resize(F.Calls.Size);
  const Outcomes Known = outcomes(F, Ask, R);
  // What certainly holds: all paths must agree, so start from everything.
  std::vector<llvm::BitVector> In(Blocks.size(), llvm::BitVector(Bits, true));
  llvm::BitVector AtExit(Bits, true);
  In[0].reset();
  enter(F, R, In[0]);
  bool Any = false, Ends = false, EndsRegularly = false;
  std::deque<uint32_t> Work{0};
  std::vector<char> Queued(Blocks.size()), Visited(Blocks.size());
  // Where calls fail that are there for their states, which nobody asks for
  // then: they count for what only they lead to.
  std::vector<std::pair<uint32_t, llvm::BitVector>> Failures;
  std::vector<char> Regular;
  auto Fail = [&] {
    if (Regular.empty())
      Regular = Visited;
    for (auto &[Block, Now] : std::exchange(Failures, {}))
      if (!Visited[Block]) {
        In[Block] &= Now;
        if (!Queued[Block])
          Work.push_back(Block);
        Queued[Block] = 1;
      }
    return !Work.empty();
  };
  while (!Work.empty() || Fail()) {
    uint32_t Block = Work.front();
    Work.pop_front();
    Queued[Block] = 0;
    Visited[Block] = 1;
    llvm::BitVector Now = In[Block];
    for (uint32_t I = Begin(Block); I < Blocks[Block].End; ++I) {
      Any |= Now.any();
      R.Before[I] = Now;
      apply(F, I, Ask, Now, R);
    }
    llvm::ArrayRef<Id> Successors = P.list(Blocks[Block].Successors);
    bool IsRegular = Regular.empty();
    if (Successors.empty() && (IsRegular || !EndsRegularly)) {
      Ends = true;
      EndsRegularly |= IsRegular;
      AtExit &= Now;
    }
    if (!IsRegular && EndsRegularly)
      R.Failed.set(Begin(Block), Blocks[Block].End);
    std::optional<bool> Goes = goes(Blocks[Block]);
    if (!Goes && isFailure(F, Blocks[Block], Ask.Rows)) {
      Goes = false;
      Failures.emplace_back(Successors[0], Now);
    }
    for (size_t I = 0; I < Successors.size(); ++I) {
      uint32_t To = Successors[I];
      if ((Goes && I < 2 && To != Successors[*Goes ? 0 : 1]) ||
          (!IsRegular && Regular[To]))
        continue;
      llvm::BitVector Merged = Now;
      if (I < 2)
        branch(F, Blocks[Block], I == 0, Known, R, Merged);
      Any |= Merged.any();
      Merged &= In[To];
      if (Visited[To] && Merged == In[To])
        continue;
      In[To] = std::move(Merged);
      if (!Queued[To]) {
        Queued[To] = 1;
        Work.push_back(To);
      }
    }
  }
  // Who starts a coroutine that never ends goes on all the same.
  if (!Ends && F.K == Function::Coroutine)
    AtExit.reset();
  // Who takes a state away again, perhaps on some paths only, does not set up.
  for (const auto &[Variable, State] : R.Noted)
    if (!R.Withdrawn.contains({Variable, State}) ||
        AtExit[bit(Variable, State)])
      remember(F, Variable, State, R);
  for (const auto &[Field, State] : R.NotedFields)
    settle(Field, 0, State);
  // Under an assumption it tells what runs.
  if (!Any && !Assumed)
    R.Before = {};
  return AtExit;
}

/// True if a parameter decides it: `open_stream(where, mode::blocking)`.
static bool isOnDemand(const Condition *When) {
  return When && When->Arg.K == Argument::Number && !When->Arg.IsField &&
         !When->Arg.Part && When->Field.empty();
}

bool States::holds(uint32_t Function, uint32_t CallIndex, const Value &V,
                   uint32_t State, const Argument &At) const {
  const nostall::Function &F = P.Functions[Function];
  if (State == Catalogue::NonBlocking &&
      // Whoever tests for EAGAIN means descriptors, not what others do with
      // those inside of objects, nor those that it makes so on demand.
      ((F.ExpectsWouldBlock && !At.IsField &&
        !isOnDemand(whenHolds(Function, CallIndex, V, State, At))) ||
       holds(Function, CallIndex, V, Catalogue::Awaited, At)))
    return true;
  return isSet(Function, CallIndex, V, State, At.Part);
}

/// True if the function has just taken \p State from \p V.
bool States::isDenied(const Value &V, uint32_t State,
                      const llvm::BitVector &Bits, const Result &R) const {
  if (V.Variable == NoId)
    return false;
  auto It = R.Parts.find({V.Variable, Denied});
  return It != R.Parts.end() && Bits[bit(It->second, State)];
}

bool States::isSet(uint32_t Function, uint32_t CallIndex, const Value &V,
                   uint32_t State, StringId Part) const {
  const nostall::Function &F = P.Functions[Function];
  auto It = Results.find(Function);
  // Who has just cleared a setting knows better than others.
  if (It != Results.end() && !It->second.Before.empty() &&
      !It->second.Before[CallIndex].empty() &&
      isDenied(V, State, It->second.Before[CallIndex], It->second))
    return false;
  if (isSettled(F, V, State, Part))
    return true;
  return It != Results.end() &&
         holdsIn(F, It->second, CallIndex, V, State, Part);
}

bool States::holdsIn(const Function &F, const Result &R, uint32_t CallIndex,
                     const Value &V, uint32_t State, StringId Part) const {
  if (Id Own = V.K == Value::This && Part ? ownField(P, F, Part) : NoId;
      Own != NoId) {
    Value Field;
    Field.Variable = Own;
    return holdsIn(F, R, CallIndex, Field, State, 0);
  }
  if (V.Variable == NoId)
    return V.K == Value::Result && R.OfResult.lookup({V.Index, State});
  return !R.Before.empty() && !R.Before[CallIndex].empty() &&
         inState(spot(F, V), Part, State, R.Before[CallIndex], R);
}

const Condition *States::whenHolds(uint32_t Function, uint32_t CallIndex,
                                   const Value &V, uint32_t State,
                                   const Argument &At) const {
  if (auto It = Assumptions.find(Function); It != Assumptions.end())
    for (const Assumption &A : It->second)
      if (holdsIn(P.Functions[Function], A.Then, CallIndex, V, State, At.Part))
        return &A.Cond;
  return nullptr;
}

bool States::isOffLoop(uint32_t Function, uint32_t CallIndex) const {
  auto It = Results.find(Function);
  if (It == Results.end() || It->second.Before.empty())
    return false;
  const llvm::BitVector &Bits = It->second.Before[CallIndex];
  return !Bits.empty() && Bits[Bits.size() - 1];
}

} // namespace nostall
