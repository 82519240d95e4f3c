//===- LinkTests.cpp - tests that the program decides ---------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkTests.h"
#include "Conditions.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

namespace nostall {
namespace {

/// Helpers of helpers.
constexpr unsigned MaxDepth = 4;

/// What becomes of a test.
struct Outcome {
  /// How it goes, if that is certain.
  std::optional<bool> Goes;
  /// Or the test that goes the same way, or the other way if Flips.
  std::optional<Test> Instead;
  bool Flips = false;
};

class Decider {
public:
  Decider(Facts &P, const FieldValues &Fields) : P(P), Fields(Fields) {
    for (Id I = 1; I < P.Tests.size(); ++I) {
      Known.try_emplace(key(P.Tests[I]), I);
      Asked.insert(P.Tests[I].Field);
    }
    for (uint32_t I = 0; I < P.Functions.size(); ++I)
      if (!P.Functions[I].IsPattern) {
        auto [It, New] = Helpers.try_emplace(P.Functions[I].Entity, I);
        if (!New)
          It->second = NoId; // Of several programs.
      }
  }

  TestOutcomes run() {
    decideValues();
    decideWrites();
    std::vector<uint32_t> &Changed = Out.Pruned;
    for (uint32_t I = 0; I < P.Functions.size(); ++I) {
      Range Blocks = P.Functions[I].Blocks;
      bool Loses = false;
      for (Id B = Blocks.Begin; B < Blocks.Begin + Blocks.Size; ++B)
        if (P.Blocks[B].Test)
          Loses |= decide(I, P.Blocks[B]);
      if (Loses)
        Changed.push_back(I);
    }
    for (uint32_t I = 0; I < P.Functions.size(); ++I) {
      Range Blocks = P.Functions[I].Blocks;
      for (Id B = Blocks.Begin; B < Blocks.Begin + Blocks.Size; ++B)
        if (Id T = P.Blocks[B].Test; T && P.Tests[T].S == Test::Result)
          for (bool Goes : {true, false})
            if (GuardSet More = implied(I, P.Tests[T], Goes); !More.empty())
              Out.Implied[{B, Goes}] = std::move(More);
    }
    return std::move(Out);
  }

private:
  using Key = std::tuple<Test::Kind, Test::Subject, uint32_t, StringId,
                         StringId, int64_t>;
  static Key key(const Test &T) {
    return {T.K, T.S, T.Index, T.Field, T.Holder, T.Number};
  }

  /// Returns true if the block has one successor less.
  bool decide(uint32_t Function, Block &B) {
    Outcome O = outcome(Function, P.Tests[B.Test], 0);
    std::vector<Id> To(P.list(B.Successors));
    if (O.Goes) {
      To.erase(To.begin() + (*O.Goes ? 1 : 0));
      B.Test = 0;
    } else if (O.Instead) {
      B.Test = row(*O.Instead);
      if (!O.Flips)
        return false;
      std::swap(To[0], To[1]);
    } else {
      return false;
    }
    B.Successors = P.Lists.size();
    P.Lists.push_back(To.size());
    llvm::append_range(P.Lists, To);
    return O.Goes.has_value();
  }

  Id row(const Test &T) {
    auto [It, New] = Known.try_emplace(key(T), P.Tests.size());
    if (New)
      P.Tests.push_back(T);
    return It->second;
  }

  std::optional<bool> ofField(const Test &T) {
    std::optional<Value> V =
        T.Field ? Fields.everywhere(T.Field) : std::nullopt;
    if (!V && T.Holder)
      V = Fields.held(T.Holder, T.Field);
    return V ? FieldValues::goes(T, *V) : std::nullopt;
  }

  Outcome outcome(uint32_t Function, const Test &T, unsigned Depth) {
    if (T.S == Test::Constant)
      return {FieldValues::goes(T, Value::integer(0)), std::nullopt};
    if (T.S != Test::Result)
      return {ofField(T), std::nullopt};
    const Call &Made = P.calls(P.Functions[Function])[T.Index];
    auto It = Made.Callee == NoId || Made.IsVirtual || Depth > MaxDepth
                  ? Helpers.end()
                  : Helpers.find(Made.Callee);
    if (It == Helpers.end() || It->second == NoId)
      return {};
    uint32_t Helper = It->second;
    if (!P.Functions[Helper].Returned)
      return {};
    const Value Returned = P.Values[P.Functions[Helper].Returned];
    Test Asked = T;
    switch (Returned.K) {
    case Value::Integer:
    case Value::Null:
      return {FieldValues::goes(T, Returned), std::nullopt};
    case Value::Parameter:
      Asked.S = Test::Parameter;
      Asked.Index = Returned.Index;
      return fromHelper(Function, Made, Asked, Depth);
    case Value::This:
      Asked.S = Test::Own;
      Asked.Index = 0;
      Asked.Field = Returned.Text;
      return fromHelper(Function, Made, Asked, Depth);
    case Value::Result:
      Asked.Index = Returned.Index;
      return throughHelper(Function, Made, Helper, Asked, Depth);
    case Value::Choice:
      return chosen(Function, Made, Helper, T, Returned, Depth);
    default:
      return {};
    }
  }

