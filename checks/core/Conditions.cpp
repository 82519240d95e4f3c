//===- Conditions.cpp - do a call's arguments make it block? --------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Conditions.h"
#include "llvm/ADT/STLExtras.h"
#include <arpa/inet.h>
#include <map>

namespace nostall {

const Value *argument(const Facts &P, const Call &Call, const Argument &A) {
  if (A.K == Argument::Object)
    return Call.HasObject ? &P.object(Call) : nullptr;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  if (A.K == Argument::Number && A.Index < Arguments.size())
    return &P.Values[Arguments[A.Index]];
  return nullptr;
}

bool isAccess(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "operator->" || Last == "operator*" || Last == "get";
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

llvm::SmallVector<Id, 1> constructors(const Facts &P, const Call &Call,
                                      const Row &R) {
  llvm::SmallVector<Id, 1> Out;
  llvm::ArrayRef<Id> Types = P.list(P.details(Call).TypeArguments);
  if (R.OwnedType < Types.size() && Types[R.OwnedType] != NoId)
    for (Id E : P.list(P.Types[Types[R.OwnedType]].Constructors))
      if (takes(P, P.Entities[E], Call, *R.ConstructsFrom))
        Out.push_back(E);
  return Out;
}

static bool matchesAny(llvm::ArrayRef<NameGlob> Globs, llvm::StringRef Name,
                       const Catalogue &C) {
  std::string Key = C.canonical(Name);
  return llvm::any_of(Globs, [&](const NameGlob &G) { return G.matches(Key); });
}

const Value *field(const Facts &P, const Value &V, llvm::StringRef Name) {
  llvm::ArrayRef<Id> Fields = P.list(V.Fields);
  for (; !Fields.empty(); Fields = Fields.drop_front(2))
    if (P.Strings[Fields[0]] == Name)
      return &P.Values[Fields[1]];
  return nullptr;
}

/// Whether \p Host is an IP address in numbers, perhaps with a port.
static bool isAddress(llvm::StringRef Host) {
  if (Host.consume_front("["))
    Host = Host.take_until([](char C) { return C == ']'; });
  else if (Host.count(':') == 1)
    Host = Host.split(':').first;
  std::string Text = Host.str();
  in6_addr Bytes;
  return inet_pton(AF_INET, Text.c_str(), &Bytes) == 1 ||
         inet_pton(AF_INET6, Text.c_str(), &Bytes) == 1;
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
    if (V.K == Value::Null || V.K == Value::Integer)
      return YesNo(V.K == Value::Null || V.Number == 0);
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
  case Condition::Below:
    if (V.K == Value::Integer)
      return YesNo(V.Number < Cond.Numbers[0]);
    return V.IsZero ? YesNo(0 < Cond.Numbers[0]) : Answer::Unknown;
  case Condition::IsAddress:
    return V.K == Value::String ? YesNo(isAddress(P.Strings[V.Text]))
                                : Answer::Unknown;
  case Condition::Count:
  case Condition::Awaited:
    break;
  }
  return Answer::Unknown;
}

TestConditions::TestConditions(const Facts &P) {
  static constexpr Condition::Kind Kinds[] = {Condition::Zero, Condition::Null,
                                              Condition::Is, Condition::Below,
                                              Condition::HasBits};
  std::map<std::tuple<Test::Kind, StringId, int64_t>, uint32_t> Known;
  auto ShortName = [&](StringId Field) {
    llvm::StringRef Name = P.Strings[Field];
    return Name.contains("::") ? Name.rsplit("::").second : Name;
  };
  for (const Test &T : P.Tests) {
    auto [It, New] = Known.try_emplace({T.K, T.Field, T.Number}, All.size());
    ByTest.push_back(It->second);
    for (bool Goes : {true, false}) {
      if (!New)
        break;
      Condition &Cond = All.emplace_back();
      Cond.K = Kinds[T.K];
      Cond.Not = !Goes;
      Cond.Field = ShortName(T.Field);
      Cond.Numbers = {T.Number};
      Cond.NumberTexts = {std::to_string(T.Number)};
      Fields.push_back(T.Field);
    }
  }
}

static Answer::Kind negated(Answer::Kind K) {
  return K == Answer::Yes ? Answer::No : K == Answer::No ? Answer::Yes : K;
}

/// Asks a condition on numbers of a value that is one of two.
static Answer askChoice(const Condition &Cond, const Value &V, const Facts &P,
                        const Catalogue &C, StateLookup InState) {
  llvm::ArrayRef<Id> Fields = P.list(V.Fields);
  bool IsYes[2];
  Answer A;
  for (bool Goes : {true, false}) {
    A.K = ask(Cond, P.Values[Fields[Goes ? 1 : 3]], P, C, InState);
    A.K = Cond.Not ? negated(A.K) : A.K;
    IsYes[Goes] = A.K == Answer::Yes;
  }
  const Value &True = P.Values[Fields[1]], &False = P.Values[Fields[3]];
  if (IsYes[0] == IsYes[1]) {
    A.K = IsYes[0] ? Answer::Yes : Answer::Unknown;
    // `(reader ? O_RDONLY : O_WRONLY) | flags`: what else is in flags?
    if (!IsYes[0] && True.K == Value::Parameter && False.K == True.K &&
        False.Index == True.Index)
      A = {Answer::Carried, {Argument::Number, True.Index}};
  } else {
    A.K = Answer::Carried;
    A.Arg = asked(P.Tests[V.Index]);
    A.Test = V.Index;
    A.Goes = IsYes[1];
  }
  return A;
}

static bool isOnNumbers(const Condition &Cond) {
  return Cond.K == Condition::HasBits || Cond.K == Condition::Is ||
         Cond.K == Condition::Zero || Cond.K == Condition::Null ||
         Cond.K == Condition::Below;
}

Answer::Kind ask(const Condition &Cond, const Value &V, const Facts &P,
                 const Catalogue &C) {
  Answer::Kind K =
      ask(Cond, V, P, C, [](const Value &, uint32_t) { return false; });
  return Cond.Not ? negated(K) : K;
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
    bool IsHere = Cond.Field.empty() || A.Arg.IsField || At.IsField;
    if (IsHere && V->K == Value::Choice && V->Index != 0 && isOnNumbers(Cond) &&
        isOfCallers(P.Tests[V->Index]))
      return askChoice(Cond, *V, P, C, InState);
    A.K = !IsHere ? Answer::Unknown : ask(Cond, *V, P, C, InState);
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
  if (Cond.Not)
    A.K = negated(A.K);
  return A;
}

} // namespace nostall
