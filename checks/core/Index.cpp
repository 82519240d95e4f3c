//===- Index.cpp - a linked program for who sees one file -----------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Index.h"
#include "Join.h"
#include "SummaryFile.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/EndianStream.h"
#include "llvm/Support/xxhash.h"

namespace nostall {

using llvm::StringRef;

//   magic "NSIX" · format (4 bytes) · rows of offloaded functions · rows of
//   leading calls · summary
// where rows are: their number (8) · their checksum (8) · 4 bytes each
static constexpr StringRef Magic = "NSIX";
static constexpr size_t HeaderSize = 4 + 4;

//===----------------------------------------------------------------------===//
// What a function mentions
//===----------------------------------------------------------------------===//

namespace {

/// Calls back for the entities and slots that a function's calls name. Refers
/// to the functions that it is made of.
struct Mentions {
  llvm::function_ref<void(Id Entity)> Called;
  llvm::function_ref<void(Id Entity)> Held;
  llvm::function_ref<void(StringId Slot)> Slot;
  /// What a call of the same function returned; but numbers are just numbers.
  llvm::function_ref<void(uint32_t Call)> Made = nullptr;
};

class Walk {
public:
  Walk(const Facts &P, const Mentions &M) : P(P), M(M) {}

  void call(const Call &C) {
    if (C.Callee != NoId)
      called(C.Callee);
    value(C.Object);
    value(C.Target);
    for (ValueId V : P.arguments(C))
      value(V);
    for (Id T : P.list(P.details(C).TypeArguments))
      if (T != NoId)
        owned(P.Types[T]);
  }

private:
  void value(ValueId I) {
    const Value &V = P.Values[I];
    if (V.K == Value::Callable)
      M.Held(V.Index);
    else if (V.K == Value::Functor)
      llvm::for_each(P.list(P.Types[V.Index].CallOperators), M.Held);
    else if (V.K == Value::Stored)
      M.Slot(V.Text);
    else if (V.K == Value::Result && V.S != Shape::Number && M.Made)
      M.Made(V.Index);
    // Names and values of fields take turns.
    for (const auto &[Number, Field] : llvm::enumerate(P.list(V.Fields)))
      if (Number % 2 != 0)
        value(Field);
  }
  void owned(const Type &T) {
    llvm::for_each(P.list(T.Constructors), M.Called);
    for (Id E : {T.Destructor, T.Lock})
      if (E != NoId)
        called(E);
  }
  /// \p E, and the destructors that it runs.
  void called(Id E) {
    llvm::SmallSetVector<Id, 4> All;
    All.insert(E);
    for (size_t I = 0; I < All.size(); ++I) {
      M.Called(All[I]);
      for (Id Other : P.list(P.Entities[All[I]].Destroys))
        if (Other != NoId)
          All.insert(Other);
    }
  }

  const Facts &P;
  const Mentions &M;
};

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// Decides which functions can matter to somebody who calls or is called.
class Pruner {
public:
  explicit Pruner(const Program &P) : Linked(P), P(P.facts()) {}

  Joiner::Part part(Id I) const {
    const LinkedFunction &F = Linked.functions()[I];
    bool Matters = !F.Effects.empty() || !F.InvokedParameters.empty() ||
                   !F.OffloadedParameters.empty() ||
                   changesStates(P.Functions[I].Entity) ||
                   isSuspend(P.Functions[I].Entity) ||
                   llvm::any_of(P.calls(P.Functions[I]),
                                [&](const Call &C) { return matters(C); });
    return Matters ? Joiner::Part::Whole : Joiner::Part::Hollow;
  }

