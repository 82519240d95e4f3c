//===- Link.h - from summaries to effects -----------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes the joined facts of a program, applies the catalogue to every call and
// propagates effects from callees to callers until nothing changes. Each
// effect keeps one shortest path to the library call that causes it.
//
// Functions and entities are named by their rows in the facts.
//
// Every step is linear in the size of the program, but for what the fixpoints
// go round; nothing recurses along the call graph.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINK_H
#define NOSTALL_CORE_LINK_H

#include "Buckets.h"
#include "Catalogue.h"
#include "Conditions.h"
#include "Facts.h"
#include "FieldValues.h"
#include "Guards.h"
#include "States.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace nostall {

/// A condition on an argument of the function that has the effect: only its
/// callers can decide it.
struct Literal {
  /// Null means: calling Chosen on the argument runs something else.
  const Condition *C = nullptr;
  Argument Arg;
  /// True if the effect needs the condition, false if it excludes it.
  bool MustHold = false;
  /// A virtual method, or a callable in Slot of the argument; or NoId.
  Id Chosen = NoId;
  StringId Slot = 0;

  bool operator==(const Literal &) const = default;
  bool operator<(const Literal &O) const;
};

/// One way in which a call can make the thread wait. There are many: small.
struct Effect {
  /// What waits in the end, and the row that says so.
  uint32_t Culprit = NoId;
  /// A row of Program's condition sets: all of them must be as they say.
  uint32_t Conditions = 0;
  const Row *Cause = nullptr;
  /// The call in this function that has the effect, and how it goes on from
  /// there: an effect of another function, or NoId at the library call.
  uint32_t Call = 0;
  uint32_t NextFunction = NoId, NextEffect = NoId;
  /// Calls from here to the library call.
  uint32_t Length = 1;
};

/// What linking finds out of an entity.
struct LinkedEntity {
  /// Rows of the catalogue for it.
  llvm::SmallVector<const Row *, 0> Rows;
  /// Bodies of it or, for a template, of its instantiations.
  llvm::SmallVector<uint32_t, 1> Bodies;
  /// Entities that override it, transitively.
  llvm::SmallVector<uint32_t, 0> Overriders;
  /// What its body does to the states of its parameters and its result.
  StateChanges Changes;
  /// A row says whether calling it waits.
  bool IsDecided = false;
  /// A row of the user is among Rows.
  bool IsUsers = false;
  /// Its namespace is judged by rows alone.
  bool IsOpaque = false;
};

/// What linking finds out of a function body.
struct LinkedFunction {
  /// An event loop runs it: a coroutine, or a callback given to a loop.
  bool IsContext = false;
  /// Is an event loop itself.
  bool IsLoop = false;
  /// Waits for an event loop that calls it.
  bool WaitsForLoop = false;
  /// A loop of the project calls it directly, and nobody else does.
  bool IsDispatched = false;
  /// The slot that it is in, of too many functions to say which of them runs
  /// where code of a loop calls one; or 0.
  StringId Table = 0;
  /// Which of its calls it makes between its waits, as part of an event loop.
  /// Empty if it is none.
  std::vector<bool> LoopCode;
  /// Other threads run it, whoever calls it.
  bool IsOffloaded = false;
  /// The function that handed it to the loop, if it is a callback, and the
  /// call of that function, if it is one.
  uint32_t HandedTo = NoId;
  Location HandedAt;
  /// The loop finds it by its name.
  const NamedCallback *Named = nullptr;
  std::vector<Effect> Effects;
  /// Parameters that it calls before it returns.
  llvm::SmallVector<uint32_t, 1> InvokedParameters;
  /// Parameters that it hands to other threads.
  llvm::SmallVector<uint32_t, 1> OffloadedParameters;
};

/// Which bodies a virtual call may run.
enum class VirtualCalls : uint8_t {
  All,      ///< Every override of the program.
  Declared, ///< That of the function that the call names.
  None,     ///< None: only rows and annotations count.
};

/// Which functions are callbacks of an event loop.
enum class Callbacks : uint8_t {
  All,   ///< Also those that it finds by their names.
  Given, ///< Those that code hands to it.
};

