//===- LinkThreads.cpp - what runs on other threads -----------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// The arguments for the callee's parameters of that annotation.
Program::ValueList Program::annotated(const Call &Call,
                                      ListId Entity::*Parameters) const {
  ValueList Out;
  if (Call.Callee == NoId || Entities[Call.Callee].IsUsers)
    return Out;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  for (Id Parameter : P.list(P.Entities[Call.Callee].*Parameters))
    if (Parameter < Arguments.size())
      Out.push_back(Arguments[Parameter]);
  return Out;
}

Answer::Kind Program::answerOf(const Row &R, const Call &Call) const {
  Answer::Kind All = Answer::Yes;
  for (const Condition &W : R.When) {
    Answer::Kind One = ask(W, W.Arg, Call, P, C, [](const Value &, uint32_t) {
                         return false;
                       }).K;
    if (One == Answer::No)
      return One;
    if (One != Answer::Yes)
      All = One;
  }
  return All;
}

/// True if the row of a function that only hands callables on does so here.
bool Program::appliesTo(const Row &R, const Call &Call) const {
  return R.Cat != NoCategory || answerOf(R, Call) == Answer::Yes;
}

Program::ValueList Program::runsOnLoop(const Call &Call) const {
  ValueList Out = annotated(Call, &Entity::RunsOnLoop);
  for (const Row *R : rows(Call))
    if (!R->RunsOnLoop.empty() && appliesTo(*R, Call) && !isMoved(Call))
      llvm::append_range(Out, select(R->RunsOnLoop, Call));
  return Out;
}

namespace {

/// Objects that live on other threads.
class MovedObjects {
public:
  MovedObjects(const Facts &P, const Catalogue &C) : P(P) {
    // Others of the library's classes stay where they are.
    for (const auto &R : C.rows())
      for (llvm::StringRef Name : R->Names)
        Library.insert(Name.rsplit("::").first);
  }

  bool empty() const {
    return Variables.empty() && Fields.empty() && Classes.empty();
  }
  void add(uint32_t FunctionIndex, const Value &V) {
    if (V.Variable != NoId && !V.Text)
      Variables.insert({FunctionIndex, V.Variable});
    if (V.Text)
      Fields.insert(V.Text);
    if (V.Type != NoId)
      addClass(P.Types[V.Type]);
  }
  void addClass(const Type &T) {
    if (Library.contains(P.Strings[T.Name]))
      return;
    Classes.insert(P.Strings[T.Name]);
    for (StringId Base : P.list(T.Bases))
      Bases.insert(P.Strings[Base]);
  }
  const llvm::StringSet<> &classes() const { return Classes; }
  const llvm::StringSet<> &bases() const { return Bases; }
  bool contains(uint32_t FunctionIndex, const Value &V) const {
    return (V.Variable != NoId &&
            Variables.contains({FunctionIndex, V.Variable})) ||
           (V.Text && Fields.contains(V.Text)) ||
           (V.Type != NoId && Classes.contains(P.typeName(V.Type)));
  }

private:
  const Facts &P;
  llvm::DenseSet<std::pair<uint32_t, Id>> Variables;
  llvm::DenseSet<StringId> Fields;
  llvm::StringSet<> Classes, Bases, Library;
};

} // namespace

