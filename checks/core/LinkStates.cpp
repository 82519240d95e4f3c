//===- LinkStates.cpp - states of handles, from helpers and callers -------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkOrigins.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <set>

namespace nostall {

/// True if the function makes its parameter \p Number non-blocking itself, at
/// least on some ways through it.
bool Program::mayMakeNonBlocking(uint32_t FunctionIndex,
                                 uint32_t Number) const {
  llvm::ArrayRef<Variable> Variables = P.variables(function(FunctionIndex));
  return llvm::any_of(calls(FunctionIndex), [&](const Call &Call) {
    auto IsMeant = [&](const StateChange &Change) {
      const Value *V = argument(P, Call, Change.On);
      return V && V->Variable != NoId && Change.Set &&
             Change.State == Catalogue::NonBlocking &&
             Variables[V->Variable].Parameter == Number;
    };
    return llvm::any_of(rows(Call), [&](const Row *R) {
      return llvm::any_of(R->Changes, IsMeant);
    });
  });
}

StateChanges Program::analyseStates(uint32_t FunctionIndex) {
  const Function &F = function(FunctionIndex);
  auto Rows = [&](const Call &Call) { return rows(Call); };
  std::map<const Call *, StateChanges> Made;
  auto Inferred = [&](const Call &Call) -> const StateChanges * {
    Id E = Call.Callee;
    if (E == NoId)
      return nullptr;
    if (!Entities[E].Changes.empty())
      return &Entities[E].Changes;
    auto It = Made.find(&Call);
    if (It == Made.end())
      It = Made.try_emplace(&Call, changesOfMade(Call)).first;
    return It->second.empty() ? nullptr : &It->second;
  };
  auto Hops = [&](uint32_t Await) { return hopOf(FunctionIndex, Await); };
  auto IsTask = [&](const Call &Call) {
    return llvm::any_of(bodies(Call), [&](uint32_t Body) {
      return function(Body).K == Function::Coroutine;
    });
  };
  auto HasBody = [&](const Call &Call) {
    return llvm::any_of(bodies(Call), [&](uint32_t Body) {
      return function(Body).K == Function::Plain &&
             function(Body).Entity != F.Entity && function(Body).Calls.Size;
    });
  };
  auto OfField = [&](const Call &Call, const Condition &Cond) {
    Id Callee =
        Call.Callee == NoId ? function(FunctionIndex).Entity : Call.Callee;
    return askField(FunctionIndex, Call, {Callee}, Cond, Cond.Arg);
  };
  auto SetsUp = [&](const Call &Call, uint32_t Number) {
    return llvm::any_of(bodies(Call), [&](uint32_t Body) {
      return mayMakeNonBlocking(Body, Number);
    });
  };
  return Flow.analyse(FunctionIndex,
                      {Rows, Inferred, Hops, IsTask, HasBody, OfField, SetsUp});
}

/// The constructor that `std::make_unique<T>(…)` calls, and its first argument.
std::optional<Program::Construction>
Program::constructionIn(const Call &Call) const {
  for (const Row *R : rows(Call))
    if (R->ConstructsFrom)
      if (auto Found = constructors(P, Call, *R); Found.size() == 1)
        return Construction{Found[0], *R->ConstructsFrom};
  return std::nullopt;
}

/// What that constructor does, to what the call returns.
StateChanges Program::changesOfMade(const Call &Call) const {
  std::optional<Construction> Made = constructionIn(Call);
  if (!Made)
    return {};
  StateChanges Out = Entities[Made->Constructor].Changes;
  auto Shift = [&](Argument &A) {
    if (A.K == Argument::Number)
      A.Index += Made->From;
  };
  for (StateChange &Change : Out) {
    if (Change.On.K == Argument::Object)
      Change.On.K = Argument::Return;
    Shift(Change.On);
    for (Condition &Cond : Change.When)
      Shift(Cond.Arg);
    if (Change.From)
      Shift(*Change.From);
  }
  return Out;
}

/// `s.quiet().send()`: what a method returned that \p ReturnsThis is the object
/// that it was called on.
static void followChains(Facts &P,
                         llvm::function_ref<bool(const Call &)> ReturnsThis) {
  for (const Function &F : P.Functions)
    for (Call &C :
         llvm::MutableArrayRef(P.Calls).slice(F.Calls.Begin, F.Calls.Size)) {
      // The calls before it have been looked at already.
      Value V = P.object(C);
      if (!C.HasObject || V.K != Value::Result || V.Variable != NoId)
        continue;
      const Call &Made = P.calls(F)[V.Index];
      if (!Made.HasObject || !ReturnsThis(Made))
        continue;
      const Value &On = P.object(Made);
      if (On.Variable == NoId || On.K == Value::This)
        continue;
      V.Variable = On.Variable;
      V.Text = On.Text;
      C.Object = P.Values.size();
      P.Values.push_back(V);
    }
}

void Program::analyseStates() {
  followChains(P, [&](const Call &Call) { return returnsThis(Call); });
  settleExpected();
  // Who returns a field, or an object that may wrap one, or gives it to a local
  // or to a function whose result has its state.
  llvm::StringMap<std::vector<uint32_t>> Users;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I)) {
      if (llvm::any_of(rows(Call),
                       [](const Row *R) { return !R->Changes.empty(); }))
        for (ValueId V : P.arguments(Call))
          if (StringId Field = P.Values[V].Text;
              Field && P.Values[V].K == Value::Unknown)
            Users[P.Strings[Field]].push_back(I);
      if (Call.F == Call::Copy && !P.object(Call).Text)
        Users[P.Strings[P.target(Call).Text]].push_back(I);
      if (Id V = P.target(Call).Variable; Call.F == Call::Return && V != NoId) {
        const Variable &Storage = P.variables(function(I))[V];
        if (Storage.IsField)
          Users[P.Strings[Storage.Name]].push_back(I);
        if (Storage.Type != NoId)
          Users[P.typeName(Storage.Type)].push_back(I);
      }
    }

  const Buckets<Site> Makers = findMakers();
  // Helpers come before or after their callers: all are analysed in turn, and
  // again when something that they asked for has changed, until it is still.
  std::set<uint32_t> Now, Next;
  auto UsersAgain = [&](auto Again) {
    for (const std::string &Name : Flow.takeNewSettings())
      if (auto It = Users.find(Name); It != Users.end())
        llvm::for_each(It->second, Again);
  };
  auto Analyse = [&](uint32_t I) {
    StateChanges Found = analyseStates(I);
    auto Again = [&](uint32_t Other) {
      (Other > I ? Now : Next).insert(Other);
    };
    UsersAgain(Again);
    // States are only won from round to round.
    Id E = function(I).Entity;
    if (Found.size() <= Entities[E].Changes.size())
      return;
    Entities[E].Changes = std::move(Found);
    llvm::for_each(Callers[E], Again);
    for (const Site &S : Makers[E])
      Again(S.Function);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    Now.erase(I);
    Analyse(I);
  }
  // A class sets fields of its bases up as all its constructors do.
  llvm::StringMap<std::vector<Id>> Constructors;
  auto ClassOf = [&](uint32_t I) { return scopeOf(function(I).Entity); };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (P.Entities[function(I).Entity].K == Entity::Constructor)
      Constructors[ClassOf(I)].push_back(function(I).Entity);
  auto SetsUp = [&](Id Constructor, StringId Field, uint32_t State) {
    return llvm::any_of(Entities[Constructor].Changes, [&](const auto &Change) {
      return Change.Set && Change.State == State && Change.When.empty() &&
             !Change.From && Change.On.K == Argument::Object &&
             Change.On.Part == Field;
    });
  };
  auto GiveInherited = [&] {
    for (uint32_t I = 0; I < Functions.size(); ++I) {
      auto It = P.Entities[function(I).Entity].K == Entity::Function
                    ? Constructors.find(ClassOf(I))
                    : Constructors.end();
      if (It == Constructors.end())
        continue;
      llvm::ArrayRef<Variable> Variables = P.variables(function(I));
      for (Id V = 0; V < Variables.size(); ++V) {
        StringId Field = Variables[V].Name;
        if (!Variables[V].IsField ||
            llvm::StringRef(P.Strings[Field]).rsplit("::").first == It->first())
          continue;
        for (uint32_t State = 0; State < C.states(); ++State)
          if (C.isSetting(State) &&
              llvm::all_of(It->second,
                           [&](Id E) { return SetsUp(E, Field, State); }) &&
              Flow.give(I, V, 0, State))
            Next.insert(I);
      }
    }
  };
  findWatches();
  const Handovers Handed = findHandovers();
  const std::vector<Given> Givers = findGivers(Makers, Handed);
  const FieldWrites Writes = findFieldWrites();
  OriginFinder Origins(*this, Handed, Makers);
  bool Settled = false;
  for (uint32_t I : giveReadiness(Givers))
    Next.insert(I);
  do {
    while (!Next.empty()) {
      std::swap(Now, Next);
      while (!Now.empty())
        Analyse(Now.extract(Now.begin()).value());
    }
    for (uint32_t I : giveStates(Givers))
      Next.insert(I);
    GiveInherited();
    Settled = settleFields(Writes);
    if (Next.empty() && !Settled) {
      for (uint32_t I : Origins.give())
        Next.insert(I);
      Settled = Origins.takeSettled();
    }
    UsersAgain([&](uint32_t I) { Next.insert(I); });
  } while (!Next.empty() || Settled);
}