struct LinkOptions {
  VirtualCalls Virtual = VirtualCalls::All;
  Callbacks Judged = Callbacks::All;
  /// For parts of a program: whether a function (by USR) is known to run on
  /// other threads only, from when all of it was linked.
  std::function<std::optional<bool>(llvm::StringRef USR)> IsOffloaded = {};
  /// The same for whether a loop finds it by its name.
  std::function<std::optional<bool>(llvm::StringRef USR)> IsNamed = {};
};

/// What is not known of the functions that some function leads to.
struct Unknowns {
  struct Callee {
    /// One of the functions of this name.
    Id Entity = NoId;
    size_t Calls = 0;
    Location First;
  };
  /// Functions without body and row, that were taken on trust: those with the
  /// most calls first.
  std::vector<Callee> Callees;
  /// Calls of values that may be anything.
  size_t Indirect = 0;
};

class Program {
public:
  class Knowledge;

  /// \p C must outlive the program.
  Program(Facts Joined, const Catalogue &C, LinkOptions Options = {});
  ~Program();

  const Facts &facts() const { return P; }
  llvm::ArrayRef<LinkedFunction> functions() const { return Functions; }
  llvm::ArrayRef<LinkedEntity> entities() const { return Entities; }
  /// All of these must be as they say for \p E.
  llvm::ArrayRef<Literal> conditions(const Effect &E) const {
    return ConditionSets[E.Conditions];
  }
  /// What annotations say, unless the user's configuration says otherwise.
  Declared declared(uint32_t Entity) const;

  /// What \p CallIndex of \p FunctionIndex can do to the thread, as far as
  /// that is certain without the function's callers. Calls that run off the
  /// loop have no effects.
  std::vector<Effect> effectsAt(uint32_t FunctionIndex,
                                uint32_t CallIndex) const;

  /// True if the call is made on another thread than the loop's.
  /// True if an event loop makes the call, or runs the function that does.
  bool isLoopCode(uint32_t FunctionIndex, uint32_t CallIndex) const {
    const LinkedFunction &F = Functions[FunctionIndex];
    return F.IsContext || (!F.LoopCode.empty() && F.LoopCode[CallIndex]);
  }
  bool isOffLoop(uint32_t FunctionIndex, uint32_t CallIndex) const {
    return Flow.isOffLoop(FunctionIndex, CallIndex);
  }

  /// What is not known of what the functions \p Roots lead to.
  Unknowns unknowns(llvm::ArrayRef<uint32_t> Roots) const;

private:
  /// A call, with its function.
  struct Site {
    uint32_t Function, Call;
  };
  struct Edge;
  struct Callable;
  struct Candidate;
  struct ObjectClass;
  /// Whose slot is meant, as a function sees it.
  struct Owner {
    enum Kind : uint8_t {
      Anybody,
      This,      ///< The function's own object.
      Parameter, ///< The function's parameter Which.
      Named,     ///< The field or global variable Which.
    };
    Kind K = Anybody;
    Id Which = 0;

    bool IsCallers() const { return K == This || K == Parameter; }
    auto operator<=>(const Owner &) const = default;
  };
  /// A slot of an object.
  struct Shelf {
    StringId Slot;
    Owner Of;

    auto operator<=>(const Shelf &) const = default;
  };
  /// A slot that another one is copied to, as a function sees it.
  using Copied = std::pair<uint32_t, Shelf>;
  class StoreFinder;
  class OriginFinder;
  /// A function and one of its calls.
  using CallSite = std::pair<uint32_t, uint32_t>;
  /// Where a function is given its arguments: those of the call from From on
  /// or, by the number of its parameter, those in Passes.
  struct Giver {
    Site At;
    uint32_t From = 0;
    std::map<uint32_t, uint32_t> Passes = {};
    /// A loop calls it: nothing else is passed.
    bool IsLoop = false;
    /// What is passed is kept in this field of the parameter, if not 0.
    StringId Field = 0;
  };
  /// What gives a function its arguments, and what it captures.
  struct Given {
    uint32_t Function;
    std::vector<Giver> All, Captured;
  };
  /// For callbacks, the calls that hand them to an event loop.
  using Handovers = std::map<uint32_t, std::vector<Giver>>;
  /// A constructor (entity) that is given the arguments from From on.
  struct Construction {
    Id Constructor;
    uint32_t From;
  };
  using FieldWrites = std::map<StringId, std::vector<CallSite>>;
  using EdgeList = llvm::SmallVector<Edge, 4>;
  using ClassList = llvm::SmallVector<ObjectClass, 2>;
  using ValueList = llvm::SmallVector<ValueId, 4>;
  using LiteralSet = llvm::SmallVector<Literal, 2>;

