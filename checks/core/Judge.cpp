//===- Judge.cpp - which calls stall an event loop ------------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Judge.h"
#include "Advice.h"
#include "Contention.h"
#include "Describe.h"
#include "llvm/ADT/STLExtras.h"
#include <map>
#include <set>

namespace nostall {
namespace {

Place place(const Facts &P, const Location &L) {
  return {P.file(L).str(), L.Line, L.Column, L.endLine(), L.endColumn()};
}

class Judge {
public:
  Judge(const Program &Linked, const Catalogue &C, const JudgeOptions &Options)
      : Linked(Linked), P(Linked.facts()), C(C), Options(Options),
        Locks(Linked) {}

  std::vector<Finding> run() {
    for (uint32_t I = 0; I < P.Functions.size(); ++I)
      for (uint32_t J = 0; J < P.Functions[I].Calls.Size; ++J)
        if (Linked.isLoopCode(I, J))
          call(I, J);
    forgetShared();
    // By place, and in the order of execution on one place.
    llvm::sort(Found, [](const Ordered &A, const Ordered &B) {
      const Place &P = A.F.Chain[0].At, &Q = B.F.Chain[0].At;
      return std::tie(P.File, P.Line, P.Column, A.Number) <
             std::tie(Q.File, Q.Line, Q.Column, B.Number);
    });
    std::vector<Finding> Out;
    for (Ordered &O : Found)
      // One finding a line is enough: what is certain goes first.
      if (O.F.Check != SyncSibling || !Lines.count(lineOf(O.F)))
        Out.push_back(std::move(O.F));
    return Out;
  }

private:
  void call(uint32_t FunctionIndex, uint32_t CallIndex) {
    if (P.calls(P.Functions[FunctionIndex])[CallIndex].Loc.File == NoId)
      return;
    // The shortest path for each check.
    std::vector<Effect> Effects = Linked.effectsAt(FunctionIndex, CallIndex);
    const LinkedFunction &Context = Linked.functions()[FunctionIndex];
    if (!Context.IsContext || Context.IsDispatched)
      llvm::erase_if(Effects,
                     [&](const Effect &E) { return isReportedElsewhere(E); });
    std::map<Category, const Effect *> Shortest;
    for (const Effect &E : Effects) {
      if (!(Options.Checks >> E.Cause->Cat & 1) ||
          (E.Cause->Lasts > Options.Shortest && !isReentry(FunctionIndex, E) &&
           !Locks.isContended(FunctionIndex, E)))
        continue;
      const Effect *&Best = Shortest[E.Cause->Cat];
      if (!Best || E.Length < Best->Length)
        Best = &E;
    }
    for (const auto &[Cat, E] : Shortest) {
      // Instances of a template say the same thing, but what fits into one of
      // them need not fit into all.
      Finding F = report(FunctionIndex, *E);
      Lines.insert(lineOf(F));
      auto [It, IsNew] = Places.insert({{F.Chain[0].At, Cat}, Found.size()});
      if (IsNew)
        Found.push_back({std::move(F), Found.size(), FunctionIndex});
      else if (Rewrite &First = Found[It->second].F.Fix; First != F.Fix)
        First = {};
    }
    if (Options.Checks >> LockAcrossAwait & 1)
      for (const Effect &E : Effects)
        if (uint32_t Await = heldAcross(FunctionIndex, E); Await != NoId)
          add(FunctionIndex, reportHeld(FunctionIndex, E, Await));
    if (Effects.empty() && (Options.Checks >> SyncSibling & 1) &&
        hasTwin(FunctionIndex, CallIndex))
      add(FunctionIndex, reportTwin(FunctionIndex, CallIndex));
  }

