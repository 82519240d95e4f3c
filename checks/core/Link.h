//===- Link.h - from summaries to effects -----------------------*- C++ -*-===//
//
// Part of nostall, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins the summaries of any number of TUs into one program, applies the
// catalogue to every call and propagates effects from callees to callers
// until nothing changes. Each effect keeps one shortest path to the library
// call that causes it.
//
// The result does not depend on the order of the summaries.
//
//===----------------------------------------------------------------------===//

#ifndef NOSTALL_CORE_LINK_H
#define NOSTALL_CORE_LINK_H

#include "Catalogue.h"
#include "Facts.h"
#include "States.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace nostall {

/// A condition on an argument of the function that has the effect: only its
/// callers can decide it.
struct Literal {
  const Condition *C = nullptr;
  Argument Arg;
  /// True if the effect needs the condition, false if it excludes it.
  bool MustHold = false;

  bool operator==(const Literal &O) const {
    return C == O.C && Arg.K == O.Arg.K && Arg.Index == O.Arg.Index &&
           MustHold == O.MustHold;
  }
};

/// One way in which a call can make the thread wait.
struct Effect {
  Category Cat = NoCategory;
  Duration Lasts = Duration::Unbounded;
  /// What waits in the end, and the row that says so.
  uint32_t Culprit = NoId;
  const Row *Cause = nullptr;
  /// All of them must be as they say.
  llvm::SmallVector<Literal, 2> Literals;
  /// The call in this function that has the effect, and how it goes on from
  /// there: an effect of another function, or NoId at the library call.
  uint32_t Call = 0;
  uint32_t NextFunction = NoId, NextEffect = NoId;
  /// Calls from here to the library call.
  uint32_t Length = 1;
};

/// A name in the linked program.
struct LinkedEntity {
  const Entity *E = nullptr;
  /// The summary that E is of.
  const Summary *S = nullptr;
  /// Rows of the catalogue for it.
  std::vector<const Row *> Rows;
  /// Bodies of it or, for a template, of its instantiations.
  llvm::SmallVector<uint32_t, 1> Bodies;
  /// Entities that override it, transitively.
  llvm::SmallVector<uint32_t, 0> Overriders;
  /// What its body does to the states of its parameters and its result.
  StateChanges Changes;
};

/// A function body in the linked program.
struct LinkedFunction {
  const Summary *S = nullptr;
  /// The summary's number in the program.
  uint32_t Unit = 0;
  const Function *F = nullptr;
  uint32_t Entity = NoId;
  /// An event loop runs it: a coroutine, or a callback given to a loop.
  bool IsContext = false;
  /// Other threads run it, whoever calls it.
  bool IsOffloaded = false;
  /// The function that handed it to the loop, if it is a callback.
  uint32_t HandedTo = NoId;
  std::vector<Effect> Effects;
  /// Parameters that it calls before it returns.
  llvm::SmallVector<uint32_t, 1> InvokedParameters;
  /// Parameters that it hands to other threads.
  llvm::SmallVector<uint32_t, 1> OffloadedParameters;
};

class Program {
public:
  /// \p Summaries and \p C must outlive the program.
  Program(llvm::ArrayRef<Summary> Summaries, const Catalogue &C);
  ~Program();

  llvm::ArrayRef<LinkedFunction> functions() const { return Functions; }
  const LinkedEntity &entity(uint32_t Index) const { return Entities[Index]; }

  /// What \p CallIndex of \p FunctionIndex can do to the thread. Calls that
  /// run off the loop have no effects.
  std::vector<Effect> effectsAt(uint32_t FunctionIndex,
                                uint32_t CallIndex) const;

  /// The program's name for what a call calls, or NoId.
  uint32_t callee(const LinkedFunction &F, const Call &C) const;

private:
  struct Edge;
  struct Callable;
  using EdgeList = llvm::SmallVector<Edge, 4>;

  void join(llvm::ArrayRef<Summary> Summaries);
  void findOffloads();
  bool resumesHandle(const LinkedFunction &F, const Value &V) const;
  Hop hopOf(const LinkedFunction &F, uint32_t AwaitIndex) const;
  llvm::SmallVector<const Value *, 4> offloaded(const LinkedFunction &F,
                                                const Call &C) const;
  void analyseStates();
  void markContexts();
  void unmarkOffloaded();
  void findInvocations();
  void propagate();

  uint32_t global(const LinkedFunction &F, Id Local) const {
    return Units[F.Unit].second[Local];
  }
  llvm::ArrayRef<const Row *> rows(const LinkedFunction &F,
                                   const Call &C) const;
  bool isGenerator(const LinkedFunction &F) const;
  void addGenerators(const LinkedFunction &F, const Call &Call,
                     EdgeList &Out) const;
  void addGenerator(const LinkedFunction &F, const Value &V, EdgeList &Out,
                    unsigned Depth = 0) const;
  Callable resolve(const LinkedFunction &F, const Value &V,
                   unsigned Depth = 0) const;

  bool mayBe(const LinkedFunction &F, Id Static, uint32_t Overrider) const;
  EdgeList targets(uint32_t FunctionIndex, uint32_t CallIndex) const;
  void addTargets(uint32_t Entity, std::optional<uint32_t> PassesFrom,
                  EdgeList &Out) const;
  template <typename Consumer>
  void forEachEffect(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
                     Consumer Consume) const;
  std::optional<Effect> primitive(uint32_t FunctionIndex, uint32_t CallIndex,
                                  const Edge &E, const Row &R) const;
  std::optional<Effect> carry(uint32_t FunctionIndex, uint32_t CallIndex,
                              const Edge &E, uint32_t EffectIndex) const;
  bool decide(uint32_t FunctionIndex, uint32_t CallIndex, const Edge &E,
              const Literal &L, llvm::SmallVectorImpl<Literal> &Carried) const;

  const Catalogue &C;
  std::vector<LinkedEntity> Entities;
  std::vector<LinkedFunction> Functions;
  /// Each summary with its entities' places in Entities.
  std::vector<std::pair<const Summary *, std::vector<uint32_t>>> Units;
  /// Callables that a call runs because its callee calls its parameter.
  std::map<std::pair<uint32_t, uint32_t>, EdgeList> Invocations;
  /// What `[[clang::blocking]]` stands for.
  Row DeclaredBlocking;
  States Flow;
};

} // namespace nostall

#endif // NOSTALL_CORE_LINK_H
