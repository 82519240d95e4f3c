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

static std::string fieldKey(llvm::StringRef Name, uint32_t State) {
  return Name.str() + "#" + std::to_string(State);
}

Answer::Kind States::holding(const std::vector<Condition> &When,
                             const Call &Call, const Summary &S,
                             const llvm::BitVector &Bits) const {
  Answer::Kind All = Answer::Yes;
  for (const Condition &Cond : When) {
    Answer::Kind One =
        ask(Cond, Cond.Arg, Call, S, C, [&](const Value &V, uint32_t State) {
          return V.Variable != NoId && Bits[bit(V.Variable, State)];
        }).K;
    if (One == Answer::No)
      return Answer::No;
    if (One != Answer::Yes)
      All = Answer::Unknown;
  }
  return All;
}

void States::change(const Function &F, const Summary &S, uint32_t CallIndex,
                    const StateChange &Change, llvm::BitVector &Bits,
                    Result &R) {
  const Call &Call = F.Calls[CallIndex];
  // What holds is certain: in doubt, a state is lost and none is won.
  Answer::Kind Applies = holding(Change.When, Call, S, Bits);
  if (Applies == Answer::No || (Change.Set && Applies != Answer::Yes))
    return;
  bool IsResult =
      Change.On.K == Argument::Return ||
      (Change.On.K == Argument::Object && Call.F == Call::Constructor);
  if (IsResult)
    R.OfResult[{CallIndex, Change.State}] = Change.Set;
  Id Variable = Call.ResultVariable;
  if (!IsResult) {
    const Value *V = argument(Call, Change.On);
    Variable = V ? V->Variable : NoId;
  }
  if (Variable == NoId)
    return;
  Bits[bit(Variable, Change.State)] = Change.Set;
  if (Change.Set)
    remember(F, S, Variable, Change.State);
}

void States::remember(const Function &F, const Summary &S, Id Variable,
                      uint32_t State) {
  const nostall::Variable &V = F.Variables[Variable];
  if (!V.IsField || !C.isSetting(State))
    return;
  Fields.insert(fieldKey(V.Name, State));
  Wrappers.insert(fieldKey(llvm::StringRef(V.Name).rsplit("::").first, State));
}

static bool waits(const Row *R) { return R->Cat != NoCategory; }

void States::apply(const Function &F, const Summary &S, uint32_t CallIndex,
                   const Lookups &Ask, llvm::BitVector &Bits, Result &R) {
  const Call &Call = F.Calls[CallIndex];
  uint32_t OffLoop = Bits.size() - 1;
  if (Call.F == Call::Return)
    return;
  if (Call.F == Call::Await) {
    const Value &Operand = Call.Target;
    Hop To = Ask.Hops(CallIndex);
    if (Operand.K == Value::Result && To == Hop::None)
      for (const Row *Row : Ask.Rows(F.Calls[Operand.Index]))
        if (Row->HopsTo != Hop::None &&
            holding(Row->When, F.Calls[Operand.Index], S, Bits) == Answer::Yes)
          To = Row->HopsTo;
    if (To != Hop::None)
      Bits[OffLoop] = To == Hop::Pool;
    if (Operand.K != Value::Result)
      return;
    const nostall::Call &Awaited = F.Calls[Operand.Index];
    // Whatever was handed to an awaited operation was waited for by it; a task
    // does with it what it likes.
    if (Ask.IsTask(Awaited))
      return;
    auto Await = [&](const Value &V) {
      if (V.Variable != NoId)
        Bits.set(bit(V.Variable, Catalogue::Awaited));
    };
    for (const Value &Argument : Awaited.Arguments)
      Await(Argument);
    if (Awaited.HasObject)
      Await(Awaited.Object);
    return;
  }

  // Readiness is good for one operation.
  if (llvm::any_of(Ask.Rows(Call), waits) || Ask.HasBody(Call)) {
    auto Used = [&](const Value &V) {
      if (V.Variable != NoId)
        Bits.reset(bit(V.Variable, Catalogue::Awaited));
    };
    for (const Value &Argument : Call.Arguments)
      Used(Argument);
    if (Call.HasObject && Call.F == Call::Plain)
      Used(Call.Object);
  }

  // A new value is in no state, but an object that is made of a handle is in
  // the handle's.
  if (Call.ResultVariable != NoId) {
    llvm::SmallVector<uint32_t, 4> Kept;
    if (Call.F == Call::Constructor && !Call.Arguments.empty() &&
        Call.Arguments[0].S != Shape::Class)
      for (uint32_t State = 0; State < C.states(); ++State) {
        const Value &Handle = Call.Arguments[0];
        if (Handle.Variable != NoId
                ? Bits[bit(Handle.Variable, State)]
                : Handle.K == Value::Result &&
                      R.OfResult.lookup({Handle.Index, State}))
          Kept.push_back(State);
      }
    Bits.reset(bit(Call.ResultVariable, 0), bit(Call.ResultVariable + 1, 0));
    for (uint32_t State : Kept) {
      Bits.set(bit(Call.ResultVariable, State));
      remember(F, S, Call.ResultVariable, State);
    }
  }
  for (const Row *Row : Ask.Rows(Call))
    for (const StateChange &Change : Row->Changes)
      change(F, S, CallIndex, Change, Bits, R);
  // `make_socket(SOCK_NONBLOCK)`: a helper that is told so does so.
  if (Ask.Rows(Call).empty() &&
      llvm::any_of(Call.ArgumentText, [](llvm::StringRef Text) {
        return Text.contains_insensitive("nonblock");
      })) {
    auto Set = [&](Id Variable) {
      if (Variable != NoId)
        Bits.set(bit(Variable, Catalogue::NonBlocking));
    };
    Set(Call.ResultVariable);
    for (const Value &Argument : Call.Arguments)
      Set(Argument.Variable);
  }
  if (const StateChanges *Changes = Ask.Inferred(Call))
    for (const StateChange &Change : *Changes)
      change(F, S, CallIndex, Change, Bits, R);
}

