//===- LinkKnown.cpp - what a function has put into its objects -----------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkKnown.h"
#include "llvm/ADT/STLExtras.h"
#include <deque>

namespace nostall {

/// Setters that call setters.
static constexpr unsigned MaxDepth = 2;

Program::Knowledge::Base Program::Knowledge::baseOf(uint32_t Function,
                                                    const Value &V) const {
  if (V.K == Value::This)
    return {Base::Own};
  if (V.K == Value::Parameter)
    return {Base::Parameters, V.Index};
  if ((V.K != Value::Unknown && V.K != Value::Result) || V.Variable == NoId ||
      V.Text || V.In != Value::Somewhere)
    return {};
  const Variable &Local = P.variables(Linked.function(Function))[V.Variable];
  return Local.IsField || Local.Parameter != NoId || Local.Outer != NoId
             ? Base()
             : Base{Base::Locals, V.Variable};
}

/// The object whose field a Call::Set writes to.
static Program::Knowledge::Base baseOfSet(const Value &On) {
  using Base = Program::Knowledge::Base;
  if (On.In == Value::OfObject)
    return {Base::Own};
  if (On.In == Value::OfParameter)
    return {Base::Parameters, On.Index};
  return On.Variable == NoId ? Base() : Base{Base::Locals, On.Variable};
}

/// Calls \p Visit with each object of \p Function that \p Call gives \p Body,
/// as both name it.
template <typename Visitor>
void Program::Knowledge::forEachPassed(uint32_t Function, const Call &Call,
                                       uint32_t Body, uint32_t PassesFrom,
                                       Visitor Visit) const {
  if (PassesFrom == PassesNothing)
    return;
  if (Call.HasObject)
    if (Base Of = baseOf(Function, P.object(Call)); Of.K != Base::Nobodys)
      Visit(Of, Base{Base::Own});
  for (const auto &[I, V] : llvm::enumerate(P.arguments(Call)))
    if (Base Of = baseOf(Function, P.Values[V]);
        Of.K != Base::Nobodys && I >= PassesFrom)
      Visit(Of, Base{Base::Parameters, static_cast<uint32_t>(I - PassesFrom)});
}

Program::Knowledge::Knowledge(const Program &Linked)
    : Linked(Linked), P(Linked.P), Touched(P.Functions.size()) {
  // Who is given an object and changes it does so for those who gave it.
  struct Giver {
    uint32_t Function, Call, PassesFrom;
  };
  std::vector<std::pair<uint32_t, Giver>> Pairs;
  std::deque<uint32_t> Work;
  for (uint32_t I = 0; I < P.Functions.size(); ++I) {
    for (uint32_t J = 0; J < Linked.calls(I).size(); ++J) {
      const Call &Call = Linked.call(I, J);
      if (Call.F == Call::Set)
        Touched[I].insert({baseOfSet(P.object(Call)), P.object(Call).Text});
      bool Gives = Call.HasObject && baseOf(I, P.object(Call)).K;
      for (ValueId V : P.arguments(Call))
        Gives |= baseOf(I, P.Values[V]).K != Base::Nobodys;
      if (Gives)
        for (const Edge &E : Linked.targets(I, J))
          if (E.Function != NoId)
            Pairs.push_back({E.Function, {I, J, E.PassesFrom}});
    }
    if (!Touched[I].empty())
      Work.push_back(I);
  }
  Buckets<Giver> Givers(P.Functions.size(), Pairs);
  while (!Work.empty()) {
    uint32_t Body = Work.front();
    Work.pop_front();
    for (const Giver &G : Givers[Body]) {
      size_t Before = Touched[G.Function].size();
      forEachPassed(G.Function, Linked.call(G.Function, G.Call), Body,
                    G.PassesFrom, [&](Base Of, Base As) {
                      // New ones of its own may come while it is looked at.
                      for (const auto &[Whose, Field] : Touched[Body])
                        if (Whose == As)
                          Touched[G.Function].insert({Of, Field});
                    });
      if (Touched[G.Function].size() != Before)
        Work.push_back(G.Function);
    }
  }
}

//===----------------------------------------------------------------------===//
// Flow
//===----------------------------------------------------------------------===//

bool Program::Knowledge::join(State &To, const State &From) {
  size_t Before = To.Changed.size() + To.ByOthers.size();
  To.Changed.insert(From.Changed.begin(), From.Changed.end());
  To.ByOthers.insert(From.ByOthers.begin(), From.ByOthers.end());
  bool Changes = To.Changed.size() + To.ByOthers.size() != Before;
  for (auto It = To.Now.begin(); It != To.Now.end();) {
    auto Other = From.Now.find(It->first);
    if (Other != From.Now.end() && It->second == Other->second) {
      ++It;
      continue;
    }
    auto IsNotZero = [](const Content &C) {
      return C.K == Content::NotZero || (C.K == Content::Number && C.N != 0);
    };
    if (Other != From.Now.end() && IsNotZero(It->second) &&
        IsNotZero(Other->second)) {
      Changes |= It->second.K != Content::NotZero;
      It++->second = {Content::NotZero};
      continue;
    }
    It = To.Now.erase(It);
    Changes = true;
  }
  return Changes;
}

/// Nothing is known any more of \p Field, or of all fields.
void Program::Knowledge::forget(State &S, Base Of, StringId Field) {
  S.Changed.insert({Of, Field});
  // What nobody knows whose it is may be anybody's.
  std::erase_if(S.Now, [&](const auto &Known) {
    const auto &[Whose, What] = Known.first;
    return (Of.K == Base::Nobodys || Whose == Of) && (!Field || What == Field);
  });
}

void Program::Knowledge::apply(uint32_t Function, uint32_t CallIndex, State &S,
                               unsigned Depth) const {
  const Call &Call = Linked.call(Function, CallIndex);
  if (Call.F == Call::Set) {
    const Value &On = P.object(Call), &What = P.target(Call);
    Base Of = baseOfSet(On);
    if (!On.Text && Of.K == Base::Nobodys)
      return;
    forget(S, Of, On.Text);
    // Two parameters may be the same object.
    if (On.Text)
      std::erase_if(S.Now, [&](const auto &Known) {
        return Known.first.second == On.Text;
      });
    if (!On.Text || Of.K == Base::Nobodys)
      return;
    if (What.K == Value::Integer || What.K == Value::Null)
      S.Now[{Of, On.Text}] = {Content::Number, What.Number};
    else if (What.K == Value::Parameter)
      S.Now[{Of, On.Text}] = {Content::Given, What.Index};
    return;
  }
  if (Call.F >= Call::Await)
    return;
  if (Call.ResultVariable != NoId)
    forget(S, {Base::Locals, Call.ResultVariable}, 0);
  Program::EdgeList To = Linked.targets(Function, CallIndex);
  llvm::erase_if(To, [](const Edge &E) { return E.Function == NoId; });
  std::map<Place, Content> Left;
  for (const Edge &E : To)
    forEachPassed(
        Function, Call, E.Function, E.PassesFrom, [&](Base Of, Base As) {
          for (const auto &[Whose, Field] : Touched[E.Function])
            if (Whose == As) {
              forget(S, Of, Field);
              S.ByOthers.insert({Of, Field});
            }
          if (To.size() != 1 || Depth == MaxDepth)
            return;
          for (const auto &[At, What] : atEnd(E.Function, Depth + 1)) {
            if (At.first != As || !S.Changed.contains({Of, At.second}))
              continue;
            const Value *Given =
                What.K == Content::Given
                    ? argument(P, Call,
                               {Argument::Number,
                                static_cast<uint32_t>(What.N + E.PassesFrom)})
                    : nullptr;
            if (What.K != Content::Given)
              Left[{Of, At.second}] = What;
            else if (Given &&
                     (Given->K == Value::Integer || Given->K == Value::Null))
              Left[{Of, At.second}] = {Content::Number, Given->Number};
            else if (Given && Given->K == Value::Parameter)
              Left[{Of, At.second}] = {Content::Given, Given->Index};
          }
        });
  for (const auto &[At, What] : Left)
    S.Now[At] = What;
  if (!To.empty())
    return;
  // Nobody knows what runs, or memset() and its like do.
  auto TakesBytes = [&](uint32_t I) {
    llvm::ArrayRef<Id> Takes = P.list(P.Entities[Call.Callee].Parameters);
    return I < Takes.size() && P.Strings[Takes[I]] == "void *";
  };
  auto Forget = [&](Base Of) {
    forget(S, Of, 0);
    S.ByOthers.insert({Of, 0});
  };
  if (Call.HasObject)
    if (Base Of = baseOf(Function, P.object(Call)); Of.K != Base::Nobodys)
      Forget(Of);
  for (const auto &[I, V] : llvm::enumerate(P.arguments(Call)))
    if (Base Of = baseOf(Function, P.Values[V]);
        Of.K != Base::Nobodys && (Call.Callee == NoId || TakesBytes(I)))
      Forget(Of);
}

/// The test of \p B has gone as \p Goes says.
void Program::Knowledge::branch(const Block &B, bool Goes, State &S) const {
  const Test &T = P.Tests[B.Test];
  if (!isOfCallers(T) || !T.Field || T.Holder)
    return;
  Base Of{T.S == Test::Own ? Base::Own : Base::Parameters,
          T.S == Test::Own ? 0 : T.Index};
  // It may have been read before that.
  if (S.ByOthers.contains({Of, T.Field}) || S.ByOthers.contains({Of, 0}))
    return;
  bool IsZero = T.K == Test::Zero || T.K == Test::Null;
  if (Goes && (IsZero || T.K == Test::Is))
    S.Now[{Of, T.Field}] = {Content::Number, IsZero ? 0 : T.Number};
  else if (IsZero)
    S.Now.try_emplace({Of, T.Field}, Content{Content::NotZero});
}

Program::Knowledge::States Program::Knowledge::run(uint32_t Function,
                                                   unsigned Depth) const {
  llvm::ArrayRef<Block> Blocks = P.blocks(Linked.function(Function));
  States In(Blocks.size());
  In[0].emplace();
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (size_t I = 0; I < Blocks.size(); ++I) {
      if (!In[I])
        continue;
      State S = *In[I];
      for (uint32_t J = I ? Blocks[I - 1].End : 0; J < Blocks[I].End; ++J)
        apply(Function, J, S, Depth);
      llvm::ArrayRef<Id> To = P.list(Blocks[I].Successors);
      for (size_t J = 0; J < To.size(); ++J) {
        State Out = S;
        if (Blocks[I].Test && J < 2 && To[0] != To[1])
          branch(Blocks[I], J == 0, Out);
        if (!In[To[J]]) {
          In[To[J]] = std::move(Out);
          Changed = true;
        } else {
          Changed |= join(*In[To[J]], Out);
        }
      }
    }
  }
  return In;
}

