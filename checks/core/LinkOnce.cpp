//===- LinkOnce.cpp - what was done before the loop runs ------------------===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `if (!only) only = new settings;` reads a file, but not in a callback if main
// has asked for the settings before it runs the loop. The same holds for what
// initialises a static local variable.
//
//===----------------------------------------------------------------------===//

#include "LinkDetail.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"

namespace nostall {

/// For each block those that every path to it goes through, itself included.
/// \p Goes tells whether a block (first) leads to its successor (second).
static std::vector<llvm::BitVector>
dominators(const Facts &P, llvm::ArrayRef<Block> Blocks,
           llvm::function_ref<bool(uint32_t, size_t)> Goes) {
  std::vector<llvm::BitVector> Out(Blocks.size(),
                                   llvm::BitVector(Blocks.size(), true));
  Out[0].reset();
  Out[0].set(0);
  // Blocks stand in reverse postorder: few rounds do.
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (uint32_t B = 0; B < Blocks.size(); ++B) {
      llvm::ArrayRef<Id> Successors = P.list(Blocks[B].Successors);
      for (size_t I = 0; I < Successors.size(); ++I) {
        if (!Goes(B, I))
          continue;
        llvm::BitVector In = Out[B];
        In.set(Successors[I]);
        In &= Out[Successors[I]];
        Changed |= In != Out[Successors[I]];
        Out[Successors[I]] = std::move(In);
      }
    }
  }
  return Out;
}

/// True if it holds for what was not made yet: `!p`, `fd < 0`, `fd == -1`.
static bool asksForNothing(const Test &T) {
  return T.S == Test::Named && !T.Holder &&
         (T.K == Test::Zero || T.K == Test::Null ||
          (T.K == Test::Is && T.Number == -1) ||
          (T.K == Test::Below && T.Number == 0));
}

/// Follows what certainly runs before a loop.
class Program::Beginning {
public:
  explicit Beginning(Program &Of)
      : Of(Of), P(Of.P), Reached(Of.reachedFromContexts()),
        RunsLoop(Of.loopRunners()), Ran(Of.Functions.size()) {
    for (const FieldWrite &W : P.Writes)
      Writes[W.Field].push_back(&W);
  }

  void find() {
    for (const LoopWait &W : Of.LoopWaits)
      if (W.IsCycle)
        before(W.At.first, W.At.second);
    for (uint32_t I = 0; I < Of.Functions.size(); ++I)
      for (uint32_t J = 0; J < Of.calls(I).size(); ++J)
        if (startsLoop(I, J))
          before(I, J);
    while (!Work.empty()) {
      uint32_t I = Work.back();
      Work.pop_back();
      follow(I);
    }
  }

private:
  /// True if the call runs a loop, or hands on what does: `std::thread`.
  bool startsLoop(uint32_t I, uint32_t J) const {
    const Call &Call = Of.call(I, J);
    auto Runs = [&](uint32_t Body) { return RunsLoop[Body]; };
    auto IsRunner = [&](ValueId V) {
      return llvm::any_of(Of.resolve(I, P.Values[V]).Entities, [&](uint32_t E) {
        return llvm::any_of(Of.Entities[E].Bodies, Runs);
      });
    };
    return llvm::any_of(Of.rows(Call), isLoop) ||
           llvm::any_of(Of.bodies(Call), Runs) ||
           llvm::any_of(P.arguments(Call), IsRunner);
  }

  /// The function makes these calls whenever it comes to \p J.
  void before(uint32_t I, uint32_t J) {
    const Function &F = Of.function(I);
    if (Reached[I] || Of.Functions[I].IsOffloaded || F.IsPattern ||
        F.K != Function::Plain)
      return;
    uint32_t Home = P.blockOf(F, J);
    auto Always = [](uint32_t, size_t) { return true; };
    const llvm::BitVector On = dominators(P, P.blocks(F), Always)[Home];
    for (uint32_t Call = 0; Call < J; ++Call)
      if (On[P.blockOf(F, Call)])
        run(I, Call);
  }

  void run(uint32_t I, uint32_t J) {
    const Call &Call = Of.call(I, J);
    if (Call.Callee == NoId || Call.IsVirtual || Of.Flow.isOffLoop(I, J))
      return;
    Id Callee = Call.Callee;
    if (std::optional<Construction> Made = Of.constructionIn(Call))
      Callee = Made->Constructor;
    llvm::ArrayRef<uint32_t> Bodies = Of.Entities[Callee].Bodies;
    if (Bodies.size() != 1 || Ran[Bodies[0]] ||
        Of.function(Bodies[0]).K != Function::Plain)
      return;
    Ran[Bodies[0]] = true;
    Work.push_back(Bodies[0]);
  }

