//===- Link.cpp - from summaries to effects -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkKnown.h"
#include "LinkTests.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <deque>
#include <set>

namespace nostall {

/// Effects of one kind on different conditions that a function may have.
static constexpr unsigned MaxVariants = 8;

/// Of a part of a program, what is known of the rest.
static std::function<bool(llvm::StringRef)>
definedElsewhere(const LinkOptions &Options) {
  if (!Options.IsOffloaded)
    return {};
  return [&Options](llvm::StringRef USR) {
    return Options.IsOffloaded(USR).has_value();
  };
}

Program::Program(Facts Joined, const Catalogue &C, LinkOptions Options)
    : P(withErrnoHelpers(std::move(Joined))), C(C), Options(std::move(Options)),
      Entities(P.Entities.size()), Functions(P.Functions.size()),
      ConditionSets(1), KnownSets{{{}, 0}},
      Fields(P, C, definedElsewhere(this->Options)),
      Outcomes(decideTests(P, Fields)), Tests(P), Guarded(P, Outcomes),
      Flow(P, C, Tests, Guarded) {
  DeclaredBlocking.Cat =
      llvm::find(categories(), "wait") - categories().begin();
  DeclaredBlocking.Reason = "is declared to block";
  LogLine.Cat = llvm::find(categories(), "console") - categories().begin();
  LogLine.Lasts = Duration::Brief;
  findRows();
  findOverriders();
  findBodies();
  findCallers();
  findNamedSlots();
  findStores();
  findCopies();
  findUnseen();
  findMoved();
  findShown();
  findOffloads();
  findLoops();
  findOffloads();
  analyseStates();
  markOffloaded();
  markContexts();
  markNamed();
  markLoopCode();
  markLoopCallbacks();
  markTables();
  findInvocations();
  findDone();
  findChildren();
  Known = std::make_unique<Knowledge>(*this);
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
    for (const Row *R : Linked.Rows)
      if (R->Assigns)
        Flow.setAssigns(I, *R->Assigns);
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
  // Instances override for themselves.
  llvm::DenseSet<Id> Instantiated;
  for (const Entity &E : P.Entities)
    if (E.Pattern != NoId)
      Instantiated.insert(E.Pattern);
  std::vector<std::pair<uint32_t, uint32_t>> Pairs;
  for (uint32_t I = 0; I < Entities.size(); ++I)
    if (!Instantiated.contains(I))
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
                      L.Arg.Holder, L.MustHold, L.Chosen, L.Slot);
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
  if (Cond && Cond->K == Condition::GivenTo)
    return isGivenTo(*Cond, calls(FunctionIndex), CallIndex, P, C) ==
           (L.MustHold != Cond->Not);
  if (E.PassesFrom != PassesNothing) {
    Argument At = L.Arg;
    if (At.K == Argument::Number)
      At.Index += E.PassesFrom;
    const Value *Asked = nullptr;
    const Call &Asking = call(FunctionIndex, CallIndex);
    if (const Value *V = L.C ? nullptr : argument(P, Asking, At)) {
      if (runsAnother(FunctionIndex, *V, L))
        A.K = Answer::Yes;
      else if (std::optional<Argument> Own = callersArgument(*V))
        A = {Answer::Carried, *Own};
    } else if (L.C)
      A = ask(*L.C, At, Asking, P, C, [&](const Value &V, uint32_t State) {
        Asked = &V;
        return Flow.holds(FunctionIndex, CallIndex, V, State, At);
      });
    // An argument says itself what is in its fields; of the object, methods may
    // have written to them.
    if (L.C && isOfField(*L.C, At)) {
      if (At.K == Argument::Object || A.K == Answer::Unknown)
        A = askField(FunctionIndex, Asking, E, *L.C, At);
    } else if (const Value *V = argument(P, Asking, At);
               L.C && V && A.K == Answer::Unknown && isOnNumbers(*L.C))
      A = askResult(FunctionIndex, Cond, *V);
    if (L.C && isOnNumbers(*L.C))
      A = askHere(FunctionIndex, CallIndex, *Cond, At, A);
    // The function's own parameters decide.
    if (const Condition *When = A.K != Answer::Unknown || !Asked || L.C->Not
                                    ? nullptr
                                    : Flow.whenHolds(FunctionIndex, CallIndex,
                                                     *Asked, L.C->State, At)) {
      Cond = When;
      A = {Answer::Carried, When->Arg};
    } else if (A.K == Answer::Unknown && Asked) {
      if (std::optional<Argument> Given =
              Flow.given(FunctionIndex, *Asked, At.Part))
        A = {Answer::Carried, *Given};
    }
  } else if (L.C) {
    A = askParent(FunctionIndex, CallIndex, *L.C, L.Arg);
  }
  if (A.K == Answer::Carried) {
    if (A.Test)
      Cond = Tests.find(A.Test, A.Goes);
    add(Carried, {Cond, A.Arg, L.MustHold, L.Chosen, L.Slot});
    return true;
  }
  return (A.K == Answer::Yes) == L.MustHold;
}

/// True if no caller can give a parameter what both say: `if (!error)` on the
/// way to `if (error)`.
static bool excludeEachOther(const Literal &A, const Literal &B) {
  auto IsOnNumber = [](const Literal &L) {
    return L.C && isOnNumbers(*L.C) && L.C->Field.empty() &&
           L.Arg.K == Argument::Number && !L.Arg.IsField;
  };
  return IsOnNumber(A) && IsOnNumber(B) && A.Arg == B.Arg &&
         excludeEachOther(*A.C, A.MustHold, *B.C, B.MustHold);
}

