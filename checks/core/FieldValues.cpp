//===- FieldValues.cpp - what the fields of objects hold ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FieldValues.h"
#include "Conditions.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// Holders of holders.
static constexpr unsigned MaxDepth = 6;

/// What is a number of \p V: also that a pointer points to something.
static std::optional<Value> number(const Value &V) {
  Value Out;
  switch (V.K) {
  case Value::Integer:
    return Value::integer(V.Number);
  case Value::Null:
    return Value::integer(0);
  case Value::Parameter:
    Out.K = V.K;
    Out.Index = V.Index;
    return Out;
  case Value::Choice:
  case Value::Scaled:
    Out.K = V.K;
    Out.Index = V.Index;
    Out.Fields = V.Fields;
    return Out;
  case Value::This:
  case Value::String:
  case Value::Callable:
    return Value::integer(1);
  default:
    if (V.K == Value::Unknown &&
        (V.In == Value::OfObject || V.In == Value::OfParameter)) {
      Out.In = V.In;
      Out.Index = V.In == Value::OfObject ? 0 : V.Index;
      Out.Text = V.Text;
      Out.Holder = V.Holder;
      return Out;
    }
    // A pointer to zeros is no null pointer.
    return V.IsZero && V.S != Shape::Pointer ? std::optional(Value::integer(0))
                                             : std::nullopt;
  }
}

static bool isConstant(const std::optional<Value> &V) {
  return V && V->K == Value::Integer;
}

class FieldValues::Sum {
public:
  /// \p V is a constant, or nothing if it is not known.
  void add(const std::optional<Value> &V) {
    Fails |= !isConstant(V) || (Only && !(*Only == *V));
    Only = V;
  }
  void fail() { Fails = true; }
  bool fails() const { return Fails; }
  std::optional<Value> result() const { return Fails ? std::nullopt : Only; }

private:
  bool Fails = false;
  std::optional<Value> Only;
};

static bool asksFields(const Facts &P) {
  auto IsText = [&](const FieldWrite &W) {
    return P.Values[W.What].K == Value::String;
  };
  return llvm::any_of(P.Writes, IsText) ||
         llvm::any_of(P.Tests, [](const Test &T) { return T.Field != 0; }) ||
         llvm::any_of(P.Values, [](const Value &V) {
           return V.In == Value::OfObject || V.In == Value::OfParameter;
         });
}

FieldValues::FieldValues(const Facts &P, const Catalogue &C,
                         std::function<bool(llvm::StringRef)> IsDefined)
    : P(P), C(C), IsDefined(std::move(IsDefined)) {
  if (!asksFields(P))
    return;
  for (const FieldWrite &W : P.Writes) {
    Writes[W.Field].push_back(W);
    if (W.K == FieldWrite::BySetter)
      Set.insert(W.Field);
  }
  for (uint32_t I = 0; I < P.Functions.size(); ++I)
    if (!P.Functions[I].IsPattern)
      Bodies[P.Functions[I].Entity].push_back(I);
  findSites();
}

static bool isAssignment(const Facts &P, const Call &Call) {
  return Call.HasObject && Call.Callee != NoId &&
         P.entityName(Call.Callee).ends_with("::operator=");
}

void FieldValues::findSites() {
  auto Made = [&](Id Constructor, Site S) {
    if (Bodies.contains(Constructor))
      Makers[Constructor].push_back(S);
  };
  for (uint32_t I = 0; I < P.Functions.size(); ++I) {
    const Function &F = P.Functions[I];
    if (F.IsPattern)
      continue;
    for (uint32_t J = 0; J < F.Calls.Size; ++J) {
      const Call &Call = call(I, J);
      if (Call.Callee == NoId)
        continue;
      if (Call.F == Call::Constructor)
        Made(Call.Callee, {I, J, 0});
      else if (const Row *R = maker(Call))
        for (Id E : constructors(P, Call, *R))
          Made(E, {I, J, *R->ConstructsFrom});
      if (Id V = Call.ResultVariable; V != NoId)
        if (const Variable &To = P.variables(F)[V]; To.IsField)
          Stores[To.Name].push_back({I, J, 0});
      if (!isAssignment(P, Call))
        continue;
      const Value &To = P.object(Call);
      if (To.Text)
        Stores[To.Text].push_back({I, J, 0});
      else if (To.Type != NoId &&
               (To.Variable == NoId || To.K == Value::Parameter)) {
        Assigned.insert(P.typeName(To.Type));
        for (StringId Base : P.list(P.Types[To.Type].Bases))
          Assigned.insert(P.Strings[Base]);
      }
    }
  }
}