/// For each constructor, the calls that call it for others.
Buckets<Program::Site> Program::findMakers() const {
  std::vector<std::pair<uint32_t, Site>> Pairs;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      if (std::optional<Construction> Made = constructionIn(call(I, J)))
        Pairs.push_back({Made->Constructor, {I, J}});
  return Buckets<Site>(Entities.size(), Pairs);
}

/// For each field, all that the program puts into it: calls that copy
/// something there. Fields that get something else are left out.
Program::FieldWrites Program::findFieldWrites() const {
  FieldWrites Out;
  std::set<StringId> Others;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      if (std::optional<Kept> K = Flow.kept(function(I), Call)) {
        if (K->Field.Text && K->What->K != Value::Null)
          Out[K->Field.Text].push_back({I, J});
      } else if (Call.ResultVariable != NoId &&
                 P.arguments(Call).size() > Call.DefaultArguments) {
        const Variable &V = P.variables(function(I))[Call.ResultVariable];
        if (V.IsField)
          Others.insert(V.Name);
      }
      // `next(&c->fd)`
      if (rows(Call).empty())
        forEachTaken(P, Call,
                     [&](const Value &V, uint32_t) { Others.insert(V.Text); });
    }
  for (StringId Field : Others)
    Out.erase(Field);
  return Out;
}

