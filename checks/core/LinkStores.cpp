//===- LinkStores.cpp - callables that are kept for later -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <deque>
#include <set>

namespace nostall {

/// Calls like `plan.first().then().then()` that are followed.
static constexpr unsigned MaxChain = 16;

/// How rows name the field of a C struct, or of an unnamed struct or union in
/// one, that has this USR; empty if it has another.
static std::string fieldOf(llvm::StringRef USR) {
  // The second one has its name from a typedef.
  if (!USR.consume_front("c:@S@") && !USR.consume_front("c:@SA@"))
    return {};
  auto [Records, Field] = USR.rsplit("@FI@");
  return (Records.split('@').first + "::" + Field).str();
}

/// Looks up the fields that rows name. What no code stores to directly has a
/// number of its own, behind those of all strings.
void Program::findNamedSlots() {
  llvm::StringMap<uint32_t> Wanted;
  for (const auto &[I, Name] : llvm::enumerate(C.slots())) {
    Wanted[Name] = I;
    NamedSlots.push_back(P.Strings.size() + I);
  }
  for (StringId I = 0; I < P.Strings.size(); ++I)
    if (auto It = Wanted.find(fieldOf(P.Strings[I])); It != Wanted.end())
      NamedSlots[It->second] = I;
  Registered.insert(NamedSlots.begin(), NamedSlots.end());
}

/// Of an object that nobody is seen to fill by its own name, anybody's field
/// is meant.
static void fallBackToFields(Facts &P) {
  llvm::DenseSet<StringId> Filled;
  for (const Call &Call : P.Calls)
    if (const Value &What = P.target(Call); Call.F == Call::Store &&
                                            What.K != Value::Unknown &&
                                            What.K != Value::Null)
      Filled.insert(P.object(Call).Text);
  for (Value &V : P.Values)
    if (V.K == Value::Stored && V.Holder && V.In < Value::OfObject &&
        !Filled.contains(V.Text))
      V.Text = std::exchange(V.Holder, 0);
}

/// The call of the function that \p V is the result of, or NoId.
static uint32_t makerOf(const Value &V) {
  if (V.K == Value::Functor && V.Number > 0)
    return V.Number - 1;
  return V.K == Value::Result ? V.Index : NoId;
}

/// The variable that \p V is, or a copy of, or that the object is whose method
/// returned it.
Id Program::variableOf(uint32_t FunctionIndex, const Value &V,
                       unsigned Depth) const {
  uint32_t From = makerOf(V);
  if (From == NoId || Depth == MaxChain)
    return V.Variable;
  const Call &Made = call(FunctionIndex, From);
  llvm::ArrayRef<ValueId> Given = P.arguments(Made);
  if (Made.F == Call::Constructor && Given.size() == 1 &&
      P.Values[Given[0]].Type == V.Type)
    return variableOf(FunctionIndex, P.Values[Given[0]], Depth + 1);
  if (Made.HasObject && returnsThis(Made))
    return variableOf(FunctionIndex, P.object(Made), Depth + 1);
  return V.Variable;
}

/// The object that \p Call makes a copy of another of the same class, and that
/// other, if that is all that it does.
std::optional<Kept> Program::copied(const Call &Call) const {
  const Value *From = argument(P, Call, {Argument::Number, 0});
  if (!From || From->Type == NoId || From->Type != P.object(Call).Type ||
      Call.Callee == NoId ||
      P.arguments(Call).size() - Call.DefaultArguments != 1)
    return std::nullopt;
  Kept Out{P.object(Call), From};
  if (Call.F == Call::Constructor)
    Out.Field.Variable = Call.ResultVariable;
  else if (!P.entityName(Call.Callee).ends_with("::operator="))
    return std::nullopt;
  return Out;
}

static bool isLocal(const Variable &V) {
  return !V.IsField && V.Parameter == NoId && V.Outer == NoId;
}

/// True for a local or temporary that is an object of its own.
bool Program::isLocalObject(const LocalUses &Uses, Id Variable) const {
  if (Variable == NoId)
    return false;
  const nostall::Variable &V = P.variables(function(Uses.Function))[Variable];
  return isLocal(V) && (V.Type != NoId || Uses.Made.contains(Variable));
}

/// What a function does with its locals.
const Program::LocalUses &Program::localUses(uint32_t FunctionIndex) const {
  if (LastUses.Function == FunctionIndex)
    return LastUses;
  LastUses = {FunctionIndex, {}, {}, {}};
  std::vector<std::pair<Id, Id>> Copies;
  for (const Call &Call : calls(FunctionIndex)) {
    if (Call.F == Call::Constructor) {
      LastUses.Made.insert(Call.ResultVariable);
      // What it is given to own may come from anywhere.
      if (makesSmartPointer(P.entityName(Call.Callee)) &&
          !P.arguments(Call).empty() &&
          makerOf(P.Values[P.arguments(Call)[0]]) == NoId)
        LastUses.Lent.insert(Call.ResultVariable);
    }
    if (Call.F == Call::Return)
      LastUses.Returned.insert(variableOf(FunctionIndex, P.target(Call)));
    if (std::optional<Kept> Copy = copied(Call);
        Copy && (Copy->Field.Text || Copy->Field.Variable != NoId)) {
      if (!Copy->Field.Text)
        Copies.emplace_back(Copy->Field.Variable,
                            variableOf(FunctionIndex, *Copy->What));
      continue;
    }
    if (Call.Callee != NoId && P.entityName(Call.Callee) == "std::move")
      continue; // Whoever is given the result has it.
    for (ValueId A : P.arguments(Call))
      LastUses.Lent.insert(
          {P.Values[A].Variable, variableOf(FunctionIndex, P.Values[A])});
    if (std::optional<Kept> K = Flow.kept(function(FunctionIndex), Call);
        K && K->What->K != Value::Result)
      LastUses.Lent.insert(K->Field.Variable);
  }
  // A copy that nobody can be asked for is as good as the object itself.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (auto [To, From] : Copies)
      if (!isLocalObject(LastUses, To) || LastUses.Lent.contains(To))
        Changed |= LastUses.Lent.insert(From).second;
  }
  return LastUses;
}