void Program::findMoved() {
  // Few programs move any.
  auto Moves = [](const Row *R) { return R->LeavesLoop.has_value(); };
  if (llvm::none_of(Entities, [&](const LinkedEntity &E) {
        return llvm::any_of(E.Rows, Moves);
      }))
    return;
  MovedObjects Objects(P, C);
  auto ForEach = [&](std::optional<Argument> Row::*Which, auto Visit) {
    for (uint32_t I = 0; I < Functions.size(); ++I)
      for (const Call &Call : calls(I))
        for (const Row *R : rows(Call))
          if (R->*Which)
            if (const Value *V = argument(P, Call, *(R->*Which)))
              Visit(I, Call, *V);
  };
  ForEach(&Row::LeavesLoop, [&](uint32_t I, const Call &, const Value &V) {
    Objects.add(I, V);
    for (const ObjectClass &Has : classesOf(I, V))
      if (Has.Type != NoId)
        Objects.addClass(P.Types[Has.Type]);
    if (V.K == Value::Parameter)
      forEachCaller(I, [&](uint32_t Caller) {
        for (const Call &Given : calls(Caller))
          if (llvm::is_contained(bodies(Given), I))
            if (const Value *Object =
                    argument(P, Given, {Argument::Number, V.Index}))
              Objects.add(Caller, *Object);
      });
  });
  if (Objects.empty())
    return;
  MovedClasses = Objects.classes();
  MovedBases = Objects.bases();
  Moved.resize(P.Calls.size());
  ForEach(&Row::OnLoopOf, [&](uint32_t I, const Call &Call, const Value &V) {
    if (Objects.contains(I, V))
      Moved.set(&Call - P.Calls.data());
  });
}

Program::ValueList Program::offloaded(const Call &Call) const {
  ValueList Out = annotated(Call, &Entity::Offloads);
  for (const Row *R : rows(Call)) {
    if (!R->Offloads.empty() && appliesTo(*R, Call))
      llvm::append_range(Out, select(R->Offloads, Call));
    if (R->OnLoopOf && isMoved(Call))
      llvm::append_range(Out, select(R->RunsOnLoop, Call));
    // A thread that is made in a container of them.
    llvm::ArrayRef<Id> Types = P.list(P.details(Call).TypeArguments);
    if (R->ConstructsFrom && R->OwnedType < Types.size() &&
        Types[R->OwnedType] != NoId && Threads[Types[R->OwnedType]])
      llvm::append_range(Out,
                         P.arguments(Call).drop_front(std::min<size_t>(
                             *R->ConstructsFrom, P.arguments(Call).size())));
  }
  // Whoever owns threads and takes a callable runs it there, unless its body
  // calls it.
  Id Type = P.object(Call).Type;
  bool IsPool = Call.F == Call::Plain && Call.HasObject && Type != NoId &&
                P.Types[Type].OwnsThreads;
  llvm::ArrayRef<ValueId> Arguments = P.arguments(Call);
  IsPool &= KnowsLoops;
  bool IsLoop = IsPool && LoopClasses.contains(P.typeName(Type));
  for (uint32_t Body : bodies(Call))
    for (uint32_t I = 0; I < Arguments.size(); ++I) {
      Hop To = emptiedBy(Body, I);
      bool IsPools = To == Hop::None ? IsPool && !IsLoop : To == Hop::Pool;
      if (llvm::is_contained(Functions[Body].OffloadedParameters, I) || IsPools)
        Out.push_back(Arguments[I]);
    }
  return Out;
}

/// Finds the parameters that the function hands on; true if there are more
/// than were known.
bool Program::findOffloads(uint32_t FunctionIndex) {
  auto &Known = Functions[FunctionIndex].OffloadedParameters;
  size_t Before = Known.size();
  for (const Call &Call : calls(FunctionIndex))
    for (ValueId V : offloaded(Call))
      if (auto Parameter = resolve(FunctionIndex, P.Values[V]).Parameter;
          Parameter && !llvm::is_contained(Known, *Parameter))
        Known.push_back(*Parameter);
  return Known.size() != Before;
}

void Program::findOffloads() {
  std::vector<uint32_t> Work;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (findOffloads(I))
      Work.push_back(I);
  while (!Work.empty()) {
    uint32_t Changed = Work.back();
    Work.pop_back();
    forEachCaller(Changed, [&](uint32_t Caller) {
      if (findOffloads(Caller))
        Work.push_back(Caller);
    });
  }
}