/// The row that says which class the library's function \p Call makes an object
/// of.
const Row *FieldValues::maker(const Call &Call) const {
  llvm::ArrayRef<Id> Types = P.list(P.details(Call).TypeArguments);
  if (Types.empty() || Call.Callee == NoId)
    return nullptr;
  auto [It, New] = Rows.try_emplace(Call.Callee, nullptr);
  if (New)
    for (const Row *R : C.find(signature(P, P.Entities[Call.Callee])))
      if (R->ConstructsFrom)
        It->second = R;
  const Row *R = It->second;
  return R && R->OwnedType < Types.size() && Types[R->OwnedType] != NoId
             ? R
             : nullptr;
}

std::optional<bool> FieldValues::goes(const Test &T, const Value &V) {
  bool IsNull = V.K == Value::Null || (V.K == Value::Integer && V.Number == 0);
  if (V.K != Value::Integer && V.K != Value::Null)
    return std::nullopt;
  auto Bits = static_cast<uint64_t>(T.Number);
  switch (T.K) {
  case Test::Zero:
  case Test::Null:
    return IsNull;
  case Test::Is:
    return V.K == Value::Integer ? std::optional(V.Number == T.Number)
                                 : std::nullopt;
  case Test::Below:
    return V.K == Value::Integer ? std::optional(V.Number < T.Number)
                                 : std::nullopt;
  case Test::HasBits:
    return V.K == Value::Integer ? std::optional((V.Bits & Bits) == Bits)
                                 : std::nullopt;
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Writes
//===----------------------------------------------------------------------===//

std::optional<Value> FieldValues::argument(uint32_t Function, const Call &Call,
                                           uint32_t Index) const {
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  if (Index >= Arguments.size())
    return std::nullopt;
  const Value &V = P.Values[Arguments[Index]];
  // A pointer to what was just made.
  if (V.K == Value::Result)
    if (const nostall::Call &Made = call(Function, V.Index);
        maker(Made) || (Made.F == Call::Constructor && V.S == Shape::Pointer))
      return Value::integer(1);
  return number(V);
}

/// What \p V says itself to be in a field of it.
static const Value *inside(const Facts &P, const Value &V, Member M) {
  auto Short = [&](StringId Field) {
    return P.Strings[Field].rsplit("::").second;
  };
  const Value *Of = M.Holder ? field(P, V, Short(M.Holder)) : &V;
  return Of ? field(P, *Of, Short(M.Field)) : nullptr;
}

/// \p What, as its constructor sees it, of the object that \p Maker makes: as
/// \p Function sees it.
std::optional<Value> FieldValues::given(uint32_t Function, const Call &Maker,
                                        uint32_t From, const Value &What,
                                        unsigned Depth) const {
  if (What.K == Value::Integer)
    return What;
  if (What.K == Value::Parameter)
    return argument(Function, Maker, From + What.Index);
  if (What.K == Value::Scaled && Depth < MaxDepth) {
    std::optional<Value> Inner = given(
        Function, Maker, From, P.Values[P.list(What.Fields)[1]], Depth + 1);
    return isConstant(Inner) && Inner->Number == 0 ? Inner : std::nullopt;
  }
  // `waits_(mode == mode::patient)`
  if (What.K == Value::Choice && Depth < MaxDepth) {
    const Test &T = P.Tests[What.Index];
    if (T.S != Test::Parameter)
      return std::nullopt;
    Value Asked;
    Asked.K = T.Field ? Value::Unknown : Value::Parameter;
    Asked.In = T.Field ? Value::OfParameter : Value::Somewhere;
    Asked.Index = T.Index;
    Asked.Text = T.Field;
    Asked.Holder = T.Holder;
    std::optional<Value> Known = given(Function, Maker, From, Asked, Depth + 1);
    std::optional<bool> Goes = Known ? goes(T, *Known) : std::nullopt;
    std::optional<Value> Side =
        Goes ? number(P.Values[P.list(What.Fields)[*Goes ? 1 : 3]])
             : std::nullopt;
    return Side ? given(Function, Maker, From, *Side, Depth + 1) : std::nullopt;
  }
  // Of the object that a factory is a method of.
  if (What.In == Value::OfObject && Maker.HasObject &&
      Maker.F != Call::Constructor)
    return of(Function, P.object(Maker), {What.Text, What.Holder},
              indexOf(Function, Maker), Depth + 1);
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Maker);
  if (What.In != Value::OfParameter || From + What.Index >= Arguments.size())
    return std::nullopt;
  const Value &Object = P.Values[Arguments[From + What.Index]];
  if (const Value *Inside = inside(P, Object, {What.Text, What.Holder}))
    return number(*Inside);
  if (Object.K != Value::Parameter && Object.K != Value::This)
    return of(Function, Object, {What.Text, What.Holder},
              indexOf(Function, Maker), Depth + 1);
  Value Out = What;
  Out.In = Object.K == Value::This ? Value::OfObject : Value::OfParameter;
  Out.Index = Object.K == Value::This ? 0 : Object.Index;
  return Out;
}

/// What all that make objects with \p Constructor give for \p What.
void FieldValues::addGiven(Id Constructor, const Value &What, Sum &To,
                           unsigned Depth) const {
  // Of a part of a program others may be calls, too; and who calls what is no
  // constructor is not known here.
  if (IsDefined || P.Entities[Constructor].K != Entity::Constructor)
    return To.fail();
  auto It = Makers.find(Constructor);
  if (It == Makers.end())
    return;
  for (const Site &S : It->second) {
    std::optional<Value> V = given(S.Function, call(S), S.From, What, Depth);
    // A constructor hands on to that of its base what it was given.
    if (V && !isConstant(V) && Depth < MaxDepth)
      addGiven(P.Functions[S.Function].Entity, *V, To, Depth + 1);
    else
      To.add(V);
    if (To.fails())
      return;
  }
}

std::optional<Value> FieldValues::everywhere(StringId Field) const {
  auto [It, New] = Everywhere.try_emplace(Field, std::nullopt);
  if (!New)
    return It->second;
  std::optional<Value> Found = find(Field);
  return Everywhere[Field] = Found;
}

std::optional<StringId> FieldValues::text(StringId Variable) const {
  auto It = Writes.find(Variable);
  if (It == Writes.end())
    return std::nullopt;
  const Value &First = P.Values[It->second[0].What];
  bool IsOnly = First.K == Value::String &&
                llvm::all_of(It->second, [&](const FieldWrite &W) {
                  return P.Values[W.What] == First;
                });
  return IsOnly ? std::optional(First.Text) : std::nullopt;
}

std::optional<Value> FieldValues::find(StringId Field) const {
  Sum All;
  auto It = Writes.find(Field);
  if (It == Writes.end() ||
      llvm::all_of(It->second, [](const FieldWrite &W) { return W.IsOffer; }))
    return std::nullopt;
  // Nobody has seen how it begins.
  if (llvm::none_of(It->second, [](const FieldWrite &W) {
        return W.K == FieldWrite::AtHome || W.K == FieldWrite::ByConstructor;
      }))
    return std::nullopt;
  for (const FieldWrite &W : It->second) {
    std::optional<Value> What = number(P.Values[W.What]);
    if (W.K == FieldWrite::Unseen)
      isUnseen(W) ? All.fail() : void();
    else if (W.K == FieldWrite::ByConstructor && What && !isConstant(What))
      addGiven(W.By, *What, All, 0);
    else
      All.add(What);
  }
  return All.result();
}

bool FieldValues::isUnseen(const FieldWrite &W) const {
  return W.K == FieldWrite::Unseen && !Bodies.contains(W.By) &&
         !(IsDefined && IsDefined(P.Strings[P.Entities[W.By].USR]));
}

/// What is written to \p Field after its object was made.
void FieldValues::addLater(StringId Field, bool AlsoAtHome, Sum &To) const {
  auto It = Writes.find(Field);
  if (It == Writes.end())
    return To.fail();
  for (const FieldWrite &W : It->second)
    if (isUnseen(W))
      To.fail();
    else if (W.K == FieldWrite::Later || W.K == FieldWrite::BySetter ||
             (AlsoAtHome && W.K == FieldWrite::AtHome))
      To.add(number(P.Values[W.What]));
}

/// What \p Constructor puts into \p Field: a constant or one of its parameters.
std::optional<Value> FieldValues::initial(Id Constructor, StringId Field,
                                          unsigned Depth) const {
  auto [It, New] = Initial.try_emplace({Constructor, Field}, std::nullopt);
  if (!New || Depth > MaxDepth)
    return It->second;
  std::optional<Value> Only;
  unsigned Count = 0;
  auto Add = [&](std::optional<Value> V) {
    if (Count++ == 0)
      Only = V;
    else if (!(Only == V))
      Only = std::nullopt;
  };
  if (auto All = Writes.find(Field); All != Writes.end())
    for (const FieldWrite &W : All->second)
      if (W.K == FieldWrite::ByConstructor && W.By == Constructor)
        Add(number(P.Values[W.What]));
  // Perhaps its base's constructor does, or the one that it delegates to.
  if (auto Own = Bodies.find(Constructor); Count == 0 && Own != Bodies.end())
    for (uint32_t Body : Own->second)
      for (const Call &Call : P.calls(P.Functions[Body])) {
        if (Call.F != Call::Constructor || P.object(Call).K != Value::This)
          continue;
        std::optional<Value> V = initial(Call.Callee, Field, Depth + 1);
        if (V)
          V = given(Body, Call, 0, *V, Depth);
        if (V)
          Add(V);
      }
  return Initial[{Constructor, Field}] = Only;
}

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

const Value &FieldValues::pointee(uint32_t Function,
                                  const Value &Object) const {
  const Value *V = &Object;
  for (unsigned Depth = 0; V->K == Value::Result && Depth < 4; ++Depth) {
    const Call &Made = call(Function, V->Index);
    if (!Made.HasObject || Made.Callee == NoId ||
        Bodies.contains(Made.Callee) || !isAccess(P.entityName(Made.Callee)))
      break;
    V = &P.object(Made);
  }
  return *V;
}

std::optional<Value> FieldValues::of(uint32_t Function, const Value &Object,
                                     Member M, uint32_t Use,
                                     unsigned Depth) const {
  if (Depth > MaxDepth)
    return std::nullopt;
  const Value &V = pointee(Function, Object);
  if (std::optional<Value> After = afterSetters(Function, V, M, Use, Depth))
    return After;
  if (const Value *Inside = inside(P, V, M)) {
    std::optional<Value> Known = number(*Inside);
    Sum Later;
    addLater(M.Field, /*AlsoAtHome=*/false, Later);
    if (isConstant(Known))
      Later.add(Known);
    return Later.fails() ? std::nullopt : Known;
  }
  if (V.K == Value::This || V.K == Value::Parameter)
    return std::nullopt;
  if (V.K == Value::Result)
    return ofResult(Function, call(Function, V.Index), M, Depth + 1);
  if (V.Text)
    return held(V.Text, M, Depth + 1);
  if (V.Variable != NoId)
    return ofVariable(Function, V.Variable, M, Use, Depth + 1);
  return std::nullopt;
}

std::optional<Value> FieldValues::ofVariable(uint32_t Function, Id Variable,
                                             Member M, uint32_t Use,
                                             unsigned Depth) const {
  const nostall::Function &F = P.Functions[Function];
  const nostall::Variable &V = P.variables(F)[Variable];
  if (V.IsField)
    return held(V.Name, M, Depth);
  if (Depth > MaxDepth || V.Parameter != NoId)
    return std::nullopt;
  Sum All;
  if (V.Outer != NoId) {
    auto It = Bodies.find(F.Outer);
    if (It == Bodies.end())
      return std::nullopt;
    for (uint32_t Body : It->second)
      if (V.Outer < P.Functions[Body].Variables.Size)
        All.add(ofVariable(Body, V.Outer, M, NoId, Depth + 1));
    return All.result();
  }
  for (const Call &Call : P.calls(F))
    if (isAssignment(P, Call) && P.object(Call).Variable == Variable)
      All.fail();
    else if (Call.ResultVariable == Variable)
      All.add(ofResult(Function, Call, M, Depth + 1));
  return All.result();
}

/// What the object's field is, as \p Constructor sees it, where that puts an
/// object into its holder.
std::optional<Value> FieldValues::madeToHold(Id Constructor, Member M) const {
  auto It = Writes.find(M.Holder);
  const FieldWrite *Only = nullptr;
  for (const FieldWrite &W :
       It == Writes.end() ? llvm::ArrayRef<FieldWrite>() : It->second) {
    if (isUnseen(W) || W.K == FieldWrite::Later)
      return std::nullopt;
    if (W.K != FieldWrite::ByConstructor || W.By != Constructor)
      continue;
    if (Only)
      return std::nullopt;
    Only = &W;
  }
  auto Replaces = [&](const Site &S) { return isAssignment(P, call(S)); };
  if (auto Made = Stores.find(M.Holder);
      !Only || (Made != Stores.end() && llvm::any_of(Made->second, Replaces)))
    return std::nullopt;
  const Value &What = P.Values[Only->What];
  if (const Value *Inside = inside(P, What, {M.Field, 0}))
    return number(*Inside);
  if (What.K != Value::Parameter)
    return std::nullopt;
  Value Out;
  Out.In = Value::OfParameter;
  Out.Index = What.Index;
  Out.Text = M.Field;
  return Out;
}

std::optional<Value> FieldValues::made(uint32_t Function, const Call &Maker,
                                       Id Constructor, uint32_t From, Member M,
                                       unsigned Depth) const {
  std::optional<Value> V = M.Holder ? madeToHold(Constructor, M)
                                    : initial(Constructor, M.Field, Depth);
  if (!V && M.Holder)
    return held(M.Holder, {M.Field}, Depth);
  if (V)
    V = given(Function, Maker, From, *V, Depth);
  Sum All;
  // Of what is held, others are made elsewhere.
  addLater(M.Field, /*AlsoAtHome=*/!M.Holder, All);
  if (isConstant(V))
    All.add(V);
  return All.fails() ? std::nullopt : V;
}

std::optional<Value> FieldValues::ofResult(uint32_t Function, const Call &Made,
                                           Member M, unsigned Depth) const {
  if (Made.Callee == NoId || Depth > MaxDepth)
    return std::nullopt;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Made);
  if (Made.F == Call::Constructor) {
    if (!Arguments.empty() && makesSmartPointer(P.entityName(Made.Callee)))
      return of(Function, P.Values[Arguments[0]], M, indexOf(Function, Made),
                Depth + 1);
    return made(Function, Made, Made.Callee, 0, M, Depth + 1);
  }
  Sum All;
  if (const Row *R = maker(Made)) {
    std::optional<Value> Only;
    for (Id E : constructors(P, Made, *R)) {
      std::optional<Value> V =
          made(Function, Made, E, *R->ConstructsFrom, M, Depth + 1);
      if (!V || (Only && !(*Only == *V)))
        return std::nullopt;
      Only = V;
    }
    return Only;
  }
  // What a getter returns, if that is always the same.
  auto It = Bodies.find(Made.Callee);
  if (Made.IsVirtual || It == Bodies.end())
    return std::nullopt;
  // Or what it is told to return.
  auto Add = [&](std::optional<Value> V) {
    All.add(V ? given(Function, Made, 0, *V, Depth + 1) : V);
  };
  for (uint32_t Body : It->second)
    for (const Call &Call : P.calls(P.Functions[Body]))
      if (Call.F == Call::Return)
        Add(of(Body, P.target(Call), M, indexOf(Body, Call), Depth + 1));
  return All.result();
}

