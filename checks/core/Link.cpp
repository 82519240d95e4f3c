//===- Link.cpp - from summaries to effects -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <deque>
#include <set>

namespace nostall {

/// Effects of one kind on different conditions that a function may have.
static constexpr unsigned MaxVariants = 8;

Program::Program(Facts Joined, const Catalogue &C, LinkOptions Options)
    : P(withErrnoHelpers(std::move(Joined))), C(C), Options(std::move(Options)),
      Entities(P.Entities.size()), Functions(P.Functions.size()),
      ConditionSets(1), KnownSets{{{}, 0}}, Tests(P), Guarded(P),
      Flow(P, C, Tests, Guarded) {
  DeclaredBlocking.Cat =
      llvm::find(categories(), "wait") - categories().begin();
  DeclaredBlocking.Reason = "is declared to block";
  findRows();
  findOverriders();
  findBodies();
  findCallers();
  findStores();
  findOffloads();
  findLoops();
  findOffloads();
  analyseStates();
  markOffloaded();
  markContexts();
  markLoopCallbacks();
  findInvocations();
  propagate();
}

Program::~Program() = default;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

/// True if \p R says whether the call itself waits.
static bool decides(const Row *R) {
  return R->Cat != NoCategory || R->NeverBlocks;
}

static bool isUsers(const Row *R) { return R->Layer > 0; }

void Program::findRows() {
  for (size_t I = 0; I < Entities.size(); ++I) {
    Signature S = signature(P, P.Entities[I]);
    LinkedEntity &Linked = Entities[I];
    llvm::append_range(Linked.Rows, C.find(S));
    Linked.IsDecided = llvm::any_of(Linked.Rows, decides);
    Linked.IsUsers = llvm::any_of(Linked.Rows, isUsers);
    Linked.IsOpaque = C.isOpaque(S.Name);
  }
  for (const Type &T : P.Types) {
    llvm::StringRef Name = P.Strings[T.Name];
    Generators.push_back(C.isGenerator(Name));
    Signature Constructor;
    std::string Full = (Name + "::" + Name.rsplit("::").second).str();
    Constructor.Name = Full;
    Threads.push_back(llvm::any_of(C.find(Constructor), [](const Row *R) {
      return !R->Offloads.empty();
    }));
  }
}

void Program::findOverriders() {
  std::vector<std::pair<uint32_t, uint32_t>> Pairs;
  for (uint32_t I = 0; I < Entities.size(); ++I)
    for (Id Base : P.list(P.Entities[I].Overrides))
      Pairs.emplace_back(Base, I);
  Buckets<uint32_t> Derived(Entities.size(), Pairs);
  std::vector<uint32_t> SeenFor(Entities.size(), NoId);
  for (uint32_t I = 0; I < Entities.size(); ++I) {
    auto &All = Entities[I].Overriders;
    auto Add = [&](uint32_t Base) {
      for (uint32_t D : Derived[Base])
        if (std::exchange(SeenFor[D], I) != I)
          All.push_back(D);
    };
    Add(I);
    for (size_t J = 0; J < All.size(); ++J)
      Add(All[J]);
  }
}

void Program::findBodies() {
  std::vector<std::pair<uint32_t, uint32_t>> OwnPairs, InstancePairs;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    OwnPairs.emplace_back(function(I).Entity, I);
  for (uint32_t I = 0; I < Entities.size(); ++I)
    if (Id Pattern = P.Entities[I].Pattern; Pattern != NoId)
      InstancePairs.emplace_back(Pattern, I);
  Buckets<uint32_t> Own(Entities.size(), OwnPairs);
  Buckets<uint32_t> Instances(Entities.size(), InstancePairs);

  std::vector<std::pair<uint32_t, uint32_t>> OwnerPairs;
  for (uint32_t I = 0; I < Entities.size(); ++I) {
    auto &Bodies = Entities[I].Bodies;
    for (uint32_t Body : Own[I])
      if (!function(Body).IsPattern)
        Bodies.push_back(Body);
    if (Bodies.empty())
      for (uint32_t Instance : Instances[I])
        llvm::append_range(Bodies, Own[Instance]);
    if (Bodies.empty())
      llvm::append_range(Bodies, Own[I]);
    if (Id Pattern = P.Entities[I].Pattern; Bodies.empty() && Pattern != NoId)
      llvm::append_range(Bodies, Own[Pattern]);
    for (uint32_t Body : Bodies)
      OwnerPairs.emplace_back(Body, I);
  }
  Owners = Buckets<uint32_t>(Functions.size(), OwnerPairs);
}

void Program::findCallers() {
  std::vector<std::pair<uint32_t, uint32_t>> Pairs;
  std::vector<uint32_t> SeenFor(Entities.size(), NoId);
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I))
      if (Call.Callee != NoId && std::exchange(SeenFor[Call.Callee], I) != I)
        Pairs.emplace_back(Call.Callee, I);
  Callers = Buckets<uint32_t>(Entities.size(), Pairs);
}

