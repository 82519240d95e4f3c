//===- LinkCalls.cpp - what a call leads to -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"

namespace nostall {

Program::Callable Program::resolve(uint32_t FunctionIndex, const Value &V,
                                   unsigned Depth) const {
  Callable Out;
  auto Held = [&](StringId Slot) {
    if (auto It = Stored.find(Slot);
        It != Stored.end() && It->second.size() <= MaxStored)
      llvm::append_range(Out.Entities, It->second);
  };
  switch (V.K) {
  case Value::Callable:
    Out.Entities.push_back(V.Index);
    break;
  case Value::Functor:
    llvm::append_range(Out.Entities, P.list(P.Types[V.Index].CallOperators));
    break;
  case Value::Parameter:
    Out.Parameter = V.Index;
    break;
  case Value::Result: {
    const Call &Made = call(FunctionIndex, V.Index);
    for (const Row *R : rows(Made))
      if (R->Wraps && Depth < 8)
        if (const Value *Inner = argument(P, Made, *R->Wraps))
          return resolve(FunctionIndex, *Inner, Depth + 1);
    if (Made.Callee != NoId && !Entities[Made.Callee].Bodies.empty())
      Held(P.Entities[Made.Callee].USR);
    break;
  }
  case Value::Stored:
    Held(V.Text);
    break;
  case Value::Choice:
    for (unsigned Side : {1, 3}) {
      Callable One = Depth < 8
                         ? resolve(FunctionIndex,
                                   P.Values[P.list(V.Fields)[Side]], Depth + 1)
                         : Callable();
      llvm::append_range(Out.Entities, One.Entities);
      if (!Out.Parameter)
        Out.Parameter = One.Parameter;
    }
    break;
  default:
    break;
  }
  return Out;
}

Declared Program::declared(uint32_t Entity) const {
  return Entities[Entity].IsUsers ? Declared::Nothing
                                  : P.Entities[Entity].Effect;
}

void Program::addTargets(uint32_t Entity, uint32_t PassesFrom,
                         EdgeList &Out) const {
  const LinkedEntity &E = Entities[Entity];
  Declared Effect = declared(Entity);
  if (Effect == Declared::NonBlocking)
    return;
  if (Effect == Declared::Blocking || E.IsDecided) {
    Out.push_back({Entity, NoId, PassesFrom});
    return;
  }
  // A user's row for a project function says it all.
  if (E.IsOpaque || E.IsUsers)
    return;
  for (uint32_t Body : E.Bodies)
    // Calling a coroutine does not block: its body answers for itself.
    if (function(Body).K == Function::Plain)
      Out.push_back({Entity, Body, PassesFrom});
}

void Program::addGenerator(uint32_t FunctionIndex, const Value &V,
                           EdgeList &Out, unsigned Depth) const {
  if (V.K != Value::Result || Depth == 4)
    return;
  const Call &Made = call(FunctionIndex, V.Index);
  for (uint32_t Body : bodies(Made))
    if (isGenerator(function(Body)))
      Out.push_back({Made.Callee, Body, PassesNothing});
  // An iterator runs the generator that it came from.
  if (Out.empty() && Made.HasObject && Made.Callee != NoId &&
      P.entityName(Made.Callee).ends_with("::begin"))
    addGenerator(FunctionIndex, P.object(Made), Out, Depth + 1);
}

/// Names of members that look at a generator without running it.
static bool isPassive(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "end" || Last == "operator*" || Last == "operator->" ||
         Last == "operator==" || Last == "operator!=";
}

void Program::addGenerators(uint32_t FunctionIndex, const Call &Call,
                            EdgeList &Out) const {
  // A generator runs when its consumer asks for the next value.
  if (Call.F != Call::Plain)
    return;
  EdgeList Found;
  if (Call.HasObject && P.object(Call).K == Value::Result &&
      !isPassive(P.entityName(Call.Callee)))
    addGenerator(FunctionIndex, P.object(Call), Found);
  if (!bodies(Call).empty())
    for (ValueId V : P.arguments(Call))
      addGenerator(FunctionIndex, P.Values[V], Found);
  llvm::append_range(Out, Found);
}

bool Program::isA(Id Class, Id Base) const {
  StringId Name = P.Types[Base].Name;
  return P.Types[Class].Name == Name ||
         llvm::is_contained(P.list(P.Types[Class].Bases), Name);
}

/// Names of members through which a smart pointer gives what it points to.
static bool isAccess(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "operator->" || Last == "operator*" || Last == "get";
}

Program::ObjectClass Program::classOf(uint32_t FunctionIndex, const Value &V,
                                      unsigned Depth) const {
  const ObjectClass Spelled{V.Type};
  if (V.K != Value::Result || Depth == 4)
    return Spelled;
  const Call &Made = call(FunctionIndex, V.Index);
  if (Made.Callee == NoId)
    return Spelled;
  if (Made.F == Call::Constructor)
    return {V.Type, true};
  for (const Row *R : rows(Made))
    if (llvm::ArrayRef<Id> Types = P.list(P.details(Made).TypeArguments);
        R->ConstructsFrom && R->OwnedType < Types.size())
      return {Types[R->OwnedType], true};
  if (Made.HasObject && bodies(Made).empty() &&
      isAccess(P.entityName(Made.Callee)))
    if (ObjectClass C = classOf(FunctionIndex, P.object(Made), Depth + 1);
        C.IsExact)
      return C;
  // What a factory returns, if that is always the same.
  std::optional<ObjectClass> Only;
  for (uint32_t Body :
       Made.IsVirtual ? llvm::ArrayRef<uint32_t>() : bodies(Made))
    for (const Call &Call : calls(Body))
      if (Call.F == Call::Return) {
        ObjectClass C = classOf(Body, P.target(Call), Depth + 1);
        if (!C.IsExact || (Only && !(*Only == C)))
          return Spelled;
        Only = C;
      }
  return Only.value_or(Spelled);
}

std::optional<Argument> callersArgument(const Value &V) {
  if (V.K == Value::This)
    return Argument{Argument::Object};
  if (V.K == Value::Parameter)
    return Argument{Argument::Number, V.Index};
  return std::nullopt;
}

/// Which override runs is for callers to say if the object is theirs.
void Program::addVirtual(const Call &Call, const ObjectClass &Has,
                         uint32_t Method, EdgeList &Out) const {
  if (runsAnother(Has, Method))
    return;
  size_t Before = Out.size();
  addTargets(Method, 0, Out);
  if (callersArgument(P.object(Call)))
    for (Edge &E : llvm::drop_begin(Out, Before))
      E.Override = Method;
}

/// True if a virtual call on an object of the class \p Has that may run
/// \p Override runs another override for certain.
bool Program::runsAnother(const ObjectClass &Has, Id Override) const {
  Id Class = P.Entities[Override].Class;
  if (Has.Type == NoId || Class == NoId ||
      P.Types[Has.Type].Name == P.Types[Class].Name)
    return false;
  if (isA(Class, Has.Type))
    return Has.IsExact;
  if (isA(Has.Type, Class))
    return llvm::any_of(Entities[Override].Overriders, [&](uint32_t O) {
      Id Other = P.Entities[O].Class;
      return Other != NoId && isA(Has.Type, Other);
    });
  // Of another branch of the family, if it is of the family at all.
  llvm::SmallVector<Id, 4> Family(P.list(P.Entities[Override].Overrides));
  for (size_t I = 0; I < Family.size(); ++I) {
    Id Base = P.Entities[Family[I]].Class;
    if (Base != NoId && isA(Has.Type, Base))
      return true;
    llvm::append_range(Family, P.list(P.Entities[Family[I]].Overrides));
  }
  return false;
}

/// True if \p Constructor can take the arguments of \p Call from \p From on.
static bool takes(const Facts &P, const Entity &Constructor, const Call &Call,
                  uint32_t From) {
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  llvm::ArrayRef<Id> Shapes = P.list(Constructor.Shapes);
  size_t Given = Arguments.size() - Call.DefaultArguments;
  size_t Count = Given - std::min<size_t>(Given, From);
  if (Shapes.size() != Count)
    return false;
  for (size_t I = 0; I < Count; ++I) {
    Shape Has = P.Values[Arguments[From + I]].S;
    Shape Wants = static_cast<Shape>(Shapes[I]);
    // A class may be made from anything, or convert to anything.
    if (Has != Wants && Has != Shape::Class && Wants != Shape::Class &&
        Has != Shape::Other && Wants != Shape::Other)
      return false;
  }
  return true;
}

/// A visitor of variants: of its overloads, those for an alternative.
void Program::addVisited(const Call &Call, const Row &R,
                         llvm::ArrayRef<uint32_t> Visitors,
                         EdgeList &Out) const {
  llvm::SmallVector<StringId, 8> Alternatives;
  for (ValueId V : select(R.Alternatives, Call))
    if (Id Type = P.Values[V].Type; Type != NoId)
      llvm::append_range(Alternatives, P.list(P.Types[Type].Arguments));
  EdgeList All;
  for (uint32_t E : Visitors)
    addTargets(E, PassesNothing, All);
  auto IsFor = [&](const Edge &E) {
    if (E.Function == NoId)
      return true;
    llvm::ArrayRef<Id> Takes =
        P.list(P.Entities[function(E.Function).Entity].Parameters);
    return llvm::any_of(
        Takes, [&](StringId T) { return llvm::is_contained(Alternatives, T); });
  };
  // What only a conversion fits may be meant too.
  bool Some = llvm::any_of(All, IsFor);
  for (const Edge &E : All)
    if (!Some || IsFor(E))
      Out.push_back(E);
}

/// The class of what \p Owner was made with.
Program::ObjectClass Program::ownedClass(uint32_t FunctionIndex,
                                         Value Owner) const {
  for (unsigned Depth = 0; Owner.K == Value::Result && Depth < 4; ++Depth) {
    const Call &Made = call(FunctionIndex, Owner.Index);
    llvm::ArrayRef<Id> Types = P.list(P.details(Made).TypeArguments);
    for (const Row *R : rows(Made))
      if (R->ConstructsFrom && R->OwnedType < Types.size())
        return {Types[R->OwnedType], true};
    if (Made.F != Call::Constructor || P.arguments(Made).empty())
      break;
    Owner = P.Values[P.arguments(Made)[0]];
  }
  return {};
}

/// The destructor \p Destructor of an object that a library destroys, and those
/// that it runs in turn. \p IsDerived: the object's class may be a derived one,
/// \p Has if that is known.
void Program::addDestroyed(uint32_t Destructor, bool IsDerived,
                           const ObjectClass &Has, EdgeList &Out) const {
  llvm::SmallSetVector<uint32_t, 4> All;
  auto Add = [&](uint32_t E, bool IsDerived, const ObjectClass &Has) {
    if (E == NoId || !All.insert(E) || !IsDerived ||
        Options.Virtual != VirtualCalls::All)
      return;
    for (uint32_t Overrider : Entities[E].Overriders)
      if (!runsAnother(Has, Overrider))
        All.insert(Overrider);
  };
  Add(Destructor, IsDerived, Has);
  for (size_t I = 0; I < All.size(); ++I) {
    uint32_t E = All[I];
    llvm::ArrayRef<Id> Parts = P.list(P.Entities[E].Destroys);
    // Front ends differ in which bodies the compiler has written already.
    if (P.Entities[E].IsDefaulted && !Entities[E].IsDecided) {
      for (Id Part : Parts)
        Add(Part, /*IsDerived=*/false, {});
      continue;
    }
    addTargets(E, PassesObject, Out);
    if (Entities[E].IsDecided || !Entities[E].Bodies.empty())
      continue;
    for (const Row *R : Entities[E].Rows)
      if (R->Destroys && R->OwnedType < Parts.size())
        Add(Parts[R->OwnedType], R->DestroysDerived, {});
  }
}

/// True if both name the same storage, as far as that is known.
static bool areSame(const Value &A, const Value &B) {
  return A.Variable == B.Variable &&
         (A.Text == B.Text || A.Text == 0 || B.Text == 0);
}

/// True if \p V is an element of \p Container, or what an iterator into it
/// names.
bool Program::isElementOf(uint32_t FunctionIndex, Value V,
                          const Value &Container) const {
  for (unsigned Depth = 0; Depth < 8; ++Depth) {
    if (areSame(V, Container))
      return true;
    uint32_t Made = V.K == Value::Result ? V.Index : NoId;
    for (uint32_t J = 0;
         Made == NoId && V.Variable != NoId && J < calls(FunctionIndex).size();
         ++J)
      if (call(FunctionIndex, J).ResultVariable == V.Variable)
        Made = J;
    if (Made == NoId)
      return false;
    const Call &From = call(FunctionIndex, Made);
    if (From.HasObject && From.F == Call::Plain)
      V = P.object(From);
    else if (!P.arguments(From).empty())
      V = P.Values[P.arguments(From)[0]];
    else
      return false;
  }
  return false;
}

/// Whether one of \p Rows says that the first argument is moved from.
static bool movesFrom(llvm::ArrayRef<const Row *> Rows) {
  return llvm::any_of(Rows, [](const Row *R) {
    return llvm::any_of(R->Changes, [](const StateChange &Change) {
      return Change.Set && Change.State == Catalogue::Moved &&
             Change.On.K == Argument::Number && Change.On.Index == 0;
    });
  });
}

/// True if \p A is written before \p B. What comes before it in the flow graph
/// may have a higher number.
static bool isBefore(const Call &A, const Call &B) {
  return A.Loc.File == B.Loc.File && std::pair(A.Loc.Line, A.Loc.Column) <
                                         std::pair(B.Loc.Line, B.Loc.Column);
}

/// True if what a call gives \p Owner may well be the first that it has: in a
/// constructor, for a new local, or after a look whether there is one.
bool Program::isFirst(uint32_t FunctionIndex, uint32_t CallIndex,
                      const Value &Owner) const {
  const Call &At = call(FunctionIndex, CallIndex);
  if (P.Entities[function(FunctionIndex).Entity].K == Entity::Constructor)
    return true;
  const Variable &V = P.variables(function(FunctionIndex))[Owner.Variable];
  bool IsNew =
      !V.IsField && V.Parameter == NoId && V.Outer == NoId && Owner.Text == 0;
  for (const Call &Before : calls(FunctionIndex)) {
    if (Before.Callee == NoId || !isBefore(Before, At))
      continue;
    llvm::StringRef Name = P.entityName(Before.Callee);
    if (Before.HasObject && areSame(P.object(Before), Owner) &&
        Name.ends_with("::operator bool"))
      return true;
    if (Name.ends_with("::operator==") &&
        llvm::any_of(P.arguments(Before),
                     [&](ValueId A) { return areSame(P.Values[A], Owner); }))
      return true;
    IsNew &=
        Before.ResultVariable != Owner.Variable || P.arguments(Before).empty();
  }
  return IsNew;
}

/// True if the owner that the call empties has nothing to destroy: that was
/// moved elsewhere, or never was there.
bool Program::isEmpty(uint32_t FunctionIndex, uint32_t CallIndex,
                      const Row &R) const {
  const Call &Call = call(FunctionIndex, CallIndex);
  const Value *Owner =
      Call.HasObject ? &P.object(Call) : argument(P, Call, {Argument::Number});
  if (!Owner)
    return false;
  // A field of another object shares that one's states: what was moved from
  // may be another field.
  bool IsItself = Owner->Variable == NoId || Owner->Text == 0 ||
                  P.variables(function(FunctionIndex))[Owner->Variable].IsField;
  if (IsItself &&
      Flow.holds(FunctionIndex, CallIndex, *Owner, Catalogue::Moved))
    return true;
  if (Owner->Variable == NoId)
    return false;
  if (R.Replaces && isFirst(FunctionIndex, CallIndex, *Owner))
    return true;
  auto Names = [&](ValueId Given) {
    return isElementOf(FunctionIndex, P.Values[Given], *Owner);
  };
  return llvm::any_of(calls(FunctionIndex), [&](const nostall::Call &Before) {
    return isBefore(Before, Call) && movesFrom(rows(Before)) &&
           !P.arguments(Before).empty() && Names(P.arguments(Before)[0]);
  });
}

void Program::addOwned(uint32_t FunctionIndex, uint32_t CallIndex, const Row &R,
                       EdgeList &Out) const {
  const Call &Call = call(FunctionIndex, CallIndex);
  if (!R.Destroys && !R.ConstructsFrom && !R.Locks)
    return;
  llvm::ArrayRef<Id> Types = P.list(P.details(Call).TypeArguments);
  if (R.OwnedType >= Types.size() || Types[R.OwnedType] == NoId)
    return;
  const Type &T = P.Types[Types[R.OwnedType]];
  if (R.Destroys && T.Destructor != NoId && appliesTo(R, Call) &&
      !isEmpty(FunctionIndex, CallIndex, R))
    addDestroyed(T.Destructor, R.DestroysDerived,
                 Call.HasObject ? ownedClass(FunctionIndex, P.object(Call))
                                : ObjectClass(),
                 Out);
  if (R.Locks && T.Lock != NoId)
    addTargets(T.Lock, PassesNothing, Out);
  if (R.ConstructsFrom)
    for (Id Constructor : P.list(T.Constructors))
      if (takes(P, P.Entities[Constructor], Call, *R.ConstructsFrom))
        addTargets(Constructor, *R.ConstructsFrom, Out);
}

/// Where several programs define a function of the same name, code means the
/// one in its own file.
void Program::preferOwnFile(uint32_t FunctionIndex, EdgeList &Out) const {
  auto IsOwn = [&](uint32_t Body) {
    Id File = function(Body).Loc.File;
    return File != NoId && File == function(FunctionIndex).Loc.File;
  };
  llvm::erase_if(Out, [&](const Edge &E) {
    return E.Function != NoId && !IsOwn(E.Function) &&
           llvm::any_of(Entities[E.Entity].Bodies, IsOwn);
  });
}

Program::EdgeList Program::targets(uint32_t FunctionIndex,
                                   uint32_t CallIndex) const {
  EdgeList Out;
  const Call &Call = call(FunctionIndex, CallIndex);
  if (Call.F == Call::Await || Call.F == Call::Return || Call.F == Call::Store)
    return Out;
  // What was moved from has nothing left to wait for.
  if (Id Type = P.object(Call).Type;
      Call.F == Call::Destructor && Type != NoId && !P.Types[Type].HasOwnMove &&
      Flow.holds(FunctionIndex, CallIndex, P.object(Call), Catalogue::Moved))
    return Out;
  if (Call.F == Call::Indirect) {
    llvm::SmallVector<uint32_t, 1> Called =
        runBy(FunctionIndex, P.target(Call));
    for (uint32_t E : Called)
      addTargets(E, 0, Out);
    // A pointer to a virtual method calls the override.
    if (Options.Virtual == VirtualCalls::All)
      for (uint32_t E : Called)
        for (uint32_t Overrider : Entities[E].Overriders)
          addTargets(Overrider, 0, Out);
    return Out;
  }

  const LinkedEntity &Callee = Entities[Call.Callee];
  const ObjectClass Has =
      Call.IsVirtual ? classOf(FunctionIndex, P.object(Call)) : ObjectClass();
  if (!Call.IsVirtual || Options.Virtual != VirtualCalls::None ||
      Callee.IsDecided || declared(Call.Callee) != Declared::Nothing) {
    if (Call.IsVirtual && !Callee.Overriders.empty())
      addVirtual(Call, Has, Call.Callee, Out);
    else
      addTargets(Call.Callee, 0, Out);
    preferOwnFile(FunctionIndex, Out);
  }
  if (Call.F == Call::Destructor) {
    addGuarded(FunctionIndex, CallIndex, Out);
    if (Callee.Bodies.empty() && P.Entities[Call.Callee].IsDefaulted)
      addDestroyed(Call.Callee, /*IsDerived=*/false, {}, Out);
  }
  addGenerators(FunctionIndex, Call, Out);
  if (Call.IsVirtual && !Callee.IsDecided &&
      Options.Virtual == VirtualCalls::All)
    for (uint32_t Overrider : Callee.Overriders)
      addVirtual(Call, Has, Overrider, Out);
  addKept(Call, Out);
  for (const Row *R : Callee.Rows) {
    for (ValueId V : select(R->Invokes, Call)) {
      llvm::SmallVector<uint32_t, 1> Called = runBy(FunctionIndex, P.Values[V]);
      if (!R->Alternatives.empty())
        addVisited(Call, *R, Called, Out);
      else
        for (uint32_t E : Called)
          addTargets(E, R->PassesFrom.value_or(PassesNothing), Out);
    }
    addOwned(FunctionIndex, CallIndex, *R, Out);
  }
  if (auto It = Invocations.find({FunctionIndex, CallIndex});
      It != Invocations.end())
    llvm::append_range(Out, It->second);
  return Out;
}

} // namespace nostall