  /// One end of a helper: what it returns, and what is true there.
  struct End {
    ValueId Returned;
    GuardSet Guards;
  };
  using Ends = std::vector<End>;

  /// All ends of a function, or none if not all of them are known.
  const Ends &ends(uint32_t Function) {
    auto [It, New] = AllEnds.try_emplace(Function);
    if (!New)
      return It->second;
    const nostall::Function &F = P.Functions[Function];
    llvm::ArrayRef<Block> Blocks = P.blocks(F);
    auto Return = [&](size_t B) -> const Call * {
      for (uint32_t J = B ? Blocks[B - 1].End : 0; J < Blocks[B].End; ++J)
        if (const Call &C = P.calls(F)[J];
            C.F == Call::Return || C.F == Call::End)
          return &C;
      return nullptr;
    };
    std::vector<bool> IsEnd(Blocks.size());
    for (size_t B = 0; B < Blocks.size(); ++B)
      IsEnd[B] = P.list(Blocks[B].Successors).empty() && !Return(B);
    if (llvm::none_of(P.calls(F), [](const Call &C) {
          return C.F == Call::Return || C.F == Call::End;
        }))
      return It->second;
    std::vector<std::optional<GuardSet>> In = guardsOfBlocks(P, F, {});
    Ends Found;
    for (size_t B = 0; B < Blocks.size(); ++B) {
      if (!In[B])
        continue;
      if (const Call *R = Return(B))
        Found.push_back({R->Target, *In[B]});
      else if (llvm::any_of(P.list(Blocks[B].Successors),
                            [&](Id To) { return IsEnd[To]; }) ||
               (IsEnd[B] && B == 0))
        return It->second;
    }
    return It->second = std::move(Found);
  }

  /// What is true of what \p Function gives a helper, if the test \p T of its
  /// result goes as \p Goes says: what is true at all ends that fit.
  GuardSet implied(uint32_t Function, const Test T, bool Goes) {
    const Call &Made = P.calls(P.Functions[Function])[T.Index];
    auto It = Made.Callee == NoId || Made.IsVirtual ? Helpers.end()
                                                    : Helpers.find(Made.Callee);
    if (It == Helpers.end() || It->second == NoId || It->second == Function)
      return {};
    std::optional<GuardSet> All;
    for (const End &E : ends(It->second)) {
      GuardSet Here = E.Guards;
      if (!fits(T, Goes, P.Values[E.Returned], Here))
        continue;
      if (!All)
        All = Here;
      else
        llvm::erase_if(
            *All, [&](const Guard &G) { return !llvm::is_contained(Here, G); });
    }
    GuardSet Out;
    for (const Guard &G : All.value_or(GuardSet())) {
      if (isSetBefore(It->second, G))
        continue;
      Outcome O = fromHelper(Function, Made, P.Tests[G.Test], 0);
      if (O.Instead && isOfCallers(*O.Instead))
        Out.push_back({row(*O.Instead), G.Goes != O.Flips, NoId, T.Index});
    }
    return Out;
  }

  /// True if the function itself has put something into the field that \p G
  /// asks for.
  bool isSetBefore(uint32_t Function, const Guard &G) const {
    StringId Field = P.Tests[G.Test].Field;
    const nostall::Function &F = P.Functions[Function];
    uint32_t End = G.Block == NoId ? 0 : P.blocks(F)[G.Block].End;
    return Field &&
           llvm::any_of(P.calls(F).take_front(End), [&](const Call &C) {
             return C.F == Call::Set && P.object(C).Text == Field;
           });
  }

  /// False if \p T, of \p V, never goes so. Adds what that needs.
  bool fits(const Test &T, bool Goes, const Value &V, GuardSet &Needs) {
    const Value *Left = &V;
    while (Left->K == Value::Choice && Left->Index) {
      llvm::ArrayRef<Id> Either = P.list(Left->Fields);
      std::optional<bool> Side[] = {FieldValues::goes(T, P.Values[Either[3]]),
                                    FieldValues::goes(T, P.Values[Either[1]])};
      bool Fits[] = {!Side[0] || *Side[0] == Goes,
                     !Side[1] || *Side[1] == Goes};
      if (!Fits[0] && !Fits[1])
        return false;
      if (Fits[0] && Fits[1])
        return true;
      if (isOfCallers(P.Tests[Left->Index]))
        Needs.push_back({Left->Index, Fits[1]});
      Left = &P.Values[Either[Fits[1] ? 1 : 3]];
    }
    std::optional<bool> Is = FieldValues::goes(T, *Left);
    return !Is || *Is == Goes;
  }