  const Function &function(uint32_t Index) const { return P.Functions[Index]; }
  const Call &call(uint32_t Function, uint32_t Index) const {
    return P.Calls[P.Functions[Function].Calls.Begin + Index];
  }
  llvm::ArrayRef<Call> calls(uint32_t Function) const {
    return P.calls(P.Functions[Function]);
  }
  llvm::ArrayRef<const Row *> rows(const Call &C) const {
    if (C.Callee == NoId)
      return {};
    return Entities[C.Callee].Rows;
  }
  llvm::ArrayRef<uint32_t> bodies(const Call &C) const {
    if (C.Callee == NoId)
      return {};
    return Entities[C.Callee].Bodies;
  }
  ValueList select(const ArgumentSet &Set, const Call &C) const;
  ValueList invoked(const Row &R, const Call &C) const;

  void findRows();
  void findOverriders();
  void findBodies();
  void findCallers();
  template <typename Visitor>
  void forEachCaller(uint32_t Body, Visitor Visit) const;

  Id variableOf(uint32_t FunctionIndex, const Value &V,
                unsigned Depth = 0) const;
  /// Variables of a function that it returns, that others are given, or that it
  /// constructs.
  struct LocalUses {
    uint32_t Function = NoId;
    std::set<Id> Returned, Lent, Made;
  };
  const LocalUses &localUses(uint32_t FunctionIndex) const;
  std::optional<Kept> copied(const Call &Call) const;
  bool isLocalObject(const LocalUses &Uses, Id Variable) const;
  Owner ownerOfLocal(uint32_t FunctionIndex, Id Variable) const;
  void findCopies();
  void findUnseen();
  bool returnsThis(const Call &Made) const;
  Owner ownerOf(uint32_t FunctionIndex, const Value &V,
                unsigned Depth = 0) const;
  void findStores();
  bool mayHold(StringId Slot, const Owner &Of, uint32_t Kept) const;
  bool holdsObjects(StringId Slot) const;
  uint32_t kept(const ObjectClass &C) const;
  ObjectClass keptClass(uint32_t Kept) const;
  bool noneRuns(StringId Slot, const Owner &Of, Id Override) const;
  void findOffloads();
  bool findOffloads(uint32_t FunctionIndex);
  bool resumesHandle(uint32_t FunctionIndex, const Value &V) const;
  bool isSuspend(const Call &Call) const;
  Hop hopOf(uint32_t FunctionIndex, uint32_t AwaitIndex) const;
  Hop resumesOn(const Call &Suspend, const Call *Made,
                unsigned Depth = 0) const;
  Hop runsOnGiven(uint32_t Awaiter, uint32_t CallIndex, uint32_t Number,
                  const Call &Made) const;
  Hop returnedHop(const Call &Made) const;
  bool holdsWhenMade(uint32_t FunctionIndex, const std::vector<Condition> &When,
                     const Call &Call, unsigned Depth = 0) const;
  ValueList offloaded(const Call &C) const;
  /// Whether the conditions of \p R hold, going by the call alone.
  Answer::Kind answerOf(const Row &R, const Call &C) const;
  bool appliesTo(const Row &R, const Call &C) const;
  ValueList runsOnLoop(const Call &C) const;
  void findMoved();
  bool isMoved(const Call &C) const {
    return Moved.size() && Moved.test(&C - P.Calls.data());
  }
  ValueList annotated(const Call &C, ListId Entity::*Parameters) const;
  void analyseStates();
  bool mayMakeNonBlocking(uint32_t FunctionIndex, uint32_t Number) const;
  StateChanges analyseStates(uint32_t FunctionIndex);
  std::vector<bool> findKeepers() const;
  std::vector<Giver> givers(uint32_t FunctionIndex, bool IsKeeper,
                            const Buckets<Site> &Makers,
                            const Handovers &Handed) const;
  std::vector<Given> findGivers(const Buckets<Site> &Makers,
                                const Handovers &Handed) const;
  std::vector<uint32_t> giveStates(llvm::ArrayRef<Given> Everything);
  using Places = std::set<std::pair<Id, StringId>>;
  Places placesOf(uint32_t FunctionIndex, const Giver &G,
                  const Argument &On) const;
  Places localsWith(uint32_t FunctionIndex, StringId Field) const;
  std::vector<uint32_t> giveReadiness(llvm::ArrayRef<Given> Everything);
  Id callback(uint32_t FunctionIndex, const Value &V, unsigned Depth = 0) const;
  bool onlyKeeps(const Call &Call) const;
  bool callsObject(const Call &Call) const;
  std::map<Id, std::vector<Giver>>
  callersOf(const std::set<Id> &Callbacks) const;
  Handovers findHandovers() const;
  std::optional<Giver> keptWith(Site At, Id Callback) const;
  std::vector<Giver> watchesOf(Site At, Id Callback) const;
  const Row::Watcher *watcher(const Call &Stored) const;
  void findWatches();
  StringId fieldUsed(uint32_t FunctionIndex, llvm::StringRef Name) const;
  static std::vector<Giver> giversOf(llvm::ArrayRef<Giver> All,
                                     uint32_t Number);
  bool findHandovers(Site At, uint32_t Argument, Id Callback,
                     std::vector<Giver> &Out, unsigned Depth = 0) const;
  std::optional<uint32_t> descriptor(Id Entity) const;
  Buckets<Site> findCaptures() const;
  Buckets<Site> findMakers() const;
  std::optional<Construction> constructionIn(const Call &Call) const;
  StateChanges changesOfMade(const Call &Call) const;
  FieldWrites findFieldWrites() const;
  bool settleFields(const FieldWrites &Writes);
  std::vector<const Value *> expected(uint32_t FunctionIndex) const;
  void settleExpected();
  void markContexts();
  /// The class of a method, or the namespace of a function.
  llvm::StringRef scopeOf(Id Entity) const {
    return P.entityName(Entity).rsplit("::").first;
  }
  bool hasMoved(const Entity &Method) const;
  void markNamed();
  void markLoopCallbacks();
  void markTables();
  bool callsOutOfSlot(uint32_t FunctionIndex) const;
  llvm::SmallVector<uint32_t, 1> runBy(uint32_t FunctionIndex,
                                       const Value &V) const;
  llvm::SmallVector<uint32_t, 1>
  withoutCallbacks(llvm::ArrayRef<uint32_t> Callables) const;
  void addRegistered(const Call &Call, EdgeList &Out) const;
  void addGuarded(uint32_t FunctionIndex, uint32_t CallIndex,
                  EdgeList &Out) const;
  bool isInACycle(uint32_t FunctionIndex, uint32_t CallIndex) const;
  template <typename Visitor>
  void forEachSlot(const Call &Call, Visitor Visit) const;
  template <typename Visitor>
  void forEachKept(const Call &Call, Visitor Visit) const;
  void findNamedSlots();
  bool drainsSlots(uint32_t FunctionIndex) const;
  /// A wait of an event loop, or the call that leads to it.
  struct LoopWait {
    CallSite At;
    /// It comes by here again; otherwise its caller does.
    bool IsCycle;
    /// The function that the loop is.
    uint32_t Loop;
  };
  template <typename Predicate>
  std::vector<bool> loopsAround(const std::vector<CallSite> &Waits,
                                const Buckets<CallSite> &SitesOf,
                                unsigned MaxDepth, Predicate Accept,
                                std::vector<LoopWait> *Found = nullptr);
  std::vector<bool> between(CallSite At, bool Returns) const;
  bool isRetried(uint32_t FunctionIndex, uint32_t CallIndex) const;
  void addLoopCode(const LoopWait &Wait);
  void markLoopCode();
  bool markHandlers(uint32_t FunctionIndex, uint32_t CallIndex, Id Loop,
                    std::vector<uint32_t> &Roots);
  void findLoops();
  void setLoops(const std::vector<bool> &Found);
  void findEmptied();
  Hop emptiedBy(uint32_t FunctionIndex, uint32_t Parameter) const;
  enum class Runner : uint8_t;
  void findShown();
  bool showsUsesOf(const Call &Call, const Value &V) const;
  template <typename Visitor>
  void forEachUse(uint32_t FunctionIndex, Visitor Visit) const;
  std::vector<bool> loopRunners() const;
  void markOffloaded();
  std::vector<bool> reachedFromContexts() const;
  class Beginning;
  void findDone();
  llvm::BitVector findForks() const;
  void findChildren();
  /// The loop's thread does not make the call, or not any more.
  bool isSpared(uint32_t FunctionIndex, uint32_t CallIndex) const {
    return Done.contains({FunctionIndex, CallIndex}) ||
           InChild.contains({FunctionIndex, CallIndex});
  }
  void findInvocations();
  void propagate();

