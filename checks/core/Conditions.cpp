//===- Conditions.cpp - do a call's arguments make it block? --------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Conditions.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

const Value *argument(const Facts &P, const Call &Call, const Argument &A) {
  if (A.K == Argument::Object)
    return Call.HasObject ? &P.object(Call) : nullptr;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  if (A.K == Argument::Number && A.Index < Arguments.size())
    return &P.Values[Arguments[A.Index]];
  return nullptr;
}

static bool matchesAny(llvm::ArrayRef<NameGlob> Globs, llvm::StringRef Name,
                       const Catalogue &C) {
  std::string Key = C.canonical(Name);
  return llvm::any_of(Globs, [&](const NameGlob &G) { return G.matches(Key); });
}

/// The field \p Name of the object that \p V names, or null if nothing is known
/// of its fields.
static const Value *field(const Facts &P, const Value &V,
                          llvm::StringRef Name) {
  llvm::ArrayRef<Id> Fields = P.list(V.Fields);
  for (; !Fields.empty(); Fields = Fields.drop_front(2))
    if (P.Strings[Fields[0]] == Name)
      return &P.Values[Fields[1]];
  return nullptr;
}

static Answer::Kind ask(const Condition &Cond, const Value &V, const Facts &P,
                        const Catalogue &C, StateLookup InState) {
  auto YesNo = [](bool B) { return B ? Answer::Yes : Answer::No; };
  switch (Cond.K) {
  case Condition::HasBits:
    if (llvm::any_of(Cond.Numbers, [&](int64_t N) {
          auto Bits = static_cast<uint64_t>(N);
          return (V.Bits & Bits) == Bits;
        }))
      return Answer::Yes;
    return V.K == Value::Integer ? Answer::No : Answer::Unknown;
  case Condition::Is:
    if (V.K == Value::Integer && !Cond.Numbers.empty())
      return YesNo(llvm::is_contained(Cond.Numbers, V.Number));
    if (V.K == Value::String && !Cond.Globs.empty())
      return YesNo(llvm::any_of(Cond.Globs, [&](const NameGlob &G) {
        return G.matches(P.Strings[V.Text]);
      }));
    return Answer::Unknown;
  case Condition::Zero:
    if (V.IsZero)
      return Answer::Yes;
    return V.K == Value::Integer || V.K == Value::Null ? Answer::No
                                                       : Answer::Unknown;
  case Condition::Null:
    if (V.K == Value::Null || (V.K == Value::Integer && V.Number == 0))
      return Answer::Yes;
    return V.K == Value::String || V.K == Value::Callable || V.K == Value::This
               ? Answer::No
               : Answer::Unknown;
  case Condition::HasType: {
    if (V.Type == NoId)
      return Answer::No;
    return matchesAny(Cond.Globs, P.typeName(V.Type), C) ||
                   llvm::any_of(P.list(P.Types[V.Type].Bases),
                                [&](StringId Base) {
                                  return matchesAny(Cond.Globs, P.Strings[Base],
                                                    C);
                                })
               ? Answer::Yes
               : Answer::Unknown;
  }
  case Condition::HasTypeArgument:
    return YesNo(
        V.Type != NoId &&
        llvm::any_of(P.list(P.Types[V.Type].Arguments), [&](StringId Name) {
          return matchesAny(Cond.Globs, P.Strings[Name], C);
        }));
  case Condition::RefersTo:
    return YesNo(V.K != Value::String && V.Text &&
                 matchesAny(Cond.Globs, P.Strings[V.Text], C));
  case Condition::InState:
    return InState(V, Cond.State) ? Answer::Yes : Answer::Unknown;
  case Condition::OwnsThreads:
    return YesNo(V.Type != NoId && P.Types[V.Type].OwnsThreads);
  case Condition::MadeHere:
    return YesNo(V.K == Value::Result);
  case Condition::Count:
  case Condition::Awaited:
    break;
  }
  return Answer::Unknown;
}

Answer ask(const Condition &Cond, const Argument &At, const Call &Call,
           const Facts &P, const Catalogue &C, StateLookup InState) {
  Answer A;
  if (Cond.K == Condition::Count) {
    auto Written =
        static_cast<int64_t>(P.arguments(Call).size() - Call.DefaultArguments);
    A.K = llvm::is_contained(Cond.Numbers, Written) ? Answer::Yes : Answer::No;
  } else if (Cond.K == Condition::Awaited) {
    A.K = Call.IsAwaited ? Answer::Yes : Answer::No;
  } else if (const Value *V = argument(P, Call, At)) {
    if (!Cond.Field.empty() && !At.IsField)
      if (const Value *Inner = field(P, *V, Cond.Field)) {
        V = Inner;
        A.Arg.IsField = true;
      }
    A.K = !Cond.Field.empty() && !A.Arg.IsField && !At.IsField
              ? Answer::Unknown
              : ask(Cond, *V, P, C, InState);
    if (Cond.K == Condition::OwnsThreads || Cond.K == Condition::MadeHere) {
      // No caller knows better.
    } else if (A.K != Answer::Yes && V->K == Value::Parameter) {
      A.K = Answer::Carried;
      A.Arg = {Argument::Number, V->Index, A.Arg.IsField || At.IsField,
               At.Part};
    } else if (A.K != Answer::Yes && V->K == Value::This) {
      A.K = Answer::Carried;
      A.Arg = {Argument::Object, 0, At.IsField, At.Part};
    }
  } else {
    A.K = Answer::No; // Of an argument that is not there, nothing holds.
    return A;
  }
  if (Cond.Not && A.K == Answer::Yes)
    A.K = Answer::No;
  else if (Cond.Not && A.K == Answer::No)
    A.K = Answer::Yes;
  return A;
}

} // namespace nostall
