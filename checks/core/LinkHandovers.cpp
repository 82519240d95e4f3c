//===- LinkHandovers.cpp - what event loops hand to their callbacks -------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace nostall {

/// The one parameter of a function that can be a descriptor.
std::optional<uint32_t> Program::descriptor(Id Entity) const {
  llvm::ArrayRef<Id> Parameters = P.list(P.Entities[Entity].Parameters);
  std::optional<uint32_t> Out;
  for (const auto &[Number, Type] : llvm::enumerate(Parameters))
    if (P.Strings[Type] == "int") {
      if (Out)
        return std::nullopt;
      Out = Number;
    }
  return Out;
}

/// The calls that tell the object of the call \p At, which \p Callback was
/// given to, what to watch: `w.start(fd, ev::READ)`.
std::vector<Program::Giver> Program::watchesOf(Site At, Id Callback) const {
  const Call &Set = call(At.Function, At.Call);
  std::vector<Giver> Out;
  if (!Set.HasObject || llvm::none_of(rows(Set), [](const Row *R) {
        return !R->RunsOnLoop.empty();
      }))
    return Out;
  const Value &Watcher = P.object(Set);
  auto IsSame = [&](uint32_t I, const Value &V) {
    if (Watcher.Text)
      return V.Text == Watcher.Text;
    return I == At.Function && Watcher.Variable != NoId &&
           V.Variable == Watcher.Variable;
  };
  auto Add = [&](uint32_t I, uint32_t J, const Row::Watch &W) {
    StringId Field = 0;
    for (uint32_t Body : Entities[Callback].Bodies)
      Field = fieldUsed(Body, W.Field);
    Out.push_back({{I, J}, 0, {{W.To, W.Index}}, /*IsLoop=*/true, Field});
  };
  for (auto [I, J] : Watches)
    for (const Row *R : rows(call(I, J)))
      if (R->Watches && IsSame(I, P.object(call(I, J))))
        Add(I, J, *R->Watches);
  return Out;
}

/// Finds the calls, and the fields of structs, that the catalogue knows to
/// tell a loop what to watch.
void Program::findWatches() {
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      if (llvm::any_of(rows(call(I, J)),
                       [](const Row *R) { return R->Watches.has_value(); }))
        Watches.push_back({I, J});
  for (const auto &R : C.rows())
    for (const Row::Watcher &W : R->Watchers)
      if (StringId Slot = NamedSlots[W.Slot])
        Watchers.try_emplace(Slot, &W);
}

/// Finds the calls that hand \p Callback, given for \p Argument of a call, to a
/// loop together with a descriptor: a row says so, or the project keeps the
/// callback. Returns false if it may go elsewhere.
bool Program::findHandovers(Site At, uint32_t Argument, Id Callback,
                            std::vector<Giver> &Out, unsigned Depth) const {
  const Call &Call = call(At.Function, At.Call);
  for (const Row *R : rows(Call))
    if ((!R->Passes.empty() || !R->Ready.empty()) &&
        R->RunsOnLoop.includes(Argument)) {
      Out.push_back({At, 0, R->Passes, /*IsLoop=*/true});
      return true;
    }
  if (std::vector<Giver> All = watchesOf(At, Callback); !All.empty()) {
    llvm::append_range(Out, All);
    return true;
  }
  if (bodies(Call).empty() || Depth == 4)
    return false;
  for (uint32_t Body : bodies(Call)) {
    if (llvm::any_of(calls(Body), [&](const nostall::Call &Kept) {
          const Value &V = P.target(Kept);
          return Kept.F == nostall::Call::Store && V.K == Value::Parameter &&
                 V.Index == Argument;
        })) {
      std::optional<uint32_t> From = descriptor(function(Body).Entity);
      std::optional<uint32_t> To = descriptor(Callback);
      if (!From || !To)
        return false;
      Out.push_back({At, 0, {{*To, *From}}});
      continue;
    }
    bool Goes = false;
    for (uint32_t J = 0; J < calls(Body).size(); ++J)
      for (const auto &[Number, V] :
           llvm::enumerate(P.arguments(call(Body, J)))) {
        if (P.Values[V].K != Value::Parameter || P.Values[V].Index != Argument)
          continue;
        Goes = true;
        if (!findHandovers({Body, J}, Number, Callback, Out, Depth + 1))
          return false;
      }
    if (!Goes)
      return false;
  }
  return true;
}