/// A local object, as the result of its function if that returns it. Anybody
/// if others may get hold of it.
Program::Owner Program::ownerOfLocal(uint32_t FunctionIndex,
                                     Id Variable) const {
  if (Variable == NoId ||
      !isLocal(P.variables(function(FunctionIndex))[Variable]))
    return {};
  const LocalUses &Uses = localUses(FunctionIndex);
  if (!isLocalObject(Uses, Variable))
    return {};
  if (Uses.Returned.contains(Variable))
    return {Owner::Named, P.Entities[function(FunctionIndex).Entity].USR};
  if (Uses.Lent.contains(Variable))
    return {};
  // Behind the strings and the named slots.
  StringId Next = P.Strings.size() + NamedSlots.size() + Locals.size();
  return {Owner::Named,
          Locals.try_emplace({FunctionIndex, Variable}, Next).first->second};
}

/// Finds out which fields and factories are given what factories return, and
/// what other fields hold.
void Program::findCopies() {
  auto Copy = [&](uint32_t I, StringId To, const Value &From) {
    const Owner Of = ownerOf(I, From);
    StringId Name = Of.K == Owner::Named ? Of.Which : 0;
    if (uint32_t Maker = makerOf(From); Maker != NoId)
      if (const Call &Made = call(I, Maker);
          Made.F == Call::Plain && !bodies(Made).empty() && !returnsThis(Made))
        Name = P.Entities[Made.Callee].USR;
    if (To && Name && To != Name)
      CopiesOf[To].insert(Name);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I)
    for (const Call &Call : calls(I)) {
      if (std::optional<Kept> K = Flow.kept(function(I), Call)) {
        Owner To = ownerOf(I, K->Field);
        Copy(I, To.K == Owner::Named ? To.Which : K->Field.Text, *K->What);
      } else if (Call.F == Call::Return && P.target(Call).K != Value::Stored) {
        Copy(I, P.Entities[function(I).Entity].USR, P.target(Call));
      }
      Id V = Call.ResultVariable;
      std::optional<Kept> Made;
      if (Call.F == Call::Constructor)
        Made = copied(Call);
      // `Plan p = other(); p.add(…); return p;`
      if (V == NoId ||
          (!Made && (Call.F != Call::Plain || bodies(Call).empty())))
        continue;
      const Variable &Local = P.variables(function(I))[V];
      Owner To =
          Local.IsField ? Owner{Owner::Named, Local.Name} : ownerOfLocal(I, V);
      if (To.K == Owner::Named && Made)
        Copy(I, To.Which, *Made->What);
      else if (To.K == Owner::Named)
        CopiesOf[To.Which].insert(P.Entities[Call.Callee].USR);
    }
}