  bool isUnknown(const Call &Call) const;
  bool runsUnknown(uint32_t FunctionIndex, uint32_t CallIndex) const;
  bool isUnknown(uint32_t FunctionIndex, const Value &Callable) const;

  bool isGenerator(const Function &F) const;
  bool resumesNothing(const Call &Callee, unsigned Depth = 0) const;
  void addGenerators(uint32_t FunctionIndex, const Call &Call,
                     EdgeList &Out) const;
  void addGenerator(uint32_t FunctionIndex, const Value &V, EdgeList &Out,
                    unsigned Depth = 0) const;
  Callable resolve(uint32_t FunctionIndex, const Value &V,
                   unsigned Depth = 0) const;

  bool isA(Id Class, Id Base) const;
  bool isOtherInstance(Id One, Id Other) const;
  ObjectClass classOf(uint32_t FunctionIndex, const Value &V,
                      unsigned Depth = 0) const;
  ClassList classesOf(uint32_t FunctionIndex, const Value &V,
                      unsigned Depth = 0) const;
  void addVirtual(const Call &Call, const ClassList &Has, uint32_t Method,
                  EdgeList &Out) const;
  void addKept(const Value &V, uint32_t Callable, uint32_t PassesFrom,
               EdgeList &Out) const;
  bool runsAnother(const ObjectClass &Has, Id Override) const;
  bool allRunAnother(const ClassList &Has, Id Override) const;
  bool runsAnother(uint32_t FunctionIndex, const Value &V,
                   const Literal &L) const;
  void preferOwnFile(uint32_t FunctionIndex, EdgeList &Out) const;
  EdgeList targets(uint32_t FunctionIndex, uint32_t CallIndex) const;
  void addTargets(uint32_t Entity, uint32_t PassesFrom, EdgeList &Out) const;
  void addVisited(const Call &Call, const Row &R,
                  llvm::ArrayRef<uint32_t> Visitors, EdgeList &Out) const;
  void addOwned(uint32_t FunctionIndex, uint32_t CallIndex, const Row &R,
                EdgeList &Out) const;
  ObjectClass ownedClass(uint32_t FunctionIndex, Value Owner) const;
  void addDestroyed(uint32_t Destructor, bool IsDerived, const ObjectClass &Has,
                    EdgeList &Out) const;
  bool isEmpty(uint32_t FunctionIndex, uint32_t CallIndex, const Row &R) const;
  bool isFirst(uint32_t FunctionIndex, uint32_t CallIndex,
               const Value &Owner) const;
  bool isElementOf(uint32_t FunctionIndex, Value V,
                   const Value &Container) const;
  template <typename Consumer>
  void forEachEffect(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
                     Consumer Consume) const;
  std::optional<Candidate> primitive(uint32_t FunctionIndex, uint32_t CallIndex,
                                     const Edge &E, const Row &R) const;
  bool isLogLine(uint32_t FunctionIndex, const Effect &E) const;
  std::optional<Candidate> carry(uint32_t FunctionIndex, uint32_t CallIndex,
                                 const Edge &E, uint32_t EffectIndex) const;
  Answer askField(uint32_t FunctionIndex, const Call &Asking, const Edge &E,
                  const Condition &Cond, const Argument &At) const;
  template <typename Moment>
  bool isChanged(uint32_t FunctionIndex, const Moment &When,
                 const Argument &At) const;
  bool isStale(uint32_t FunctionIndex, const Guard &G) const;
  Answer askKnown(uint32_t FunctionIndex, uint32_t CallIndex,
                  const Condition &Cond, const Value &Object,
                  StringId Part) const;
  Answer askHere(uint32_t FunctionIndex, uint32_t CallIndex,
                 const Condition &Cond, const Argument &At, Answer A) const;
  Answer askParent(uint32_t FunctionIndex, uint32_t CallIndex,
                   const Condition &Cond, const Argument &At) const;
  Answer askResult(uint32_t FunctionIndex, const Condition *&Cond,
                   const Value &V, unsigned Depth = 0) const;
  bool decide(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
              const Literal &L, LiteralSet &Carried) const;
  bool guard(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
             LiteralSet &Literals) const;
  uint32_t intern(const LiteralSet &Literals);

