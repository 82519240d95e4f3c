//===- LinkOwned.cpp - what owners construct and destroy ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"

namespace nostall {

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
    for (Id E : constructors(P, Call, R))
      addTargets(E, *R.ConstructsFrom, Out);
}

} // namespace nostall
