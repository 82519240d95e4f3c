//===- LinkCalls.cpp - what a call leads to -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"

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
  case Value::This:
    if (V.Type != NoId)
      llvm::append_range(Out.Entities, P.list(P.Types[V.Type].CallOperators));
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
  // A pointer to a virtual method calls the override.
  if (Options.Virtual == VirtualCalls::All)
    for (size_t I = 0; I < Out.Entities.size(); ++I)
      for (uint32_t Overrider : Entities[Out.Entities[I]].Overriders)
        if (!llvm::is_contained(Out.Entities, Overrider))
          Out.Entities.push_back(Overrider);
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

/// Names of library members that may run a coroutine.
static bool mayResume(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "resume" || Last == "operator()" || Last == "operator++" ||
         Last == "begin" || Last == "next";
}

/// True if the body of \p Callee is there and resumes no coroutine.
bool Program::resumesNothing(const Call &Callee, unsigned Depth) const {
  if (Callee.Callee == NoId || Callee.IsVirtual || Depth == 4)
    return false;
  llvm::ArrayRef<uint32_t> Bodies = bodies(Callee);
  if (Bodies.empty())
    return Depth > 0 && !mayResume(P.entityName(Callee.Callee));
  return llvm::all_of(Bodies, [&](uint32_t Body) {
    return llvm::all_of(calls(Body), [&](const Call &C) {
      return C.F == Call::Return || C.F == Call::Store || C.F == Call::Copy ||
             C.F >= Call::Set || resumesNothing(C, Depth + 1);
    });
  });
}