/// The call runs only if its guards say so. What callers do not decide leaves
/// the effect as it is. False if it never has it.
bool Program::guard(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
                    LiteralSet &Literals) const {
  llvm::ArrayRef<Guard> All = Guarded.at(function(FunctionIndex), CallIndex);
  const Call &Guarding = call(FunctionIndex, CallIndex);
  if (E.Slot)
    add(Literals,
        {nullptr, {Argument::Object}, /*MustHold=*/false, E.Chosen, E.Slot});
  else if (E.Chosen != NoId)
    add(Literals, {nullptr, *callersArgument(P.object(Guarding)),
                   /*MustHold=*/false, E.Chosen});
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
    if (!isStale(FunctionIndex, G))
      add(Literals, {Tests.find(G.Test, !G.Goes), asked(P.Tests[G.Test]),
                     /*MustHold=*/false});
  for (const Literal &A : Literals)
    for (const Literal &B : Literals)
      if (excludeEachOther(A, B))
        return false;
  return true;
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
  if (!guard(FunctionIndex, CallIndex, E, Out.Literals))
    return std::nullopt;
  return Out;
}

/// True if \p E, of a function, is a line of a log: what it prints is given by
/// the callers, where it goes is not.
bool Program::isLogLine(uint32_t FunctionIndex, const Effect &E) const {
  auto IsOfCause = [&](const Literal &L) {
    auto Is = [&](const Condition &Cond) { return &Cond == L.C; };
    return L.Arg.K == Argument::Number && !L.Arg.IsField &&
           (llvm::any_of(E.Cause->When, Is) ||
            llvm::any_of(E.Cause->Unless, Is));
  };
  return E.Cause->Prints && function(FunctionIndex).TakesFormat &&
         llvm::none_of(ConditionSets[E.Conditions], IsOfCause);
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
  if (isLogLine(E.Function, From))
    Out.E.Cause = &LogLine;
  for (const Literal &L : ConditionSets[From.Conditions])
    if (!decide(FunctionIndex, CallIndex, E, L, Out.Literals))
      return std::nullopt;
  if (!guard(FunctionIndex, CallIndex, E, Out.Literals))
    return std::nullopt;
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
  // An algorithm gives what it calls the elements of its ranges.
  struct Site {
    uint32_t Function, Call;
    bool IsAlgorithm;
  };
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
    case Value::This:
    case Value::Parameter:
    case Value::Result:
    case Value::Stored:
    case Value::Choice:
      return true;
    default:
      return false;
    }
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < calls(I).size(); ++J) {
      const Call &Call = call(I, J);
      bool IsAlgorithm =
          llvm::any_of(rows(Call), [](const Row *R) { return R->Invokes.All; });
      if (llvm::any_of(P.arguments(Call), IsCallable))
        for (const Edge &E : targets(I, J))
          if (E.Function != NoId && (E.PassesFrom == 0 || IsAlgorithm))
            Sites.push_back({E.Function, {I, J, E.PassesFrom != 0}});
      if (Call.F == Call::Indirect)
        AddInvoked(I, P.target(Call));
      for (const Row *R : rows(Call))
        for (ValueId V : invoked(*R, Call))
          AddInvoked(I, P.Values[V]);
    }
  Buckets<Site> SitesOf(Functions.size(), Sites);
  Sites = {};

  // Who calls its parameter runs what its callers give it.
  while (!Work.empty()) {
    auto [Function, Parameter] = Work.front();
    Work.pop_front();
    for (const Site &S : SitesOf[Function])
      for (const auto &[Number, Given] :
           llvm::enumerate(P.arguments(call(S.Function, S.Call)))) {
        const Value &V = P.Values[Given];
        if (S.IsAlgorithm ? V.K != Value::Stored : Number != Parameter)
          continue;
        AddInvoked(S.Function, V);
        for (uint32_t E : runBy(S.Function, V))
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
    Id Chosen;
    StringId Slot;
  };
  std::vector<std::pair<uint32_t, Site>> Sites;
  std::deque<std::pair<uint32_t, uint32_t>> Work;
  auto Add = [&](uint32_t Function, Candidate New) {
    auto &Effects = Functions[Function].Effects;
    unsigned Variants = 0;
    auto IsCovered = [&](const Effect &Known) {
      if (Known.Cause->Cat != New.E.Cause->Cat ||
          Known.Cause->Lasts != New.E.Cause->Lasts ||
          Known.Cause->Prints != New.E.Cause->Prints)
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
      for (const Edge &E : isSpared(I, J) ? EdgeList() : targets(I, J))
        if (E.Function != NoId)
          Sites.push_back({E.Function, {I, J, E.PassesFrom, E.Chosen, E.Slot}});
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
                    {NoId, Function, S.PassesFrom, S.Chosen, S.Slot}, Index))
        Add(S.Function, std::move(*E));
  }
}

std::vector<Effect> Program::effectsAt(uint32_t FunctionIndex,
                                       uint32_t CallIndex) const {
  std::vector<Effect> Out;
  if (Flow.isOffLoop(FunctionIndex, CallIndex) ||
      isSpared(FunctionIndex, CallIndex))
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
