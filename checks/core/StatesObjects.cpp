//===- StatesObjects.cpp - states of what objects hold --------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "States.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// Fields of fields of fields are not told apart.
static constexpr unsigned MaxPath = 3;

//===----------------------------------------------------------------------===//
// Parts
//===----------------------------------------------------------------------===//

StringId States::join(StringId Outer, StringId Part) const {
  if (!Outer || !Part)
    return Outer ? Outer : Part;
  unsigned Steps = 2;
  for (StringId P = Part; const Path *Next = path(P); P = Next->Part)
    ++Steps;
  if (Steps > MaxPath || path(Outer))
    return Outer;
  auto It = PathIds.find({Outer, Part});
  if (It == PathIds.end()) {
    It = PathIds.try_emplace({Outer, Part}, P.Strings.size() + Paths.size())
             .first;
    Paths.push_back({Outer, Part});
  }
  return It->second;
}

const States::Path *States::path(StringId Part) const {
  return Part < P.Strings.size() || Part == NoId
             ? nullptr
             : &Paths[Part - P.Strings.size()];
}

void States::findGetters() {
  for (const Function &F : P.Functions) {
    llvm::ArrayRef<Call> Calls = P.calls(F);
    if (Calls.size() != 1 || Calls[0].F != Call::Return)
      continue;
    Id V = P.target(Calls[0]).Variable;
    if (V != NoId && P.variables(F)[V].IsField)
      Getters.try_emplace(F.Entity, P.variables(F)[V].Name);
  }
}

States::Spot States::spot(const Function &F, const Value &V) const {
  if (V.Variable == NoId)
    return {};
  // `channel.fd()`
  if (V.K == Value::Result) {
    const Call &Made = P.calls(F)[V.Index];
    if (Made.HasObject && P.object(Made).Variable == V.Variable)
      if (auto It = Getters.find(Made.Callee); It != Getters.end())
        return {V.Variable, join(spot(F, P.object(Made)).Part, It->second)};
  }
  bool IsPart = V.K != Value::String && V.K != Value::Stored && V.Text &&
                !P.variables(F)[V.Variable].IsField &&
                P.variables(F)[V.Variable].Name != V.Text;
  return {V.Variable, IsPart ? V.Text : 0};
}

const Value &States::pointee(const Function &F, const Value &V) const {
  if (V.K != Value::Result)
    return V;
  const Call &Made = P.calls(F)[V.Index];
  return Made.HasObject && Made.Callee != NoId &&
                 P.entityName(Made.Callee).starts_with("std::") &&
                 isAccess(P.entityName(Made.Callee))
             ? P.object(Made)
             : V;
}

Id States::at(const Spot &S, StringId Part, const Result &R) const {
  Part = join(S.Part, Part);
  if (S.Variable == NoId || !Part)
    return S.Variable;
  auto It = R.Parts.find({S.Variable, Part});
  return It == R.Parts.end() ? NoId : It->second;
}

std::vector<StringId> States::parts(const Spot &S, const Result &R) const {
  std::vector<StringId> Out;
  for (const auto &[Key, Index] : R.Parts) {
    auto [Variable, Part] = Key;
    if (Variable != S.Variable || Part == Denied)
      continue;
    const Path *P = path(Part);
    if (!S.Part)
      Out.push_back(Part);
    else if (P && P->Outer == S.Part)
      Out.push_back(P->Part);
  }
  llvm::sort(Out);
  return Out;
}

bool States::inState(const Spot &S, StringId Part, uint32_t State,
                     const llvm::BitVector &Bits, const Result &R) const {
  auto IsIn = [&](StringId Which) {
    Id Where = at({S.Variable, 0}, Which, R);
    return Where != NoId && Bits[bit(Where, State)];
  };
  StringId Whole = join(S.Part, Part);
  const Path *P = path(Whole);
  return S.Variable != NoId &&
         (IsIn(0) || (Whole && IsIn(Whole)) || (P && IsIn(P->Outer)));
}

//===----------------------------------------------------------------------===//
// Copies
//===----------------------------------------------------------------------===//