  /// The helper returns one of two.
  Outcome chosen(uint32_t Function, const Call &Made, uint32_t Helper,
                 const Test &T, const Value &Returned, unsigned Depth) {
    llvm::ArrayRef<Id> Either = P.list(Returned.Fields);
    std::optional<bool> True = FieldValues::goes(T, P.Values[Either[1]]);
    std::optional<bool> False = FieldValues::goes(T, P.Values[Either[3]]);
    if (!True || !False)
      return {};
    if (*True == *False)
      return {True, std::nullopt};
    Outcome O =
        throughHelper(Function, Made, Helper, P.Tests[Returned.Index], Depth);
    if (O.Goes)
      O.Goes = *O.Goes ? *True : *False;
    O.Flips = O.Flips != !*True;
    return O;
  }

  /// \p Made calls \p Helper, which makes the test \p T.
  Outcome throughHelper(uint32_t Function, const Call &Made, uint32_t Helper,
                        const Test &T, unsigned Depth) {
    Outcome Inner = outcome(Helper, T, Depth + 1);
    if (Inner.Goes)
      return Inner;
    Outcome O = fromHelper(Function, Made, Inner.Instead.value_or(T), Depth);
    if (O.Goes)
      O.Goes = *O.Goes != Inner.Flips;
    O.Flips = O.Flips != Inner.Flips;
    return O;
  }

  /// \p T is a test of what \p Made gives the function that it calls.
  Outcome fromHelper(uint32_t Function, const Call &Made, Test T,
                     unsigned Depth) {
    if (!isOfCallers(T))
      return {};
    if (std::optional<bool> Goes = ofField(T))
      return {Goes, std::nullopt};
    const Value *Given = argument(P, Made, asked(T));
    if (!Given)
      return {};
    const Value &V = T.Field ? Fields.pointee(Function, *Given) : *Given;
    if (T.Field) {
      if (std::optional<Value> Inside =
              Fields.of(Function, V, {T.Field, T.Holder},
                        &Made - P.calls(P.Functions[Function]).data()))
        if (std::optional<bool> Goes = FieldValues::goes(T, *Inside))
          return {Goes, std::nullopt};
    } else if (std::optional<bool> Goes = FieldValues::goes(T, V)) {
      return {Goes, std::nullopt};
    }
    if (V.K == Value::Parameter) {
      T.S = Test::Parameter;
      T.Index = V.Index;
    } else if (V.K == Value::This && T.Field) {
      T.S = Test::Own;
      T.Index = 0;
    } else if (!T.Field && V.K == Value::Unknown &&
               (V.In == Value::OfParameter || V.In == Value::OfObject)) {
      T.S = V.In == Value::OfObject ? Test::Own : Test::Parameter;
      T.Index = V.In == Value::OfObject ? 0 : V.Index;
      T.Field = V.Text;
      T.Holder = V.Holder;
    } else if (V.K == Value::Result && !T.Field) {
      T.S = Test::Result;
      T.Index = V.Index;
      return outcome(Function, T, Depth + 1);
    } else {
      return {};
    }
    return {std::nullopt, T};
  }

  /// Values that fields choose, and numbers that they are.
  void decideValues() {
    for (Value &V : P.Values)
      if (V.K == Value::Choice) {
        const Test &T = P.Tests[V.Index];
        if (std::optional<bool> Goes =
                T.S == Test::Result ? std::nullopt : ofField(T))
          choose(V, P.Values[P.list(V.Fields)[*Goes ? 1 : 3]]);
      } else if (V.K == Value::Unknown && V.S == Shape::Pointer && V.Text) {
        if (std::optional<StringId> Known = Fields.text(V.Text)) {
          V.K = Value::String;
          V.Text = *Known;
        }
      } else if (V.K == Value::Unknown && V.S == Shape::Number && V.Text) {
        std::optional<Value> Known = Fields.everywhere(V.Text);
        if (!Known && V.Holder)
          Known = Fields.held(V.Holder, V.Text);
        if (Known)
          choose(V, *Known);
      }
  }
  /// Who sees a part of the program only has to take this on trust.
  void decideWrites() {
    llvm::erase_if(P.Writes, [&](const FieldWrite &W) {
      return W.K == FieldWrite::Unseen && !Fields.isUnseen(W);
    });
    for (FieldWrite &W : P.Writes)
      if (W.K == FieldWrite::ByConstructor &&
          P.Values[W.What].K == Value::Parameter && Asked.contains(W.Field))
        if (std::optional<Value> Known = Fields.everywhere(W.Field)) {
          W.What = P.Values.size();
          P.Values.push_back(*Known);
        }
  }

  static void choose(Value &V, const Value &One) {
    V.K = One.K;
    V.Index = One.Index;
    V.Number = One.Number;
    V.Bits |= One.Bits;
    V.IsZero = One.IsZero;
    V.Fields = 0;
  }

  Facts &P;
  const FieldValues &Fields;
  std::map<Key, Id> Known;
  /// Fields that tests are of.
  llvm::DenseSet<StringId> Asked;
  /// The functions, by entity.
  llvm::DenseMap<Id, uint32_t> Helpers;
  std::map<uint32_t, Ends> AllEnds;
  TestOutcomes Out;
};

} // namespace

TestOutcomes decideTests(Facts &P, const FieldValues &Fields) {
  return Decider(P, Fields).run();
}

} // namespace nostall