  /// The calls of a function that its effects come from, or that decide about
  /// them. What the others lead to adds nothing.
  llvm::BitVector leading(Id I) const {
    llvm::ArrayRef<Call> Calls = P.calls(P.Functions[I]);
    llvm::BitVector Out(Calls.size());
    for (const Effect &E : Linked.functions()[I].Effects)
      Out.set(E.Call);
    auto Ignore = [](Id) {};
    auto Made = [&](uint32_t Call) { Out.set(Call); };
    for (const auto &[Number, C] : llvm::enumerate(Calls)) {
      if (matters(C) || takesCallables(C))
        Out.set(Number);
      Mentions M{Ignore, Ignore, Ignore, Made};
      Walk(P, M).call(C);
    }
    return Out;
  }

private:
  bool changesStates(Id Entity) const {
    const LinkedEntity &E = Linked.entities()[Entity];
    return !E.Changes.empty() || llvm::any_of(E.Rows, [](const Row *R) {
      return !R->Changes.empty();
    });
  }
  bool isSuspend(Id Entity) const {
    return P.entityName(Entity).ends_with("::await_suspend");
  }
  bool isCoroutine(Id Entity) const {
    return llvm::any_of(Linked.entities()[Entity].Bodies, [&](uint32_t Body) {
      return P.Functions[Body].K == Function::Coroutine;
    });
  }
  bool takesCallables(const Call &C) const {
    auto Takes = [&](Id Entity) {
      return llvm::any_of(Linked.entities()[Entity].Bodies, [&](uint32_t Body) {
        const LinkedFunction &F = Linked.functions()[Body];
        return !F.InvokedParameters.empty() || !F.OffloadedParameters.empty();
      });
    };
    return C.Callee != NoId &&
           (Takes(C.Callee) ||
            llvm::any_of(Linked.entities()[C.Callee].Overriders, Takes));
  }
  /// Callables may be kept or handed on, states may be given.
  bool matters(const Call &C) const {
    if (C.F == Call::Store || C.F == Call::Indirect || C.F == Call::Copy ||
        C.F >= Call::Set)
      return true;
    bool HoldsCallable = false;
    auto Ignore = [](Id) {};
    auto Holds = [&](Id) { HoldsCallable = true; };
    Mentions M{Ignore, Holds, Holds};
    Walk(P, M).call(C);
    if (HoldsCallable)
      return true;
    return C.Callee != NoId &&
           (changesStates(C.Callee) || isCoroutine(C.Callee) ||
            P.entityName(C.Callee).starts_with("std::coroutine_handle::"));
  }