  /// What many functions of a table lead to, such as a log, is said once for
  /// all of them: by the shortest way there.
  void forgetShared() {
    constexpr size_t Many = 12;
    struct Shared {
      std::set<uint32_t> Functions;
      const Ordered *Best = nullptr;
    };
    using Cause = std::tuple<StringId, Place, Category>;
    auto CauseOf = [&](const Ordered &O) {
      return Cause(Linked.functions()[O.Function].Table, O.F.Chain.back().At,
                   O.F.Check);
    };
    std::map<Cause, Shared> All;
    for (const Ordered &O : Found) {
      Shared &S = All[CauseOf(O)];
      S.Functions.insert(O.Function);
      if (!S.Best || O.F.Chain.size() < S.Best->F.Chain.size())
        S.Best = &O;
    }
    std::set<size_t> Forgotten;
    for (const Ordered &O : Found)
      if (const Shared &S = All[CauseOf(O)];
          Linked.functions()[O.Function].Table && S.Functions.size() > Many &&
          S.Best != &O)
        Forgotten.insert(O.Number);
    llvm::erase_if(Found,
                   [&](const Ordered &O) { return Forgotten.count(O.Number); });
  }

  void add(uint32_t FunctionIndex, Finding F) {
    if (Places.insert({{F.Chain[0].At, F.Check}, Found.size()}).second)
      Found.push_back({std::move(F), Found.size(), FunctionIndex});
  }

  /// The `co_await` at which the coroutine still holds the mutex that the call
  /// of \p E takes, or NoId.
  uint32_t heldAcross(uint32_t FunctionIndex, const Effect &E) const {
    const Function &F = P.Functions[FunctionIndex];
    const Call &Locking = P.calls(F)[E.Call];
    if (F.K != Function::Coroutine || F.HasErrors || E.NextFunction != NoId ||
        E.Culprit != Locking.Callee)
      return NoId;
    std::optional<Lock> L = lockTaken(Linked, FunctionIndex, Locking, *E.Cause);
    if (!L || !L->IsCertain)
      return NoId;
    uint32_t Await = awaitWhileHeld(Linked, C, FunctionIndex, E.Call, *L);
    return Await != NoId && !isSuppressed(P.calls(F)[Await], LockAcrossAwait)
               ? Await
               : NoId;
  }

  Finding reportHeld(uint32_t FunctionIndex, const Effect &E,
                     uint32_t Await) const {
    const Function &F = P.Functions[FunctionIndex];
    const Call &Locking = P.calls(F)[E.Call];
    Finding Out;
    Out.Check = LockAcrossAwait;
    Out.Lasts = Duration::Unbounded;
    Out.Chain.push_back({place(P, P.calls(F)[Await].Loc),
                         describeContext(FunctionIndex), "'co_await'"});
    Out.ContextAt = contextAt(FunctionIndex);
    Out.LockedAt = place(P, Locking.Loc);
    Out.Message = Out.Chain[0].Callee + " suspends " + Out.Chain[0].Caller +
                  " while it holds a lock";
    Out.Reason = "lets others run, and who of them wants the lock blocks the "
                 "event loop that has to resume the coroutine";
    Out.Advice = advise(P, C, *E.Cause, Locking,
                        F.Returns == NoId ? "" : P.typeName(F.Returns));
    return Out;
  }

  /// True if code on the way is judged itself, as what a loop calls is.
  bool isReportedElsewhere(const Effect &First) const {
    for (const Effect *E = &First; E->NextFunction != NoId;) {
      const LinkedFunction &F = Linked.functions()[E->NextFunction];
      if (F.IsContext || F.WaitsForLoop)
        return true;
      E = &F.Effects[E->NextEffect];
    }
    return false;
  }

  /// True if \p E runs the very loop that has called the callback: what the
  /// other callbacks do meanwhile takes its time, and finds things half done.
  bool isReentry(uint32_t FunctionIndex, const Effect &E) const {
    return categories()[E.Cause->Cat] == "nested-event-loop" &&
           isRunBy(Linked.functions()[FunctionIndex], E.Cause->Library) &&
           !runsOwnLoop(FunctionIndex, E);
  }