/// Of a field that nobody is seen to fill, in a class that nobody is seen to
/// make, nothing is known: it counts as a copy of anybody's.
void Program::findUnseen() {
  llvm::StringSet<> Made, Keepers;
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    Id E = function(I).Entity;
    if (P.Entities[E].K == Entity::Constructor)
      Made.insert(scopeOf(E));
    else if (llvm::any_of(calls(I), [&](const Call &Call) {
               return P.object(Call).K == Value::Stored &&
                      P.object(Call).In == Value::Own;
             }))
      Keepers.insert(scopeOf(E));
  }
  std::set<StringId> Filled;
  for (const auto &[Slot, Owners] : Holders)
    Filled.insert(Owners.begin(), Owners.end());
  for (const Variable &V : P.Variables)
    if (V.IsField && V.Type != NoId && Keepers.contains(P.typeName(V.Type)) &&
        !Filled.count(V.Name) && !CopiesOf.count(V.Name) &&
        !Made.contains(P.Strings[V.Name].rsplit("::").first))
      CopiesOf[V.Name] = {0};
}

/// True if all that the callee returns is its object.
bool Program::returnsThis(const Call &Made) const {
  if (Made.IsVirtual || bodies(Made).empty())
    return false;
  unsigned Returns = 0;
  for (uint32_t Body : bodies(Made))
    for (const Call &Call : calls(Body))
      if (Call.F == Call::Return) {
        if (P.target(Call).K != Value::This)
          return false;
        ++Returns;
      }
  return Returns > 0;
}

/// The object that \p V names in the function, as far as others name it too.
Program::Owner Program::ownerOf(uint32_t FunctionIndex, const Value &V,
                                unsigned Depth) const {
  if ((V.In == Value::Itself || V.In == Value::Own) &&
      (V.Type == NoId || P.typeName(V.Type) != "std::shared_ptr"))
    return {Owner::Named, V.Text};
  if (V.K == Value::This)
    return {Owner::This, 0};
  if (V.K == Value::Parameter)
    return {Owner::Parameter, V.Index};
  // What a field alone owns, or the object of a method that returns `*this`.
  if (uint32_t From = makerOf(V); From != NoId && Depth < MaxChain) {
    const Call &Made = call(FunctionIndex, From);
    if (Made.HasObject && Made.Callee != NoId &&
        (P.entityName(Made.Callee).starts_with("std::unique_ptr::") ||
         returnsThis(Made)))
      return ownerOf(FunctionIndex, P.object(Made), Depth + 1);
  }
  return V.Text ? Owner() : ownerOfLocal(FunctionIndex, V.Variable);
}

/// Finds out what the program puts into slots, also through parameters of
/// functions and from one slot into another. What a function returns is a slot
/// too, named by its USR.
class Program::StoreFinder {
public:
  explicit StoreFinder(Program &Linked) : Linked(Linked), P(Linked.P) {}

  void run();

private:
  using Parameter = std::pair<uint32_t, uint32_t>; // of a function
  struct Site {
    uint32_t Function, Call, PassesFrom;
  };
  /// A callable in a slot whose owner the function's callers know.
  struct Filling {
    uint32_t Function;
    Shelf In;
    uint32_t Entity;

    auto operator<=>(const Filling &) const = default;
  };

  void collect();
  void put(uint32_t FunctionIndex, const Shelf &Shelf, uint32_t Entity);
  void own(uint32_t FunctionIndex, const Shelf &Shelf, uint32_t Entity);
  void copy(StringId From, uint32_t FunctionIndex, const Shelf &To);
  void store(uint32_t FunctionIndex, const Value &V, const Shelf &Shelf);
  void receive(const Parameter &What, const Shelf &Shelf);
  void recordReturn(uint32_t FunctionIndex, const Value &V);
  Owner ownerAt(const Site &S, const Owner &O) const;
  void passUp(const Parameter &To);
  void passUp(const Filling &F);
  void passOn(StringId From);

  Program &Linked;
  const Facts &P;
  std::deque<Parameter> Work;
  std::deque<Filling> Fillings;
  std::set<Filling> Filled;
  std::deque<StringId> Grown;
  /// Whoever is called out of a slot takes arguments from there.
  std::map<StringId, std::vector<Site>> CalledOutOf;
  std::map<uint32_t, std::vector<Site>> SlotSitesOf;
  llvm::DenseMap<StringId, Id> ReturnerOf;
  std::vector<std::pair<Id, Id>> Returned; // who returns what another returned
  std::vector<std::pair<uint32_t, Site>> Sites;
  Buckets<Site> SitesOf;
  Buckets<Id> ReturnedBy;
};