  const Program &Linked;
  const Facts &P;
};

void writeRows(llvm::ArrayRef<Id> Rows, llvm::raw_ostream &OS) {
  std::string Bytes;
  llvm::raw_string_ostream BytesOS(Bytes);
  for (Id Row : Rows)
    llvm::support::endian::write<uint32_t>(BytesOS, Row,
                                           llvm::endianness::little);
  llvm::support::endian::Writer W(OS, llvm::endianness::little);
  W.write<uint64_t>(Rows.size());
  W.write<uint64_t>(llvm::xxh3_64bits(Bytes));
  OS << Bytes;
}

} // namespace

std::string writeIndex(const Program &P, StringRef ToolVersion) {
  Pruner Prune(P);
  Joiner J;
  std::vector<Id> Offloaded, Named, Leading;
  Id CallsBefore = 0;
  // All functions are kept, in their order.
  J.add(P.facts(), [&](Id I) {
    if (P.functions()[I].IsOffloaded)
      Offloaded.push_back(I);
    if (P.functions()[I].Named)
      Named.push_back(I);
    Joiner::Part Kept = Prune.part(I);
    uint32_t Calls = P.facts().Functions[I].Calls.Size;
    if (Kept == Joiner::Part::Whole)
      for (unsigned Call : Prune.leading(I).set_bits())
        Leading.push_back(CallsBefore + Call);
    CallsBefore += Kept == Joiner::Part::Whole ? Calls : Calls != 0;
    return Kept;
  });
  J.addWrites(P.facts(), P.facts().Writes);
  Summary Kept;
  static_cast<Facts &>(Kept) = J.take();

  std::string Out = Magic.str();
  llvm::raw_string_ostream OS(Out);
  llvm::support::endian::write<uint32_t>(OS, IndexFormat,
                                         llvm::endianness::little);
  writeRows(Offloaded, OS);
  writeRows(Named, OS);
  writeRows(Leading, OS);
  OS << writeSummary(Kept, ToolVersion);
  return Out;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static llvm::Error refuse(const char *Why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Why);
}

/// Takes rows off the front of \p Bytes.
static llvm::Expected<llvm::DenseSet<Id>> readRows(StringRef &Bytes) {
  using namespace llvm::support;
  constexpr size_t HeadSize = 8 + 8;
  uint64_t Count = Bytes.size() < HeadSize ? 0 : endian::read64le(Bytes.data());
  if (Bytes.size() < HeadSize || Count > (Bytes.size() - HeadSize) / 4)
    return refuse("is cut off; run nostall on the whole project again");
  StringRef Rows = Bytes.substr(HeadSize, Count * 4);
  if (llvm::xxh3_64bits(Rows) != endian::read64le(Bytes.data() + 8))
    return refuse("is damaged; run nostall on the whole project again");
  Bytes = Bytes.drop_front(HeadSize + Rows.size());
  llvm::DenseSet<Id> Out;
  Out.reserve(Count);
  for (size_t I = 0; I < Count; ++I)
    Out.insert(endian::read32le(Rows.data() + I * 4));
  return Out;
}

llvm::Expected<std::unique_ptr<const Index>> Index::read(StringRef Bytes) {
  if (Bytes.size() < HeaderSize || !Bytes.starts_with(Magic))
    return refuse("is no index of nostall");
  if (llvm::support::endian::read32le(Bytes.data() + 4) != IndexFormat)
    return refuse("is an index of another version of nostall; run nostall on "
                  "the whole project again");
  Bytes = Bytes.drop_front(HeaderSize);
  auto Offloaded = readRows(Bytes);
  if (!Offloaded)
    return Offloaded.takeError();
  auto Named = readRows(Bytes);
  if (!Named)
    return Named.takeError();
  auto Leading = readRows(Bytes);
  if (!Leading)
    return Leading.takeError();
  llvm::Expected<Summary> S = readSummary(Bytes);
  if (!S)
    return S.takeError();
  return std::unique_ptr<const Index>(
      new Index(static_cast<Facts &&>(*S), std::move(*Offloaded),
                std::move(*Named), std::move(*Leading)));
}

Index::Index(Facts Stored, Rows OffloadedRows, Rows NamedRows, Rows LeadingRows)
    : P(std::move(Stored)), Offloaded(std::move(OffloadedRows)),
      Named(std::move(NamedRows)), Leading(std::move(LeadingRows)) {
  using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;
  Pairs BodyPairs, CallerPairs, HolderPairs, InstancePairs, OverriderPairs,
      WriterPairs, ReaderPairs;
  for (uint32_t I = 0; I < P.Entities.size(); ++I) {
    const Entity &E = P.Entities[I];
    EntityOf.try_emplace(P.Strings[E.USR], I);
    if (E.Pattern != NoId)
      InstancePairs.emplace_back(E.Pattern, I);
    for (Id Base : P.list(E.Overrides))
      OverriderPairs.emplace_back(Base, I);
  }
  for (uint32_t I = 0; I < P.Writes.size(); ++I)
    WritesOf[P.Strings[P.Writes[I].Field]].push_back(I);
  for (uint32_t I = 0; I < P.Functions.size(); ++I) {
    BodyPairs.emplace_back(P.Functions[I].Entity, I);
    bool IsStore = false;
    auto Called = [&](Id E) { CallerPairs.emplace_back(E, I); };
    auto Held = [&](Id E) { HolderPairs.emplace_back(E, I); };
    auto Slot = [&](StringId S) {
      SlotOf.try_emplace(P.Strings[S], S);
      (IsStore ? WriterPairs : ReaderPairs).emplace_back(S, I);
    };
    Mentions M{Called, Held, Slot};
    for (const Call &C : P.calls(P.Functions[I])) {
      IsStore = C.F == Call::Store;
      Walk(P, M).call(C);
    }
  }
  size_t Entities = P.Entities.size(), Strings = P.Strings.size();
  Bodies = {Entities, BodyPairs};
  Callers = {Entities, CallerPairs};
  Holders = {Entities, HolderPairs};
  Instances = {Entities, InstancePairs};
  Overriders = {Entities, OverriderPairs};
  Writers = {Strings, WriterPairs};
  Readers = {Strings, ReaderPairs};
}

Id Index::find(StringRef USR) const {
  auto It = EntityOf.find(USR);
  return It == EntityOf.end() ? NoId : It->second;
}

std::optional<bool> Index::areIn(const Rows &Functions, StringRef USR) const {
  Id Entity = find(USR);
  if (Entity == NoId || Bodies[Entity].empty())
    return std::nullopt;
  return llvm::all_of(Bodies[Entity],
                      [&](uint32_t Body) { return Functions.contains(Body); });
}

//===----------------------------------------------------------------------===//
// The part that a unit reaches
//===----------------------------------------------------------------------===//

/// Goes from what the unit mentions to what that leads to. Of most functions
/// only leading calls are followed. The index knows these by what the unit was
/// like before, so that of functions whose leading calls come back to the unit
/// all calls are followed.
class Index::Slice {
public:
  Slice(const Index &All, const Summary &Fresh)
      : All(All), P(All.P), Fresh(Fresh), Reached(slotNode(P.Strings.size())),
        ComesBack(Reached.size()) {
    findStale();
    for (const Entity &E : Fresh.Entities)
      entity(Unit, All.find(Fresh.Strings[E.USR]));
    for (const Value &V : Fresh.Values)
      if (V.K == Value::Stored)
        if (auto It = All.SlotOf.find(Fresh.Strings[V.Text]);
            It != All.SlotOf.end())
          reach(Unit, slotNode(It->second));
    for (const Function &F : Fresh.Functions)
      users(F);
    while (!Work.empty()) {
      Node Now = Work.back();
      Work.pop_back();
      leave(Now);
    }
  }