Program::ValueList Program::select(const ArgumentSet &Set,
                                   const Call &Call) const {
  ValueList Out;
  if (Set.All)
    llvm::append_range(Out, P.arguments(Call));
  for (const Argument &A : Set.Some)
    if (A.K == Argument::Object && Call.HasObject)
      Out.push_back(Call.Object);
    else if (A.K == Argument::Number && A.Index < P.arguments(Call).size())
      Out.push_back(P.arguments(Call)[A.Index]);
  return Out;
}

//===----------------------------------------------------------------------===//
// States
//===----------------------------------------------------------------------===//

StateChanges Program::analyseStates(uint32_t FunctionIndex) {
  const Function &F = function(FunctionIndex);
  auto Rows = [&](const Call &Call) { return rows(Call); };
  auto Inferred = [&](const Call &Call) -> const StateChanges * {
    Id E = Call.Callee;
    return E == NoId || Entities[E].Changes.empty() ? nullptr
                                                    : &Entities[E].Changes;
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
  return Flow.analyse(FunctionIndex, {Rows, Inferred, Hops, IsTask, HasBody});
}

void Program::analyseStates() {
  // Who returns a field, or an object that may wrap one.
  llvm::StringMap<std::vector<uint32_t>> Returners;
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I))
      if (Id V = P.target(Call).Variable; Call.F == Call::Return && V != NoId) {
        const Variable &Storage = P.variables(function(I))[V];
        if (Storage.IsField)
          Returners[P.Strings[Storage.Name]].push_back(I);
        if (Storage.Type != NoId)
          Returners[P.typeName(Storage.Type)].push_back(I);
      }

  // Helpers come before or after their callers: all are analysed in turn, and
  // again when something that they asked for has changed, until it is still.
  std::set<uint32_t> Now, Next;
  auto Analyse = [&](uint32_t I) {
    StateChanges Found = analyseStates(I);
    auto Again = [&](uint32_t Other) {
      (Other > I ? Now : Next).insert(Other);
    };
    for (const std::string &Name : Flow.takeNewSettings())
      if (auto It = Returners.find(Name); It != Returners.end())
        llvm::for_each(It->second, Again);
    // States are only won from round to round.
    Id E = function(I).Entity;
    if (Found.size() <= Entities[E].Changes.size())
      return;
    Entities[E].Changes = std::move(Found);
    llvm::for_each(Callers[E], Again);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    Now.erase(I);
    Analyse(I);
  }
  const Buckets<Site> Captures = findCaptures();
  do {
    while (!Next.empty()) {
      std::swap(Now, Next);
      while (!Now.empty())
        Analyse(Now.extract(Now.begin()).value());
    }
    for (uint32_t I : giveStates(Captures))
      Next.insert(I);
  } while (!Next.empty());
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

/// Coroutines and callbacks run later, when those that called or made them
/// cannot be asked any more: what all of them give for a parameter, or what
/// they let a lambda capture, holds for it. Returns those that learned so.
std::vector<uint32_t> Program::giveStates(const Buckets<Site> &Captures) {
  std::vector<uint32_t> Learned;
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    const Entity &E = P.Entities[function(I).Entity];
    std::vector<Site> Sites;
    bool IsLambda = function(I).Outer != NoId;
    if (IsLambda)
      llvm::append_range(Sites, Captures[I]);
    else if (function(I).K == Function::Coroutine && !function(I).IsPattern &&
             !E.IsValue && E.K == Entity::Function && E.Class == NoId)
      forEachCaller(I, [&](uint32_t Caller) {
        for (uint32_t J = 0; J < calls(Caller).size(); ++J)
          if (llvm::is_contained(bodies(call(Caller, J)), I))
            Sites.push_back({Caller, J});
      });
    if (Sites.empty())
      continue;
    auto Gives = [&](const Site &S, const Variable &V) {
      Value Captured;
      if (V.Outer < function(S.Function).Variables.Size)
        Captured.Variable = V.Outer;
      const Value *Given = argument(P, call(S.Function, S.Call),
                                    {Argument::Number, V.Parameter});
      return IsLambda ? Captured : Given ? *Given : Value();
    };
    bool New = false;
    llvm::ArrayRef<Variable> Variables = P.variables(function(I));
    for (Id V = 0; V < Variables.size(); ++V) {
      if ((IsLambda ? Variables[V].Outer : Variables[V].Parameter) == NoId)
        continue;
      std::vector<StringId> Parts =
          Flow.parts(Sites[0].Function, Gives(Sites[0], Variables[V]).Variable);
      Parts.push_back(0); // The whole.
      for (StringId Part : Parts)
        for (uint32_t State = 0; State < C.states(); ++State)
          if (C.isSetting(State) && llvm::all_of(Sites, [&](const Site &S) {
                // What the caller tests for elsewhere says nothing of this.
                return Flow.holds(
                    S.Function, S.Call, Gives(S, Variables[V]), State,
                    {Argument::Number, 0, /*IsField=*/true, Part});
              }))
            New |= Flow.give(I, V, Part, State);
    }
    if (New)
      Learned.push_back(I);
  }
  return Learned;
}