void Program::StoreFinder::put(uint32_t FunctionIndex, const Shelf &Shelf,
                               uint32_t Entity) {
  own(FunctionIndex, Shelf, Entity);
  std::vector<uint32_t> &Held = Linked.Stored[Shelf.Slot];
  if (llvm::is_contained(Held, Entity))
    return;
  Held.push_back(Entity);
  Grown.push_back(Shelf.Slot);
  auto Calls = CalledOutOf.find(Shelf.Slot);
  if (Calls == CalledOutOf.end() || Held.size() > MaxStored)
    return;
  for (uint32_t Body : Linked.Entities[Entity].Bodies) {
    llvm::append_range(SlotSitesOf[Body], Calls->second);
    for (auto It = Linked.Receives.lower_bound({Body, 0});
         It != Linked.Receives.end() && It->first.first == Body; ++It)
      Work.push_back(It->first);
  }
}

/// Notes whose slot holds the callable, or leaves it to the callers.
void Program::StoreFinder::own(uint32_t FunctionIndex, const Shelf &Shelf,
                               uint32_t Entity) {
  if (Shelf.Of.IsCallers()) {
    Filling New{FunctionIndex, Shelf, Entity};
    if (Filled.insert(New).second)
      Fillings.push_back(New);
    return;
  }
  Linked.Holders[{Shelf.Slot, Entity}].insert(Shelf.Of.Which);
}

void Program::StoreFinder::copy(StringId From, uint32_t FunctionIndex,
                                const Shelf &To) {
  if (From != To.Slot &&
      Linked.CopiedTo[From].insert({FunctionIndex, To}).second)
    Grown.push_back(From);
}

void Program::StoreFinder::store(uint32_t FunctionIndex, const Value &V,
                                 const Shelf &Shelf) {
  if (V.K == Value::Stored)
    return copy(V.Text, FunctionIndex, Shelf);
  if (Linked.holdsObjects(Shelf.Slot)) {
    if (V.K == Value::Parameter)
      return receive({FunctionIndex, V.Index}, Shelf);
    return put(FunctionIndex, Shelf,
               Linked.kept(Linked.classOf(FunctionIndex, V)));
  }
  if (V.K == Value::Result)
    if (Id Made = Linked.call(FunctionIndex, V.Index).Callee;
        Made != NoId && !Linked.Entities[Made].Bodies.empty())
      copy(P.Entities[Made].USR, FunctionIndex, Shelf);
  Callable What = Linked.resolve(FunctionIndex, V);
  for (uint32_t E : What.Entities)
    put(FunctionIndex, Shelf, E);
  if (What.Parameter) {
    Linked.Registered.insert(Shelf.Slot);
    receive({FunctionIndex, *What.Parameter}, Shelf);
  }
}

void Program::StoreFinder::receive(const Parameter &What, const Shelf &Shelf) {
  if (Linked.Receives[What].insert(Shelf).second)
    Work.push_back(What);
}

void Program::StoreFinder::recordReturn(uint32_t FunctionIndex,
                                        const Value &V) {
  Id E = Linked.function(FunctionIndex).Entity;
  if (V.K == Value::Callable || V.K == Value::Functor || V.K == Value::Stored) {
    ReturnerOf[P.Entities[E].USR] = E;
    store(FunctionIndex, V, {P.Entities[E].USR, {}});
    // Who is given a reference to a table may fill it.
    if (V.K == Value::Stored && P.Strings[P.Entities[E].Returns].ends_with("&"))
      copy(P.Entities[E].USR, FunctionIndex, {V.Text, {}});
  } else if (V.K == Value::Result) {
    if (Id Made = Linked.call(FunctionIndex, V.Index).Callee;
        Made != NoId && !Linked.Entities[Made].Bodies.empty())
      Returned.emplace_back(Made, E);
  }
}