  bool takes(uint32_t Function) const { return Reached[node(Function)]; }
  /// Where the functions of the unit's main file begin.
  uint32_t begin() const { return Begin; }

private:
  /// An entity, behind all of these a function, and behind these a slot.
  using Node = uint32_t;
  static constexpr Node Unit = NoId;
  Node node(uint32_t Function) const { return P.Entities.size() + Function; }
  Node slotNode(StringId Slot) const { return node(P.Functions.size()) + Slot; }

  /// What the unit has itself is not taken from the index: all of its main
  /// file, and what it knows of headers.
  void findStale() {
    StringRef MainFile = Fresh.Strings[Fresh.MainFile];
    std::vector<bool> IsMain;
    for (StringId File : P.Files)
      IsMain.push_back(P.Strings[File] == MainFile);
    for (uint32_t I = 0; I < P.Functions.size(); ++I)
      if (Id File = P.Functions[I].Loc.File; File != NoId && IsMain[File]) {
        Begin = std::min(Begin, I);
        ComesBack[node(I)] = true;
      }
    for (const Function &F : Fresh.Functions)
      if (Id E = All.find(Fresh.Strings[Fresh.Entities[F.Entity].USR]);
          E != NoId)
        for (uint32_t Body : All.Bodies[E])
          if (P.file(P.Functions[Body].Loc) == Fresh.file(F.Loc))
            ComesBack[node(Body)] = true;
    Stale = ComesBack;
  }

  /// Who runs a function of the unit, or gives it its arguments.
  void users(const Function &F) {
    Id E = All.find(Fresh.Strings[Fresh.Entities[F.Entity].USR]);
    if (E == NoId)
      return;
    functions(Unit, All.Holders[E]);
    if (F.K == Function::Coroutine)
      functions(Unit, All.Callers[E]);
  }

  void functions(Node From, llvm::ArrayRef<uint32_t> Rows) {
    for (uint32_t I : Rows)
      reach(From, node(I));
  }
  void entity(Node From, Id E) {
    if (E != NoId)
      reach(From, E);
  }

