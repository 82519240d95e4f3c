//===- Link.cpp - from summaries to effects -------------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <deque>

namespace nostall {

/// Effects of one kind on different conditions that a function may have.
static constexpr unsigned MaxVariants = 8;

Program::Program(llvm::ArrayRef<Summary> Summaries, const Catalogue &C)
    : C(C), Flow(C) {
  DeclaredBlocking.Cat =
      llvm::find(categories(), "wait") - categories().begin();
  DeclaredBlocking.Reason = "is declared to block";
  join(Summaries);
  findOffloads();
  analyseStates();
  markContexts();
  unmarkOffloaded();
  findInvocations();
  propagate();
}

Program::~Program() = default;

//===----------------------------------------------------------------------===//
// Join
//===----------------------------------------------------------------------===//

static bool samePlace(const LinkedFunction &A, const Summary &S,
                      const Function &B) {
  const Location &L = A.F->Loc, &M = B.Loc;
  if (L.File == NoId || M.File == NoId)
    return L.File == M.File;
  return L.Line == M.Line && L.Column == M.Column &&
         A.S->Files[L.File] == S.Files[M.File];
}

void Program::join(llvm::ArrayRef<Summary> Summaries) {
  std::vector<const Summary *> Sorted;
  for (const Summary &S : Summaries)
    Sorted.push_back(&S);
  llvm::sort(Sorted, [](const Summary *A, const Summary *B) {
    return std::tie(A->MainFile, A) < std::tie(B->MainFile, B);
  });

  llvm::StringMap<uint32_t> ByUSR;
  for (const Summary *S : Sorted) {
    std::vector<uint32_t> Local;
    for (const Entity &E : S->Entities) {
      auto [It, New] = ByUSR.try_emplace(E.USR, Entities.size());
      Local.push_back(It->second);
      if (New) {
        Entities.emplace_back();
        Entities.back().E = &E;
        Entities.back().S = S;
        Entities.back().Rows = C.find(E);
      }
    }
    Units.emplace_back(S, std::move(Local));
  }

  // Overriders and instances, by what every TU knows of them.
  std::vector<llvm::SmallVector<uint32_t, 0>> Instances(Entities.size());
  std::vector<llvm::SmallVector<uint32_t, 0>> Derived(Entities.size());
  std::vector<uint32_t> PatternOf(Entities.size(), NoId);
  for (const auto &[S, Local] : Units)
    for (size_t I = 0; I < Local.size(); ++I) {
      for (Id Base : S->Entities[I].Overrides)
        if (auto &List = Derived[Local[Base]];
            !llvm::is_contained(List, Local[I]))
          List.push_back(Local[I]);
      if (Id Pattern = S->Entities[I].Pattern; Pattern != NoId) {
        PatternOf[Local[I]] = Local[Pattern];
        if (auto &List = Instances[Local[Pattern]];
            !llvm::is_contained(List, Local[I]))
          List.push_back(Local[I]);
      }
    }
  for (uint32_t I = 0; I < Entities.size(); ++I) {
    auto &All = Entities[I].Overriders;
    All.append(Derived[I].begin(), Derived[I].end());
    for (size_t J = 0; J < All.size(); ++J)
      for (uint32_t D : Derived[All[J]])
        if (!llvm::is_contained(All, D))
          All.push_back(D);
  }

  // Two programs of one database may each have a function of one name; only
  // what stands at one place is one inline function.
  std::vector<llvm::SmallVector<uint32_t, 1>> Own(Entities.size());
  for (uint32_t Unit = 0; Unit < Units.size(); ++Unit) {
    const auto &[S, Local] = Units[Unit];
    for (const Function &F : S->Functions) {
      uint32_t E = Local[F.Entity];
      if (llvm::any_of(Own[E], [&](uint32_t Known) {
            return samePlace(Functions[Known], *S, F);
          }))
        continue;
      Own[E].push_back(Functions.size());
      LinkedFunction Linked;
      Linked.S = S;
      Linked.Unit = Unit;
      Linked.F = &F;
      Linked.Entity = E;
      Functions.push_back(std::move(Linked));
    }
  }
  for (uint32_t I = 0; I < Entities.size(); ++I) {
    auto &Bodies = Entities[I].Bodies;
    for (uint32_t Body : Own[I])
      if (!Functions[Body].F->IsPattern)
        Bodies.push_back(Body);
    if (Bodies.empty())
      for (uint32_t Instance : Instances[I])
        Bodies.append(Own[Instance]);
    if (Bodies.empty())
      Bodies = Own[I];
    if (Bodies.empty() && PatternOf[I] != NoId)
      Bodies = Own[PatternOf[I]];
  }
}

uint32_t Program::callee(const LinkedFunction &F, const Call &Call) const {
  return Call.Callee == NoId ? NoId : global(F, Call.Callee);
}

llvm::ArrayRef<const Row *> Program::rows(const LinkedFunction &F,
                                          const Call &Call) const {
  uint32_t E = callee(F, Call);
  if (E == NoId)
    return {};
  return Entities[E].Rows;
}

void Program::analyseStates() {
  // Helpers come before or after their callers: repeat until it is still.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const LinkedFunction &F : Functions) {
      auto Rows = [&](const Call &Call) { return rows(F, Call); };
      auto Inferred = [&](const Call &Call) -> const StateChanges * {
        uint32_t E = callee(F, Call);
        return E == NoId || Entities[E].Changes.empty() ? nullptr
                                                        : &Entities[E].Changes;
      };
      auto Hops = [&](uint32_t Await) { return hopOf(F, Await); };
      auto IsTask = [&](const Call &Call) {
        uint32_t E = callee(F, Call);
        return E != NoId &&
               llvm::any_of(Entities[E].Bodies, [&](uint32_t Body) {
                 return Functions[Body].F->K == Function::Coroutine;
               });
      };
      auto HasBody = [&](const Call &Call) {
        uint32_t E = callee(F, Call);
        return E != NoId &&
               llvm::any_of(Entities[E].Bodies, [&](uint32_t Body) {
                 return Functions[Body].F->K == Function::Plain &&
                        Functions[Body].Entity != F.Entity &&
                        !Functions[Body].F->Calls.empty();
               });
      };
      StateChanges Found =
          Flow.analyse(*F.F, *F.S, {Rows, Inferred, Hops, IsTask, HasBody});
      // States are only won from round to round.
      if (Found.size() > Entities[F.Entity].Changes.size()) {
        Entities[F.Entity].Changes = std::move(Found);
        Changed = true;
      }
    }
  }
}