/// True if \p V is a callable that resumes a coroutine itself.
bool Program::resumesHandle(uint32_t FunctionIndex, const Value &V) const {
  for (uint32_t E : resolve(FunctionIndex, V).Entities)
    for (uint32_t Body : Entities[E].Bodies)
      for (const Call &Call : calls(Body))
        if (Call.Callee != NoId)
          if (llvm::StringRef Name = P.entityName(Call.Callee);
              Name == "std::coroutine_handle::resume" ||
              Name == "std::coroutine_handle::operator()")
            return true;
  return false;
}

bool Program::isSuspend(const Call &Call) const {
  return Call.Callee != NoId &&
         P.entityName(Call.Callee).ends_with("::await_suspend");
}

Hop Program::hopOf(uint32_t FunctionIndex, uint32_t AwaitIndex) const {
  // The awaiter's await_suspend() was called for this await, just before it.
  const Call &Await = call(FunctionIndex, AwaitIndex);
  const Call *Suspend = nullptr;
  for (uint32_t Back = 1; Back < 8 && Back <= AwaitIndex && !Suspend; ++Back)
    if (const Call &Before = call(FunctionIndex, AwaitIndex - Back);
        Before.Loc.Line == Await.Loc.Line && isSuspend(Before))
      Suspend = &Before;
  const Value &Operand = P.target(Await);
  const Call *Made = Operand.K == Value::Result
                         ? &call(FunctionIndex, Operand.Index)
                         : nullptr;
  Hop To = Suspend ? resumesOn(*Suspend, Made) : Hop::None;
  return To == Hop::None && Made ? returnedHop(*Made) : To;
}

/// Where a coroutine goes on that awaits what \p Made, a call of a helper,
/// returns: what a library function with a row for that gave the helper.
Hop Program::returnedHop(const Call &Made) const {
  Hop Found = Hop::None;
  for (uint32_t Body : bodies(Made))
    for (uint32_t J = 0; J < calls(Body).size(); ++J) {
      const Call &Return = call(Body, J);
      if (function(Body).K != Function::Plain || Return.F != Call::Return ||
          P.target(Return).K != Value::Result)
        continue;
      const Call &Operation = call(Body, P.target(Return).Index);
      for (const Row *R : rows(Operation))
        if (R->HopsTo != Hop::None && holdsWhenMade(Body, R->When, Operation))
          Found = R->HopsTo;
    }
  return Found;
}

/// True if \p When certainly holds for \p Call, going by what its arguments are
/// made of: no flow is asked.
bool Program::holdsWhenMade(uint32_t FunctionIndex,
                            const std::vector<Condition> &When,
                            const Call &Call, unsigned Depth) const {
  auto InState = [&](const Value &V, uint32_t State) {
    if (V.K != Value::Result || Depth == 4)
      return false;
    const nostall::Call &Made = call(FunctionIndex, V.Index);
    return llvm::any_of(rows(Made), [&](const Row *R) {
      return llvm::any_of(R->Changes, [&](const StateChange &Change) {
        return Change.Set && Change.State == State &&
               Change.On.K == Argument::Return &&
               holdsWhenMade(FunctionIndex, Change.When, Made, Depth + 1);
      });
    });
  };
  return llvm::all_of(When, [&](const Condition &Cond) {
    return ask(Cond, Cond.Arg, Call, P, C, InState).K == Answer::Yes;
  });
}

/// Where a virtual call runs its argument \p Number if its object is one of
/// those that \p Made, which made the awaiter, was given: `hop(pool)`.
Hop Program::runsOnGiven(uint32_t Awaiter, uint32_t CallIndex, uint32_t Number,
                         const Call &Made) const {
  const EdgeList Overrides = targets(Awaiter, CallIndex);
  for (ValueId A : P.arguments(Made)) {
    Id Type = P.Values[A].Type;
    if (Type == NoId)
      continue;
    llvm::StringRef Class = P.typeName(Type);
    for (const Edge &E : Overrides)
      if (E.Function != NoId && scopeOf(function(E.Function).Entity) == Class) {
        Hop To = emptiedBy(E.Function, Number);
        if (To != Hop::None)
          return To;
        return P.Types[Type].OwnsThreads && !LoopClasses.contains(Class)
                   ? Hop::Pool
                   : Hop::Loop;
      }
  }
  return Hop::None;
}