void Program::addGenerators(uint32_t FunctionIndex, const Call &Call,
                            EdgeList &Out) const {
  // A generator runs when its consumer asks for the next value.
  if (Call.F != Call::Plain)
    return;
  EdgeList Found;
  if (Call.HasObject && P.object(Call).K == Value::Result &&
      !isPassive(P.entityName(Call.Callee)) && !resumesNothing(Call))
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

Program::ObjectClass Program::classOf(uint32_t FunctionIndex, const Value &V,
                                      unsigned Depth) const {
  const ObjectClass Spelled{V.Type};
  if (V.K != Value::Result || Depth == 4)
    return Spelled;
  const Call &Made = call(FunctionIndex, V.Index);
  if (Made.Callee == NoId)
    return Spelled;
  if (Made.F == Call::Constructor)
    return {P.object(Made).Type, true};
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

/// The classes that \p V may have: several if it is one of several objects.
Program::ClassList Program::classesOf(uint32_t FunctionIndex, const Value &V,
                                      unsigned Depth) const {
  ClassList Out;
  if (V.K == Value::Null && Depth > 0)
    return Out;
  if (V.K == Value::Choice && Depth < 8) {
    for (unsigned Side : {1, 3})
      llvm::append_range(Out, classesOf(FunctionIndex,
                                        P.Values[P.list(V.Fields)[Side]],
                                        Depth + 1));
    return Out;
  }
  // What one of several smart pointers points to.
  const Call *Made =
      V.K == Value::Result ? &call(FunctionIndex, V.Index) : nullptr;
  if (Made && Made->HasObject && Made->Callee != NoId &&
      bodies(*Made).empty() && isAccess(P.entityName(Made->Callee)) &&
      P.object(*Made).K == Value::Choice) {
    for (const ObjectClass &C :
         classesOf(FunctionIndex, P.object(*Made), Depth + 1))
      Out.push_back(C.IsExact ? C : ObjectClass{V.Type});
    return Out;
  }
  return {classOf(FunctionIndex, V)};
}

std::optional<Argument> callersArgument(const Value &V) {
  if (V.K == Value::This)
    return Argument{Argument::Object};
  if (V.K == Value::Parameter)
    return Argument{Argument::Number, V.Index};
  return std::nullopt;
}

/// Which override runs is for callers to say if the object is theirs.
void Program::addVirtual(const Call &Call, const ClassList &Has,
                         uint32_t Method, EdgeList &Out) const {
  const Value &In = P.target(Call);
  bool IsKept = In.K == Value::Stored;
  if (allRunAnother(Has, Method) || (IsKept && noneRuns(In.Text, {}, Method)))
    return;
  size_t Before = Out.size();
  addTargets(Method, 0, Out);
  bool IsOwn = IsKept && In.In == Value::Own;
  if (IsOwn || callersArgument(P.object(Call)))
    for (Edge &E : llvm::drop_begin(Out, Before)) {
      E.Chosen = Method;
      E.Slot = IsOwn ? In.Text : 0;
    }
}

/// A callable that \p V holds: whether a slot of the function's own object does
/// is for callers to say.
void Program::addKept(const Value &V, uint32_t Callable, uint32_t PassesFrom,
                      EdgeList &Out) const {
  size_t Before = Out.size();
  addTargets(Callable, PassesFrom, Out);
  if (V.K == Value::Stored && V.In == Value::Own)
    for (Edge &E : llvm::drop_begin(Out, Before)) {
      E.Chosen = Callable;
      E.Slot = V.Text;
    }
}

/// True if the call that \p L is about runs something else for certain if its
/// object is \p V.
bool Program::runsAnother(uint32_t FunctionIndex, const Value &V,
                          const Literal &L) const {
  if (!L.Slot)
    return allRunAnother(classesOf(FunctionIndex, V), L.Chosen);
  Owner Of = ownerOf(FunctionIndex, V);
  if (Of.K != Owner::Named)
    return false;
  return holdsObjects(L.Slot) ? noneRuns(L.Slot, Of, L.Chosen)
                              : !mayHold(L.Slot, Of, L.Chosen);
}

/// True if two classes of one name are instances of a template for different
/// types, neither of which is a base of the other.
bool Program::isOtherInstance(Id One, Id Other) const {
  llvm::ArrayRef<Id> Types = P.list(P.Types[One].Arguments);
  llvm::ArrayRef<Id> OtherTypes = P.list(P.Types[Other].Arguments);
  auto IsBase = [&](Id Class) {
    return llvm::is_contained(P.list(P.Types[Class].Bases), P.Types[One].Name);
  };
  return !Types.empty() && !OtherTypes.empty() && Types != OtherTypes &&
         !IsBase(One) && !IsBase(Other);
}

bool Program::allRunAnother(const ClassList &Has, Id Override) const {
  return llvm::all_of(
      Has, [&](const ObjectClass &C) { return runsAnother(C, Override); });
}

/// True if a virtual call on an object of the class \p Has that may run
/// \p Override runs another override for certain.
bool Program::runsAnother(const ObjectClass &Has, Id Override) const {
  Id Class = P.Entities[Override].Class;
  if (Has.Type == NoId || Class == NoId)
    return false;
  if (P.Types[Has.Type].Name == P.Types[Class].Name)
    return isOtherInstance(Has.Type, Class);
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
  if (Call.F == Call::Await || Call.F == Call::Return ||
      Call.F == Call::Store || Call.F == Call::Copy || Call.F >= Call::Set)
    return Out;
  if (!Guarded.runs(function(FunctionIndex), CallIndex))
    return Out;
  // What was moved from has nothing left to wait for.
  if (Id Type = P.object(Call).Type;
      Call.F == Call::Destructor && Type != NoId && !P.Types[Type].HasOwnMove &&
      Flow.holds(FunctionIndex, CallIndex, P.object(Call), Catalogue::Moved))
    return Out;
  if (Call.F == Call::Indirect) {
    for (uint32_t E : runBy(FunctionIndex, P.target(Call)))
      addKept(P.target(Call), E, 0, Out);
    return Out;
  }

  const LinkedEntity &Callee = Entities[Call.Callee];
  const ClassList Has =
      Call.IsVirtual ? classesOf(FunctionIndex, P.object(Call)) : ClassList();
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
  addRegistered(Call, Out);
  for (const Row *R : Callee.Rows) {
    for (ValueId V : invoked(*R, Call)) {
      llvm::SmallVector<uint32_t, 1> Called = runBy(FunctionIndex, P.Values[V]);
      if (!R->Alternatives.empty())
        addVisited(Call, *R, Called, Out);
      else
        for (uint32_t E : Called)
          addKept(P.Values[V], E, R->PassesFrom.value_or(PassesNothing), Out);
    }
    addOwned(FunctionIndex, CallIndex, *R, Out);
  }
  if (auto It = Invocations.find({FunctionIndex, CallIndex});
      It != Invocations.end())
    llvm::append_range(Out, It->second);
  return Out;
}

} // namespace nostall