/// A field that is only ever given what is in a state is in it, whatever the
/// object. Returns true if there is a new one.
bool Program::settleFields(const FieldWrites &Writes) {
  bool New = false;
  for (const auto &[Name, Sites] : Writes) {
    StringId Field = Name;
    auto What = [&](const CallSite &S) -> const Value & {
      return *Flow.kept(function(S.first), call(S.first, S.second))->What;
    };
    // `other.field` adds nothing.
    llvm::SmallVector<CallSite, 4> From;
    llvm::copy_if(Sites, std::back_inserter(From),
                  [&](const CallSite &S) { return What(S).Text != Field; });
    if (From.empty())
      continue;
    std::vector<StringId> Parts = Flow.parts(From[0].first, What(From[0]));
    Parts.push_back(0); // The whole.
    for (StringId Part : Parts)
      for (uint32_t State = 0; State < C.states(); ++State)
        if (C.isSetting(State) && llvm::all_of(From, [&](const CallSite &S) {
              return Flow.isSet(S.first, S.second, What(S), State, Part);
            }))
          New |= Flow.settle(Field, Part, State);
  }
  return New;
}

/// For each lambda, the calls of the function around it that are given it.
Buckets<Program::Site> Program::findCaptures() const {
  std::vector<std::pair<uint32_t, Site>> Pairs;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      auto Add = [&](const Value &V) {
        if (V.K != Value::Functor)
          return;
        for (Id E : P.list(P.Types[V.Index].CallOperators))
          for (uint32_t Body : Entities[E].Bodies)
            if (function(Body).Outer == function(I).Entity)
              Pairs.push_back({Body, {I, J}});
      };
      for (ValueId V : P.arguments(call(I, J)))
        Add(P.Values[V]);
      if (call(I, J).HasObject)
        Add(P.object(call(I, J)));
    }
  return Buckets<Site>(Functions.size(), Pairs);
}

/// Functions that keep one of their parameters in a field or hand it to a
/// callback, themselves or in what they give it to
/// (`client *c = new_client(fd)`).
std::vector<bool> Program::findKeepers() const {
  std::vector<bool> Out(Functions.size());
  std::vector<uint32_t> Work;
  auto GivesParameter = [&](const Call &Call) {
    return llvm::any_of(P.arguments(Call), [&](ValueId V) {
      return P.Values[V].K == Value::Parameter;
    });
  };
  auto Passes = [&](const Call &Call) {
    return GivesParameter(Call) && llvm::any_of(rows(Call), [](const Row *R) {
             return !R->Passes.empty();
           });
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if ((Out[I] = Flow.keepsParameter(I) || llvm::any_of(calls(I), Passes)))
      Work.push_back(I);
  auto HandsOn = [&](uint32_t Caller, uint32_t To) {
    return llvm::any_of(calls(Caller), [&](const Call &Call) {
      return llvm::is_contained(bodies(Call), To) && GivesParameter(Call);
    });
  };
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    forEachCaller(I, [&](uint32_t Caller) {
      if (!Out[Caller] && HandsOn(Caller, I)) {
        Out[Caller] = true;
        Work.push_back(Caller);
      }
    });
  }
  return Out;
}

