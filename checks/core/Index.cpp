//===- Index.cpp - a linked program, for those who look at one file -------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Index.h"
#include "Join.h"
#include "SummaryFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/EndianStream.h"
#include "llvm/Support/xxhash.h"

namespace nostall {

using llvm::StringRef;

//   magic "NSIX" · format (4 bytes) · number of offloaded functions (8) ·
//   checksum of their rows (8) · their rows (4 each) · summary
static constexpr StringRef Magic = "NSIX";
static constexpr size_t HeaderSize = 4 + 4 + 8 + 8;

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
};

class Walk {
public:
  Walk(const Facts &P, const Mentions &M) : P(P), M(M) {}

  void call(const Call &C) {
    if (C.Callee != NoId)
      M.Called(C.Callee);
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
    // Names and values of fields take turns.
    for (const auto &[Number, Field] : llvm::enumerate(P.list(V.Fields)))
      if (Number % 2 != 0)
        value(Field);
  }
  void owned(const Type &T) {
    llvm::for_each(P.list(T.Constructors), M.Called);
    for (Id E : {T.Destructor, T.Lock})
      if (E != NoId)
        M.Called(E);
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
  /// Callables may be kept or handed on, states may be given.
  bool matters(const Call &C) const {
    if (C.F == Call::Store || C.F == Call::Indirect)
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

} // namespace

std::string writeIndex(const Program &P, StringRef ToolVersion) {
  Pruner Prune(P);
  Joiner J;
  J.add(P.facts(), [&](Id I) { return Prune.part(I); });
  Summary Kept;
  static_cast<Facts &>(Kept) = J.take();

  // All functions are kept, in their order.
  std::string Rows;
  llvm::raw_string_ostream RowsOS(Rows);
  uint64_t Count = 0;
  for (uint32_t I = 0; I < P.functions().size(); ++I)
    if (P.functions()[I].IsOffloaded) {
      llvm::support::endian::write<uint32_t>(RowsOS, I,
                                             llvm::endianness::little);
      ++Count;
    }

  std::string Out = Magic.str();
  llvm::raw_string_ostream OS(Out);
  llvm::support::endian::Writer W(OS, llvm::endianness::little);
  W.write<uint32_t>(IndexFormat);
  W.write<uint64_t>(Count);
  W.write<uint64_t>(llvm::xxh3_64bits(Rows));
  OS << Rows << writeSummary(Kept, ToolVersion);
  return Out;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

llvm::Expected<std::unique_ptr<const Index>> Index::read(StringRef Bytes) {
  using namespace llvm::support;
  auto Refuse = [](const char *Why) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), Why);
  };
  if (Bytes.size() < HeaderSize || !Bytes.starts_with(Magic))
    return Refuse("is no index of nostall");
  if (endian::read32le(Bytes.data() + 4) != IndexFormat)
    return Refuse("is an index of another version of nostall; run nostall on "
                  "the whole project again");
  uint64_t Count = endian::read64le(Bytes.data() + 8);
  uint64_t Checksum = endian::read64le(Bytes.data() + 16);
  Bytes = Bytes.drop_front(HeaderSize);
  if (Count > Bytes.size() / 4)
    return Refuse("is cut off; run nostall on the whole project again");
  StringRef Rows = Bytes.take_front(Count * 4);
  if (llvm::xxh3_64bits(Rows) != Checksum)
    return Refuse("is damaged; run nostall on the whole project again");
  llvm::DenseSet<Id> Offloaded;
  for (size_t I = 0; I < Count; ++I)
    Offloaded.insert(endian::read32le(Rows.data() + I * 4));
  llvm::Expected<Summary> S = readSummary(Bytes.drop_front(Rows.size()));
  if (!S)
    return S.takeError();
  return std::unique_ptr<const Index>(
      new Index(static_cast<Facts &&>(*S), std::move(Offloaded)));
}