//===----------------------------------------------------------------------===//
// Contexts
//===----------------------------------------------------------------------===//

bool Program::isGenerator(const Function &F) const {
  return F.K == Function::Generator ||
         (F.K == Function::Coroutine && F.Returns != NoId &&
          Generators[F.Returns]);
}

void Program::markContexts() {
  // The text of a template stands in only where nothing instantiates it.
  llvm::DenseSet<std::tuple<Id, uint32_t, uint32_t>> Instantiated;
  auto Place = [](const Function &F) {
    return std::tuple(F.Loc.File, F.Loc.Line, F.Loc.Column);
  };
  for (const Function &F : P.Functions)
    if (!F.IsPattern && F.Loc.File != NoId)
      Instantiated.insert(Place(F));
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    const Function &F = function(I);
    Functions[I].IsContext =
        F.K == Function::Coroutine && !isGenerator(F) &&
        !Functions[I].IsOffloaded && !Entities[F.Entity].IsOpaque &&
        !(F.IsPattern && F.Loc.File != NoId && Instantiated.contains(Place(F)));
  }

  // Who hands its parameter to a loop does so with what its callers give it.
  struct Handed {
    uint32_t Function, Parameter;
    Id Loop;
  };
  std::vector<Handed> Work;
  std::set<std::pair<uint32_t, uint32_t>> Seen;
  auto Mark = [&](uint32_t I, const Value &V, Id Loop, const Location &At) {
    Callable What = resolve(I, V);
    for (uint32_t E : What.Entities)
      for (uint32_t Body : Entities[E].Bodies)
        if (function(Body).K == Function::Plain &&
            !Functions[Body].IsOffloaded) {
          Functions[Body].IsContext = true;
          Functions[Body].HandedTo = Loop;
          Functions[Body].HandedAt = At;
        }
    if (What.Parameter && Seen.insert({I, *What.Parameter}).second)
      Work.push_back({I, *What.Parameter, Loop});
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I))
      for (ValueId V : runsOnLoop(Call))
        Mark(I, P.Values[V], Call.Callee, Call.Loc);
  while (!Work.empty()) {
    Handed To = Work.back();
    Work.pop_back();
    forEachCaller(To.Function, [&](uint32_t Caller) {
      for (const Call &Call : calls(Caller))
        if (llvm::is_contained(bodies(Call), To.Function))
          if (const Value *V =
                  argument(P, Call, {Argument::Number, To.Parameter}))
            Mark(Caller, *V, To.Loop, Call.Loc);
    });
  }
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

Program::Callable Program::resolve(uint32_t FunctionIndex, const Value &V,
                                   unsigned Depth) const {
  Callable Out;
  auto Held = [&](StringId Slot) {
    if (auto It = Stored.find(Slot);
        It != Stored.end() && It->second.size() <= MaxStored)
      llvm::append_range(Out.Entities, It->second);
  };
  switch (V.K) {
  case Value::Callable:
    Out.Entities.push_back(V.Index);
    break;
  case Value::Functor:
    llvm::append_range(Out.Entities, P.list(P.Types[V.Index].CallOperators));
    break;
  case Value::Parameter:
    Out.Parameter = V.Index;
    break;
  case Value::Result: {
    const Call &Made = call(FunctionIndex, V.Index);
    for (const Row *R : rows(Made))
      if (R->Wraps && Depth < 8)
        if (const Value *Inner = argument(P, Made, *R->Wraps))
          return resolve(FunctionIndex, *Inner, Depth + 1);
    if (Made.Callee != NoId && !Entities[Made.Callee].Bodies.empty())
      Held(P.Entities[Made.Callee].USR);
    break;
  }
  case Value::Stored:
    Held(V.Text);
    break;
  default:
    break;
  }
  return Out;
}

Declared Program::declared(uint32_t Entity) const {
  return Entities[Entity].IsUsers ? Declared::Nothing
                                  : P.Entities[Entity].Effect;
}