/// What \p Call assigns to its object, or null.
const Value *States::assigned(const Call &Call) const {
  if (!Call.HasObject || Call.Callee == NoId)
    return nullptr;
  Argument From{Argument::Number, 0};
  if (auto It = Assigns.find(Call.Callee); It != Assigns.end())
    From = It->second;
  else if (!P.entityName(Call.Callee).ends_with("::operator="))
    return nullptr;
  bool IsGiven = From.Index + Call.DefaultArguments < P.arguments(Call).size();
  return IsGiven ? argument(P, Call, From) : nullptr;
}

std::optional<Kept> States::kept(const Function &F, const Call &Call) const {
  if (Call.F == Call::Copy)
    return Kept{P.object(Call), &P.target(Call)};
  if (const Value *From = assigned(Call))
    return Kept{P.object(Call), From};
  const Value *From = argument(P, Call, {Argument::Number, 0});
  // What a field is moved or copied from.
  if (!From || Call.F != Call::Constructor || Call.ResultVariable == NoId ||
      P.arguments(Call).size() - Call.DefaultArguments != 1 ||
      From->Type == NoId)
    return std::nullopt;
  const Variable &To = P.variables(F)[Call.ResultVariable];
  if (!To.IsField || To.Type != From->Type)
    return std::nullopt;
  Kept Out{Value(), From};
  Out.Field.Variable = Call.ResultVariable;
  Out.Field.Text = To.Name;
  return Out;
}

bool States::keepsParameter(uint32_t Function) const {
  const nostall::Function &F = P.Functions[Function];
  return llvm::any_of(P.calls(F), [&](const Call &Call) {
    std::optional<Kept> K = kept(F, Call);
    return K && K->What->K == Value::Parameter;
  });
}

/// What \p To holds is in the states that \p What was in \p Before.
void States::copy(const Function &F, const Spot &To, const Value &What,
                  const llvm::BitVector &Before, llvm::BitVector &Bits,
                  const Result &R) const {
  Id Whole = at(To, 0, R);
  for (uint32_t State = 0;
       What.K == Value::Result && Whole != NoId && State < C.states(); ++State)
    if (C.isSetting(State) && R.OfResult.lookup({What.Index, State}))
      Bits.set(bit(Whole, State));
  const Spot From = spot(F, What);
  std::vector<StringId> All = parts(From, R);
  All.push_back(0);
  for (StringId Part : All)
    if (Id Where = at(To, Part, R); Where != NoId)
      for (uint32_t State = 0; State < C.states(); ++State)
        if (C.isSetting(State) && (inState(From, Part, State, Before, R) ||
                                   isSettled(F, What, State, Part)))
          Bits.set(bit(Where, State));
}

void States::keep(const Function &F, const Call &Call, llvm::BitVector &Bits,
                  const Result &R) const {
  std::optional<Kept> K = kept(F, Call);
  Spot To = K ? spot(F, K->Field) : Spot();
  if (To.Variable == NoId)
    return;
  bool IsOther = Call.F == Call::Copy || Assigns.contains(Call.Callee);
  // It may be given a part of itself: `rest = rest->next`.
  const llvm::BitVector Before = Bits;
  if (Id Where = at(To, 0, R); IsOther && Where != NoId)
    Bits.reset(bit(Where, 0), bit(Where + 1, 0));
  copy(F, To, *K->What, Before, Bits, R);
}

/// The callee keeps an argument in an object.
void States::keepArgument(const Function &F, const Call &Call,
                          const StateChange &Change, llvm::BitVector &Bits,
                          Result &R) {
  Argument Whole = Change.On;
  StringId Field = std::exchange(Whole.Part, 0);
  const Spot To{changed(F, Call, Whole, R), Field};
  const Value *From = argument(P, Call, *Change.From);
  if (To.Variable == NoId || !From)
    return;
  copy(F, To, *From, Bits, Bits, R);
  if (isResult(Call, Change.On))
    R.Origins[{To.Variable, Field}] = From;
  for (const auto &[Key, Where] : R.Parts)
    if (const Path *Inner = path(Key.second);
        Key.first == To.Variable &&
        (Key.second == Field || (Inner && Inner->Outer == Field)))
      for (uint32_t State = 0; State < C.states(); ++State)
        if (Bits[bit(Where, State)])
          note(Where, State, R);
}