//===----------------------------------------------------------------------===//
// Contexts
//===----------------------------------------------------------------------===//

bool Program::isGenerator(const LinkedFunction &F) const {
  return F.F->K == Function::Generator ||
         (F.F->K == Function::Coroutine && F.F->Returns != NoId &&
          C.isGenerator(F.S->Types[F.F->Returns].Name));
}

void Program::markContexts() {
  // The text of a template stands in only where nothing instantiates it.
  llvm::StringSet<> Instantiated;
  auto Place = [](const LinkedFunction &F) {
    return (F.S->Files[F.F->Loc.File] + ":" + llvm::Twine(F.F->Loc.Line) + ":" +
            llvm::Twine(F.F->Loc.Column))
        .str();
  };
  for (const LinkedFunction &F : Functions)
    if (!F.F->IsPattern && F.F->Loc.File != NoId)
      Instantiated.insert(Place(F));
  for (LinkedFunction &F : Functions)
    F.IsContext = F.F->K == Function::Coroutine && !isGenerator(F) &&
                  !C.isOpaque(Entities[F.Entity].E->Name) &&
                  !(F.F->IsPattern && F.F->Loc.File != NoId &&
                    Instantiated.contains(Place(F)));

  for (const LinkedFunction &F : Functions)
    for (const Call &Call : F.F->Calls)
      for (const Row *R : rows(F, Call))
        for (const Value *V : select(R->RunsOnLoop, Call)) {
          for (uint32_t E : resolve(F, *V).Entities)
            for (uint32_t Body : Entities[E].Bodies)
              if (Functions[Body].F->K == Function::Plain) {
                Functions[Body].IsContext = true;
                Functions[Body].HandedTo = callee(F, Call);
              }
        }
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

Program::Callable Program::resolve(const LinkedFunction &F, const Value &V,
                                   unsigned Depth) const {
  Callable Out;
  switch (V.K) {
  case Value::Callable:
    Out.Entities.push_back(global(F, V.Index));
    break;
  case Value::Functor:
    for (Id Operator : F.S->Types[V.Index].CallOperators)
      Out.Entities.push_back(global(F, Operator));
    break;
  case Value::Parameter:
    Out.Parameter = V.Index;
    break;
  case Value::Result: {
    const Call &Call = F.F->Calls[V.Index];
    for (const Row *R : rows(F, Call))
      if (R->Wraps && Depth < 8)
        if (const Value *Inner = argument(Call, *R->Wraps))
          return resolve(F, *Inner, Depth + 1);
    break;
  }
  default:
    break;
  }
  return Out;
}

/// True if \p R says whether the call itself waits.
static bool decides(const Row *R) {
  return R->Cat != NoCategory || R->NeverBlocks;
}

static bool isUsers(const Row *R) { return R->Layer > 0; }

/// What attributes say, unless the user's configuration says otherwise.
static Declared declared(const LinkedEntity &E) {
  return llvm::any_of(E.Rows, isUsers) ? Declared::Nothing : E.E->Effect;
}

void Program::addTargets(uint32_t Entity, std::optional<uint32_t> PassesFrom,
                         EdgeList &Out) const {
  const LinkedEntity &E = Entities[Entity];
  Declared Effect = declared(E);
  if (Effect == Declared::NonBlocking)
    return;
  if (Effect == Declared::Blocking || llvm::any_of(E.Rows, decides)) {
    Out.push_back({Entity, NoId, PassesFrom});
    return;
  }
  // A user's row for a project function says it all.
  if (C.isOpaque(E.E->Name) || llvm::any_of(E.Rows, isUsers))
    return;
  for (uint32_t Body : E.Bodies)
    // Calling a coroutine does not block: its body answers for itself.
    if (Functions[Body].F->K == Function::Plain)
      Out.push_back({Entity, Body, PassesFrom});
}

void Program::addGenerator(const LinkedFunction &F, const Value &V,
                           EdgeList &Out, unsigned Depth) const {
  if (V.K != Value::Result || Depth == 4)
    return;
  const Call &Made = F.F->Calls[V.Index];
  if (uint32_t E = callee(F, Made); E != NoId)
    for (uint32_t Body : Entities[E].Bodies)
      if (isGenerator(Functions[Body]))
        Out.push_back({E, Body, std::nullopt});
  // An iterator runs the generator that it came from.
  if (Out.empty() && Made.HasObject && Made.Callee != NoId &&
      llvm::StringRef(F.S->Entities[Made.Callee].Name).ends_with("::begin"))
    addGenerator(F, Made.Object, Out, Depth + 1);
}

/// Names of members that look at a generator without running it.
static bool isPassive(llvm::StringRef Name) {
  llvm::StringRef Last = Name.rsplit("::").second;
  return Last == "end" || Last == "operator*" || Last == "operator->" ||
         Last == "operator==" || Last == "operator!=";
}

void Program::addGenerators(const LinkedFunction &F, const Call &Call,
                            EdgeList &Out) const {
  // A generator runs when its consumer asks for the next value.
  EdgeList Found;
  uint32_t E = callee(F, Call);
  if (Call.F == Call::Plain && Call.HasObject &&
      !isPassive(Entities[E].E->Name))
    addGenerator(F, Call.Object, Found);
  if (Call.F == Call::Plain && !Entities[E].Bodies.empty())
    for (const Value &V : Call.Arguments)
      addGenerator(F, V, Found);
  Out.append(Found);
}

bool Program::mayBe(const LinkedFunction &F, Id Static,
                    uint32_t Overrider) const {
  const LinkedEntity &E = Entities[Overrider];
  if (Static == NoId || E.E->Class == NoId)
    return true;
  const std::string &Name = F.S->Types[Static].Name;
  const Type &Class = E.S->Types[E.E->Class];
  return Class.Name == Name || llvm::is_contained(Class.Bases, Name);
}

/// True if \p Constructor can take the arguments of \p Call from \p From on.
static bool takes(const Entity &Constructor, const Call &Call, uint32_t From) {
  size_t Given = Call.Arguments.size() - Call.DefaultArguments;
  size_t Count = Given - std::min<size_t>(Given, From);
  if (Constructor.Shapes.size() != Count)
    return false;
  for (size_t I = 0; I < Count; ++I) {
    Shape Has = Call.Arguments[From + I].S, Wants = Constructor.Shapes[I];
    // A class may be made from anything, or convert to anything.
    if (Has != Wants && Has != Shape::Class && Wants != Shape::Class &&
        Has != Shape::Other && Wants != Shape::Other)
      return false;
  }
  return true;
}

Program::EdgeList Program::targets(uint32_t FunctionIndex,
                                   uint32_t CallIndex) const {
  EdgeList Out;
  const LinkedFunction &F = Functions[FunctionIndex];
  const Call &Call = F.F->Calls[CallIndex];
  if (Call.F == Call::Await || Call.F == Call::Return)
    return Out;
  auto Run = [&](const Value &V, std::optional<uint32_t> PassesFrom) {
    for (uint32_t E : resolve(F, V).Entities)
      addTargets(E, PassesFrom, Out);
  };
  // What was moved from has nothing left to wait for.
  if (Call.F == Call::Destructor && Call.Object.Type != NoId &&
      !F.S->Types[Call.Object.Type].HasOwnMove &&
      Flow.holds(*F.F, *F.S, CallIndex, Call.Object, Catalogue::Moved))
    return Out;
  if (Call.F == Call::Indirect) {
    Run(Call.Target, 0);
    // A pointer to a virtual method calls the override.
    for (uint32_t E : resolve(F, Call.Target).Entities)
      for (uint32_t Overrider : Entities[E].Overriders)
        addTargets(Overrider, 0, Out);
    return Out;
  }

  uint32_t E = callee(F, Call);
  addTargets(E, 0, Out);
  addGenerators(F, Call, Out);
  if (Call.IsVirtual && llvm::none_of(Entities[E].Rows, decides))
    for (uint32_t Overrider : Entities[E].Overriders)
      if (mayBe(F, Call.Object.Type, Overrider))
        addTargets(Overrider, 0, Out);
  for (const Row *R : Entities[E].Rows) {
    for (const Value *V : select(R->Invokes, Call))
      Run(*V, R->PassesFrom);
    if (!R->Destroys && !R->ConstructsFrom && !R->Locks)
      continue;
    if (R->OwnedType >= Call.TypeArguments.size() ||
        Call.TypeArguments[R->OwnedType] == NoId)
      continue;
    const Type &T = F.S->Types[Call.TypeArguments[R->OwnedType]];
    if (R->Destroys && T.Destructor != NoId)
      addTargets(global(F, T.Destructor), std::nullopt, Out);
    if (R->Locks && T.Lock != NoId)
      addTargets(global(F, T.Lock), std::nullopt, Out);
    if (R->ConstructsFrom)
      for (Id Constructor : T.Constructors)
        if (takes(F.S->Entities[Constructor], Call, *R->ConstructsFrom))
          addTargets(global(F, Constructor), R->ConstructsFrom, Out);
  }
  if (auto It = Invocations.find({FunctionIndex, CallIndex});
      It != Invocations.end())
    Out.append(It->second);
  return Out;
}

//===----------------------------------------------------------------------===//
// Effects
//===----------------------------------------------------------------------===//

bool Program::decide(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
                     const Literal &L,
                     llvm::SmallVectorImpl<Literal> &Carried) const {
  const LinkedFunction &F = Functions[FunctionIndex];
  Answer A;
  Argument At = L.Arg;
  if (At.K == Argument::Number)
    At.Index += E.PassesFrom.value_or(0);
  if (E.PassesFrom)
    A = ask(*L.C, At, F.F->Calls[CallIndex], *F.S, C,
            [&](const Value &V, uint32_t State) {
              return Flow.holds(*F.F, *F.S, CallIndex, V, State);
            });
  if (A.K == Answer::Carried) {
    Carried.push_back({L.C, A.Arg, L.MustHold});
    return true;
  }
  return (A.K == Answer::Yes) == L.MustHold;
}

static bool isSuppressed(const Call &Call, Category Cat) {
  return Call.Suppressed >> Cat & 1;
}

std::optional<Effect> Program::primitive(uint32_t FunctionIndex,
                                         uint32_t CallIndex, const Edge &E,
                                         const Row &R) const {
  if (R.Cat == NoCategory ||
      isSuppressed(Functions[FunctionIndex].F->Calls[CallIndex], R.Cat))
    return std::nullopt;
  Effect Out;
  Out.Cat = R.Cat;
  Out.Lasts = R.Lasts;
  Out.Culprit = E.Entity;
  Out.Cause = &R;
  Out.Call = CallIndex;
  for (bool MustHold : {true, false})
    for (const Condition &Cond : MustHold ? R.When : R.Unless)
      if (!decide(FunctionIndex, CallIndex, E, {&Cond, Cond.Arg, MustHold},
                  Out.Literals))
        return std::nullopt;
  return Out;
}

std::optional<Effect> Program::carry(uint32_t FunctionIndex, uint32_t CallIndex,
                                     const Edge &E,
                                     uint32_t EffectIndex) const {
  const Effect &From = Functions[E.Function].Effects[EffectIndex];
  if (isSuppressed(Functions[FunctionIndex].F->Calls[CallIndex], From.Cat))
    return std::nullopt;
  Effect Out;
  Out.Cat = From.Cat;
  Out.Lasts = From.Lasts;
  Out.Culprit = From.Culprit;
  Out.Cause = From.Cause;
  Out.Call = CallIndex;
  Out.NextFunction = E.Function;
  Out.NextEffect = EffectIndex;
  Out.Length = From.Length + 1;
  for (const Literal &L : From.Literals)
    if (!decide(FunctionIndex, CallIndex, E, L, Out.Literals))
      return std::nullopt;
  return Out;
}

template <typename Consumer>
void Program::forEachEffect(uint32_t FunctionIndex, uint32_t CallIndex,
                            const Edge &E, Consumer Consume) const {
  auto Offer = [&](std::optional<Effect> Found) {
    if (Found)
      Consume(std::move(*Found));
  };
  if (E.Function != NoId) {
    for (uint32_t I = 0; I < Functions[E.Function].Effects.size(); ++I)
      Offer(carry(FunctionIndex, CallIndex, E, I));
    return;
  }
  const LinkedEntity &Callee = Entities[E.Entity];
  if (declared(Callee) == Declared::Blocking)
    return Offer(primitive(FunctionIndex, CallIndex, E, DeclaredBlocking));
  for (const Row *R : Callee.Rows)
    Offer(primitive(FunctionIndex, CallIndex, E, *R));
}

void Program::findInvocations() {
  struct Site {
    uint32_t Function, Call;
  };
  std::vector<std::vector<Site>> Callers(Functions.size());
  std::deque<std::pair<uint32_t, uint32_t>> Work;
  // A row for the function itself knows better.
  auto Elsewhere = [&](uint32_t Function, uint32_t Parameter) {
    return llvm::any_of(Entities[Functions[Function].Entity].Rows,
                        [&](const Row *R) {
                          return R->Offloads.includes(Parameter) ||
                                 R->RunsOnLoop.includes(Parameter);
                        });
  };
  auto AddInvoked = [&](uint32_t Function, const Value &V) {
    std::optional<uint32_t> Parameter =
        resolve(Functions[Function], V).Parameter;
    auto &Known = Functions[Function].InvokedParameters;
    if (!Parameter || llvm::is_contained(Known, *Parameter) ||
        Elsewhere(Function, *Parameter))
      return;
    Known.push_back(*Parameter);
    Work.emplace_back(Function, *Parameter);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    const LinkedFunction &F = Functions[I];
    for (uint32_t J = 0; J < F.F->Calls.size(); ++J) {
      const Call &Call = F.F->Calls[J];
      for (const Edge &E : targets(I, J))
        if (E.Function != NoId && E.PassesFrom == 0)
          Callers[E.Function].push_back({I, J});
      if (Call.F == Call::Indirect)
        AddInvoked(I, Call.Target);
      for (const Row *R : rows(F, Call))
        for (const Value *V : select(R->Invokes, Call))
          AddInvoked(I, *V);
    }
  }

  // Who calls its parameter runs what its callers give it.
  while (!Work.empty()) {
    auto [Function, Parameter] = Work.front();
    Work.pop_front();
    for (const Site &S : Callers[Function]) {
      const LinkedFunction &F = Functions[S.Function];
      const Value *V =
          argument(F.F->Calls[S.Call], {Argument::Number, Parameter});
      if (!V)
        continue;
      AddInvoked(S.Function, *V);
      for (uint32_t E : resolve(F, *V).Entities)
        addTargets(E, std::nullopt, Invocations[{S.Function, S.Call}]);
    }
  }
}

void Program::propagate() {
  // Breadth first over the reversed call graph, so that the first effect of
  // a kind that reaches a function has a shortest path.
  struct Site {
    uint32_t Function, Call;
    Edge E;
  };
  std::vector<std::vector<Site>> Callers(Functions.size());
  std::deque<std::pair<uint32_t, uint32_t>> Work;
  auto Add = [&](uint32_t Function, Effect E) {
    auto &Effects = Functions[Function].Effects;
    unsigned Variants = 0;
    for (const Effect &Known : Effects) {
      if (Known.Cat != E.Cat || Known.Lasts != E.Lasts)
        continue;
      // An effect on fewer conditions covers one on more.
      if (llvm::all_of(Known.Literals, [&](const Literal &L) {
            return llvm::is_contained(E.Literals, L);
          }))
        return;
      if (++Variants == MaxVariants)
        return;
    }
    Effects.push_back(std::move(E));
    Work.emplace_back(Function, Effects.size() - 1);
  };

  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (uint32_t J = 0; J < Functions[I].F->Calls.size(); ++J)
      for (const Edge &E : targets(I, J))
        if (E.Function != NoId)
          Callers[E.Function].push_back({I, J, E});
        else
          forEachEffect(I, J, E,
                        [&](Effect Found) { Add(I, std::move(Found)); });
  while (!Work.empty()) {
    auto [Function, Index] = Work.front();
    Work.pop_front();
    for (const Site &S : Callers[Function])
      if (std::optional<Effect> E = carry(S.Function, S.Call, S.E, Index))
        Add(S.Function, std::move(*E));
  }
}

std::vector<Effect> Program::effectsAt(uint32_t FunctionIndex,
                                       uint32_t CallIndex) const {
  std::vector<Effect> Out;
  if (Flow.isOffLoop(*Functions[FunctionIndex].F, CallIndex))
    return Out;
  for (const Edge &E : targets(FunctionIndex, CallIndex))
    forEachEffect(FunctionIndex, CallIndex, E,
                  [&](Effect Found) { Out.push_back(std::move(Found)); });
  return Out;
}

} // namespace nostall