void Program::addTargets(uint32_t Entity, uint32_t PassesFrom,
                         EdgeList &Out) const {
  const LinkedEntity &E = Entities[Entity];
  Declared Effect = declared(Entity);
  if (Effect == Declared::NonBlocking)
    return;
  if (Effect == Declared::Blocking || E.IsDecided) {
    Out.push_back({Entity, NoId, PassesFrom});
    return;
  }
  // A user's row for a project function says it all.
  if (E.IsOpaque || E.IsUsers)
    return;
  for (uint32_t Body : E.Bodies)
    // Calling a coroutine does not block: its body answers for itself.
    if (function(Body).K == Function::Plain)
      Out.push_back({Entity, Body, PassesFrom});
}

void Program::addGenerator(uint32_t FunctionIndex, const Value &V,
                           EdgeList &Out, unsigned Depth) const {
  if (V.K != Value::Result || Depth == 4)
    return;
  const Call &Made = call(FunctionIndex, V.Index);
  for (uint32_t Body : bodies(Made))
    if (isGenerator(function(Body)))
      Out.push_back({Made.Callee, Body, PassesNothing});
  // An iterator runs the generator that it came from.
  if (Out.empty() && Made.HasObject && Made.Callee != NoId &&
      P.entityName(Made.Callee).ends_with("::begin"))
    addGenerator(FunctionIndex, P.object(Made), Out, Depth + 1);
}

/// Names of members that look at a generator without running it.
static bool isPassive(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "end" || Last == "operator*" || Last == "operator->" ||
         Last == "operator==" || Last == "operator!=";
}

void Program::addGenerators(uint32_t FunctionIndex, const Call &Call,
                            EdgeList &Out) const {
  // A generator runs when its consumer asks for the next value.
  if (Call.F != Call::Plain)
    return;
  EdgeList Found;
  if (Call.HasObject && P.object(Call).K == Value::Result &&
      !isPassive(P.entityName(Call.Callee)))
    addGenerator(FunctionIndex, P.object(Call), Found);
  if (!bodies(Call).empty())
    for (ValueId V : P.arguments(Call))
      addGenerator(FunctionIndex, P.Values[V], Found);
  llvm::append_range(Out, Found);
}

bool Program::isA(Id Class, Id Base) const {
  StringId Name = P.Types[Base].Name;
  return P.Types[Class].Name == Name ||
         llvm::is_contained(P.list(P.Types[Class].Bases), Name);
}

/// Names of members through which a smart pointer gives what it points to.
static bool isAccess(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "operator->" || Last == "operator*" || Last == "get";
}

Program::ObjectClass Program::classOf(uint32_t FunctionIndex, const Value &V,
                                      unsigned Depth) const {
  const ObjectClass Spelled{V.Type};
  if (V.K != Value::Result || Depth == 4)
    return Spelled;
  const Call &Made = call(FunctionIndex, V.Index);
  if (Made.Callee == NoId)
    return Spelled;
  if (Made.F == Call::Constructor)
    return {V.Type, true};
  for (const Row *R : rows(Made))
    if (llvm::ArrayRef<Id> Types = P.list(P.details(Made).TypeArguments);
        R->ConstructsFrom && R->OwnedType < Types.size())
      return {Types[R->OwnedType], true};
  if (Made.HasObject && bodies(Made).empty() &&
      isAccess(P.entityName(Made.Callee)))
    if (ObjectClass C = classOf(FunctionIndex, P.object(Made), Depth + 1);
        C.IsExact)
      return C;
  // What a factory returns, if that is always the same.
  std::optional<ObjectClass> Only;
  for (uint32_t Body :
       Made.IsVirtual ? llvm::ArrayRef<uint32_t>() : bodies(Made))
    for (const Call &Call : calls(Body))
      if (Call.F == Call::Return) {
        ObjectClass C = classOf(Body, P.target(Call), Depth + 1);
        if (!C.IsExact || (Only && !(*Only == C)))
          return Spelled;
        Only = C;
      }
  return Only.value_or(Spelled);
}

/// The argument of the enclosing function that \p V is, if its callers know
/// more of it.
static std::optional<Argument> callersArgument(const Value &V) {
  if (V.K == Value::This)
    return Argument{Argument::Object};
  if (V.K == Value::Parameter)
    return Argument{Argument::Number, V.Index};
  return std::nullopt;
}

/// Which override runs is for callers to say if the object is theirs.
void Program::addVirtual(const Call &Call, const ObjectClass &Has,
                         uint32_t Method, EdgeList &Out) const {
  if (runsAnother(Has, Method))
    return;
  size_t Before = Out.size();
  addTargets(Method, 0, Out);
  if (callersArgument(P.object(Call)))
    for (Edge &E : llvm::drop_begin(Out, Before))
      E.Override = Method;
}