const Program::Knowledge::States &
Program::Knowledge::states(uint32_t Function) const {
  auto [It, New] = Known.try_emplace(Function);
  if (New)
    It->second = run(Function, 0);
  return It->second;
}

/// What a function leaves in what it was given, whatever way it ends.
const std::map<Program::Knowledge::Place, Program::Knowledge::Content> &
Program::Knowledge::atEnd(uint32_t Function, unsigned Depth) const {
  auto [It, New] = Ends.try_emplace({Function, Depth});
  if (!New || llvm::none_of(Linked.calls(Function),
                            [](const Call &C) { return C.F == Call::Set; }))
    return It->second;
  States In = run(Function, Depth);
  llvm::ArrayRef<Block> Blocks = P.blocks(Linked.function(Function));
  std::optional<State> All;
  for (size_t I = 0; I < Blocks.size(); ++I) {
    if (!In[I] || !P.list(Blocks[I].Successors).empty())
      continue;
    for (uint32_t J = I ? Blocks[I - 1].End : 0; J < Blocks[I].End; ++J)
      apply(Function, J, *In[I], Depth);
    if (All)
      join(*All, *In[I]);
    else
      All = In[I];
  }
  auto &Out = Ends[{Function, Depth}];
  if (All)
    Out = std::move(All->Now);
  return Out;
}