  /// True if the loop that runs the callback is one of \p Library.
  bool isRunBy(const LinkedFunction &F, llvm::StringRef Library) const {
    if (F.Named)
      return F.Named->Library == Library;
    return F.HandedTo != NoId &&
           llvm::any_of(Linked.entities()[F.HandedTo].Rows,
                        [&](const Row *R) { return R->Library == Library; });
  }

  /// True if the loop that \p E runs is a local variable: another one.
  bool runsOwnLoop(uint32_t FunctionIndex, const Effect &E) const {
    const Effect *Last = &E;
    while (Last->NextFunction != NoId) {
      FunctionIndex = Last->NextFunction;
      Last = &Linked.functions()[FunctionIndex].Effects[Last->NextEffect];
    }
    const Function &F = P.Functions[FunctionIndex];
    const Call &Running = P.calls(F)[Last->Call];
    Argument Which;
    if (Running.HasObject)
      Which.K = Argument::Object;
    const Value *V = argument(P, Running, Which);
    if (!V || V->Variable == NoId || V->Text)
      return false;
    const Variable &Storage = P.variables(F)[V->Variable];
    return !Storage.IsField && Storage.Parameter == NoId &&
           Storage.Outer == NoId;
  }

  static std::pair<std::string, uint32_t> lineOf(const Finding &F) {
    return {F.Chain[0].At.File, F.Chain[0].At.Line};
  }

  bool isSuppressed(const Call &Call, Category Check) const {
    return P.details(Call).Suppressed >> Check & 1;
  }

  /// True if a call that is not known to block has a twin that can be awaited
  /// in its place, and nothing says that it does not block.
  bool hasTwin(uint32_t FunctionIndex, uint32_t CallIndex) {
    const Function &F = P.Functions[FunctionIndex];
    const Call &Call = P.calls(F)[CallIndex];
    const CallDetails &D = P.details(Call);
    return D.Twin != NoId && !isSuppressed(Call, SyncSibling) &&
           !Linked.isOffLoop(FunctionIndex, CallIndex) &&
           mayBlock(Call.Callee) && !isPartOf(F, D.Twin) &&
           !awaitsInstead(F, CallIndex, D.Twin);
  }

  /// True if \p F awaits \p Twin on another way: it knows when to.
  bool awaitsInstead(const Function &F, uint32_t CallIndex, Id Twin) const {
    llvm::ArrayRef<Call> Calls = P.calls(F);
    for (uint32_t I = 0; I < Calls.size(); ++I)
      if (Calls[I].Callee == Twin && Calls[I].IsAwaited &&
          !follows(F, std::min(I, CallIndex), std::max(I, CallIndex)))
        return true;
    return false;
  }

  /// True if \p Second can run after \p First in one go, however often a loop
  /// comes by. Blocks stand in reverse postorder.
  bool follows(const Function &F, uint32_t First, uint32_t Second) const {
    size_t From = P.blockOf(F, First), To = P.blockOf(F, Second);
    std::vector<bool> Seen(P.blocks(F).size());
    Seen[From] = true;
    for (size_t B = From; B < To; ++B)
      if (Seen[B])
        for (Id Next : P.list(P.blocks(F)[B].Successors))
          if (Next > B)
            Seen[Next] = true;
    return Seen[To];
  }

  /// True if neither a row nor an annotation nor its body says what \p Callee
  /// does: the body calls what is not known.
  bool mayBlock(Id Callee) {
    auto [It, New] = MayBlock.try_emplace(Callee, false);
    const LinkedEntity &Known = Linked.entities()[Callee];
    if (!New || Known.IsDecided || Known.IsOpaque ||
        Linked.declared(Callee) != Declared::Nothing)
      return It->second;
    llvm::SmallVector<uint32_t, 4> Bodies(Known.Bodies.begin(),
                                          Known.Bodies.end());
    for (uint32_t Overrider : Known.Overriders)
      llvm::append_range(Bodies, Linked.entities()[Overrider].Bodies);
    auto IsCoroutine = [&](uint32_t Body) {
      return P.Functions[Body].K != Function::Plain;
    };
    return It->second =
               Bodies.empty() || (llvm::none_of(Bodies, IsCoroutine) &&
                                  !Linked.unknowns(Bodies).Callees.empty());
  }