/// True if a virtual call on an object of the class \p Has that may run
/// \p Override runs another override for certain.
bool Program::runsAnother(const ObjectClass &Has, Id Override) const {
  Id Class = P.Entities[Override].Class;
  if (Has.Type == NoId || Class == NoId ||
      P.Types[Has.Type].Name == P.Types[Class].Name)
    return false;
  if (isA(Class, Has.Type))
    return Has.IsExact;
  if (isA(Has.Type, Class))
    return llvm::any_of(Entities[Override].Overriders, [&](uint32_t O) {
      Id Other = P.Entities[O].Class;
      return Other != NoId && isA(Has.Type, Other);
    });
  // Of another branch of the family, if it is of the family at all.
  llvm::SmallVector<Id, 4> Family(P.list(P.Entities[Override].Overrides));
  for (size_t I = 0; I < Family.size(); ++I) {
    Id Base = P.Entities[Family[I]].Class;
    if (Base != NoId && isA(Has.Type, Base))
      return true;
    llvm::append_range(Family, P.list(P.Entities[Family[I]].Overrides));
  }
  return false;
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

/// A visitor of variants: of its overloads, those for an alternative.
void Program::addVisited(const Call &Call, const Row &R,
                         llvm::ArrayRef<uint32_t> Visitors,
                         EdgeList &Out) const {
  llvm::SmallVector<StringId, 8> Alternatives;
  for (ValueId V : select(R.Alternatives, Call))
    if (Id Type = P.Values[V].Type; Type != NoId)
      llvm::append_range(Alternatives, P.list(P.Types[Type].Arguments));
  EdgeList All;
  for (uint32_t E : Visitors)
    addTargets(E, PassesNothing, All);
  auto IsFor = [&](const Edge &E) {
    if (E.Function == NoId)
      return true;
    llvm::ArrayRef<Id> Takes =
        P.list(P.Entities[function(E.Function).Entity].Parameters);
    return llvm::any_of(
        Takes, [&](StringId T) { return llvm::is_contained(Alternatives, T); });
  };
  // What only a conversion fits may be meant too.
  bool Some = llvm::any_of(All, IsFor);
  for (const Edge &E : All)
    if (!Some || IsFor(E))
      Out.push_back(E);
}

void Program::addOwned(const Call &Call, const Row &R, EdgeList &Out) const {
  if (!R.Destroys && !R.ConstructsFrom && !R.Locks)
    return;
  llvm::ArrayRef<Id> Types = P.list(P.details(Call).TypeArguments);
  if (R.OwnedType >= Types.size() || Types[R.OwnedType] == NoId)
    return;
  const Type &T = P.Types[Types[R.OwnedType]];
  if (R.Destroys && T.Destructor != NoId)
    addTargets(T.Destructor, PassesNothing, Out);
  if (R.Locks && T.Lock != NoId)
    addTargets(T.Lock, PassesNothing, Out);
  if (R.ConstructsFrom)
    for (Id Constructor : P.list(T.Constructors))
      if (takes(P, P.Entities[Constructor], Call, *R.ConstructsFrom))
        addTargets(Constructor, *R.ConstructsFrom, Out);
}

/// Where several programs define a function of the same name, code means the
/// one in its own file.
void Program::preferOwnFile(uint32_t FunctionIndex, EdgeList &Out) const {
  auto IsOwn = [&](uint32_t Body) {
    Id File = function(Body).Loc.File;
    return File != NoId && File == function(FunctionIndex).Loc.File;
  };
  llvm::erase_if(Out, [&](const Edge &E) {
    return E.Function != NoId && !IsOwn(E.Function) &&
           llvm::any_of(Entities[E.Entity].Bodies, IsOwn);
  });
}

Program::EdgeList Program::targets(uint32_t FunctionIndex,
                                   uint32_t CallIndex) const {
  EdgeList Out;
  const Call &Call = call(FunctionIndex, CallIndex);
  if (Call.F == Call::Await || Call.F == Call::Return || Call.F == Call::Store)
    return Out;
  // What was moved from has nothing left to wait for.
  if (Id Type = P.object(Call).Type;
      Call.F == Call::Destructor && Type != NoId && !P.Types[Type].HasOwnMove &&
      Flow.holds(FunctionIndex, CallIndex, P.object(Call), Catalogue::Moved))
    return Out;
  if (Call.F == Call::Indirect) {
    llvm::SmallVector<uint32_t, 1> Called =
        runBy(FunctionIndex, P.target(Call));
    for (uint32_t E : Called)
      addTargets(E, 0, Out);
    // A pointer to a virtual method calls the override.
    if (Options.Virtual == VirtualCalls::All)
      for (uint32_t E : Called)
        for (uint32_t Overrider : Entities[E].Overriders)
          addTargets(Overrider, 0, Out);
    return Out;
  }

  const LinkedEntity &Callee = Entities[Call.Callee];
  const ObjectClass Has =
      Call.IsVirtual ? classOf(FunctionIndex, P.object(Call)) : ObjectClass();
  if (!Call.IsVirtual || Options.Virtual != VirtualCalls::None ||
      Callee.IsDecided || declared(Call.Callee) != Declared::Nothing) {
    if (Call.IsVirtual && !Callee.Overriders.empty())
      addVirtual(Call, Has, Call.Callee, Out);
    else
      addTargets(Call.Callee, 0, Out);
    preferOwnFile(FunctionIndex, Out);
  }
  if (Call.F == Call::Destructor)
    addGuarded(FunctionIndex, CallIndex, Out);
  addGenerators(FunctionIndex, Call, Out);
  if (Call.IsVirtual && !Callee.IsDecided &&
      Options.Virtual == VirtualCalls::All)
    for (uint32_t Overrider : Callee.Overriders)
      addVirtual(Call, Has, Overrider, Out);
  for (const Row *R : Callee.Rows) {
    for (ValueId V : select(R->Invokes, Call)) {
      llvm::SmallVector<uint32_t, 1> Called = runBy(FunctionIndex, P.Values[V]);
      if (!R->Alternatives.empty())
        addVisited(Call, *R, Called, Out);
      else
        for (uint32_t E : Called)
          addTargets(E, R->PassesFrom.value_or(PassesNothing), Out);
    }
    addOwned(Call, *R, Out);
  }
  if (auto It = Invocations.find({FunctionIndex, CallIndex});
      It != Invocations.end())
    llvm::append_range(Out, It->second);
  return Out;
}

//===----------------------------------------------------------------------===//
// Effects
//===----------------------------------------------------------------------===//

/// An effect with its conditions.
struct Program::Candidate {
  Effect E;
  LiteralSet Literals;
};

bool Literal::operator<(const Literal &O) const {
  auto Key = [](const Literal &L) {
    return std::tuple(L.C, L.Arg.K, L.Arg.Index, L.Arg.IsField, L.Arg.Part,
                      L.MustHold, L.Override);
  };
  return Key(*this) < Key(O);
}

template <typename Set> static void add(Set &Literals, const Literal &L) {
  if (!llvm::is_contained(Literals, L))
    Literals.push_back(L);
}

bool Program::decide(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
                     const Literal &L, LiteralSet &Carried) const {
  Answer A;
  const Condition *Cond = L.C;
  if (E.PassesFrom != PassesNothing) {
    Argument At = L.Arg;
    if (At.K == Argument::Number)
      At.Index += E.PassesFrom;
    const Value *Asked = nullptr;
    const Call &Asking = call(FunctionIndex, CallIndex);
    if (const Value *V = L.C ? nullptr : argument(P, Asking, At)) {
      if (runsAnother(classOf(FunctionIndex, *V), L.Override))
        A.K = Answer::Yes;
      else if (std::optional<Argument> Own = callersArgument(*V))
        A = {Answer::Carried, *Own};
    } else if (L.C)
      A = ask(*L.C, At, Asking, P, C, [&](const Value &V, uint32_t State) {
        Asked = &V;
        return Flow.holds(FunctionIndex, CallIndex, V, State, At);
      });
    // The function's own parameters decide.
    if (const Condition *When = A.K != Answer::Unknown || !Asked || L.C->Not
                                    ? nullptr
                                    : Flow.whenHolds(FunctionIndex, CallIndex,
                                                     *Asked, L.C->State, At)) {
      Cond = When;
      A = {Answer::Carried, When->Arg};
    } else if (A.K == Answer::Unknown && Asked) {
      if (std::optional<Argument> Given = Flow.given(FunctionIndex, *Asked))
        A = {Answer::Carried, *Given};
    }
  }
  if (A.K == Answer::Carried) {
    if (A.Test)
      Cond = Tests.find(A.Test, A.Goes);
    add(Carried, {Cond, A.Arg, L.MustHold, L.Override});
    return true;
  }
  return (A.K == Answer::Yes) == L.MustHold;
}

/// The call runs only if its guards say so. What callers do not decide leaves
/// the effect as it is.
void Program::guard(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
                    LiteralSet &Literals) const {
  llvm::ArrayRef<Guard> All = Guarded.at(function(FunctionIndex), CallIndex);
  const Call &Guarding = call(FunctionIndex, CallIndex);
  if (E.Override != NoId)
    add(Literals, {nullptr, *callersArgument(P.object(Guarding)),
                   /*MustHold=*/false, E.Override});
  llvm::SmallVector<Guard, 4> Kept(All);
  // An exception destroys what it jumps over, whatever the way to the end of
  // the scope tests: only what was tested before it was made counts.
  if (Guarding.F == Call::Destructor) {
    llvm::SmallVector<Guard, 4> Made;
    Id V = P.object(Guarding).Variable;
    for (uint32_t J = 0; V != NoId && J < CallIndex; ++J)
      if (call(FunctionIndex, J).ResultVariable == V)
        llvm::append_range(Made, Guarded.at(function(FunctionIndex), J));
    llvm::erase_if(
        Kept, [&](const Guard &G) { return !llvm::is_contained(Made, G); });
  }
  for (const Guard &G : Kept)
    add(Literals, {Tests.find(G.Test, !G.Goes),
                   {Argument::Number, P.Tests[G.Test].Index},
                   /*MustHold=*/false});
}

static bool isSuppressed(const Facts &P, const Call &Call, Category Cat) {
  return P.details(Call).Suppressed >> Cat & 1;
}

std::optional<Program::Candidate> Program::primitive(uint32_t FunctionIndex,
                                                     uint32_t CallIndex,
                                                     const Edge &E,
                                                     const Row &R) const {
  if (R.Cat == NoCategory ||
      isSuppressed(P, call(FunctionIndex, CallIndex), R.Cat))
    return std::nullopt;
  Candidate Out;
  Out.E.Culprit = E.Entity;
  Out.E.Cause = &R;
  Out.E.Call = CallIndex;
  for (bool MustHold : {true, false})
    for (const Condition &Cond : MustHold ? R.When : R.Unless)
      if (!decide(FunctionIndex, CallIndex, E, {&Cond, Cond.Arg, MustHold},
                  Out.Literals))
        return std::nullopt;
  guard(FunctionIndex, CallIndex, E, Out.Literals);
  return Out;
}

std::optional<Program::Candidate> Program::carry(uint32_t FunctionIndex,
                                                 uint32_t CallIndex,
                                                 const Edge &E,
                                                 uint32_t EffectIndex) const {
  const Effect &From = Functions[E.Function].Effects[EffectIndex];
  if (isSuppressed(P, call(FunctionIndex, CallIndex), From.Cause->Cat))
    return std::nullopt;
  Candidate Out{From, {}};
  Out.E.Call = CallIndex;
  Out.E.NextFunction = E.Function;
  Out.E.NextEffect = EffectIndex;
  Out.E.Length = From.Length + 1;
  for (const Literal &L : ConditionSets[From.Conditions])
    if (!decide(FunctionIndex, CallIndex, E, L, Out.Literals))
      return std::nullopt;
  guard(FunctionIndex, CallIndex, E, Out.Literals);
  return Out;
}

template <typename Consumer>
void Program::forEachEffect(uint32_t FunctionIndex, uint32_t CallIndex,
                            const Edge &E, Consumer Consume) const {
  auto Offer = [&](std::optional<Candidate> Found) {
    if (Found)
      Consume(std::move(*Found));
  };
  if (E.Function != NoId) {
    for (uint32_t I = 0; I < Functions[E.Function].Effects.size(); ++I)
      Offer(carry(FunctionIndex, CallIndex, E, I));
    return;
  }
  if (declared(E.Entity) == Declared::Blocking)
    return Offer(primitive(FunctionIndex, CallIndex, E, DeclaredBlocking));
  for (const Row *R : Entities[E.Entity].Rows)
    Offer(primitive(FunctionIndex, CallIndex, E, *R));
}

void Program::findInvocations() {
  std::vector<std::pair<uint32_t, Site>> Sites;
  std::deque<std::pair<uint32_t, uint32_t>> Work;
  // A row for the function itself knows better, and so does an annotation.
  auto Elsewhere = [&](uint32_t Function, uint32_t Parameter) {
    const Entity &E = P.Entities[function(Function).Entity];
    const LinkedEntity &Linked = Entities[function(Function).Entity];
    if (!Linked.IsUsers &&
        (llvm::is_contained(P.list(E.Offloads), Parameter) ||
         llvm::is_contained(P.list(E.RunsOnLoop), Parameter)))
      return true;
    return llvm::any_of(Linked.Rows, [&](const Row *R) {
      return R->Offloads.includes(Parameter) ||
             R->RunsOnLoop.includes(Parameter);
    });
  };
  auto AddInvoked = [&](uint32_t Function, const Value &V) {
    std::optional<uint32_t> Parameter = resolve(Function, V).Parameter;
    auto &Known = Functions[Function].InvokedParameters;
    if (!Parameter || llvm::is_contained(Known, *Parameter) ||
        Elsewhere(Function, *Parameter))
      return;
    Known.push_back(*Parameter);
    Work.emplace_back(Function, *Parameter);
  };
  // Only what is given callables can call them.
  auto IsCallable = [&](ValueId V) {
    switch (P.Values[V].K) {
    case Value::Callable:
    case Value::Functor:
    case Value::Parameter:
    case Value::Result:
    case Value::Stored:
      return true;
    default:
      return false;
    }
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      if (llvm::any_of(P.arguments(Call), IsCallable))
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && E.PassesFrom == 0)
            Sites.push_back({E.Function, {I, J}});
      if (Call.F == Call::Indirect)
        AddInvoked(I, P.target(Call));
      for (const Row *R : rows(Call))
        for (ValueId V : select(R->Invokes, Call))
          AddInvoked(I, P.Values[V]);
    }
  Buckets<Site> SitesOf(Functions.size(), Sites);
  Sites = {};

  // Who calls its parameter runs what its callers give it.
  while (!Work.empty()) {
    auto [Function, Parameter] = Work.front();
    Work.pop_front();
    for (const Site &S : SitesOf[Function]) {
      const Value *V =
          argument(P, call(S.Function, S.Call), {Argument::Number, Parameter});
      if (!V)
        continue;
      AddInvoked(S.Function, *V);
      for (uint32_t E : runBy(S.Function, *V))
        addTargets(E, PassesNothing, Invocations[{S.Function, S.Call}]);
    }
  }
}