  Facts P;
  const Catalogue &C;
  const LinkOptions Options;
  std::vector<LinkedEntity> Entities;
  std::vector<LinkedFunction> Functions;
  /// The callables (entities) in each slot, or the classes of the objects
  /// (kept()), by its name.
  /// Of loops of the project that watch many descriptors.
  std::vector<LoopWait> LoopWaits;
  llvm::DenseMap<StringId, std::vector<uint32_t>> Stored;
  /// The slots that rows name, in the order of Catalogue::slots().
  std::vector<StringId> NamedSlots;
  /// Slots that are filled through parameters.
  llvm::DenseSet<StringId> Registered;
  /// The slots that a function's parameter (function, number) goes to, and
  /// those that a slot's callables are copied to.
  std::map<std::pair<uint32_t, uint32_t>, std::set<Shelf>> Receives;
  std::map<StringId, std::set<Copied>> CopiedTo;
  /// For a slot and a callable in it: the fields and global variables whose
  /// slot holds it; 0 for anybody's.
  std::map<std::pair<StringId, uint32_t>, std::set<StringId>> Holders;
  /// For a field, or a function (its USR): what it holds or returns is a copy
  /// of.
  std::map<StringId, std::set<StringId>> CopiesOf;
  /// The names of local objects (function, variable) as owners.
  mutable std::map<CallSite, StringId> Locals;
  /// Of the function that was asked for last.
  mutable LocalUses LastUses;
  /// Calls that tell a loop what to watch, and what is known of structs by the
  /// slots of their callbacks.
  std::vector<CallSite> Watches;
  llvm::DenseMap<StringId, const Row::Watcher *> Watchers;
  /// Slots whose callables run on other threads, or on this one.
  llvm::DenseSet<StringId> EmptiedElsewhere, EmptiedHere;
  /// Functions (entities) with the classes of callables that they know.
  llvm::DenseSet<std::pair<Id, Id>> Shown;
  /// Classes that are event loops of the project.
  llvm::StringSet<> LoopClasses;
  bool KnowsLoops = false;
  /// For each entity, the functions that call it; for each function, the
  /// entities that it is a body of.
  Buckets<uint32_t> Callers, Owners;
  /// For each class, whether a coroutine that returns it is a generator.
  std::vector<bool> Generators;
  /// Calls that hand callables to the loop of an object that lives on another
  /// thread; empty if there are none.
  llvm::BitVector Moved;
  /// Classes of the project whose objects have moved to other threads, and the
  /// bases of such.
  llvm::StringSet<> MovedClasses, MovedBases;
  /// For each class, whether its constructor hands its arguments to a thread.
  std::vector<bool> Threads;
  /// Calls that the program has made before it runs a loop, and makes only
  /// once.
  llvm::DenseSet<CallSite> Done;
  /// Calls that only a child process makes.
  llvm::DenseSet<CallSite> InChild;
  /// Callables that a call runs because its callee calls its parameter.
  llvm::DenseMap<std::pair<uint32_t, uint32_t>, EdgeList> Invocations;
  /// The conditions that effects have; the first set is empty.
  std::vector<LiteralSet> ConditionSets;
  std::map<LiteralSet, uint32_t> KnownSets;
  const FieldValues Fields;
  const TestOutcomes Outcomes;
  const TestConditions Tests;
  const Guards Guarded;
  /// What `[[clang::blocking]]` stands for.
  Row DeclaredBlocking;
  /// What printing to a file is, out of a function that takes a format.
  Row LogLine;
  States Flow;
  std::unique_ptr<Knowledge> Known;
};

} // namespace nostall

#endif // NOSTALL_CORE_LINK_H