  void reach(Node From, Node To) {
    if (ComesBack[To])
      comeBack(From);
    else
      Before[To].push_back(From);
    if (!Reached[To] && !Stale[To]) {
      Reached[To] = true;
      Work.push_back(To);
    }
  }

  void comeBack(Node From) {
    std::vector<Node> Next{From};
    while (!Next.empty()) {
      Node Now = Next.back();
      Next.pop_back();
      if (Now == Unit || ComesBack[Now])
        continue;
      ComesBack[Now] = true;
      Work.push_back(Now);
      llvm::append_range(Next, Before[Now]);
    }
  }

  void leave(Node From) {
    if (From < node(0))
      leaveEntity(From);
    else if (From < slotNode(0))
      leaveFunction(From, P.Functions[From - node(0)]);
    else
      leaveSlot(From, From - slotNode(0));
  }

  void leaveEntity(Id E) {
    functions(E, All.Bodies[E]);
    entity(E, P.Entities[E].Pattern);
    for (Id Instance : All.Instances[E])
      entity(E, Instance);
    for (Id Overrider : All.Overriders[E])
      entity(E, Overrider);
  }

  void leaveFunction(Node From, const Function &F) {
    auto Entity = [&](Id E) { entity(From, E); };
    auto Slot = [&](StringId S) { reach(From, slotNode(S)); };
    Mentions M{Entity, Entity, Slot};
    for (const auto &[Number, C] : llvm::enumerate(P.calls(F)))
      if (ComesBack[From] || All.Leading.contains(F.Calls.Begin + Number))
        Walk(P, M).call(C);
  }

  void leaveSlot(Node From, StringId S) {
    functions(From, All.Writers[S]);
    // An event loop may call what a helper takes out of the slot.
    std::vector<uint32_t> Now(All.Readers[S]), Next;
    for (unsigned Depth = 0; Depth < 4; ++Depth) {
      functions(From, Now);
      for (uint32_t I : Now)
        llvm::append_range(Next, All.Callers[P.Functions[I].Entity]);
      Now = std::exchange(Next, {});
    }
  }

  const Index &All;
  const Facts &P;
  const Summary &Fresh;
  std::vector<bool> Reached, ComesBack, Stale;
  uint32_t Begin = NoId;
  llvm::DenseMap<Node, llvm::SmallVector<Node, 2>> Before;
  std::vector<Node> Work;
};

/// What the program puts into fields that the unit asks.
std::vector<FieldWrite> Index::writes(const Summary &Fresh) const {
  llvm::StringSet<> Fields;
  for (const Test &T : Fresh.Tests)
    for (StringId Name : {T.Field, T.Holder})
      if (Name)
        Fields.insert(Fresh.Strings[Name]);
  for (const Value &V : Fresh.Values)
    if (V.In == Value::OfObject || V.In == Value::OfParameter)
      for (StringId Name : {V.Text, V.Holder})
        if (Name)
          Fields.insert(Fresh.Strings[Name]);
  std::vector<FieldWrite> Out;
  for (const auto &Field : Fields)
    if (auto It = WritesOf.find(Field.getKey()); It != WritesOf.end())
      for (uint32_t Row : It->second)
        Out.push_back(P.Writes[Row]);
  return Out;
}

Facts Index::join(const Summary &Fresh) const {
  Slice Reached(*this, Fresh);
  // In the order in which the whole program was joined: of two chains that are
  // equally short the first one is shown.
  uint32_t Before = Reached.begin();
  auto Take = [&](bool IsTaken) {
    return IsTaken ? Joiner::Part::Whole : Joiner::Part::Nothing;
  };
  Joiner J;
  J.add(P, [&](Id I) { return Take(I < Before && Reached.takes(I)); });
  J.add(Fresh);
  J.add(P, [&](Id I) { return Take(I >= Before && Reached.takes(I)); });
  J.addWrites(P, writes(Fresh));
  return J.take();
}

} // namespace nostall