/// Where \p Suspend, a call of an await_suspend(), lets its coroutine go on.
/// \p Made is the call that made the awaiter, or null.
Hop Program::resumesOn(const Call &Suspend, const nostall::Call *Made,
                       unsigned Depth) const {
  Hop Found = Hop::None;
  for (uint32_t Awaiter : bodies(Suspend)) {
    auto IsHandle = [&](const Value &V) {
      return V.K == Value::Parameter && V.Index == 0;
    };
    for (uint32_t J = 0; J < calls(Awaiter).size(); ++J) {
      const nostall::Call &Call = call(Awaiter, J);
      auto Resumes = [&](ValueId V) {
        return IsHandle(P.Values[V]) || resumesHandle(Awaiter, P.Values[V]);
      };
      if (llvm::any_of(offloaded(Call), Resumes))
        return Hop::Pool;
      const auto *Handle = llvm::find_if(P.arguments(Call), Resumes);
      if (Handle == P.arguments(Call).end())
        continue;
      if (Made && Call.IsVirtual)
        if (Hop To = runsOnGiven(Awaiter, J, Handle - P.arguments(Call).begin(),
                                 *Made);
            To != Hop::None)
          return To;
      // An awaiter may wrap another one. Handed to anybody else, the coroutine
      // comes back to a loop.
      bool Wraps = isSuspend(Call) && !bodies(Call).empty() && Depth < 4;
      Hop To = Wraps ? resumesOn(Call, Made, Depth + 1) : Hop::Loop;
      if (To == Hop::Pool)
        return Hop::Pool;
      if (To != Hop::None)
        Found = To;
    }
  }
  return Found;
}

/// Who runs what a function uses.
enum class Program::Runner : uint8_t {
  Same,      ///< Whoever runs the function.
  Elsewhere, ///< Another thread, whoever runs the function.
  Loop,      ///< An event loop, whoever runs the function.
  Awaitable, ///< Another thread, but only what a coroutine awaits: no use.
};

/// Finds out which functions have a callable as the class that it is, or
/// lambdas in them do.
void Program::findShown() {
  for (const Function &F : P.Functions)
    for (const Variable &V : P.variables(F)) {
      if (V.Type == NoId || P.list(P.Types[V.Type].CallOperators).empty())
        continue;
      // Where it is known already, it is in all that this stands in.
      for (Id In = F.Entity; In != NoId && Shown.insert({In, V.Type}).second;) {
        llvm::ArrayRef<uint32_t> Bodies = Entities[In].Bodies;
        In = Bodies.empty() ? NoId : function(Bodies[0]).Outer;
      }
    }
}

/// True if \p V is a callable that the callee, a template, gets as the class
/// that it is: what it does with it shows there.
bool Program::showsUsesOf(const Call &Call, const Value &V) const {
  return V.K == Value::Functor && !bodies(Call).empty() &&
         Shown.contains({Call.Callee, V.Index});
}