/// What the field \p Part of the local \p Variable was made with, if the
/// local is made only once; \p Part becomes the field of that.
const Value *States::origin(uint32_t Function, Id Variable,
                            StringId &Part) const {
  const nostall::Function &F = P.Functions[Function];
  auto It = Results.find(Function);
  if (It == Results.end() || !Part ||
      llvm::count_if(P.calls(F), [&](const Call &Call) {
        return Call.ResultVariable == Variable;
      }) != 1)
    return nullptr;
  const Path *Inner = path(Part);
  auto Made = It->second.Origins.find({Variable, Inner ? Inner->Outer : Part});
  if (Made == It->second.Origins.end())
    return nullptr;
  Part = Inner ? Inner->Part : 0;
  return Made->second;
}

void States::findParts(const Function &F, const Lookups &Ask, Result &R) const {
  R.Parts.clear();
  R.Noted.clear();
  R.Withdrawn.clear();
  R.NotedFields.clear();
  auto Add = [&](Id Variable, StringId Part) {
    if (Variable != NoId && Part)
      R.Parts.try_emplace({Variable, Part}, F.Variables.Size + R.Parts.size());
  };
  auto AddAll = [&](const Spot &To, const Value *From) {
    Add(To.Variable, To.Part);
    if (From && To.Variable != NoId)
      for (StringId Part : parts(spot(F, *From), R))
        Add(To.Variable, join(To.Part, Part));
  };
  if (auto It = Given.find(&F - P.Functions.data()); It != Given.end())
    for (const auto &[Variable, Part, State] : It->second)
      Add(Variable, Part);
  for (const Call &Call : P.calls(F))
    for (const Row *Row : Ask.Rows(Call))
      for (const StateChange &Change : Row->Changes)
        if (!Change.Set && C.isSetting(Change.State))
          Add(changed(F, Call, Change.On, R), Denied);
  for (const Call &Call : P.calls(F)) {
    if (std::optional<Kept> K = kept(F, Call))
      AddAll(spot(F, K->Field), K->What);
    if (Call.F == Call::Await && P.target(Call).K == Value::Result) {
      const nostall::Call &Awaited = P.calls(F)[P.target(Call).Index];
      for (ValueId V : P.arguments(Awaited))
        AddAll(spot(F, P.Values[V]), nullptr);
      AddAll(spot(F, P.object(Awaited)), nullptr);
    }
    if (const StateChanges *Changes = Ask.Inferred(Call))
      for (const StateChange &Change : *Changes)
        if (Argument Whole = Change.On; std::exchange(Whole.Part, 0))
          AddAll({changed(F, Call, Whole, R), Change.On.Part},
                 Change.From ? argument(P, Call, *Change.From) : nullptr);
  }
}

/// Parameters that a function keeps in fields of its object.
StateChanges States::keptParameters(const Function &F) const {
  StateChanges Out;
  for (const Call &Call : P.calls(F)) {
    std::optional<Kept> K = kept(F, Call);
    if (!K || K->What->K != Value::Parameter || K->Field.Variable == NoId ||
        !P.variables(F)[K->Field.Variable].IsField)
      continue;
    StateChange Change;
    Change.On = {Argument::Object, 0, false, K->Field.Text};
    Change.From = Argument{Argument::Number, K->What->Index};
    Out.push_back(std::move(Change));
  }
  return Out;
}

std::optional<Argument> States::given(uint32_t Function, const Value &V,
                                      StringId Part) const {
  const nostall::Function &F = P.Functions[Function];
  if (V.Variable == NoId || P.Entities[F.Entity].K == Entity::Lambda)
    return std::nullopt;
  const Variable &Storage = P.variables(F)[V.Variable];
  bool IsWrapper = Storage.Parameter != NoId && Storage.Type != NoId;
  if (!Storage.IsField && Storage.Parameter == NoId)
    if (const Value *From = origin(Function, V.Variable, Part))
      return From->K == Value::Parameter
                 ? Argument{Argument::Number, From->Index, true, Part}
                 : given(Function, *From, Part);
  if (!Storage.IsField && !IsWrapper)
    return std::nullopt;
  const Value *Kept = nullptr;
  for (const Call &Call : P.calls(F)) {
    bool IsCopy = Call.F == Call::Copy && Storage.IsField &&
                  P.object(Call).Variable == V.Variable &&
                  P.object(Call).Text == V.Text;
    if (Call.ResultVariable == V.Variable ||
        (assigned(Call) && P.object(Call).Variable == V.Variable) ||
        (IsCopy && (Kept || P.target(Call).K != Value::Parameter)))
      return std::nullopt;
    if (IsCopy)
      Kept = &P.target(Call);
  }
  if (Kept)
    return Argument{Argument::Number, Kept->Index, Storage.Type != NoId, Part};
  if (IsWrapper)
    return Argument{Argument::Number, Storage.Parameter, true,
                    join(spot(F, V).Part, Part)};
  return Argument{Argument::Object, 0, true, join(Storage.Name, Part)};
}

