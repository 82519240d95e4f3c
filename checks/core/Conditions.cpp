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

bool makesSmartPointer(llvm::StringRef Name) {
  return Name == "std::unique_ptr::unique_ptr" ||
         Name == "std::shared_ptr::shared_ptr";
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

/// The number that \p At means, if \p V says itself what is in its fields.
static const Value *fieldAt(const Facts &P, const Value &V,
                            const Argument &At) {
  auto Inside = [&](const Value *Of, StringId Field) {
    llvm::StringRef Name = P.Strings[Field];
    return Of ? field(P, *Of,
                      Name.contains("::") ? Name.rsplit("::").second : Name)
              : nullptr;
  };
  return Inside(At.Holder ? Inside(&V, At.Holder) : &V, At.Part);
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
    // A number that is not known otherwise, not a pointer to zeros.
    if (V.IsZero && V.S != Shape::Pointer &&
        llvm::is_contained(Cond.Numbers, 0))
      return Answer::Yes;
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
    return V.K == Value::String || V.K == Value::Callable ||
                   V.K == Value::This ||
                   (V.K == Value::Unknown && V.Number != 0)
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
  case Condition::GivenTo:
    break;
  }
  return Answer::Unknown;
}

bool isGivenTo(const Condition &Cond, llvm::ArrayRef<Call> Calls,
               uint32_t Giver, const Facts &P, const Catalogue &C) {
  Id Kept = Calls[Giver].ResultVariable;
  auto IsResult = [&](ValueId I) {
    const Value &V = P.Values[I];
    return (V.K == Value::Result && V.Index == Giver) ||
           (Kept != NoId && V.Variable == Kept);
  };
  return llvm::any_of(Calls, [&](const Call &Call) {
    return Call.Callee != NoId &&
           matchesAny(Cond.Globs, P.entityName(Call.Callee), C) &&
           llvm::any_of(P.arguments(Call), IsResult);
  });
}

TestConditions::TestConditions(const Facts &P) {
  static constexpr Condition::Kind Kinds[] = {Condition::Zero, Condition::Null,
                                              Condition::Is, Condition::Below,
                                              Condition::HasBits};
  std::map<std::pair<Test::Kind, int64_t>, uint32_t> Known;
  for (const Test &T : P.Tests) {
    auto [It, New] = Known.try_emplace({T.K, T.Number}, All.size());
    ByTest.push_back(It->second);
    for (bool Goes : {true, false}) {
      if (!New)
        break;
      Condition &Cond = All.emplace_back();
      Cond.K = Kinds[T.K];
      Cond.Not = !Goes;
      Cond.Numbers = {T.Number};
      Cond.NumberTexts = {std::to_string(T.Number)};
    }
  }
}

static Answer::Kind negated(Answer::Kind K) {
  return K == Answer::Yes ? Answer::No : K == Answer::No ? Answer::Yes : K;
}

bool isOnNumbers(const Condition &C) {
  return C.K == Condition::HasBits || C.K == Condition::Is ||
         C.K == Condition::Zero || C.K == Condition::Null ||
         C.K == Condition::Below;
}

bool excludeEachOther(const Condition &A, bool AHolds, const Condition &B,
                      bool BHolds) {
  AHolds = AHolds != A.Not;
  BHolds = BHolds != B.Not;
  if (A.K == B.K && A.Numbers == B.Numbers)
    return AHolds != BHolds;
  // Where one says which number it is, the other one is asked.
  auto Numbers = [](const Condition &Of) -> llvm::ArrayRef<int64_t> {
    static constexpr int64_t Nothing[] = {0};
    return Of.K == Condition::Is ? llvm::ArrayRef(Of.Numbers)
           : Of.K == Condition::Zero || Of.K == Condition::Null
               ? llvm::ArrayRef(Nothing)
               : llvm::ArrayRef<int64_t>();
  };
  auto Fits = [](const Condition &Asked, bool Holds, int64_t N) {
    switch (Asked.K) {
    case Condition::Zero:
    case Condition::Null:
      return (N == 0) == Holds;
    case Condition::Is:
      return llvm::is_contained(Asked.Numbers, N) == Holds;
    case Condition::Below:
      return (N < Asked.Numbers[0]) == Holds;
    default:
      return true;
    }
  };
  auto Excludes = [&](const Condition &Known, bool Holds,
                      const Condition &Asked, bool Wanted) {
    return Holds && !Numbers(Known).empty() &&
           llvm::none_of(Numbers(Known),
                         [&](int64_t N) { return Fits(Asked, Wanted, N); });
  };
  return Excludes(A, AHolds, B, BHolds) || Excludes(B, BHolds, A, AHolds);
}