//===----------------------------------------------------------------------===//
// Questions
//===----------------------------------------------------------------------===//

bool Program::Knowledge::isTouched(uint32_t Function, Base Of,
                                   StringId Field) const {
  const std::set<Place> &All = Touched[Function];
  return All.contains({Of, Field}) || All.contains({Of, 0}) ||
         All.contains({Base(), Field});
}

/// What is known in a block, before the call \p End or at its end.
Program::Knowledge::State Program::Knowledge::inBlock(uint32_t Function,
                                                      size_t Block,
                                                      uint32_t End) const {
  State S = states(Function)[Block].value_or(State());
  llvm::ArrayRef<nostall::Block> Blocks = P.blocks(Linked.function(Function));
  for (uint32_t J = Block ? Blocks[Block - 1].End : 0;
       J < std::min(End, Blocks[Block].End); ++J)
    apply(Function, J, S, 0);
  return S;
}

Program::Knowledge::State Program::Knowledge::before(uint32_t Function,
                                                     uint32_t Call) const {
  return inBlock(Function, P.blockOf(Linked.function(Function), Call), Call);
}

std::optional<Program::Knowledge::Content>
Program::Knowledge::at(uint32_t Function, uint32_t Call, Base Of,
                       StringId Field) const {
  bool IsAsked =
      llvm::any_of(P.blocks(Linked.function(Function)), [&](const Block &B) {
        return B.Test && P.Tests[B.Test].Field == Field;
      });
  if (Of.K == Base::Nobodys || (!IsAsked && !isTouched(Function, Of, Field)))
    return std::nullopt;
  State S = before(Function, Call);
  auto It = S.Now.find({Of, Field});
  return It == S.Now.end() ? std::nullopt : std::optional(It->second);
}