void Program::StoreFinder::collect() {
  for (uint32_t I = 0; I < Linked.Functions.size(); ++I)
    for (uint32_t J = 0; J < Linked.calls(I).size(); ++J)
      if (const Value &Target = P.target(Linked.call(I, J));
          Linked.call(I, J).F == Call::Indirect && Target.K == Value::Stored)
        CalledOutOf[Target.Text].push_back({I, J, 0});
  for (uint32_t I = 0; I < Linked.Functions.size(); ++I)
    for (uint32_t J = 0; J < Linked.calls(I).size(); ++J) {
      const Call &Call = Linked.call(I, J);
      const Value &Slot = P.object(Call);
      if (Call.F == Call::Store && Slot.Text)
        store(I, P.target(Call),
              {Slot.Text,
               Slot.In == Value::Own ? Owner{Owner::This, 0} : Owner()});
      else if (Call.F == Call::Return)
        recordReturn(I, P.target(Call));
      else
        for (const Edge &E : Linked.targets(I, J))
          if (E.Function != NoId && E.PassesFrom != PassesNothing)
            Sites.push_back({E.Function, {I, J, E.PassesFrom}});
      for (const Row *R : Linked.rows(Call))
        for (ValueId V : Linked.select(R->Registers, Call))
          store(I, P.Values[V], {Linked.NamedSlots[R->RegistersIn], {}});
    }
  SitesOf = Buckets<Site>(Linked.Functions.size(), Sites);
  ReturnedBy = Buckets<Id>(Linked.Entities.size(), Returned);
  Sites = {};
}

/// Who \p O, of the callee, is for the caller.
Program::Owner Program::StoreFinder::ownerAt(const Site &S,
                                             const Owner &O) const {
  if (!O.IsCallers())
    return O;
  Argument At{Argument::Object};
  if (O.K == Owner::Parameter)
    At = {Argument::Number, O.Which + S.PassesFrom};
  else if (S.PassesFrom != 0)
    return {};
  const Value *V = argument(P, Linked.call(S.Function, S.Call), At);
  return V ? Linked.ownerOf(S.Function, *V) : Owner();
}

/// Stores what callers give for a parameter.
void Program::StoreFinder::passUp(const Parameter &To) {
  std::set<Shelf> Shelves = Linked.Receives[To];
  std::vector<Site> From(SlotSitesOf[To.first]);
  llvm::append_range(From, SitesOf[To.first]);
  for (const Site &S : From)
    if (const Value *V =
            argument(P, Linked.call(S.Function, S.Call),
                     {Argument::Number, To.second + S.PassesFrom, false}))
      for (const Shelf &Shelf : Shelves)
        store(S.Function, *V, {Shelf.Slot, ownerAt(S, Shelf.Of)});
}

void Program::StoreFinder::passUp(const Filling &F) {
  bool IsCalled = false;
  for (const Site &S : SitesOf[F.Function]) {
    IsCalled = true;
    own(S.Function, {F.In.Slot, ownerAt(S, F.In.Of)}, F.Entity);
  }
  if (!IsCalled)
    own(F.Function, {F.In.Slot, {}}, F.Entity);
}

void Program::StoreFinder::passOn(StringId From) {
  std::vector<uint32_t> Held = Linked.Stored.lookup(From);
  if (auto It = Linked.CopiedTo.find(From); It != Linked.CopiedTo.end())
    for (const auto &[Function, To] : It->second) {
      if (Linked.Registered.contains(From))
        Linked.Registered.insert(To.Slot);
      for (uint32_t E : Held)
        put(Function, To, E);
    }
  if (auto It = ReturnerOf.find(From); It != ReturnerOf.end())
    for (Id Other : ReturnedBy[It->second]) {
      StringId To = P.Entities[Other].USR;
      ReturnerOf.try_emplace(To, Other);
      for (uint32_t E : Held)
        put(NoId, {To, {}}, E);
    }
}

void Program::StoreFinder::run() {
  auto Take = [](auto &Queue) {
    auto First = Queue.front();
    Queue.pop_front();
    return First;
  };
  collect();
  while (true)
    if (!Work.empty())
      passUp(Take(Work));
    else if (!Grown.empty())
      passOn(Take(Grown));
    else if (!Fillings.empty())
      passUp(Take(Fillings));
    else
      break;
  for (auto &Slot : Linked.Stored)
    llvm::sort(Slot.second);
}

void Program::findStores() {
  fallBackToFields(P);
  StoreFinder(*this).run();
}

bool Program::holdsObjects(StringId Slot) const {
  // Named slots are numbered behind the strings.
  return Slot < P.Strings.size() && P.Strings[Slot].starts_with(ObjectSlot);
}

/// A class as what a slot holds: numbered behind the entities.
uint32_t Program::kept(const ObjectClass &C) const {
  Id Row = C.Type == NoId ? P.Types.size() : C.Type;
  return Entities.size() + 2 * Row + C.IsExact;
}

Program::ObjectClass Program::keptClass(uint32_t Kept) const {
  Id Row = (Kept - Entities.size()) / 2;
  return {Row == P.Types.size() ? NoId : Row,
          (Kept - Entities.size()) % 2 != 0};
}