/// The function that \p V names, also in what the library wraps it in.
Id Program::callback(uint32_t FunctionIndex, const Value &V,
                     unsigned Depth) const {
  if (V.K == Value::Callable)
    return V.Index;
  if (V.K == Value::Functor) {
    llvm::ArrayRef<Id> Operators = P.list(P.Types[V.Index].CallOperators);
    return Operators.size() == 1 ? Operators[0] : NoId;
  }
  if (V.K == Value::Result && Depth < 4) {
    const Call &Made = call(FunctionIndex, V.Index);
    for (const Row *R : rows(Made))
      if (const Value *Inner =
              R->Wraps ? argument(P, Made, *R->Wraps) : nullptr)
        return callback(FunctionIndex, *Inner, Depth + 1);
  }
  return NoId;
}

/// True if all that the call does with a callable is to keep it, which is
/// recorded as a store.
bool Program::onlyKeeps(const Call &Call) const {
  return bodies(Call).empty() && Call.Callee != NoId &&
         llvm::StringRef(P.entityName(Call.Callee)).starts_with("std::") &&
         llvm::all_of(rows(Call), [](const Row *R) {
           return R->Invokes.empty() && R->Offloads.empty() &&
                  R->RunsOnLoop.empty() && R->Registers.empty();
         });
}

/// True if a row says that the call runs its object.
bool Program::callsObject(const Call &Call) const {
  return llvm::any_of(rows(Call), [](const Row *R) {
    return llvm::is_contained(R->Invokes.Some, Argument{Argument::Object});
  });
}

/// For each of \p Callbacks, where the program calls out of slots that hold it;
/// none if it may be elsewhere too.
std::map<Id, std::vector<Program::Giver>>
Program::callersOf(const std::set<Id> &Callbacks) const {
  llvm::DenseMap<StringId, llvm::SmallVector<Id, 2>> In;
  for (const auto &[Slot, Held] : Stored)
    for (uint32_t E : Held)
      if (Callbacks.count(E))
        In[Slot].push_back(E);
  std::map<Id, std::vector<Giver>> Out;
  std::set<Id> Elsewhere;
  auto Escape = [&](StringId Slot) {
    for (Id Callback : In.lookup(Slot))
      Elsewhere.insert(Callback);
  };
  llvm::for_each(NamedSlots, Escape);
  for (uint32_t I = 0; !In.empty() && I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      if (!onlyKeeps(Call))
        for (ValueId V : P.arguments(Call))
          if (P.Values[V].K == Value::Stored)
            Escape(P.Values[V].Text);
      if (Call.F != Call::Indirect && !callsObject(Call))
        continue;
      const Value &Called =
          Call.F == Call::Indirect ? P.target(Call) : P.object(Call);
      StringId Slot = Called.K == Value::Stored ? Called.Text : 0;
      if (Called.K == Value::Result)
        if (Id Maker = call(I, Called.Index).Callee; Maker != NoId)
          Slot = P.Entities[Maker].USR;
      for (Id Callback : In.lookup(Slot))
        Out[Callback].push_back({{I, J}});
    }
  for (Id Callback : Elsewhere)
    Out.erase(Callback);
  return Out;
}

/// What the catalogue says of the struct in which a callable is stored; null if
/// nothing.
const Row::Watcher *Program::watcher(const Call &Stored) const {
  return Watchers.lookup(P.object(Stored).Text);
}

/// What \p Callback, which the program keeps with a descriptor or in a struct,
/// gets of these: the number, or the struct that has it in a field.
std::optional<Program::Giver> Program::keptWith(Site At, Id Callback) const {
  const Call &Stored = call(At.Function, At.Call);
  llvm::ArrayRef<ValueId> With = P.arguments(Stored);
  Giver Out{At};
  Out.IsLoop = watcher(Stored) != nullptr;
  if (std::optional<uint32_t> To = descriptor(Callback); To && With[0])
    Out.Passes[*To] = 0;
  const Id Struct = With.size() > 1 ? P.Values[With[1]].Type : NoId;
  for (uint32_t Body : Entities[Callback].Bodies)
    for (const Variable &V : P.variables(function(Body)))
      if (Struct != NoId && V.Parameter != NoId && V.Type != NoId &&
          (isA(V.Type, Struct) || isA(Struct, V.Type)))
        Out.Passes[V.Parameter] = 1;
  return Out.Passes.empty() ? std::nullopt : std::optional(Out);
}

