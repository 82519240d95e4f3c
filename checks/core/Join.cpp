//===- Join.cpp - the facts of a whole program ----------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Join.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/xxhash.h"
#include <deque>

namespace nostall {

/// Facts on their way in: finds the program's Id for each of their own.
class Joiner::Unit {
public:
  Unit(Joiner &J, const Facts &S)
      : J(J), Out(J.Out), B(J.Builder), S(S), Strings(S.Strings.size(), NoId),
        Files(S.Files.size(), NoId), Entities(S.Entities.size(), NoId),
        Types(S.Types.size(), NoId), Values(S.Values.size(), NoId),
        Details(S.Details.size(), NoId), Tests(S.Tests.size(), NoId) {}

  void add() {
    for (Id I = 0; I < S.Entities.size(); ++I)
      entity(I);
    for (Id I = 0; I < S.Types.size(); ++I)
      type(I);
    fillEntities();
    for (const Function &F : S.Functions)
      addFunction(F, Part::Whole);
    add(S.Writes);
  }

  void add(llvm::ArrayRef<FieldWrite> Writes) {
    for (const FieldWrite &W : Writes)
      write(W);
    fillEntities();
  }

  void add(llvm::function_ref<Part(Id Function)> Which) {
    for (Id I = 0; I < S.Functions.size(); ++I)
      if (Part P = Which(I); P != Part::Nothing)
        addFunction(S.Functions[I], P);
    fillEntities();
  }

private:
  /// Entities and types refer to each other: first there are only names.
  void fillEntities() {
    while (!Unfilled.empty()) {
      auto [Local, IsNew] = Unfilled.front();
      Unfilled.pop_front();
      // Filling one may make others, and move the table.
      if (IsNew) {
        Entity Filled = entity(S.Entities[Local]);
        Out.Entities[Entities[Local]] = Filled;
      } else {
        merge(Entities[Local], S.Entities[Local]);
      }
    }
  }

  Id addEntity(Id Local) {
    StringId USR = string(S.Entities[Local].USR);
    Id I = J.EntityRows.find(
        llvm::hash_combine(USR), Out.Entities.size(),
        [&](Id Known) { return Out.Entities[Known].USR == USR; });
    bool IsNew = I == Out.Entities.size();
    if (IsNew)
      Out.Entities.emplace_back().USR = USR;
    Unfilled.emplace_back(Local, IsNew);
    return I;
  }

  StringId string(StringId I) {
    return memo(Strings, I, [&] { return B.string(S.Strings[I]); });
  }
  ListId strings(ListId L) {
    return list(L, [&](Id I) { return string(I); });
  }
  Id file(Id I) {
    return I == NoId
               ? NoId
               : memo(Files, I, [&] { return B.file(S.Strings[S.Files[I]]); });
  }
  Id entity(Id I) {
    return I == NoId ? NoId : memo(Entities, I, [&] { return addEntity(I); });
  }
  ListId entities(ListId L) {
    return list(L, [&](Id I) { return entity(I); });
  }
  Id type(Id I) {
    return I == NoId ? NoId
                     : memo(Types, I, [&] { return B.type(type(S.Types[I])); });
  }
  ValueId value(ValueId I) {
    return memo(Values, I, [&] { return B.value(value(S.Values[I])); });
  }
  Id details(Id I) {
    return memo(Details, I, [&] {
      CallDetails D = S.Details[I];
      D.ObjectText = string(D.ObjectText);
      D.ArgumentText = strings(D.ArgumentText);
      D.TypeArguments = list(D.TypeArguments, [&](Id T) { return type(T); });
      D.Twin = entity(D.Twin);
      return B.details(D);
    });
  }
  Id test(Id I) {
    return I == 0 ? 0 : memo(Tests, I, [&] {
      Test T = S.Tests[I];
      T.Field = string(T.Field);
      T.Holder = string(T.Holder);
      return B.test(T);
    });
  }
  void write(FieldWrite W) {
    W.Field = string(W.Field);
    W.By = entity(W.By);
    W.What = value(W.What);
    B.write(W);
  }
  Location location(Location L) {
    L.File = file(L.File);
    return L;
  }

  Type type(Type T) {
    T.Name = string(T.Name);
    T.Bases = strings(T.Bases);
    T.Arguments = strings(T.Arguments);
    T.Constructors = entities(T.Constructors);
    T.Destructor = entity(T.Destructor);
    T.Lock = entity(T.Lock);
    T.CallOperators = entities(T.CallOperators);
    return T;
  }
  Entity entity(Entity E) {
    E.USR = string(E.USR);
    E.Name = string(E.Name);
    E.Parameters = strings(E.Parameters);
    E.Shapes = list(E.Shapes, [](Id Shape) { return Shape; });
    E.Returns = string(E.Returns);
    E.Class = type(E.Class);
    E.Offloads = list(E.Offloads, [](Id Parameter) { return Parameter; });
    E.RunsOnLoop = list(E.RunsOnLoop, [](Id Parameter) { return Parameter; });
    E.Annotations = strings(E.Annotations);
    E.Overrides = entities(E.Overrides);
    E.Pattern = entity(E.Pattern);
    E.Destroys = entities(E.Destroys);
    return E;
  }
  Value value(Value V) {
    if (V.K == Value::Callable)
      V.Index = entity(V.Index);
    else if (V.K == Value::Functor)
      V.Index = type(V.Index);
    else if (V.K == Value::Choice)
      V.Index = test(V.Index);
    V.Type = type(V.Type);
    V.Fields = fields(V.Fields);
    V.Text = string(V.Text);
    V.Holder = string(V.Holder);
    return V;
  }
  ListId fields(ListId L) {
    unsigned Position = 0;
    return list(
        L, [&](Id I) { return Position++ % 2 == 0 ? string(I) : value(I); });
  }

