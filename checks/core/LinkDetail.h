//===- LinkDetail.h - parts of linking --------------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the sources of Program share. Internal to Link.h.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINKDETAIL_H
#define NOSTALL_CORE_LINKDETAIL_H

#include "Conditions.h"
#include "Link.h"

namespace nostall {

/// Nothing of a call's arguments are parameters of what it leads to.
inline constexpr uint32_t PassesNothing = NoId;

/// The call's object is what the callee works on, but nothing of its arguments
/// are its parameters.
inline constexpr uint32_t PassesObject = 1u << 16;

/// Of a slot with more callables than that, which of them runs is anybody's
/// guess.
inline constexpr unsigned MaxStored = 12;

/// Where a call leads: to a library function that the catalogue knows, or to
/// a body.
struct Program::Edge {
  uint32_t Entity;
  uint32_t Function = NoId;
  /// The call's arguments from this one on are the callee's parameters.
  uint32_t PassesFrom = 0;
  /// What is called if the object is such that it is, where callers know the
  /// object: a virtual method, or a callable out of Slot.
  Id Chosen = NoId;
  StringId Slot = 0;
};

/// What a value calls: functions, or a parameter of the enclosing function.
struct Program::Callable {
  llvm::SmallVector<uint32_t, 1> Entities;
  std::optional<uint32_t> Parameter;
};

/// The class of an object, or of what a pointer or smart pointer points to.
struct Program::ObjectClass {
  Id Type = NoId;
  /// It is no class that is derived from Type.
  bool IsExact = false;

  bool operator==(const ObjectClass &) const = default;
};

/// Calls \p Visit for each slot that a library runs the callables of in the
/// call.
template <typename Visitor>
void Program::forEachKept(const Call &Call, Visitor Visit) const {
  for (const Row *R : rows(Call))
    for (uint32_t Slot : R->Runs)
      Visit(NamedSlots[Slot]);
}

/// The argument of the enclosing function that \p V is, if its callers know
/// more of it.
std::optional<Argument> callersArgument(const Value &V);

/// Calls \p Visit for each slot that the call runs the callables of.
template <typename Visitor>
void Program::forEachSlot(const Call &Call, Visitor Visit) const {
  if (Call.F == Call::Indirect && P.target(Call).K == Value::Stored)
    Visit(P.target(Call).Text);
  for (const Row *R : rows(Call))
    for (ValueId V : invoked(*R, Call))
      if (P.Values[V].K == Value::Stored)
        Visit(P.Values[V].Text);
}

/// Calls \p Visit for the arguments, and their numbers, through which the
/// callee can change a descriptor, or a pointer to a handle: `next(&fd)`.
template <typename Visitor>
void forEachTaken(const Facts &P, const Call &Call, Visitor Visit) {
  if (Call.Callee == NoId)
    return;
  llvm::ArrayRef<Id> Types = P.list(P.Entities[Call.Callee].Parameters);
  llvm::ArrayRef<ValueId> Given = P.arguments(Call);
  for (uint32_t I = 0; I < std::min(Given.size(), Types.size()); ++I)
    if (llvm::StringRef T = P.Strings[Types[I]];
        T == "int *" || T.ends_with("**"))
      Visit(P.Values[Given[I]], I);
}

/// True if what \p R says runs an event loop.
inline bool isLoop(const Row *R) {
  return R->Cat != NoCategory && categories()[R->Cat] == "nested-event-loop";
}

/// Whoever asks a helper what errno means expects EAGAIN as the helper does.
Facts withErrnoHelpers(Facts P);

/// The functions that call a body, by whatever name they call it.
template <typename Visitor>
void Program::forEachCaller(uint32_t Body, Visitor Visit) const {
  for (uint32_t Owner : Owners[Body])
    for (uint32_t Caller : Callers[Owner])
      Visit(Caller);
}

} // namespace nostall

#endif // NOSTALL_CORE_LINKDETAIL_H