/// Calls \p Visit(Body, Runner) for each use of a body in a function.
template <typename Visitor>
void Program::forEachUse(uint32_t FunctionIndex, Visitor Visit) const {
  // The text of a template runs where nothing instantiates it.
  if (function(FunctionIndex).IsPattern &&
      !llvm::is_contained(Entities[function(FunctionIndex).Entity].Bodies,
                          FunctionIndex))
    return;
  auto Use = [&](uint32_t E, Runner By) {
    for (uint32_t Body : Entities[E].Bodies)
      Visit(Body, By);
  };
  for (uint32_t I = 0; I < calls(FunctionIndex).size(); ++I) {
    const Call &Call = call(FunctionIndex, I);
    Runner Here =
        Flow.isOffLoop(FunctionIndex, I) ? Runner::Elsewhere : Runner::Same;
    ValueList Offloaded = offloaded(Call), OnLoop = runsOnLoop(Call);
    for (ValueId V : Offloaded)
      // The awaitable of a coroutine that was called in the argument.
      if (P.Values[V].K == Value::Result)
        for (uint32_t Body : bodies(call(FunctionIndex, P.Values[V].Index)))
          Visit(Body, Runner::Awaitable);
    // Wrapping a callable is no use of it yet.
    bool Wraps = llvm::any_of(
        rows(Call), [](const Row *R) { return R->Wraps.has_value(); });
    // `g_thread_pool_push(app->pool, …)` runs nothing itself: its row says so.
    auto OnlyGets = [&](ValueId V) {
      return P.Values[V].K == Value::Stored && Call.Callee != NoId &&
             P.Entities[Call.Callee].IsC && !rows(Call).empty() &&
             !llvm::is_contained(Offloaded, V) &&
             !llvm::is_contained(OnLoop, V) &&
             llvm::none_of(rows(Call), [&](const Row *R) {
               return llvm::is_contained(invoked(*R, Call), V);
             });
    };
    if (!Wraps)
      for (ValueId V : P.arguments(Call)) {
        Runner By = llvm::is_contained(Offloaded, V) ? Runner::Elsewhere
                    : llvm::is_contained(OnLoop, V)  ? Runner::Loop
                                                     : Here;
        if (OnlyGets(V) || (By == Here && showsUsesOf(Call, P.Values[V])))
          continue;
        for (uint32_t E : resolve(FunctionIndex, P.Values[V]).Entities)
          Use(E, By);
      }
    if (Call.F == Call::Indirect)
      for (uint32_t E : resolve(FunctionIndex, P.target(Call)).Entities)
        Use(E, Here);
    if (Call.Callee != NoId)
      Use(Call.Callee, Here);
  }
}

/// Functions that run an event loop, themselves or by what they call.
std::vector<bool> Program::loopRunners() const {
  std::vector<bool> Runs(Functions.size());
  std::vector<uint32_t> Work;
  auto Add = [&](uint32_t I) {
    if (!Runs[I]) {
      Runs[I] = true;
      Work.push_back(I);
    }
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    if (Functions[I].IsLoop || llvm::any_of(calls(I), [&](const Call &Call) {
          return llvm::any_of(rows(Call), isLoop);
        }))
      Add(I);
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    forEachCaller(I, Add);
  }
  return Runs;
}

/// What is only ever started on other threads, or by code that runs there,
/// stalls no loop; unless that thread runs a loop.
void Program::markOffloaded() {
  std::vector<bool> RunsLoop = loopRunners();
  std::vector<uint32_t> Uses(Functions.size()), Elsewhere(Functions.size());
  std::vector<uint32_t> Work;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    forEachUse(I, [&](uint32_t Body, Runner By) {
      Uses[Body] += By != Runner::Awaitable;
      Elsewhere[Body] += By == Runner::Elsewhere || By == Runner::Awaitable;
    });
  auto IsOffloaded = [&](uint32_t I) {
    if (Options.IsOffloaded)
      if (std::optional<bool> Known = Options.IsOffloaded(
              P.Strings[P.Entities[function(I).Entity].USR]))
        return *Known;
    return Uses[I] && Elsewhere[I] >= Uses[I];
  };
  auto Mark = [&](uint32_t I) {
    LinkedFunction &F = Functions[I];
    if (F.IsOffloaded || !IsOffloaded(I))
      return;
    F.IsOffloaded = true;
    Work.push_back(I);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    Mark(I);
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    if (RunsLoop[I])
      continue;
    // Now all that it uses is elsewhere.
    forEachUse(I, [&](uint32_t Body, Runner By) {
      Elsewhere[Body] += By == Runner::Same;
      Mark(Body);
    });
  }
}

} // namespace nostall