  /// Another TU may see more of a class, or a declaration with annotations.
  void merge(Id Row, const Entity &E) {
    Entity Known = Out.Entities[Row];
    Known.IsValue |= E.IsValue;
    if (Known.Pattern == NoId)
      Known.Pattern = entity(E.Pattern);
    if (Known.Effect == Declared::Nothing)
      Known.Effect = E.Effect;
    auto Number = [](Id Parameter) { return Parameter; };
    if (!Known.Destroys)
      Known.Destroys = entities(E.Destroys);
    if (!Known.Offloads)
      Known.Offloads = list(E.Offloads, Number);
    if (!Known.RunsOnLoop)
      Known.RunsOnLoop = list(E.RunsOnLoop, Number);
    if (!Known.Annotations)
      Known.Annotations = strings(E.Annotations);
    llvm::SmallVector<Id, 8> All(Out.list(Known.Overrides));
    for (Id Base : S.list(E.Overrides))
      if (Id Global = entity(Base); !llvm::is_contained(All, Global))
        All.push_back(Global);
    Known.Overrides = B.list(All);
    Out.Entities[Row] = Known;
  }

  void addFunction(Function F, Part Kept) {
    F.Entity = entity(F.Entity);
    F.Loc = location(F.Loc);
    auto SamePlace = [&](Id Known) {
      const Function &K = Out.Functions[Known];
      return K.Entity == F.Entity && K.Loc.File == F.Loc.File &&
             K.Loc.Line == F.Loc.Line && K.Loc.Column == F.Loc.Column;
    };
    Id Row = J.FunctionRows.find(
        llvm::hash_combine(F.Entity, F.Loc.File, F.Loc.Line, F.Loc.Column),
        Out.Functions.size(), SamePlace);
    if (Row != Out.Functions.size())
      return;
    F.Returns = type(F.Returns);
    F.Outer = entity(F.Outer);
    F.Returned = value(F.Returned);
    if (Kept == Part::Hollow) {
      hollow(F);
      return;
    }
    move(S.blocks(F), Out.Blocks, F.Blocks, [&](Block &Copy) {
      Copy.Successors = list(Copy.Successors, [](Id I) { return I; });
      Copy.Test = test(Copy.Test);
    });
    move(S.calls(F), Out.Calls, F.Calls, [&](Call &Copy) {
      Copy.Callee = entity(Copy.Callee);
      Copy.Loc = location(Copy.Loc);
      Copy.Object = value(Copy.Object);
      Copy.Target = value(Copy.Target);
      Copy.Arguments = list(Copy.Arguments, [&](Id V) { return value(V); });
      Copy.Details = details(Copy.Details);
    });
    move(S.variables(F), Out.Variables, F.Variables, [&](Variable &Copy) {
      Copy.Name = string(Copy.Name);
      Copy.Type = type(Copy.Type);
    });
    Out.Functions.push_back(F);
  }

  /// Keeps that there is a body; it does nothing but return.
  void hollow(Function F) {
    bool IsEmpty = F.Calls.Size == 0;
    F.Blocks = {static_cast<Id>(Out.Blocks.size()), 1};
    F.Calls = {static_cast<Id>(Out.Calls.size()), IsEmpty ? 0u : 1u};
    F.Variables = {static_cast<Id>(Out.Variables.size()), 0};
    Out.Blocks.emplace_back().End = F.Calls.Size;
    if (!IsEmpty) {
      Call &Return = Out.Calls.emplace_back();
      Return.F = Call::Return;
      Return.Loc = F.Loc;
    }
    Out.Functions.push_back(F);
  }

  template <typename Find>
  static Id memo(std::vector<Id> &Table, Id Local, Find Global) {
    if (Table[Local] == NoId) {
      Id Found = Global();
      Table[Local] = Found;
    }
    return Table[Local];
  }
  template <typename Map> ListId list(ListId L, Map ToGlobal) {
    llvm::SmallVector<Id, 8> Items;
    for (Id I : S.list(L))
      Items.push_back(ToGlobal(I));
    return B.list(Items);
  }
  template <typename Row, typename Translate>
  static void move(llvm::ArrayRef<Row> From, std::vector<Row> &To, Range &R,
                   Translate InPlace) {
    R.Begin = To.size();
    for (Row Copy : From) {
      InPlace(Copy);
      To.push_back(Copy);
    }
  }

  Joiner &J;
  Facts &Out;
  FactsBuilder &B;
  const Facts &S;
  std::vector<Id> Strings, Files, Entities, Types, Values, Details, Tests;
  /// Entities of S without their contents, and whether they are new to Out.
  std::deque<std::pair<Id, bool>> Unfilled;
};

void Joiner::add(const Facts &S) { Unit(*this, S).add(); }

void Joiner::add(const Facts &S, llvm::function_ref<Part(Id Function)> Which) {
  Unit(*this, S).add(Which);
}

void Joiner::addWrites(const Facts &S, llvm::ArrayRef<FieldWrite> Writes) {
  Unit(*this, S).add(Writes);
}

Facts join(llvm::ArrayRef<Summary> Summaries) {
  std::vector<const Summary *> Sorted;
  for (const Summary &S : Summaries)
    Sorted.push_back(&S);
  llvm::sort(Sorted, [](const Summary *A, const Summary *B) {
    return std::pair(A->Strings[A->MainFile], A) <
           std::pair(B->Strings[B->MainFile], B);
  });
  Joiner J;
  for (const Summary *S : Sorted)
    J.add(*S);
  return J.take();
}

} // namespace nostall