  /// True if \p F is the function \p Twin or an overload or override of it, or
  /// a lambda in one: there, awaiting it would recurse. So it would in what the
  /// twin calls.
  bool isPartOf(const Function &F, Id Twin) const {
    for (Id E = F.Entity; E != NoId;) {
      if (P.entityName(E) == P.entityName(Twin) ||
          llvm::is_contained(Linked.entities()[Twin].Overriders, E) ||
          isCalledBy(E, Twin))
        return true;
      llvm::ArrayRef<uint32_t> Bodies = Linked.entities()[E].Bodies;
      E = Bodies.empty() ? NoId : P.Functions[Bodies[0]].Outer;
    }
    return false;
  }

  bool isCalledBy(Id Callee, Id Caller) const {
    return llvm::any_of(Linked.entities()[Caller].Bodies, [&](uint32_t Body) {
      return llvm::any_of(P.calls(P.Functions[Body]), [&](const Call &Call) {
        return Call.Callee == Callee;
      });
    });
  }

  Finding reportTwin(uint32_t FunctionIndex, uint32_t CallIndex) const {
    const Call &Call = P.calls(P.Functions[FunctionIndex])[CallIndex];
    Id Twin = P.details(Call).Twin;
    Finding Out;
    Out.Check = SyncSibling;
    Out.Lasts = Duration::Network; // As most of what has such a twin.
    Out.Chain.push_back({place(P, Call.Loc), describeContext(FunctionIndex),
                         describe(P, Call.Callee)});
    Out.ContextAt = contextAt(FunctionIndex);
    Out.Message = Out.Chain[0].Callee + " may block the event loop in " +
                  Out.Chain[0].Caller + ": it has the awaitable sibling " +
                  describe(P, Twin);
    Out.Reason = "is not awaited";
    Out.Advice = adviseTwin(P, Call, Twin);
    return Out;
  }

  std::string describeContext(uint32_t FunctionIndex) const {
    const Function &F = P.Functions[FunctionIndex];
    llvm::StringRef Spelled = P.entityName(F.Entity);
    bool IsLambda = P.Entities[F.Entity].K == Entity::Lambda;
    std::string Name = IsLambda ? "a lambda" : quoted(Spelled);
    if (F.K == Function::Coroutine)
      Name = IsLambda ? "a lambda coroutine"
                      : "coroutine '" + unscoped(Spelled) + "'";
    const LinkedFunction &Context = Linked.functions()[FunctionIndex];
    if (Context.Named)
      Name = Context.Named->Word + " " + Name;
    if (Id To = Context.HandedTo; To != NoId)
      Name += " that " + describe(P, To) + " runs on the event loop";
    return Name;
  }

  Place contextAt(uint32_t FunctionIndex) const {
    const Function &F = P.Functions[FunctionIndex];
    const LinkedFunction &Context = Linked.functions()[FunctionIndex];
    return place(P, F.K == Function::Coroutine || Context.Named
                        ? F.Loc
                        : Context.HandedAt);
  }

  Place scopeEnd(const Function &F, const Call &Call) const {
    Place Out;
    Id Local = P.object(Call).Variable;
    if (Call.F != Call::Destructor || Local == NoId)
      return Out;
    const Variable &V = P.variables(F)[Local];
    if (V.EndLine <= Call.Loc.Line)
      return Out;
    return place(P, Location(Call.Loc.File, V.EndLine, V.EndColumn));
  }