Index::Index(Facts Stored, llvm::DenseSet<Id> OffloadedRows)
    : P(std::move(Stored)), Offloaded(std::move(OffloadedRows)) {
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

std::optional<bool> Index::isOffloaded(StringRef USR) const {
  Id Entity = find(USR);
  if (Entity == NoId || Bodies[Entity].empty())
    return std::nullopt;
  return llvm::all_of(Bodies[Entity],
                      [&](uint32_t Body) { return Offloaded.contains(Body); });
}

//===----------------------------------------------------------------------===//
// The part that a unit reaches
//===----------------------------------------------------------------------===//

class Index::Slice {
public:
  Slice(const Index &All, const Summary &Fresh)
      : All(All), P(All.P), Fresh(Fresh), Taken(P.Functions.size()),
        Stale(P.Functions.size()), Entities(P.Entities.size()) {
    findStale();
    for (const Entity &E : Fresh.Entities)
      entity(All.find(Fresh.Strings[E.USR]));
    for (const Value &V : Fresh.Values)
      if (V.K == Value::Stored)
        if (auto It = All.SlotOf.find(Fresh.Strings[V.Text]);
            It != All.SlotOf.end())
          slot(It->second);
    for (const Function &F : Fresh.Functions)
      users(F);
    while (!Work.empty()) {
      uint32_t I = Work.back();
      Work.pop_back();
      mentions(I);
    }
  }

  bool takes(uint32_t Function) const { return Taken[Function]; }
  /// Where the functions of the unit's main file begin.
  uint32_t begin() const { return Begin; }

private:
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
        Stale[I] = true;
      }
    for (const Function &F : Fresh.Functions)
      if (Id E = All.find(Fresh.Strings[Fresh.Entities[F.Entity].USR]);
          E != NoId)
        for (uint32_t Body : All.Bodies[E])
          if (P.file(P.Functions[Body].Loc) == Fresh.file(F.Loc))
            Stale[Body] = true;
  }

  /// Who runs a function of the unit, or gives it its arguments.
  void users(const Function &F) {
    Id E = All.find(Fresh.Strings[Fresh.Entities[F.Entity].USR]);
    if (E == NoId)
      return;
    llvm::for_each(All.Holders[E], [&](uint32_t I) { function(I); });
    if (F.K == Function::Coroutine)
      llvm::for_each(All.Callers[E], [&](uint32_t I) { function(I); });
  }

  void entity(Id E) {
    if (E == NoId || Entities[E])
      return;
    Entities[E] = true;
    std::vector<Id> Next{E};
    while (!Next.empty()) {
      Id Now = Next.back();
      Next.pop_back();
      llvm::for_each(All.Bodies[Now], [&](uint32_t I) { function(I); });
      auto Add = [&](Id Other) {
        if (Other != NoId && !Entities[Other]) {
          Entities[Other] = true;
          Next.push_back(Other);
        }
      };
      Add(P.Entities[Now].Pattern);
      llvm::for_each(All.Instances[Now], Add);
      llvm::for_each(All.Overriders[Now], Add);
    }
  }

  void slot(StringId S) {
    if (!Slots.insert(S).second)
      return;
    llvm::for_each(All.Writers[S], [&](uint32_t I) { function(I); });
    // An event loop may call what a helper takes out of the slot.
    std::vector<uint32_t> Now(All.Readers[S]), Next;
    for (unsigned Depth = 0; Depth < 4; ++Depth) {
      for (uint32_t I : Now) {
        function(I);
        llvm::append_range(Next, All.Callers[P.Functions[I].Entity]);
      }
      Now = std::exchange(Next, {});
    }
  }

  void function(uint32_t I) {
    if (Stale[I] || Taken[I])
      return;
    Taken[I] = true;
    Work.push_back(I);
  }

  void mentions(uint32_t I) {
    auto Entity = [&](Id E) { entity(E); };
    auto Slot = [&](StringId S) { slot(S); };
    Mentions M{Entity, Entity, Slot};
    for (const Call &C : P.calls(P.Functions[I]))
      Walk(P, M).call(C);
  }

  const Index &All;
  const Facts &P;
  const Summary &Fresh;
  std::vector<bool> Taken, Stale, Entities;
  uint32_t Begin = NoId;
  llvm::DenseSet<StringId> Slots;
  std::vector<uint32_t> Work;
};

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
  return J.take();
}

} // namespace nostall