/// True if zero is among what the condition asks for.
static bool asksForZero(const Condition &C) {
  return C.K == Condition::Zero ||
         (C.K == Condition::Is && llvm::is_contained(C.Numbers, 0));
}

/// How a test of a number goes that is 0.
static bool goesForZero(const Test &T) {
  return T.K == Test::Zero || T.K == Test::Null ||
         (T.K == Test::Below ? 0 < T.Number : T.Number == 0);
}

/// Asks a condition on numbers of a value that is one of two.
static Answer askChoice(const Condition &Cond, const Value &V, const Facts &P,
                        const Catalogue &C, StateLookup InState) {
  llvm::ArrayRef<Id> Fields = P.list(V.Fields);
  const Test &T = P.Tests[V.Index];
  Answer Side[2];
  for (bool Goes : {true, false})
    Side[Goes] = askValue(Cond, P.Values[Fields[Goes ? 1 : 3]], P, C, InState);
  bool IsYes[] = {Side[0].K == Answer::Yes, Side[1].K == Answer::Yes};
  if (IsYes[0] != IsYes[1]) {
    Answer A{Answer::Carried, asked(T)};
    A.Test = V.Index;
    A.Goes = IsYes[1];
    return A;
  }
  if (IsYes[0])
    return {Answer::Yes, {}};
  // `(reader ? O_RDONLY : O_WRONLY) | flags`: what else is in flags?
  auto IsCarried = [](const Answer &A) {
    return A.K == Answer::Carried && !A.Test;
  };
  if (IsCarried(Side[0]) && IsCarried(Side[1]) && Side[0].Arg == Side[1].Arg)
    return Side[0];
  // `ms < 0 ? -1 : ms`
  const Answer &ForZero = Side[goesForZero(T)];
  return asksForZero(Cond) && IsCarried(ForZero) && ForZero.Arg == asked(T)
             ? ForZero
             : Answer();
}

Answer askValue(const Condition &Cond, const Value &V, const Facts &P,
                const Catalogue &C, StateLookup InState) {
  if (isOnNumbers(Cond) && V.K == Value::Choice && V.Index != 0 &&
      isOfCallers(P.Tests[V.Index]))
    return askChoice(Cond, V, P, C, InState);
  if (asksForZero(Cond) && V.K == Value::Scaled && !V.IsZero) {
    Answer Of = askValue(Cond, P.Values[P.list(V.Fields)[1]], P, C, InState);
    // Whether 999 / 1000 is zero is not asked.
    return Of.K == (Cond.Not ? Answer::Yes : Answer::No) ? Answer() : Of;
  }
  Answer A;
  A.K = ask(Cond, V, P, C, InState);
  if (Cond.K == Condition::OwnsThreads || Cond.K == Condition::MadeHere) {
    // No caller knows better.
  } else if (A.K != Answer::Yes && V.K == Value::Parameter) {
    A = {Answer::Carried, {Argument::Number, V.Index}};
  } else if (A.K != Answer::Yes && V.K == Value::This) {
    A = {Answer::Carried, {Argument::Object}};
  } else if (A.K != Answer::Yes && V.K == Value::Unknown && isOnNumbers(Cond) &&
             (V.In == Value::OfParameter || V.In == Value::OfObject)) {
    A = {Answer::Carried,
         {V.In == Value::OfObject ? Argument::Object : Argument::Number,
          V.In == Value::OfObject ? 0 : V.Index, /*IsField=*/true, V.Text,
          V.Holder}};
  }
  if (Cond.Not)
    A.K = negated(A.K);
  return A;
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
    bool OfField = isOfField(Cond, At);
    const Value *Number = OfField ? fieldAt(P, *V, At) : V;
    if (!OfField && !Cond.Field.empty() && !At.IsField)
      Number = field(P, *V, Cond.Field);
    bool IsFound = Number && Number != V;
    if (Number)
      A = askValue(Cond, *Number, P, C, InState);
    else if (V->K == Value::Parameter || V->K == Value::This)
      A = {Answer::Carried,
           {V->K == Value::This ? Argument::Object : Argument::Number,
            V->K == Value::This ? 0 : V->Index}};
    // The function's own argument is asked for the same.
    if (A.K == Answer::Carried && !A.Test && A.Arg.Part == 0) {
      A.Arg.IsField = IsFound || At.IsField;
      A.Arg.Part = IsFound ? 0 : At.Part;
      A.Arg.Holder = IsFound ? 0 : At.Holder;
    }
  } else {
    A.K = Answer::No; // Of an argument that is not there, nothing holds.
    return A;
  }
  if (Cond.K == Condition::Count || Cond.K == Condition::Awaited)
    A.K = Cond.Not ? negated(A.K) : A.K;
  return A;
}

} // namespace nostall