bool Program::Knowledge::isChanged(uint32_t Function, uint32_t Call, Base Of,
                                   StringId Field) const {
  return isTouched(Function, Of, Field) &&
         isChanged(before(Function, Call), Of, Field);
}

bool Program::Knowledge::isChanged(uint32_t Function, const Guard &G, Base Of,
                                   StringId Field) const {
  return isTouched(Function, Of, Field) &&
         isChanged(G.Block == NoId ? before(Function, G.Call)
                                   : inBlock(Function, G.Block, NoId),
                   Of, Field);
}

/// True if callers do not know what is in \p At, a field, \p When the call or
/// the test is made.
template <typename Moment>
bool Program::isChanged(uint32_t FunctionIndex, const Moment &When,
                        const Argument &At) const {
  if (!At.Part)
    return false;
  using Base = Knowledge::Base;
  Base Of = At.K == Argument::Object ? Base{Base::Own}
                                     : Base{Base::Parameters, At.Index};
  if (!At.Holder)
    return Known->isChanged(FunctionIndex, When, Of, At.Part);
  return Known->isChanged(FunctionIndex, When, Of, At.Holder) ||
         Known->isChanged(FunctionIndex, When, {}, At.Part);
}

bool Program::isStale(uint32_t FunctionIndex, const Guard &G) const {
  return isChanged(FunctionIndex, G, asked(P.Tests[G.Test]));
}