  /// What \p I does when it is called for the first time.
  void follow(uint32_t I) {
    const Function &F = Of.function(I);
    llvm::ArrayRef<Block> Blocks = P.blocks(F);
    std::vector<bool> IsOnce(Blocks.size());
    for (uint32_t B = 0; B < Blocks.size(); ++B) {
      llvm::ArrayRef<Id> To = P.list(Blocks[B].Successors);
      IsOnce[B] = Blocks[B].Test && To.size() >= 2 && To[0] != To[1] &&
                  isOnce(F, P.Tests[Blocks[B].Test]);
    }
    auto First = [&](uint32_t B, size_t Successor) {
      return !IsOnce[B] || Successor == 0;
    };
    auto Later = [&](uint32_t B, size_t Successor) {
      return !IsOnce[B] || Successor != 0;
    };
    const auto OnFirst = dominators(P, Blocks, First);
    const auto OnLater = dominators(P, Blocks, Later);
    // All ends agree, as far as there is a way to them.
    llvm::BitVector Always(Blocks.size(), true);
    for (uint32_t B = 0; B < Blocks.size(); ++B)
      if (P.list(Blocks[B].Successors).empty())
        Always &= OnFirst[B];
    for (uint32_t B = 0, J = 0; B < Blocks.size(); ++B) {
      // Nothing leads to it any more: everything is on the way.
      bool IsDone = B > 0 && OnLater[B].all() && Blocks.size() > 1;
      for (; J < Blocks[B].End; ++J) {
        if (IsDone || Of.call(I, J).IsOnce)
          Of.Done.insert({I, J});
        if (Always[B])
          run(I, J);
      }
    }
  }

  /// True if \p T, in \p F, holds until \p F itself has made what it asks for:
  /// no code of a loop takes that away again.
  bool isOnce(const Function &F, const Test &T) const {
    auto It = asksForNothing(T) ? Writes.find(T.Field) : Writes.end();
    bool Makes = false;
    if (It == Writes.end())
      return false;
    for (const FieldWrite *W : It->second) {
      std::optional<bool> Takes = FieldValues::goes(T, P.Values[W->What]);
      bool IsOwn = W->By == F.Entity;
      if (W->K == FieldWrite::AtHome || (Takes && !*Takes && !IsOwn))
        continue;
      if (W->K != FieldWrite::Later || W->By == NoId)
        return false;
      // A flag that somebody else may set is no sign that the work is done.
      if (IsOwn && (Takes ? *Takes : T.K == Test::Zero))
        return false;
      Makes |= IsOwn;
      if (!IsOwn && llvm::any_of(Of.Entities[W->By].Bodies,
                                 [&](uint32_t I) { return Reached[I]; }))
        return false;
    }
    return Makes;
  }

  Program &Of;
  const Facts &P;
  const std::vector<bool> Reached, RunsLoop;
  llvm::DenseMap<StringId, llvm::SmallVector<const FieldWrite *, 2>> Writes;
  std::vector<bool> Ran;
  std::vector<uint32_t> Work;
};

/// Functions that code of a loop leads to.
std::vector<bool> Program::reachedFromContexts() const {
  std::vector<bool> Out(Functions.size());
  std::vector<uint32_t> Work;
  auto Add = [&](uint32_t I) {
    if (!Out[I])
      Work.push_back(I);
    Out[I] = true;
  };
  auto AddTargets = [&](uint32_t I, uint32_t J) {
    for (const Edge &E : targets(I, J))
      if (E.Function != NoId)
        Add(E.Function);
  };
  for (uint32_t I = 0; I < Functions.size(); ++I) {
    if (Functions[I].IsContext)
      Add(I);
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      if (isLoopCode(I, J))
        AddTargets(I, J);
  }
  while (!Work.empty()) {
    uint32_t I = Work.back();
    Work.pop_back();
    for (uint32_t J = 0; J < calls(I).size(); ++J)
      AddTargets(I, J);
  }
  return Out;
}

void Program::findDone() {
  bool HasAny =
      llvm::any_of(P.Calls, [](const Call &Call) { return Call.IsOnce; }) ||
      llvm::any_of(P.Tests, asksForNothing);
  if (HasAny)
    Beginning(*this).find();
}

} // namespace nostall