StateChanges States::analyse(const Function &F, const Summary &S,
                             const Lookups &Ask) {
  bool Changes = llvm::any_of(F.Calls, [&](const Call &Call) {
    return Call.F == Call::Await || Ask.Inferred(Call) ||
           !Call.ArgumentText.empty() ||
           llvm::any_of(Ask.Rows(Call), [](const Row *R) {
             return !R->Changes.empty() || R->HopsTo != Hop::None;
           });
  });
  if (!Changes)
    return {};

  Result &R = Results[&F];
  size_t Bits = F.Variables.size() * C.states() + 1;
  R.Before.resize(F.Calls.size());
  auto Begin = [&](uint32_t Block) {
    return Block == 0 ? 0 : F.Blocks[Block - 1].End;
  };
  // What certainly holds: all paths must agree, so start from everything.
  std::vector<llvm::BitVector> In(F.Blocks.size(), llvm::BitVector(Bits, true));
  llvm::BitVector AtExit(Bits, true);
  In[0].reset();
  std::deque<uint32_t> Work{0};
  std::vector<char> Queued(F.Blocks.size()), Visited(F.Blocks.size());
  while (!Work.empty()) {
    uint32_t Block = Work.front();
    Work.pop_front();
    Queued[Block] = 0;
    Visited[Block] = 1;
    llvm::BitVector Now = In[Block];
    for (uint32_t I = Begin(Block); I < F.Blocks[Block].End; ++I) {
      R.Before[I] = Now;
      apply(F, S, I, Ask, Now, R);
    }
    if (F.Blocks[Block].Successors.empty())
      AtExit &= Now;
    for (uint32_t To : F.Blocks[Block].Successors) {
      llvm::BitVector Merged = In[To];
      Merged &= Now;
      if (Visited[To] && Merged == In[To])
        continue;
      In[To] = std::move(Merged);
      if (!Queued[To]) {
        Queued[To] = 1;
        Work.push_back(To);
      }
    }
  }

  StateChanges Out;
  auto Add = [&](uint32_t State, Argument On) {
    StateChange Change;
    Change.State = State;
    Change.On = On;
    Out.push_back(Change);
  };
  for (uint32_t State = 0; State < C.states(); ++State) {
    if (State == Catalogue::Awaited)
      continue;
    for (Id V = 0; V < F.Variables.size(); ++V)
      if (F.Variables[V].Parameter != NoId && AtExit[bit(V, State)])
        Add(State, {Argument::Number, F.Variables[V].Parameter});
    bool Returns = false, All = true;
    for (uint32_t I = 0; I < F.Calls.size(); ++I)
      if (F.Calls[I].F == Call::Return) {
        Returns = true;
        All &= holds(F, S, I, F.Calls[I].Target, State);
      }
    if (Returns && All)
      Add(State, {Argument::Return, 0});
  }
  return Out;
}

bool States::holds(const Function &F, const Summary &S, uint32_t CallIndex,
                   const Value &V, uint32_t State) const {
  if (State == Catalogue::NonBlocking &&
      (F.ExpectsWouldBlock || holds(F, S, CallIndex, V, Catalogue::Awaited)))
    return true;
  if (V.Variable != NoId) {
    const Variable &Storage = F.Variables[V.Variable];
    if (Storage.IsField && Fields.contains(fieldKey(Storage.Name, State)))
      return true;
    if (Storage.Type != NoId &&
        Wrappers.contains(fieldKey(S.Types[Storage.Type].Name, State)))
      return true;
  }
  auto It = Results.find(&F);
  if (It == Results.end())
    return false;
  if (V.Variable != NoId) {
    const llvm::BitVector &Bits = It->second.Before[CallIndex];
    return !Bits.empty() && Bits[bit(V.Variable, State)];
  }
  return V.K == Value::Result && It->second.OfResult.lookup({V.Index, State});
}

bool States::isOffLoop(const Function &F, uint32_t CallIndex) const {
  auto It = Results.find(&F);
  if (It == Results.end())
    return false;
  const llvm::BitVector &Bits = It->second.Before[CallIndex];
  return !Bits.empty() && Bits[Bits.size() - 1];
}

} // namespace nostall