/// True if none of the objects that \p Slot of \p Of holds runs \p Override.
bool Program::noneRuns(StringId Slot, const Owner &Of, Id Override) const {
  auto It = Stored.find(Slot);
  if (It == Stored.end() || It->second.size() > MaxStored)
    return false;
  return llvm::all_of(It->second, [&](uint32_t Kept) {
    return (Of.K == Owner::Named && !mayHold(Slot, Of, Kept)) ||
           runsAnother(keptClass(Kept), Override);
  });
}

/// True if \p Kept may be among what \p Slot of the object \p Of holds.
bool Program::mayHold(StringId Slot, const Owner &Of, uint32_t Kept) const {
  auto It = Holders.find({Slot, Kept});
  if (It == Holders.end() || It->second.count(0))
    return true;
  std::vector<StringId> All{Of.Which};
  for (size_t I = 0; I < All.size(); ++I) {
    if (It->second.count(All[I]))
      return true;
    if (auto From = CopiesOf.find(All[I]); From != CopiesOf.end())
      for (StringId Name : From->second) {
        if (Name == 0)
          return true;
        if (!llvm::is_contained(All, Name))
          All.push_back(Name);
      }
  }
  return false;
}

/// Where what is given for a parameter is run, as far as that is known from
/// the slots that it is stored in.
Hop Program::emptiedBy(uint32_t FunctionIndex, uint32_t Parameter) const {
  auto It = Receives.find({FunctionIndex, Parameter});
  if (It == Receives.end())
    return Hop::None;
  bool Elsewhere = false, Here = false;
  for (const Shelf &To : It->second) {
    Elsewhere |= EmptiedElsewhere.contains(To.Slot);
    Here |= EmptiedHere.contains(To.Slot);
  }
  return Elsewhere ? Hop::Pool : Here ? Hop::Loop : Hop::None;
}

/// The functions that run where \p V is called. A callback of a loop that
/// comes out of a slot is judged by itself; which of the callables of a guard's
/// class its destructor runs is decided where the guard is.
llvm::SmallVector<uint32_t, 1> Program::runBy(uint32_t FunctionIndex,
                                              const Value &V) const {
  llvm::SmallVector<uint32_t, 1> Out = resolve(FunctionIndex, V).Entities;
  if (V.K != Value::Stored)
    return Out;
  if (P.Entities[function(FunctionIndex).Entity].K == Entity::Destructor)
    return {};
  return withoutCallbacks(Out);
}

/// \p Callables but those that are judged as callbacks of a loop.
llvm::SmallVector<uint32_t, 1>
Program::withoutCallbacks(llvm::ArrayRef<uint32_t> Callables) const {
  llvm::SmallVector<uint32_t, 1> Out(Callables);
  llvm::erase_if(Out, [&](uint32_t E) {
    return llvm::any_of(Entities[E].Bodies, [&](uint32_t Body) {
      return Functions[Body].HandedTo != NoId;
    });
  });
  return Out;
}

/// What \p Call runs of what the library keeps. Callbacks of a loop are judged
/// by themselves.
void Program::addRegistered(const Call &Call, EdgeList &Out) const {
  forEachKept(Call, [&](StringId Slot) {
    for (uint32_t E : withoutCallbacks(Stored.lookup(Slot)))
      addTargets(E, PassesNothing, Out);
  });
}

bool Program::callsOutOfSlot(uint32_t FunctionIndex) const {
  bool Calls = false;
  for (const Call &Call : calls(FunctionIndex))
    forEachSlot(Call, [&](StringId) { Calls = true; });
  return Calls;
}

/// The destructor of a local guard runs what its constructor was given.
void Program::addGuarded(uint32_t FunctionIndex, uint32_t CallIndex,
                         EdgeList &Out) const {
  const Call &Destroyed = call(FunctionIndex, CallIndex);
  Id Guard = P.object(Destroyed).Variable;
  if (Guard == NoId || llvm::none_of(bodies(Destroyed), [&](uint32_t Body) {
        return callsOutOfSlot(Body);
      }))
    return;
  for (const Call &Made : calls(FunctionIndex))
    if (Made.F == Call::Constructor && Made.ResultVariable == Guard)
      for (ValueId V : P.arguments(Made))
        for (uint32_t E : resolve(FunctionIndex, P.Values[V]).Entities)
          addTargets(E, PassesNothing, Out);
}

} // namespace nostall