  /// True if the function may hold a lock, for which others would wait while it
  /// awaits something. A lock need not wait: try_to_lock is one too.
  bool takesLock(uint32_t FunctionIndex) const {
    auto IsLock = [](const Row *R) {
      return R->Locks ||
             (R->Cat != NoCategory && categories()[R->Cat] == "lock");
    };
    llvm::ArrayRef<Call> Calls = P.calls(P.Functions[FunctionIndex]);
    for (uint32_t I = 0; I < Calls.size(); ++I) {
      if (Calls[I].Callee == NoId)
        continue;
      // A guard that is a parameter is only destroyed here.
      std::string Name = P.entityName(Calls[I].Callee).str();
      std::erase(Name, '~');
      Signature Any;
      Any.Name = Name;
      Any.IsC = P.Entities[Calls[I].Callee].IsC;
      if (llvm::any_of(C.find(Any), IsLock))
        return true;
      if (Calls[I].F == Call::Constructor &&
          llvm::any_of(Linked.effectsAt(FunctionIndex, I),
                       [&](const Effect &E) { return IsLock(E.Cause); }))
        return true;
    }
    return false;
  }

  Finding report(uint32_t FunctionIndex, const Effect &First) const {
    const Function &Context = P.Functions[FunctionIndex];
    Finding Out;
    Out.Check = First.Cause->Cat;
    Out.Lasts = First.Cause->Lasts;

    const Function *F = &Context;
    const Effect *E = &First;
    const Call *Last = nullptr;
    std::string Caller = describeContext(FunctionIndex);
    while (true) {
      Last = &P.calls(*F)[E->Call];
      std::string Name = describe(P, Last->Callee);
      if (E->NextFunction == NoId && E->Culprit == Last->Callee)
        Name = describeCulprit(P, Last->Callee, *E->Cause);
      Out.Chain.push_back({place(P, Last->Loc), Caller, Name});
      if (E->NextFunction == NoId) {
        // Reached through a value: std::invoke(usleep, 5).
        if (E->Culprit != Last->Callee)
          Out.Chain.push_back(
              {Out.Chain.back().At, Name, describe(P, E->Culprit)});
        break;
      }
      F = &P.Functions[E->NextFunction];
      E = &Linked.functions()[E->NextFunction].Effects[E->NextEffect];
      Caller = describe(P, F->Entity);
    }

    Out.ContextAt = contextAt(FunctionIndex);
    Out.DestroyedAt = scopeEnd(Context, P.calls(Context)[First.Call]);

    const Row &Cause = *E->Cause;
    Out.Reason = Cause.Reason;
    Out.Message = Out.Chain[0].Callee + " blocks the event loop in " +
                  describeContext(FunctionIndex);
    if (Out.Chain.size() > 1)
      Out.Message += ": it reaches " + Out.Chain.back().Callee;
    llvm::StringRef TaskType;
    if (Context.K == Function::Coroutine && Context.Returns != NoId)
      TaskType = P.typeName(Context.Returns);
    Out.Advice = advise(P, C, Cause, *Last, TaskType);
    if (Out.Chain.size() == 1)
      Out.Fix = rewrite(P, C, Cause, *Last, Context);
    if (!Out.Fix.Code.empty() && takesLock(FunctionIndex))
      Out.Fix = {};
    if (Out.Chain.size() > 1 || Out.Advice.empty())
      Out.Offload = adviseOffload(P, C, P.calls(Context)[First.Call], TaskType);
    return Out;
  }

  const Program &Linked;
  const Facts &P;
  const Catalogue &C;
  const JudgeOptions &Options;
  const Contention Locks;
  /// The checks that go without rows of their own.
  static Category category(llvm::StringRef Name) {
    return llvm::find(categories(), Name) - categories().begin();
  }
  const Category LockAcrossAwait = category("lock-across-await");
  const Category SyncSibling = category("sync-sibling");
  struct Ordered {
    Finding F;
    size_t Number;
    uint32_t Function;
  };
  std::vector<Ordered> Found;
  /// What was found where, as an index of Found.
  std::map<std::pair<Place, Category>, size_t> Places;
  /// Those of findings that are certain.
  std::set<std::pair<std::string, uint32_t>> Lines;
  llvm::DenseMap<Id, bool> MayBlock;
};

} // namespace

std::vector<Finding> judge(const Program &P, const Catalogue &C,
                           const JudgeOptions &Options) {
  return Judge(P, C, Options).run();
}

} // namespace nostall