/// Where all that calls \p I, or makes it, gives it something. None if others
/// may call it, or if its callers can be asked themselves.
std::vector<Program::Giver> Program::givers(uint32_t I, bool IsKeeper,
                                            const Buckets<Site> &Makers,
                                            const Handovers &Handed) const {
  const Entity &E = P.Entities[function(I).Entity];
  std::vector<Giver> Out;
  if (auto It = Handed.find(I); It != Handed.end())
    return It->second;
  if (function(I).Outer != NoId)
    return Out;
  bool IsCoroutine = function(I).K == Function::Coroutine;
  bool IsVirtual = E.Class != NoId;
  if ((!IsCoroutine && !IsKeeper) || IsVirtual || E.K == Entity::Lambda ||
      function(I).IsPattern || E.IsValue)
    return Out;
  // A constructor that nobody calls has nothing to hand on.
  auto IsUnused = [&](uint32_t Caller) {
    return P.Entities[function(Caller).Entity].K == Entity::Constructor &&
           llvm::all_of(Owners[Caller], [&](uint32_t E) {
             return Callers[E].empty() && Makers[E].empty();
           });
  };
  forEachCaller(I, [&](uint32_t Caller) {
    if (IsUnused(Caller))
      return;
    for (uint32_t J = 0; J < calls(Caller).size(); ++J)
      if (llvm::is_contained(bodies(call(Caller, J)), I))
        Out.push_back({{Caller, J}});
  });
  for (uint32_t Owner : Owners[I])
    for (const Site &S : Makers[Owner])
      Out.push_back({S, constructionIn(call(S.Function, S.Call))->From});
  return Out;
}

/// For each function: what gives it something, and the calls that are given it
/// where it is a lambda.
std::vector<Program::Given> Program::findGivers(const Buckets<Site> &Makers,
                                                const Handovers &Handed) const {
  const Buckets<Site> Captures = findCaptures();
  const std::vector<bool> Keepers = findKeepers();
  std::vector<Given> Out;
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    Given G{I, givers(I, Keepers[I], Makers, Handed), {}};
    for (const Site &S : Captures[I])
      G.Captured.push_back({S});
    if (!G.All.empty() || !G.Captured.empty())
      Out.push_back(std::move(G));
  }
  return Out;
}

/// No descriptor: its states say nothing.
static bool isNone(const Value &V) {
  return V.K == Value::Null || (V.K == Value::Integer && V.Number < 0);
}

/// Coroutines and callbacks run later, when those that called or made them
/// cannot be asked any more, as do those that use what is in an object: what
/// all of them give for a parameter, or what they let a lambda capture, holds
/// for it. Returns those that learned so.
std::vector<uint32_t> Program::giveStates(llvm::ArrayRef<Given> Everything) {
  std::vector<uint32_t> Learned;
  for (const auto &[I, All, Captured] : Everything) {
    auto Gives = [&](const Giver &G, const Variable &V) {
      if (V.Outer != NoId) {
        Value Captured;
        if (V.Outer < function(G.At.Function).Variables.Size)
          Captured.Variable = V.Outer;
        return Captured;
      }
      auto Passed = G.Passes.find(V.Parameter);
      if (!G.Passes.empty() && Passed == G.Passes.end())
        return Value();
      const Value *Given =
          argument(P, call(G.At.Function, G.At.Call),
                   {Argument::Number,
                    G.Passes.empty() ? V.Parameter + G.From : Passed->second});
      return Given ? *Given : Value();
    };
    bool New = false;
    llvm::ArrayRef<Variable> Variables = P.variables(function(I));
    for (Id V = 0; V < Variables.size(); ++V) {
      const Variable &To = Variables[V];
      std::vector<Giver> Givers = To.Outer != NoId ? Captured
                                  : To.Parameter != NoId
                                      ? giversOf(All, To.Parameter)
                                      : std::vector<Giver>();
      llvm::erase_if(Givers,
                     [&](const Giver &G) { return isNone(Gives(G, To)); });
      if (Givers.empty())
        continue;
      const StringId Field = Givers[0].Field;
      std::vector<StringId> Parts;
      if (!Field)
        Parts = Flow.parts(Givers[0].At.Function, Gives(Givers[0], To));
      Parts.push_back(0); // The whole.
      for (StringId Part : Parts)
        for (uint32_t State = 0; State < C.states(); ++State)
          if (C.isSetting(State) && llvm::all_of(Givers, [&](const Giver &G) {
                // That the caller has awaited it, or tests for EAGAIN, does not
                // last.
                return G.Field == Field &&
                       Flow.isSet(G.At.Function, G.At.Call, Gives(G, To), State,
                                  Part);
              }))
            New |= Flow.give(I, V, Field ? Field : Part, State);
    }
    if (New)
      Learned.push_back(I);
  }
  return Learned;
}

} // namespace nostall