//===----------------------------------------------------------------------===//
// Fields of all objects
//===----------------------------------------------------------------------===//

std::vector<StringId> States::parts(uint32_t Function, const Value &V) const {
  std::vector<StringId> Out;
  if (auto It = Results.find(Function); It != Results.end())
    if (Spot S = spot(P.Functions[Function], V); S.Variable != NoId)
      Out = parts(S, It->second);
  if (V.K != Value::String && V.Text)
    for (const auto &[Field, Part, State] : PartsOfFields)
      if (Field == V.Text)
        Out.push_back(Part);
  llvm::sort(Out);
  Out.erase(std::unique(Out.begin(), Out.end()), Out.end());
  return Out;
}

/// `set_nonblocking(client.fd)`: whoever uses that field finds it so, unless an
/// option decides. What a method hands out may be any wrapper's.
void States::noteField(const Function &F, uint32_t CallIndex,
                       const StateChange &Change, Result &R) const {
  const Value *V = argument(P, P.calls(F)[CallIndex], Change.On);
  StringId Field = V && V->K != Value::Result ? spot(F, *V).Part : 0;
  if (Assumed || !Field || path(Field) || Change.On.Part ||
      !C.isSetting(Change.State))
    return;
  bool IsOption = llvm::any_of(Guarded.at(F, CallIndex), [&](const Guard &G) {
    const Test &T = P.Tests[G.Test];
    return T.S != Test::Result && T.Field != Field &&
           (T.K == Test::Zero || T.K == Test::HasBits);
  });
  if (!IsOption)
    R.NotedFields.insert({Field, Change.State});
}

/// What was made of \p Variable before is now in the state too: a promise's
/// future.
void States::changeResults(const Function &F, uint32_t CallIndex,
                           const StateChange &Change, Id Variable,
                           llvm::BitVector &Bits) const {
  for (const Call &Before : P.calls(F).take_front(CallIndex))
    if (Before.HasObject && P.object(Before).Variable == Variable &&
        Before.ResultVariable != NoId && Before.Callee != NoId &&
        llvm::any_of(Change.ResultsOf, [&](const NameGlob &G) {
          return G.matches(P.entityName(Before.Callee));
        }))
      Bits.set(bit(Before.ResultVariable, Change.State));
}

bool States::settle(StringId Field, StringId Part, uint32_t State) {
  bool IsNew = Part ? PartsOfFields.insert({Field, Part, State}).second
                    : Fields.insert({Field, State}).second;
  if (!IsNew)
    return false;
  NewSettings.push_back(P.Strings[Field].str());
  return true;
}

bool States::isFieldIn(StringId Field, StringId Part, uint32_t State) const {
  if (Fields.contains({Field, State}))
    return true;
  const Path *Inner = path(Part);
  return Part &&
         (PartsOfFields.contains({Field, Part, State}) ||
          (Inner && PartsOfFields.contains({Field, Inner->Outer, State})));
}

/// True if \p V is a field that is in \p State in all objects, or the like.
bool States::isSettled(const Function &F, const Value &V, uint32_t State,
                       StringId Part) const {
  // Of a field of another object, its name is known.
  const Value &Named = pointee(F, V);
  if (Named.K != Value::String && Named.Text &&
      isFieldIn(Named.Text, Part, State))
    return true;
  if (V.Variable != NoId) {
    const Variable &Storage = P.variables(F)[V.Variable];
    if (Storage.IsField &&
        isFieldIn(Storage.Name, join(spot(F, V).Part, Part), State))
      return true;
    const Path *Inner = path(Part);
    if (Inner ? isFieldIn(Inner->Outer, Inner->Part, State)
              : Part && Fields.contains({Part, State}))
      return true;
    if (Storage.Type != NoId && !Part && !Wrappers.empty())
      if (auto It = Wrappers.find(P.typeName(Storage.Type));
          It != Wrappers.end() && It->second.test(State))
        return true;
  }
  return false;
}

} // namespace nostall