/// Callbacks that are only ever handed to loops, or kept with a descriptor.
Program::Handovers Program::findHandovers() const {
  std::map<Id, std::vector<Giver>> Found;
  std::set<Id> Others, Registered;
  std::set<std::tuple<Id, Id, uint32_t, uint32_t>> Covered, Kept;
  auto Place = [](Id Callback, const Location &L) {
    return std::tuple(Callback, L.File, L.Line, L.Column);
  };
  auto AddTarget = [&](uint32_t I, uint32_t J) {
    const Call &Call = call(I, J);
    Id Callback = callback(I, P.target(Call));
    if (Callback == NoId)
      return;
    if (Call.F != Call::Store) {
      Others.insert(Callback);
    } else if (P.arguments(Call).empty()) {
      Kept.insert(Place(Callback, Call.Loc));
    } else if (std::optional<Giver> With = keptWith({I, J}, Callback)) {
      Found[Callback].push_back(std::move(*With));
      Registered.insert(Callback);
      Covered.insert(Place(Callback, Call.Loc));
    }
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      AddTarget(I, J);
      if (Call.Callee != NoId && P.Entities[Call.Callee].IsValue)
        Others.insert(Call.Callee);
      if (onlyKeeps(Call))
        continue;
      for (const auto &[Number, Given] : llvm::enumerate(P.arguments(Call))) {
        const Value &V = P.Values[Given];
        if (V.K == Value::Choice)
          for (size_t Either : {1, 3})
            if (Id One = callback(I, P.Values[P.list(V.Fields)[Either]]);
                One != NoId)
              Others.insert(One);
        if (Id Callback = callback(I, V);
            Callback != NoId &&
            !findHandovers({I, J}, Number, Callback, Found[Callback]))
          Others.insert(Callback);
      }
    }
  // Kept without a descriptor, it may be given any.
  for (const auto &At : Kept)
    if (!Covered.count(At))
      Others.insert(std::get<0>(At));
  for (Id Callback : Others)
    Registered.erase(Callback);
  for (const auto &[Callback, Callers] : callersOf(Registered))
    llvm::append_range(Found[Callback], Callers);
  Handovers Out;
  for (auto &[Callback, Givers] : Found) {
    if (Others.count(Callback) || Givers.empty())
      continue;
    for (uint32_t Body : Entities[Callback].Bodies)
      if (function(Body).K == Function::Plain)
        Out[Body] = Givers;
  }
  return Out;
}

//===----------------------------------------------------------------------===//
// Readiness
//===----------------------------------------------------------------------===//

/// The field \p Field of the one local that the function uses it of.
Program::Places Program::localsWith(uint32_t FunctionIndex,
                                    StringId Field) const {
  Places Out;
  auto Add = [&](const Value &V) {
    auto [Variable, Part] = Flow.place(FunctionIndex, V);
    if (Part != Field || Variable == NoId)
      return;
    const nostall::Variable &Of =
        P.variables(function(FunctionIndex))[Variable];
    if (Of.Parameter == NoId && Of.Outer == NoId)
      Out.insert({Variable, Part});
  };
  for (const Call &Call : calls(FunctionIndex)) {
    for (ValueId V : P.arguments(Call))
      Add(P.Values[V]);
    Add(P.object(Call));
  }
  if (Out.size() != 1)
    Out.clear();
  return Out;
}