/// Asks \p Cond, on a field, of what the function has put there itself.
Answer Program::askKnown(uint32_t FunctionIndex, uint32_t CallIndex,
                         const Condition &Cond, const Value &Object,
                         StringId Part) const {
  using Content = Knowledge::Content;
  std::optional<Content> Is = Known->at(
      FunctionIndex, CallIndex, Known->baseOf(FunctionIndex, Object), Part);
  Value V;
  if (!Is)
    return {};
  if (Is->K == Content::Given) {
    V.K = Value::Parameter;
    V.Index = Is->N;
    return askValue(Cond, V, P, C,
                    [](const Value &, uint32_t) { return false; });
  }
  Answer A;
  if (Is->K == Content::Number)
    A.K = ask(Cond, Value::integer(Is->N), P, C);
  else if (Cond.K == Condition::Zero || Cond.K == Condition::Null)
    A.K = Cond.Not ? Answer::Yes : Answer::No;
  return A;
}

/// The field of a parameter or of the function's object that \p V is, as an
/// argument; nothing if it is none.
static std::optional<Argument> fieldIn(const Value &V) {
  StringId Field = V.K == Value::Stored                 ? V.Holder
                   : V.K == Value::Unknown && !V.Holder ? V.Text
                                                        : 0;
  if (!Field || (V.In != Value::OfObject && V.In != Value::OfParameter))
    return std::nullopt;
  bool IsOwn = V.In == Value::OfObject;
  return Argument{IsOwn ? Argument::Object : Argument::Number,
                  IsOwn ? 0 : V.Index, /*IsField=*/true, Field};
}

/// What the call's own function knows of a condition on a field of what \p At
/// is; \p A is what is known otherwise.
Answer Program::askHere(uint32_t FunctionIndex, uint32_t CallIndex,
                        const Condition &Cond, const Argument &At,
                        Answer A) const {
  const Value *V = argument(P, call(FunctionIndex, CallIndex), At);
  if (V && isOfField(Cond, At) && !At.Holder && A.K != Answer::Yes &&
      A.K != Answer::No) {
    if (Answer Here = askKnown(FunctionIndex, CallIndex, Cond, *V, At.Part);
        Here.K != Answer::Unknown)
      return Here;
    // Of what a field of the argument points to.
    if (std::optional<Argument> In = fieldIn(*V);
        In && A.K == Answer::Unknown) {
      A = {Answer::Carried, *In};
      A.Arg.Holder = std::exchange(A.Arg.Part, At.Part);
    }
  }
  return A.K == Answer::Carried && isChanged(FunctionIndex, CallIndex, A.Arg)
             ? Answer()
             : A;
}

/// A callback that is called for what an object's field holds, and asks the
/// object that this points back to: `for_each(peer->jobs, …)`.
Answer Program::askParent(uint32_t FunctionIndex, uint32_t CallIndex,
                          const Condition &Cond, const Argument &At) const {
  if (!isOfField(Cond, At) || !At.Holder)
    return {};
  auto Class = [&](StringId Field) {
    return P.Strings[Field].rsplit("::").first;
  };
  for (ValueId Id : P.arguments(call(FunctionIndex, CallIndex))) {
    std::optional<Argument> In = fieldIn(P.Values[Id]);
    if (!In || Class(In->Part) != Class(At.Part))
      continue;
    Value Parent;
    Parent.K = In->K == Argument::Object ? Value::This : Value::Parameter;
    Parent.Index = In->Index;
    Answer A = askKnown(FunctionIndex, CallIndex, Cond, Parent, At.Part);
    if (A.K != Answer::Unknown)
      return A;
    A = {Answer::Carried, *callersArgument(Parent)};
    A.Arg.IsField = true;
    A.Arg.Part = At.Part;
    return isChanged(FunctionIndex, CallIndex, A.Arg) ? Answer() : A;
  }
  return {};
}

} // namespace nostall