std::optional<Value> FieldValues::held(StringId Holder, Member M,
                                       unsigned Depth) const {
  // While it is looked for, it is not known.
  auto [It, New] = Held.try_emplace({Holder, M.Field, M.Holder});
  if (!New || Depth > MaxDepth)
    return It->second;
  std::optional<Value> Found = find(Holder, M, Depth + 1);
  if (!Found && M.Holder)
    Found = held(M.Holder, {M.Field}, Depth + 1);
  return Held[{Holder, M.Field, M.Holder}] = Found;
}

std::optional<Value> FieldValues::find(StringId Holder, Member M,
                                       unsigned Depth) const {
  Sum All;
  bool IsMade = false;
  addLater(M.Field, /*AlsoAtHome=*/false, All);
  if (isAssigned(M.Field))
    return std::nullopt;
  if (auto It = Writes.find(Holder); It != Writes.end())
    for (const FieldWrite &W : It->second) {
      IsMade = true;
      addHeld(W, M, All, Depth);
    }
  if (auto It = Stores.find(Holder); It != Stores.end())
    for (const Site &S : It->second) {
      const Call &Call = call(S);
      bool Assigns = isAssignment(P, Call);
      IsMade |= !Assigns;
      std::optional<Value> V =
          Assigns && !P.arguments(Call).empty()
              ? of(S.Function, P.Values[P.arguments(Call)[0]], M, S.Call, Depth)
              : ofResult(S.Function, Call, M, Depth);
      if (V && !isConstant(V))
        addGiven(P.Functions[S.Function].Entity, *V, All, Depth);
      else
        All.add(V);
    }
  // Nobody has seen how a library's object begins.
  return IsMade ? All.result() : std::nullopt;
}

/// Adds what the objects have in \p Field that \p W puts into their holder.
void FieldValues::addHeld(const FieldWrite &W, Member M, Sum &To,
                          unsigned Depth) const {
  const Value &What = P.Values[W.What];
  // What is made, or nothing: the call that makes it says more, but for what a
  // list in braces holds.
  if (What.K == Value::Integer || What.K == Value::Null)
    return W.K == FieldWrite::AtHome && What.Number != 0 ? To.fail() : void();
  if (const Value *Inside = inside(P, What, M))
    return To.add(number(*Inside));
  if (What.Text)
    return To.add(held(What.Text, M, Depth));
  auto It = Makers.find(W.By);
  if (What.K != Value::Parameter || It == Makers.end())
    return isUnseen(W) || W.K != FieldWrite::Unseen ? To.fail() : void();
  for (const Site &S : It->second) {
    uint32_t Index = S.From + What.Index;
    llvm::ArrayRef<ValueId> Arguments = P.arguments(call(S));
    To.add(Index < Arguments.size()
               ? of(S.Function, P.Values[Arguments[Index]], M, S.Call, Depth)
               : std::nullopt);
  }
}

} // namespace nostall