/// Where a callback finds the argument \p On of the call \p G, which hands the
/// callback to a loop: in its parameters, its captures, the fields of its
/// object, or those of what it is given.
Program::Places Program::placesOf(uint32_t FunctionIndex, const Giver &G,
                                  const Argument &On) const {
  const Function &From = function(G.At.Function);
  const Call &Call = call(G.At.Function, G.At.Call);
  const Value *V = argument(P, Call, On);
  Places Out;
  if (!V)
    return Out;
  auto [Whole, Part] = Flow.place(G.At.Function, *V);
  const Variable *Own = Whole != NoId ? &P.variables(From)[Whole] : nullptr;
  if (Own && !Own->IsField)
    Own = nullptr;
  const StringId Field = Own ? Own->Name : Part;
  auto IsOwner = [&](const Value &Given) {
    return Own ? Given.K == Value::This
               : Whole != NoId && Flow.place(G.At.Function, Given) ==
                                      std::pair(Whole, StringId(0));
  };
  const Row::Watcher *W =
      Call.F == nostall::Call::Store ? watcher(Call) : nullptr;
  const StringId Watched =
      W ? fieldUsed(FunctionIndex,
                    (llvm::StringRef(C.slots()[W->Slot]).rsplit("::").first +
                     "::" + W->Descriptor)
                        .str())
        : 0;
  llvm::ArrayRef<Variable> Variables = P.variables(function(FunctionIndex));
  for (Id I = 0; I < Variables.size(); ++I) {
    const Variable &To = Variables[I];
    auto Passed = G.Passes.find(To.Parameter);
    if (Passed != G.Passes.end() && Passed->second == 1 && Watched) {
      Out.insert({I, Watched});
    } else if (Passed != G.Passes.end()) {
      const Argument Handed{Argument::Number, Passed->second};
      const Value *Given = argument(P, Call, Handed);
      if (Handed == On)
        Out.insert({I, G.Field});
      else if (Given && Field && IsOwner(*Given))
        Out.insert({I, Field});
    }
    if (To.Outer != NoId && To.Outer == Whole &&
        function(FunctionIndex).Outer == From.Entity)
      Out.insert({I, Part});
    if (Field && To.IsField && To.Name == Field)
      Out.insert({I, 0});
  }
  if (Field)
    Out.merge(localsWith(FunctionIndex, Field));
  return Out;
}

/// The field \p Name of something that the function uses, or 0.
StringId Program::fieldUsed(uint32_t FunctionIndex,
                            llvm::StringRef Name) const {
  for (const Call &Call : calls(FunctionIndex))
    for (ValueId V : P.arguments(Call))
      if (P.Strings[P.Values[V].Text] == Name)
        return P.Values[V].Text;
  return 0;
}

/// A callback that loops only call when something is ready finds it so. Returns
/// those that learned so.
std::vector<uint32_t> Program::giveReadiness(llvm::ArrayRef<Given> Everything) {
  using Found = std::set<std::tuple<Id, StringId, uint32_t>>;
  auto FoundBy = [&](uint32_t I, const Giver &G) {
    Found Out;
    const Call &Call = call(G.At.Function, G.At.Call);
    for (const Row *R : rows(Call))
      for (const StateChange &Ready : R->Ready)
        if (G.IsLoop && holdsWhenMade(G.At.Function, Ready.When, Call))
          for (auto [Variable, Part] : placesOf(I, G, Ready.On))
            Out.insert({Variable, Part, Ready.State});
    const Row::Watcher *W =
        Call.F == nostall::Call::Store ? watcher(Call) : nullptr;
    if (!W)
      return Out;
    for (const StateChange &Ready : W->Ready)
      if (holdsWhenMade(G.At.Function, Ready.When, Call))
        for (auto [Variable, Part] : placesOf(I, G, Ready.On))
          Out.insert({Variable, Part, Ready.State});
    return Out;
  };
  std::vector<uint32_t> Learned;
  for (const auto &[I, All, Captured] : Everything) {
    if (All.empty())
      continue;
    Found Always = FoundBy(I, All[0]);
    for (const Giver &G : llvm::drop_begin(All)) {
      const Found Now = FoundBy(I, G);
      for (auto It = Always.begin(); It != Always.end();)
        It = Now.contains(*It) ? std::next(It) : Always.erase(It);
    }
    for (auto [Variable, Part, State] : Always)
      Flow.give(I, Variable, Part, State);
    if (!Always.empty())
      Learned.push_back(I);
  }
  return Learned;
}

/// Of what is known to give a function its arguments, that which gives it the
/// parameter \p Number.
std::vector<Program::Giver> Program::giversOf(llvm::ArrayRef<Giver> All,
                                              uint32_t Number) {
  bool IsPassed = llvm::any_of(
      All, [&](const Giver &G) { return G.Passes.count(Number) > 0; });
  std::vector<Giver> Out;
  llvm::copy_if(All, std::back_inserter(Out), [&](const Giver &G) {
    return IsPassed ? !G.Passes.empty() : G.Passes.empty() && !G.IsLoop;
  });
  return Out;
}

} // namespace nostall