uint32_t Program::intern(const LiteralSet &Literals) {
  auto [It, New] = KnownSets.try_emplace(Literals, ConditionSets.size());
  if (New)
    ConditionSets.push_back(Literals);
  return It->second;
}

void Program::propagate() {
  // Breadth first over the reversed call graph, so that the first effect of
  // a kind that reaches a function has a shortest path.
  struct Site {
    uint32_t Function, Call, PassesFrom;
    Id Override;
  };
  std::vector<std::pair<uint32_t, Site>> Sites;
  std::deque<std::pair<uint32_t, uint32_t>> Work;
  auto Add = [&](uint32_t Function, Candidate New) {
    auto &Effects = Functions[Function].Effects;
    unsigned Variants = 0;
    auto IsCovered = [&](const Effect &Known) {
      if (Known.Cause->Cat != New.E.Cause->Cat ||
          Known.Cause->Lasts != New.E.Cause->Lasts)
        return false;
      ++Variants;
      // An effect on fewer conditions covers one on more.
      return llvm::all_of(ConditionSets[Known.Conditions],
                          [&](const Literal &L) {
                            return llvm::is_contained(New.Literals, L);
                          });
    };
    if (llvm::any_of(Effects, IsCovered))
      return;
    if (Variants >= MaxVariants) {
      // Too many to follow the branches of each: it happens on either side.
      llvm::erase_if(New.Literals, [&](const Literal &L) {
        return !L.MustHold && (!L.C || Tests.owns(L.C));
      });
      Variants = 0;
      if (llvm::any_of(Effects, IsCovered) || Variants >= 2 * MaxVariants)
        return;
    }
    New.E.Conditions = intern(New.Literals);
    Effects.push_back(New.E);
    Work.emplace_back(Function, Effects.size() - 1);
  };

  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      for (const Edge &E : targets(I, J))
        if (E.Function != NoId)
          Sites.push_back({E.Function, {I, J, E.PassesFrom, E.Override}});
        else
          forEachEffect(I, J, E,
                        [&](Candidate Found) { Add(I, std::move(Found)); });
  Buckets<Site> SitesOf(Functions.size(), Sites);
  Sites = {};
  while (!Work.empty()) {
    auto [Function, Index] = Work.front();
    Work.pop_front();
    for (const Site &S : SitesOf[Function])
      if (std::optional<Candidate> E =
              carry(S.Function, S.Call,
                    {NoId, Function, S.PassesFrom, S.Override}, Index))
        Add(S.Function, std::move(*E));
  }
}

std::vector<Effect> Program::effectsAt(uint32_t FunctionIndex,
                                       uint32_t CallIndex) const {
  std::vector<Effect> Out;
  if (Flow.isOffLoop(FunctionIndex, CallIndex))
    return Out;
  for (const Edge &E : targets(FunctionIndex, CallIndex))
    forEachEffect(FunctionIndex, CallIndex, E, [&](Candidate Found) {
      // What no caller can decide any more, an argument of the context
      // itself, is not known.
      if (llvm::none_of(Found.Literals,
                        [](const Literal &L) { return L.MustHold; }))
        Out.push_back(Found.E);
    });
  return Out;
}

} // namespace nostall
